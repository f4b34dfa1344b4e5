"""Edits of which there is no render, for the adversarial term: jitter, removal, swapped styles."""

from __future__ import annotations

import torch
from torch import Tensor

from ..adversarial.jitter import uniform_like
from ..config import Config
from ..data.layouts import ANGLE, SIZE, X, Y
from ..splat import ABSENT_SIZE, PRESENCE_THRESHOLD

REMOVED_SHARE = 0.1
SWAPPED_SHARE = 0.5


def edit_geometry(geometry: Tensor, surfaces: Tensor, config: Config, generator: torch.Generator) -> Tensor:
    """
    Edited copies of rooms' geometry [B, M, 5]: every thing jittered, a tenth of them removed. `surfaces` [B, M] marks
    what stays as it is. Size jitters by a factor, because a room's sizes span two decades.
    """
    out = geometry.clone()
    for column, reach in ((X, config.jitter_xy), (Y, config.jitter_xy), (ANGLE, config.jitter_angle)):
        out[..., column] += uniform_like(out[..., column], reach, generator)
    out[..., SIZE] *= torch.exp(uniform_like(out[..., SIZE], config.jitter_size / 2, generator))
    removed = torch.rand(surfaces.shape, generator=generator).to(geometry) < REMOVED_SHARE
    out[..., SIZE] = torch.where(removed, ABSENT_SIZE, out[..., SIZE])
    fixed = surfaces | (geometry[..., SIZE] <= PRESENCE_THRESHOLD)
    return torch.where(fixed[..., None], geometry, out)


def swap_styles(styles: Tensor, codes: Tensor, generator: torch.Generator) -> Tensor:
    """
    Styles [B, K, Ds] where half of the rooms have another room's: a thing takes the style of a thing of the same class in
    the next room (codes [B, K] are class codes), if there is one.
    """
    other, other_codes = styles.roll(1, 0), codes.roll(1, 0)
    same = codes[:, :, None] == other_codes[:, None, :]
    partner = same.float().argmax(-1)
    taken = torch.gather(other, 1, partner[..., None].expand_as(styles))
    chosen = (torch.rand(len(styles), 1, generator=generator) < SWAPPED_SHARE).to(codes.device)
    use = same.any(-1) & (codes > 0) & chosen
    return torch.where(use[..., None], taken, styles)
