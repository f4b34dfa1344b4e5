"""From moments to blobs: true ellipses in the published parameters, back to front."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..shapes import assert_shape
from ..splat import ABSENT_SIZE, COVARIANCE_EPSILON, covariance_from_axes

# Share of the picture that a silhouette must cover to be a blob: 5 by 5 pixels at 256 px.
MIN_AREA = 25 / 256**2
# Columns of a geometry row.
X, Y, SIZE, ASPECT, ANGLE = range(5)


def blob_from_moments(
    centre: tuple[float, float], covariance: tuple[float, float, float], ab_norm: float
) -> tuple[float, float, float, float, float]:
    """
    x, y, size, aspect (>= 1), angle of the blob whose outline q = s is the ellipse of these moments.

    A uniform ellipse has semi-axes 2 sqrt(eigenvalue). The published 1e-5 I is part of Sigma, so aspect and size
    solve (n A + e) / (n / A + e) = ratio^2 and s sqrt(det Sigma) = a b (src/blobgan/covariance.ts).
    """
    xx, xy, yy = covariance
    mean, half = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    # Never thinner than a fortieth of a pixel of the smallest grid: slivers have no inside otherwise.
    major, minor = max(mean + half, 4e-6), max(mean - half, 4e-6)
    angle = math.atan2(2 * xy, xx - yy) / 2
    ratio, product = math.sqrt(major / minor), 4 * math.sqrt(major * minor)
    excess = COVARIANCE_EPSILON * (ratio**2 - 1)
    aspect = (excess + math.sqrt(excess**2 + 4 * ab_norm**2 * ratio**2)) / (2 * ab_norm)
    det = (ab_norm * aspect + COVARIANCE_EPSILON) * (ab_norm / aspect + COVARIANCE_EPSILON)
    x, y = (min(1.0, max(0.0, value)) for value in centre)
    return x, y, product / math.sqrt(det), aspect, angle


def covariances(geometry: Tensor, ab_norm: float) -> Tensor:
    """Rows of geometry [..., 5] -> Sigma [..., 2, 2]."""
    assert_shape(geometry, "... 5", "geometry")
    aspect, angle = geometry[..., ASPECT], geometry[..., ANGLE]
    return covariance_from_axes(ab_norm * aspect, ab_norm / aspect, torch.cos(angle), torch.sin(angle))


def is_present(thing: Mapping[str, Any], size: int) -> bool:
    """Whether a thing is a blob: enough of its silhouette lies inside the frame."""
    moments = thing.get("amodal") or thing.get("visible")
    return bool(moments) and thing.get("amodalPixels", thing["pixels"]) >= MIN_AREA * size * size


def present_things(room: Mapping[str, Any], size: int) -> list[Mapping[str, Any]]:
    """The things of a room that are blobs, back to front by true visibility order."""
    return sorted((t for t in room["things"] if is_present(t, size)), key=lambda thing: thing["order"])


def geometry_of(thing: Mapping[str, Any], ab_norm: float) -> np.ndarray:
    """[5] float32: x, y, size, aspect, angle."""
    moments = thing.get("amodal") or thing["visible"]
    return np.array(blob_from_moments(moments["centre"], moments["covariance"], ab_norm), np.float32)


def mirror_geometry(geometry: np.ndarray) -> np.ndarray:
    """The same blobs in the mirrored picture. [..., 5]"""
    out = geometry.copy()
    out[..., X] = 1 - out[..., X]
    out[..., ANGLE] = -out[..., ANGLE]
    return out


def absent_geometry() -> np.ndarray:
    """The row of an absent blob: a round one in the middle."""
    return np.array([0.5, 0.5, ABSENT_SIZE, 1.0, 0.0], np.float32)
