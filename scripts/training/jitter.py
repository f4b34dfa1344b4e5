"""Edits that no rendered room shows, for the adversarial term: jitter, removal, duplication, swapped styles."""

from __future__ import annotations

import torch
from torch import Tensor

from .config import Config
from .data.layouts import ANGLE, SIZE, X, Y
from .splat import ABSENT_SIZE, Layout


def uniform(like: Tensor, reach: float, generator: torch.Generator) -> Tensor:
    """Uniform in [-reach, reach], in the shape of `like`."""
    return ((torch.rand(like.shape, generator=generator) * 2 - 1) * reach).to(like)


def turned(covs: Tensor, angles: Tensor) -> Tensor:
    """R Sigma R^T for covs [..., 2, 2] and angles [...]."""
    cos, sin = torch.cos(angles), torch.sin(angles)
    turn = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], -2)
    return turn @ covs @ turn.mT


def jitter_layout(layout: Layout, config: Config, generator: torch.Generator) -> Layout:
    """Position, size and angle of every blob jittered as published; feature and style stay."""
    return Layout(
        xs=layout.xs + uniform(layout.xs, config.jitter_xy, generator),
        ys=layout.ys + uniform(layout.ys, config.jitter_xy, generator),
        sizes=layout.sizes + uniform(layout.sizes, config.jitter_size, generator),
        covs=turned(layout.covs, uniform(layout.xs, config.jitter_angle, generator)),
        features=layout.features,
        styles=layout.styles,
    )


def edit_geometry(geometry: Tensor, surfaces: Tensor, config: Config, generator: torch.Generator) -> Tensor:
    """
    Edited copies of rooms' geometry [B, M, 5]: every thing jittered, a tenth of them removed. `surfaces` [B, M] marks
    what stays as it is. Size jitters by a factor, because a room's sizes span two decades.
    """
    out = geometry.clone()
    for column, reach in ((X, config.jitter_xy), (Y, config.jitter_xy), (ANGLE, config.jitter_angle)):
        out[..., column] += uniform(out[..., column], reach, generator)
    out[..., SIZE] *= torch.exp(uniform(out[..., SIZE], config.jitter_size / 2, generator))
    removed = torch.rand(surfaces.shape, generator=generator).to(geometry) < 0.1
    out[..., SIZE] = torch.where(removed, ABSENT_SIZE, out[..., SIZE])
    fixed = surfaces | (geometry[..., SIZE] <= 0)
    return torch.where(fixed[..., None], geometry, out)


def swap_styles(styles: Tensor, codes: Tensor, generator: torch.Generator) -> Tensor:
    """
    Styles [B, K, Ds] where half of the rooms wear another room's: a thing takes the style of a thing of the same
    class in the next room (codes [B, K] are class codes), if there is one.
    """
    other, other_codes = styles.roll(1, 0), codes.roll(1, 0)
    same = codes[:, :, None] == other_codes[:, None, :]
    partner = same.float().argmax(-1)
    taken = torch.gather(other, 1, partner[..., None].expand_as(styles))
    chosen = (torch.rand(len(styles), 1, generator=generator) < 0.5).to(codes.device)
    use = same.any(-1) & (codes > 0) & chosen
    return torch.where(use[..., None], taken, styles)
