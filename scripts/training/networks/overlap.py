"""Overlaps of blobs in a layout, of pairs that do not overlap in true ones."""

from __future__ import annotations

import torch
from torch import Tensor

from ..shapes import assert_shape
from ..splat import Layout

# Share of the smaller box that may overlap: a corner of a box is outside of the ellipse.
ALLOWED_OVERLAP = 0.15
MIN_AREA = 1e-6


def overlap_shares(xs: Tensor, ys: Tensor, sizes: Tensor, covs: Tensor, pairs: Tensor) -> Tensor:
    """
    [N, P]: for the bounding boxes of blobs xs, ys, sizes [N, M], covs [N, M, 2, 2], the share of the smaller box of each of
    `pairs` [P, 2] that the other covers; 0 where one is absent.
    """
    assert_shape(covs, "N M 2 2", "covs", N=xs.shape[0], M=xs.shape[1])
    assert_shape(pairs, "P 2", "pairs")
    i, j = pairs.unbind(1)
    sizes = sizes.clamp_min(0)
    half_widths, half_heights = (torch.sqrt(sizes * covs[..., axis, axis]) for axis in (0, 1))

    def shared(centre: Tensor, half: Tensor) -> Tensor:
        end = torch.minimum(centre[:, i] + half[:, i], centre[:, j] + half[:, j])
        return (end - torch.maximum(centre[:, i] - half[:, i], centre[:, j] - half[:, j])).clamp_min(0)

    area = half_widths * half_heights * 4
    return shared(xs, half_widths) * shared(ys, half_heights) / (torch.minimum(area[:, i], area[:, j]) + MIN_AREA)


def overlap_penalty(layout: Layout, pairs: Tensor) -> Tensor:
    """[N]: how much more than allowed the blobs of `pairs` [P, 2] overlap."""
    return (overlap_shares(layout.xs, layout.ys, layout.sizes, layout.covs, pairs) - ALLOWED_OVERLAP).clamp_min(0).sum(1)
