"""
Outlines of the blobs' own: an extension of the published decoder. A score says who is on top as if all things were ellipses; in a
fifth of the pixels another thing is seen. Here each blob's feature makes a small map in the blob's frame (maps.py) that says how much
more or less it is there than its score says. The scores from the input grid to 128 px are corrected by it, and everything that is
weighed by scores (features, places, styles) comes to its thing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape
from ..splat import Frames
from .maps import FINEST, hats
from .ops import EqualLinear

HIDDEN = 128
# Of the logarithms, so that they move at the pace of other weights.
GAIN = 8.0
# A score is multiplied by exp(12) at most, and divided by as much.
LIMIT = 12.0
# What is hidden wholly by ellipses in front has a score of nothing: so much of one can be had from the map.
FLOOR = 1e-4


class Outlines(nn.Module):
    """`of` makes the maps, forward corrects scores. The weights start at zero, which leaves scores as they are to the last bit."""

    def __init__(self, feature_dim: int, cells: int) -> None:
        super().__init__()
        self.cells = cells
        self.hidden = EqualLinear(feature_dim, HIDDEN, active=True)
        self.weight = nn.Parameter(torch.zeros(cells * cells, HIDDEN))
        self.scale = GAIN / math.sqrt(HIDDEN)

    def of(self, features: Tensor, weights: Tensor) -> Tensor:
        """Features [B, M, Df] and weights [B, M] of blobs -> the logarithms of their factors [B, M, cells, cells] (down, across)."""
        assert_shape(features, "B M Df", "features")
        assert_shape(weights, "B M", "weights", B=features.shape[0], M=features.shape[1])
        maps = self.hidden(features.flatten(0, 1)) @ (self.weight * self.scale).T
        return maps.view(*features.shape[:2], self.cells, self.cells) * weights[..., None, None]

    def corrected(self, scores: Tensor, maps: Tensor, places: tuple[Tensor, Tensor]) -> Tensor:
        """Scores [B, S, S, M+1] at the places (across, down) [B, M, S], corrected; they sum to 1 as before."""
        across, down = (hats(place, self.cells) for place in places)
        logs = (down @ maps @ across.mT).clamp(-LIMIT, LIMIT)
        growth = F.pad(torch.expm1(logs).permute(0, 2, 3, 1), (1, 0))
        given = scores.float()
        added = given * growth + FLOOR * torch.relu(growth)
        return ((given + added) / (1 + added.sum(-1, keepdim=True))).to(scores.dtype)

    def forward(self, levels: Mapping[int, Tensor], features: Tensor, frames: Frames) -> dict[int, Tensor]:
        """The pyramid of scores with the levels up to 128 px corrected; features [B, M+1, Df], the background's first."""
        maps = self.of(features[:, 1:], frames.presence)
        return {side: self.corrected(scores, maps, frames.places[side]) if side <= FINEST else scores for side, scores in levels.items()}
