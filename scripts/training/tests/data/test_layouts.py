"""Moments -> blobs."""

from __future__ import annotations

import math

import pytest
import torch

from training.data.layouts import blob_from_moments, covariances


@pytest.mark.parametrize("ab_norm", [0.02, 0.004, 0.001])
@pytest.mark.parametrize("axes", [(0.3, 0.1, 0.4), (0.2, 0.2, 0.0), (0.4, 0.02, -1.2)])
def test_a_blob_covers_half_on_the_outline_of_its_moments(axes: tuple[float, float, float], ab_norm: float) -> None:
    a, b, angle = axes
    cos, sin = math.cos(angle), math.sin(angle)
    xx, yy = ((a * cos) ** 2 + (b * sin) ** 2) / 4, ((a * sin) ** 2 + (b * cos) ** 2) / 4
    blob = blob_from_moments((0.5, 0.5), (xx, (a * a - b * b) * cos * sin / 4, yy), ab_norm)
    geometry = torch.tensor(blob, dtype=torch.float64)
    inverse = torch.linalg.inv(covariances(geometry, ab_norm))
    for turn in (0.0, 0.7, 2.0, 4.0):
        u, v = a * math.cos(turn), b * math.sin(turn)
        point = torch.tensor([u * cos - v * sin, u * sin + v * cos], dtype=torch.float64)
        assert float(point @ inverse @ point) == pytest.approx(blob[2], rel=1e-6)
