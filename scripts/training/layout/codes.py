"""
Short codes of true layouts: per slot presence, geometry and the principal components of the encoder's vectors, in units of
their standard deviation. The flow learns the distribution of these codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from ..data.layouts import ANGLE, ASPECT, SIZE, X, Y
from ..networks.flow import SIZE_UNIT, VECTORS_START
from ..networks.waves import SURFACES_WITH_PATTERNS
from ..shapes import assert_shape
from ..splat import COVARIANCE_EPSILON, PRESENCE_THRESHOLD, Layout
from .slots import class_of

PRESENCE, GEOMETRY = 0, slice(1, VECTORS_START)
# Mean, axes, deviations.
Components = tuple[Tensor, Tensor, Tensor]
# Vectors have a root mean square of 1: components that deviate less change the picture by less than 35 dB.
MIN_DEVIATION, VECTOR_TOLERANCE = 0.4, 0.35
# Of surfaces that waves are laid along: smaller components say how the camera stands, and how often a pattern repeats.
MIN_GROUND_DEVIATION, GROUND_TOLERANCE = 0.08, 0.15


@dataclass
class SlotData:
    """N rooms in S slots; row 0 of `features` and `styles` is the background's. Absent slots hold zeros."""

    present: Tensor
    geometry: Tensor
    features: Tensor
    styles: Tensor

    def to_code_geometry(self) -> Tensor:
        """[N, S, 5]: x, y, asinh(s / 0.5), ln A cos 2 angle, ln A sin 2 angle."""
        g = self.geometry
        log_aspect = torch.log(g[..., ASPECT].clamp_min(1.0))
        size = torch.asinh(g[..., SIZE] / SIZE_UNIT)
        double_angle = 2 * g[..., ANGLE]
        return torch.stack([g[..., X], g[..., Y], size, log_aspect * torch.cos(double_angle), log_aspect * torch.sin(double_angle)], dim=-1)


def principal_components(vectors: Tensor, most: int, least: float) -> Components:
    """Mean [D], axes [most, D] and deviations [most] of vectors [N, D]; axes with a deviation below `least` are zero."""
    assert_shape(vectors, "N D", "vectors")
    mean = vectors.mean(0)
    axes, deviations = torch.zeros(most, vectors.shape[1]), torch.zeros(most)
    if len(vectors) < 3:
        return mean, axes, deviations
    variances, columns = torch.linalg.eigh((vectors - mean).T @ (vectors - mean) / len(vectors))
    sorted_deviations = variances.clamp_min(0).sqrt().flip(0)
    keep = min(most, int((sorted_deviations > least).sum()))
    axes[:keep], deviations[:keep] = columns.flip(1).T[:keep], sorted_deviations[:keep]
    return mean, axes, deviations


