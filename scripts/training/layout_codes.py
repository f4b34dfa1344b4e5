"""
Short codes of true layouts: per slot presence, geometry and the main components of the encoder's vectors, all in
units of their deviation. The layout network is learned in this space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from .data.layouts import ANGLE, ASPECT, SIZE, X, Y
from .layout_slots import class_of
from .networks.flow import APPEARANCE, SIZE_UNIT
from .splat import ABSENT_SIZE, COVARIANCE_EPSILON, Layout

PRESENCE, GEOMETRY = 0, slice(1, APPEARANCE)
LOGIT_EDGE = 0.005
# Vectors have a root mean square of 1: what varies less changes the picture by less than 35 dB.
LEAST_DEVIATION = 0.4
# What the authors' tools treat as not there lies below.
VISIBLE_SIZE = -3.0


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
        turn = 2 * g[..., ANGLE]
        return torch.stack(
            [g[..., X], g[..., Y], size, log_aspect * torch.cos(turn), log_aspect * torch.sin(turn)], dim=-1
        )


def components(vectors: Tensor, most: int, least: float) -> tuple[Tensor, Tensor, Tensor]:
    """Mean [D], axes [most, D] and deviations [most] of vectors [N, D]; axes along which they hardly vary are zero."""
    mean = vectors.mean(0)
    axes, deviations = torch.zeros(most, vectors.shape[1]), torch.zeros(most)
    if len(vectors) < 3:
        return mean, axes, deviations
    variances, columns = torch.linalg.eigh((vectors - mean).T @ (vectors - mean) / len(vectors))
    found = variances.clamp_min(0).sqrt().flip(0)
    keep = min(most, int((found > least).sum()))
    axes[:keep], deviations[:keep] = columns.flip(1).T[:keep], found[:keep]
    return mean, axes, deviations


@dataclass
class LayoutCodes:
    """
    The code of S slots and the background (row 0): [S + 1, D], D = 1 + 5 + nf + ns.

    used [S+1, D]: which numbers mean something. geometry_mean, geometry_std [S, 5]; feature_mean [S+1, Df],
    feature_axes [S+1, nf, Df], feature_std [S+1, nf]; the same for styles.
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

    @property
    def shape(self) -> tuple[int, int]:
        """(S + 1, D)."""
        return self.used.shape[0], self.used.shape[1]

    def state(self) -> dict[str, Tensor]:
        """As tensors for a checkpoint."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def encode(self, data: SlotData) -> Tensor:
        """[N, S + 1, D]; what an absent slot would be is zero, its presence -1."""
        count, slots = data.present.shape
        codes = torch.zeros(count, *self.shape)
        codes[:, 1:, PRESENCE] = data.present.float() * 2 - 1
        codes[:, 1:, GEOMETRY] = (data.to_code_geometry() - self.geometry_mean) / self.geometry_std
        nf = self.feature_axes.shape[1]
        codes[..., APPEARANCE : APPEARANCE + nf] = _project(
            data.features, self.feature_mean, self.feature_axes, self.feature_std
        )
        codes[..., APPEARANCE + nf :] = _project(data.styles, self.style_mean, self.style_axes, self.style_std)
        there = torch.cat([torch.ones(count, 1), data.present.float()], dim=1)[..., None]
        codes[..., 1:] *= there
        return codes * self.used


def _project(vectors: Tensor, mean: Tensor, axes: Tensor, std: Tensor) -> Tensor:
    # One product per slot: tens of thousands of rooms do not fit into memory component by component.
    products = torch.bmm((vectors - mean).transpose(0, 1), axes.transpose(1, 2)).transpose(0, 1)
    return products / torch.where(std > 0, std, 1.0)


def fit_codes(
    data: SlotData, slots: Sequence[str], feature_size: int, style_size: int, least: float = LEAST_DEVIATION
) -> LayoutCodes:
    """Means, deviations and axes: geometry per slot, vectors per class (numbered slots share theirs)."""
    classes = ["", *(class_of(slot) for slot in slots)]
    present = torch.cat([torch.ones(len(data.present), 1, dtype=torch.bool), data.present], dim=1)
    stats: dict[str, list[Tensor]] = {"feature": [], "style": []}
    cache: dict[str, tuple[tuple[Tensor, ...], tuple[Tensor, ...]]] = {}
    for kind in classes:
        if kind not in cache:
            members = [at for at, other in enumerate(classes) if other == kind]
            chosen = present[:, members]
            cache[kind] = (
                components(data.features[:, members][chosen], feature_size, least),
                components(data.styles[:, members][chosen], style_size, least),
            )
        stats["feature"].append(cache[kind][0])  # type: ignore[arg-type]
        stats["style"].append(cache[kind][1])  # type: ignore[arg-type]
    geometry, weight = data.to_code_geometry(), data.present.float()[..., None]
    count = weight.sum(0).clamp_min(1)
    mean = (geometry * weight).sum(0) / count
    std = (((geometry - mean).square() * weight).sum(0) / count).sqrt().clamp_min(1e-3)
    parts = {
        f"{name}_{part}": torch.stack([entry[at] for entry in entries])
        for name, entries in stats.items()
        for at, part in enumerate(("mean", "axes", "std"))
    }
    used = torch.zeros(len(classes), APPEARANCE + feature_size + style_size)
    used[1:, PRESENCE] = (~data.present.all(0)).float()
    used[1:, GEOMETRY] = 1
    used[:, APPEARANCE:] = torch.cat([parts["feature_std"] > 0, parts["style_std"] > 0], dim=1).float()
    return LayoutCodes(used=used, geometry_mean=mean, geometry_std=std, **parts)


def row_targets(data: SlotData) -> Tensor:
    """Numbers in front of a blob's vectors in the output row, [N, S, 7]: s, x, y (pre-sigmoid), c0..c3."""
    g = data.geometry
    centres = torch.logit(g[..., [X, Y]].clamp(LOGIT_EDGE, 1 - LOGIT_EDGE))
    log_aspect = torch.log(g[..., ASPECT].clamp_min(1.0))
    cos, sin = torch.cos(g[..., ANGLE]), torch.sin(g[..., ANGLE])
    # The first axis is the one that lies nearer the horizontal, so that upright things, whose angle jumps between a
    # quarter turn to the left and to the right, have numbers that do not. sigmoid(c) / sigmoid(-c) = e^c = A^2.
    upright = sin.abs() > cos.abs()
    log_aspect = torch.where(upright, -log_aspect, log_aspect)
    cos, sin = torch.where(upright, sin.abs(), cos), torch.where(upright, -cos * sin.sign(), sin)
    axes = torch.stack([2 * log_aspect, -2 * log_aspect, cos, sin], dim=-1)
    return torch.cat([g[..., SIZE : SIZE + 1], centres, axes], dim=-1)


def data_of_layout(layout: Layout, ab_norm: float) -> SlotData:
    """What a layout network's output says, as slots; what is at or below -3 is not there."""
    trimmed = layout.covs - COVARIANCE_EPSILON * torch.eye(2)
    xx, xy, yy = trimmed[..., 0, 0], trimmed[..., 0, 1], trimmed[..., 1, 1]
    major = (xx + yy) / 2 + torch.hypot((xx - yy) / 2, xy)
    geometry = torch.stack(
        [layout.xs, layout.ys, layout.sizes, (major / ab_norm).clamp_min(1.0), torch.atan2(2 * xy, xx - yy) / 2], dim=-1
    )
    return SlotData(layout.sizes > VISIBLE_SIZE, geometry, layout.features, layout.styles)
