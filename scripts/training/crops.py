"""
Training on windows. Nothing in the decoder is global, so the levels finer than `cut` can be computed on windows
alone: they cost their share of the pixels and teach the same weights, and where a picture is looked at can be chosen.
Near a side of a window that is no side of the picture the maps differ from the whole picture's; that margin is left
out of the loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .data.layouts import SIZE, X, Y
from .losses import smallness

# Cells of the cut level that the levels above it reach over (2.81 at most, test_crops.py measures it).
MARGIN = 3
# A window about a thing has its middle within so many cells of the thing's.
JITTER = 4


@dataclass(frozen=True)
class Windows:
    """
    N squares of `extent` cells of the level with side `cut`, each of one picture of a batch of B; `corners` [N, 3] int64:
    the picture's place in the batch, the first row, the first column.
    """

    cut: int
    extent: int
    corners: Tensor

    def item(self, values: Tensor) -> Tensor:
        """[B, ...] -> [N, ...]: what belongs to each window's picture."""
        return values[self.corners[:, 0]]

    def of(self, values: Tensor) -> Tensor:
        """[B, side, side, C] -> [N, e, e, C], e = extent * side / cut: what the windows show of it."""
        factor = values.shape[1] // self.cut
        steps = torch.arange(self.extent * factor, device=values.device)
        rows = self.corners[:, 1, None, None] * factor + steps[None, :, None]
        columns = self.corners[:, 2, None, None] * factor + steps[None, None, :]
        return values[self.corners[:, 0, None, None], rows, columns]

    def of_maps(self, maps: Tensor) -> Tensor:
        """The same of maps [B, C, side, side]; channels-last."""
        return self.of(maps.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

    def valid(self, side: int) -> Tensor:
        """[N, 1, e, e] of 0 and 1: the pixels that are exact, at a level of this side."""
        factor, end = side // self.cut, self.cut - self.extent
        cells = torch.arange(self.extent * factor, device=self.corners.device) // factor
        rows, columns = (
            ((corner == 0) | (cells >= MARGIN)) & ((corner == end) | (cells < self.extent - MARGIN))
            for corner in (self.corners[:, 1, None], self.corners[:, 2, None])
        )
        return (rows[:, None, :, None] & columns[:, None, None, :]).float()


def draw_windows(
    generator: np.random.Generator, geometry: np.ndarray, count: int, cut: int, extent: int
) -> np.ndarray:
    """
    Corners [B * count, 3] of `count` windows of every picture, of blobs [B, M, 5] (data/layouts.py). The first, third ... of a
    picture lie about one of its things, small ones more often (losses.smallness); the others anywhere, at the borders as often as pixels there need.
    """
    free = cut - extent
    corners = []
    for item, blobs in enumerate(geometry):
        inside = (blobs[:, [X, Y]] > 0).all(1) & (blobs[:, [X, Y]] < 1).all(1) & (blobs[:, SIZE] > 0)
        share = np.where(inside, smallness(blobs[:, SIZE].astype(np.float64)), 0.0)
        for number in range(count):
            if number % 2 == 0 and share.sum() > 0:
                row, column = blobs[generator.choice(len(share), p=share / share.sum()), [Y, X]] * cut
                corner = np.round(np.array([row, column]) + generator.uniform(-JITTER, JITTER, 2) - extent / 2)
            else:
                corner = generator.integers(-MARGIN, free + MARGIN + 1, 2)
            corners.append([item, *np.clip(corner, 0, free).astype(int)])
    return np.array(corners, np.int64)
