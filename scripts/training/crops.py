"""
Training on windows. Nothing in the decoder is global, so the levels finer than `cut` can be computed on a window
alone: it costs its share of the pixels and teaches the same weights. Near a side of the window that is no side of the
picture the maps differ from the whole picture's; that margin is left out of the loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

# Cells of the cut level that the levels above it reach over (2.81 at most, test_crops.py measures it).
MARGIN = 3


@dataclass(frozen=True)
class Window:
    """A square of `extent` cells of the level with side `cut`."""

    cut: int
    top: int
    left: int
    extent: int

    def scaled(self, side: int) -> tuple[slice, slice]:
        """Rows and columns of the window at a level of the given side."""
        factor = side // self.cut
        rows = slice(self.top * factor, (self.top + self.extent) * factor)
        return rows, slice(self.left * factor, (self.left + self.extent) * factor)

    def valid(self, side: int, device: torch.device) -> Tensor:
        """[1, 1, H, W] of 0 and 1: the pixels of the window, at a level of this side, that are exact."""
        factor = side // self.cut
        reach = torch.ones(self.extent * factor, self.extent * factor, device=device)
        trim, end = MARGIN * factor, self.cut - self.extent
        if self.top > 0:
            reach[:trim] = 0
        if self.left > 0:
            reach[:, :trim] = 0
        if self.top < end:
            reach[-trim:] = 0
        if self.left < end:
            reach[:, -trim:] = 0
        return reach[None, None]


def draw_window(generator: np.random.Generator, cut: int, extent: int) -> Window:
    """A window somewhere in the picture; those at its borders as often as pixels there need."""
    free = cut - extent
    corner = np.clip(generator.integers(-MARGIN, free + MARGIN + 1, 2), 0, free)
    return Window(cut, int(corner[0]), int(corner[1]), extent)