@dataclass
class LayoutCodes:
    """
    The code of S slots and the background (row 0): [S + 1, D], D = 1 + 5 + nf + ns.

    used [S+1, D]: which numbers are used. geometry_mean, geometry_std [S, 5]; feature_mean [S+1, Df],
    feature_axes [S+1, nf, Df], feature_std [S+1, nf]; the same for styles. vector_tolerance [S+1]: how far off components of
    vectors may be.
    """

    used: Tensor
    geometry_mean: Tensor
    geometry_std: Tensor
    feature_mean: Tensor
    feature_axes: Tensor
    feature_std: Tensor
    style_mean: Tensor
    style_axes: Tensor
    style_std: Tensor
    vector_tolerance: Tensor

    @property
    def shape(self) -> tuple[int, int]:
        """(S + 1, D)."""
        return self.used.shape[0], self.used.shape[1]

    def state(self) -> dict[str, Tensor]:
        """As tensors for a checkpoint."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def encode(self, data: SlotData) -> Tensor:
        """[N, S + 1, D]; the numbers of an absent slot are zero, its presence is -1."""
        assert_shape(data.features, "N T Df", "features", N=len(data.present), T=self.shape[0])
        count = len(data.present)
        codes = torch.zeros(count, *self.shape)
        codes[:, 1:, PRESENCE] = data.present.float() * 2 - 1
        codes[:, 1:, GEOMETRY] = (data.to_code_geometry() - self.geometry_mean) / self.geometry_std
        nf = self.feature_axes.shape[1]
        codes[..., VECTORS_START : VECTORS_START + nf] = _project(data.features, self.feature_mean, self.feature_axes, self.feature_std)
        codes[..., VECTORS_START + nf :] = _project(data.styles, self.style_mean, self.style_axes, self.style_std)
        codes[..., 1:] *= torch.cat([torch.ones(count, 1), data.present.float()], dim=1)[..., None]
        return codes * self.used


def _project(vectors: Tensor, mean: Tensor, axes: Tensor, std: Tensor) -> Tensor:
    # One product per slot: with all of them at once, tens of thousands of rooms do not fit into memory.
    products = torch.bmm((vectors - mean).transpose(0, 1), axes.transpose(1, 2)).transpose(0, 1)
    return products / torch.where(std > 0, std, 1.0)


def fit_codes(data: SlotData, slots: Sequence[str], feature_size: int, style_size: int, least: float = MIN_DEVIATION) -> LayoutCodes:
    """Means, deviations and axes: geometry per slot, vectors per class (numbered slots share theirs)."""
    classes = ["", *(class_of(slot) for slot in slots)]
    present = torch.cat([torch.ones(len(data.present), 1, dtype=torch.bool), data.present], dim=1)
    statistics: dict[str, list[Components]] = {"feature": [], "style": []}
    cache: dict[str, tuple[Components, Components]] = {}
    for kind in classes:
        if kind not in cache:
            members = [at for at, other in enumerate(classes) if other == kind]
            rows = present[:, members]
            own_least = min(least, MIN_GROUND_DEVIATION) if kind in SURFACES_WITH_PATTERNS else least
            cache[kind] = (
                principal_components(data.features[:, members][rows], feature_size, own_least),
                principal_components(data.styles[:, members][rows], style_size, own_least),
            )
        statistics["feature"].append(cache[kind][0])
        statistics["style"].append(cache[kind][1])
    geometry, weight = data.to_code_geometry(), data.present.float()[..., None]
    count = weight.sum(0).clamp_min(1)
    mean = (geometry * weight).sum(0) / count
    std = (((geometry - mean).square() * weight).sum(0) / count).sqrt().clamp_min(1e-3)
    parts = {
        f"{name}_{part}": torch.stack([entry[at] for entry in entries])
        for name, entries in statistics.items()
        for at, part in enumerate(("mean", "axes", "std"))
    }
    used = torch.zeros(len(classes), VECTORS_START + feature_size + style_size)
    used[1:, PRESENCE] = (~data.present.all(0)).float()
    used[1:, GEOMETRY] = 1
    used[:, VECTORS_START:] = torch.cat([parts["feature_std"] > 0, parts["style_std"] > 0], dim=1).float()
    tolerance = torch.tensor([GROUND_TOLERANCE if kind in SURFACES_WITH_PATTERNS else VECTOR_TOLERANCE for kind in classes])
    return LayoutCodes(used=used, geometry_mean=mean, geometry_std=std, vector_tolerance=tolerance, **parts)


def data_of_layout(layout: Layout, ab_norm: float) -> SlotData:
    """The output of a layout network as slots."""
    trimmed = layout.covs - COVARIANCE_EPSILON * torch.eye(2)
    xx, xy, yy = trimmed[..., 0, 0], trimmed[..., 0, 1], trimmed[..., 1, 1]
    major = (xx + yy) / 2 + torch.hypot((xx - yy) / 2, xy)
    geometry = torch.stack([layout.xs, layout.ys, layout.sizes, (major / ab_norm).clamp_min(1.0), torch.atan2(2 * xy, xx - yy) / 2], dim=-1)
    return SlotData(layout.sizes > PRESENCE_THRESHOLD, geometry, layout.features, layout.styles)
