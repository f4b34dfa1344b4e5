"""
The pyramid of scores that a training step needs. `splat` holds every step of its arithmetic for all blobs and pixels at once: at 512 px
it took three quarters of a step on a processor. Here a picture is splatted blob by blob, from the front, in planes that stay in the cache,
and levels finer than the windows' cut are kept in the windows alone.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..data.layouts import SIZE, X, Y, covariances
from ..networks.maps import FINEST
from ..shapes import assert_shape
from ..splat import COVARIANCE_EPSILON, pyramid, splat
from ..windows import Windows


def whole_sides(side: int, windows: Windows | None) -> int:
    """The finest side whose scores are needed whole: blobs' maps and outlines are laid over whole pictures."""
    return side if windows is None else min(side, max(windows.cut, FINEST))


@torch.compiler.disable
@torch.no_grad()
def score_levels(
    geometry: Tensor, ab_norm: float, resolution: int, coarsest: int, windows: Windows | None = None, dtype: torch.dtype = torch.float32
) -> dict[int, Tensor]:
    """
    Scores of blobs [B, M, 5] by side, in `dtype`, without gradient: [B, side, side, M+1], or the windows' crops
    [N, e, e, M+1] at sides finer than `whole_sides`.
    """
    assert_shape(geometry, "B M 5", "geometry")
    covs = covariances(geometry, ab_norm)
    whole = whole_sides(resolution, windows)
    if geometry.device.type != "cpu":
        full = pyramid(splat(geometry[..., X], geometry[..., Y], covs, geometry[..., SIZE], resolution), coarsest)
        return {side: (windows.crop(level) if windows and side > whole else level).to(dtype) for side, level in full.items()}
    batch, blobs, _ = geometry.shape
    planes = torch.empty(blobs + 1, resolution, resolution)
    wholes = torch.empty(batch, blobs + 1, whole, whole)
    corners = windows.corners.tolist() if windows and whole < resolution else []
    crops: dict[int, Tensor] = {}
    for item in range(batch):
        splat_planes(geometry[item], covs[item], planes)
        wholes[item] = pooled(planes, whole)
        if windows:
            crops |= {at: window_of(planes, windows, corner) for at, corner in enumerate(corners) if corner[0] == item}
    levels = halved(torch.stack([crops[at] for at in range(len(corners))]), resolution, 2 * whole, dtype) if corners else {}
    return levels | halved(wholes, whole, coarsest, dtype)


def halved(planes: Tensor, side: int, coarsest: int, dtype: torch.dtype) -> dict[int, Tensor]:
    """The levels side, side / 2, ..., coarsest of planes [B, K, e, e] at `side`: [B, e, e, K] and so on, in `dtype`."""
    levels = {}
    while True:
        levels[side] = planes.permute(0, 2, 3, 1).to(dtype, memory_format=torch.contiguous_format)
        if side <= coarsest:
            return levels
        planes, side = pooled(planes, planes.shape[-1] // 2), side // 2


def splat_planes(geometry: Tensor, covs: Tensor, planes: Tensor) -> None:
    """
    The splat of one picture (MODEL.md, "Splat"): blobs [M, 5], covs [M, 2, 2] -> planes [M+1, R, R], the background's first, in place.
    """
    side = planes.shape[-1]
    steps = torch.arange(side, dtype=torch.float32) / side
    dx, dy = steps - geometry[:, X, None], steps - geometry[:, Y, None]
    xx, xy, yy = covs[:, 0, 0, None], covs[:, 0, 1, None], covs[:, 1, 1, None]
    det = (xx * yy - xy * xy).clamp_min(COVARIANCE_EPSILON**2)
    # size - q is a sum of three products of a row's number with a column's.
    ones = torch.ones_like(dx)
    of_rows = torch.stack([geometry[:, SIZE, None] - xx * dy * dy / det, 2 * xy * dy / det, ones], dim=-1)
    of_columns = torch.stack([ones, dx, -yy * dx * dx / det], dim=1)
    clear = planes[0].fill_(1.0)
    inside = torch.empty_like(clear)
    for blob in range(len(geometry) - 1, -1, -1):
        torch.mm(of_rows[blob], of_columns[blob], out=inside)
        torch.mul(clear, inside.sigmoid_(), out=planes[blob + 1])
        clear -= planes[blob + 1]
    clear.clamp_min_(0)


def pooled(planes: Tensor, side: int) -> Tensor:
    """Averages over squares: [..., R, R] -> [..., side, side]."""
    factor = planes.shape[-1] // side
    if factor == 1:
        return planes
    rows = planes.unflatten(-2, (side, factor)).sum(-2)
    columns = torch.eye(side).repeat_interleave(factor, 0) / factor**2
    return rows @ columns


def window_of(planes: Tensor, windows: Windows, corner: list[int]) -> Tensor:
    """The crop [K, e, e] of planes [K, R, R] at a corner (picture, row, column)."""
    factor = planes.shape[-1] // windows.cut
    extent = windows.extent * factor
    row, column = corner[1] * factor, corner[2] * factor
    return planes[:, row : row + extent, column : column + extent].clone()
