"""
Training on windows (crops) of pictures. The decoder is convolutional, so the levels finer than `cut` can be computed on
windows alone: the cost falls with the pixels, and windows can be placed where details are. Near a border of a window inside the
picture the maps differ from the whole picture's; that margin is left out of the loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .data.layouts import SIZE, X, Y
from .losses import small_blob_weight
from .shapes import assert_shape
from .splat import PRESENCE_THRESHOLD

# Receptive field of the finer levels, in cells of the cut level (at most 2.81; tests/test_windows.py measures it).
MARGIN = 3
# A window about a thing is off its centre by at most so many cells.
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

    def per_window(self, values: Tensor) -> Tensor:
        """[B, ...] -> [N, ...]: the entry of each window's picture."""
        return values[self.corners[:, 0]]

    def crop(self, values: Tensor) -> Tensor:
        """[B, side, side, C] -> [N, e, e, C], e = extent * side / cut."""
        factor = values.shape[1] // self.cut
        steps = torch.arange(self.extent * factor, device=values.device)
        rows = self.corners[:, 1, None, None] * factor + steps[None, :, None]
        columns = self.corners[:, 2, None, None] * factor + steps[None, None, :]
        return values[self.corners[:, 0, None, None], rows, columns]

    def crop_maps(self, maps: Tensor) -> Tensor:
        """Crops of maps [B, C, side, side] -> [N, C, e, e], channels-last."""
        assert_shape(maps, "B C R R", "maps")
        return self.crop(maps.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

    def crop_places(self, places: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        """Numbers of columns and of rows (splat.frame_places), [B, M, side] each -> those of every window, [N, M, e] each."""
        factor = places[0].shape[-1] // self.cut
        steps = torch.arange(self.extent * factor, device=self.corners.device)

        def part(values: Tensor, first: Tensor) -> Tensor:
            own = self.per_window(values)
            return own.gather(-1, (first[:, None] * factor + steps)[:, None].expand(-1, own.shape[1], -1))

        across, down = places
        return part(across, self.corners[:, 2]), part(down, self.corners[:, 1])

    def valid_mask(self, side: int) -> Tensor:
        """[N, 1, e, e] of 0 and 1: the pixels that are exact, at a level of this side."""
        factor, end = side // self.cut, self.cut - self.extent
        cells = torch.arange(self.extent * factor, device=self.corners.device) // factor
        rows, columns = (
            ((corner == 0) | (cells >= MARGIN)) & ((corner == end) | (cells < self.extent - MARGIN))
            for corner in (self.corners[:, 1, None], self.corners[:, 2, None])
        )
        return (rows[:, None, :, None] & columns[:, None, None, :]).float()


def pixel_middles(side: int, windows: Windows | None, device: torch.device) -> tuple[Tensor, Tensor]:
    """x and y in units of the picture of the columns and rows of a level: [1, side] each, or [N, e] each of the windows."""
    if windows is None or windows.cut >= side:
        middles = (torch.arange(side, device=device) + 0.5)[None] / side
        return middles, middles
    factor = side // windows.cut
    steps = torch.arange(windows.extent * factor, device=device) + 0.5
    rows, columns = ((corner[:, None] * factor + steps) / side for corner in (windows.corners[:, 1], windows.corners[:, 2]))
    return columns, rows


def sample_windows(generator: np.random.Generator, geometry: np.ndarray, count: int, cut: int, extent: int) -> np.ndarray:
    """
    Corners [B * count, 3] of `count` windows per picture, given its blobs [B, M, 5] (data/layouts.py). Every other window is
    about a thing, small ones more often (losses.small_blob_weight); the rest are uniform, and clipped at the borders so that
    pixels there are as often in a valid part as others.
    """
    free = cut - extent
    corners = []
    for item, blobs in enumerate(geometry):
        inside = (blobs[:, [X, Y]] > 0).all(1) & (blobs[:, [X, Y]] < 1).all(1) & (blobs[:, SIZE] > PRESENCE_THRESHOLD)
        share = np.where(inside, small_blob_weight(blobs[:, SIZE].astype(np.float64)), 0.0)
        for number in range(count):
            if number % 2 == 0 and share.sum() > 0:
                row, column = blobs[generator.choice(len(share), p=share / share.sum()), [Y, X]] * cut
                corner = np.round(np.array([row, column]) + generator.uniform(-JITTER, JITTER, 2) - extent / 2)
            else:
                corner = generator.integers(-MARGIN, free + MARGIN + 1, 2).astype(np.float64)
            corners.append([item, *np.clip(corner, 0, free).astype(int)])
    return np.array(corners, np.int64)
