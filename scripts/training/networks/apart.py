"""Which things lie over each other in a layout, of those that never do in true ones."""

from __future__ import annotations

import torch
from torch import Tensor

from ..splat import Layout

# Of the smaller box: what overlaps less may be a corner of an ellipse that the thing has not.
ALLOWED = 0.15
LEAST_AREA = 1e-6


def overlap(xs: Tensor, ys: Tensor, sizes: Tensor, covs: Tensor, pairs: Tensor) -> Tensor:
    """
    Of the boxes around blobs xs, ys, sizes [N, M], covs [N, M, 2, 2], how much of the smaller one of each of `pairs` [P, 2] the
    other covers, [N, P]; what is not there has no size.
    """
    i, j = pairs.unbind(1)
    sizes = sizes.clamp_min(0)
    half_widths, half_heights = (torch.sqrt(sizes * covs[..., axis, axis]) for axis in (0, 1))

    def shared(at: Tensor, half: Tensor) -> Tensor:
        last = torch.minimum(at[:, i] + half[:, i], at[:, j] + half[:, j])
        return (last - torch.maximum(at[:, i] - half[:, i], at[:, j] - half[:, j])).clamp_min(0)

    area = half_widths * half_heights * 4
    return shared(xs, half_widths) * shared(ys, half_heights) / (torch.minimum(area[:, i], area[:, j]) + LEAST_AREA)


def clash(layout: Layout, pairs: Tensor) -> Tensor:
    """How far the blobs of `pairs` [P, 2] lie over each other, [N]."""
    return (overlap(layout.xs, layout.ys, layout.sizes, layout.covs, pairs) - ALLOWED).clamp_min(0).sum(1)
