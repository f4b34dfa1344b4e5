"""
Waves: an extension of the published decoder. Patterns of walls and floors have more periods than maps of blobs' own (maps.py) have
cells. A blob's vectors tell where its surface lies: a homography from the picture to the pattern's own coordinates (u, v), counted in
periods (training/waves learns it from the cameras of rooms). Waves of u and v are laid onto the levels of 128 and 256 px, each as much
as the blob's vectors ask for; at 256 px their sum also goes into the picture, times a colour of the blob's. How much and which colour
begins as what the patterns of rooms are made of, and is learned on from the pictures.

Where blobs meet, numerators and denominators are mixed by the squares of the scores, the nearest thing to who is on top that keeps a
pattern whole under what stands before it. Scores are those of 128 px, which outlines correct (outlines.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape
from .ops import EqualLinear

# The level whose scores say whose pattern is seen, and the finest that waves are laid onto.
COARSEST, FINEST = 128, 256
HIDDEN, GATES_HIDDEN = 256, 64
# u, v and their common denominator, each linear in (x, y, 1); x and y in units of the picture.
COEFFICIENTS = 9
# What patterns lie on; nothing is the last one.
GROUNDS = ("floor", "floor, across", "back wall", "left wall", "right wall")
ACROSS = ", across"
SURFACES_WITH_PATTERNS = frozenset(ground.removesuffix(ACROSS) for ground in GROUNDS)
# What is told of a ground: two logarithms of periods along it, the logarithm of one over the camera's distance from it, the camera's two
# places along it, and how the rays of pixels grow across and along it, each linear in (x, y, 1).
POSE = 14
# A usual distance in metres: with it denominators are about 1.
DISTANCE = 4.0
WAVES = 9
COLOURS = 3
# Denominators of surfaces are near 1; those of nothing are 0.
LEAST_DENOMINATOR = 1e-6
MOST_PERIODS = 1000.0
# How steep edges and how thin lines are (patterns.ts of the renderer has the widths).
EDGE, LINE, DOT, DOT_LEVEL, RAIL = 5.0, 30.0, 8.0, 1.3, 8.0


def wave_basis(u: Tensor, v: Tensor) -> Tensor:
    """The waves at pattern coordinates of any shape, in periods: [..., WAVES]."""
    across, down = torch.cos(2 * math.pi * u), torch.cos(2 * math.pi * v)
    # Every other row is half a period further: bricks and dots.
    shifted = across * torch.tanh(EDGE * torch.sin(math.pi * v))
    waves = [
        across,
        torch.tanh(EDGE * across),
        torch.exp(LINE * (across - 1)),
        down,
        torch.exp(LINE * (down - 1)),
        shifted,
        torch.exp(LINE * (shifted - 1)),
        torch.sigmoid(-DOT * (shifted + down + DOT_LEVEL)),
        # Above or below a rail along v = 1.
        torch.tanh(RAIL * (v - 1)),
    ]
    return torch.stack(waves, dim=-1)


def homographies(poses: Tensor) -> Tensor:
    """Poses of cameras before a ground [..., POSE] -> homographies from the picture to the periods along it [..., COEFFICIENTS]."""
    inverse_periods, inverse_distance, places = torch.exp(-poses[..., :2]), torch.exp(poses[..., 2:3]), poses[..., 3:5]
    # What a ray meets is one over the third of these away (in the usual distance).
    across = poses[..., 5:8] * inverse_distance
    along = (places[..., n : n + 1] * across + poses[..., 8 + 3 * n : 11 + 3 * n] for n in range(2))
    parts = [part * inverse_periods[..., n : n + 1] for n, part in enumerate(along)]
    return DISTANCE * torch.cat([*parts, across], dim=-1)


class WaveSurfaces(nn.Module):
    """Reads off vectors how the camera stands before each ground, and which ground it is."""

    middle: Tensor
    spread: Tensor

    def __init__(self, vector_dim: int) -> None:
        super().__init__()
        self.hidden = nn.ModuleList([EqualLinear(vector_dim, HIDDEN, active=True), EqualLinear(HIDDEN, HIDDEN, active=True)])
        self.poses = EqualLinear(HIDDEN + vector_dim, len(GROUNDS) * POSE)
        self.grounds = EqualLinear(HIDDEN + vector_dim, len(GROUNDS) + 1)
        # Of poses, over rooms, by ground.
        self.register_buffer("middle", torch.zeros(len(GROUNDS), POSE))
        self.register_buffer("spread", torch.ones(len(GROUNDS), POSE))

    def read(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        """
        Features and styles in one [T, Df + Ds] -> poses before every ground [T, GROUNDS, POSE], logits of the grounds and of nothing
        [T, GROUNDS + 1].
        """
        x = vectors
        for layer in self.hidden:
            x = layer(x)
        x = torch.cat([x, vectors], dim=-1)
        return self.poses(x).unflatten(-1, (len(GROUNDS), POSE)) * self.spread + self.middle, self.grounds(x)

    def forward(self, vectors: Tensor) -> Tensor:
        """Vectors [T, Df + Ds] -> homographies [T, COEFFICIENTS], weighed by how surely there is a ground."""
        poses, logits = self.read(vectors)
        shares = torch.softmax(logits, dim=-1)[:, :-1, None]
        there = shares.sum(1)
        return homographies((poses * shares).sum(1) / there.clamp_min(1e-6)) * there


class Waves(nn.Module):
    """
    `of` says what blobs have, `fields` mixes it on the grid of 128 px, forward lays waves onto a level. The gates and the projections
    start at zero, so that a trained decoder can be extended by them.
    """

    def __init__(self, vector_dim: int, widths: dict[int, int]) -> None:
        """`vector_dim`: of features and styles together; `widths`: channels of the decoder at every side that waves are laid onto."""
        super().__init__()
        self.surfaces = WaveSurfaces(vector_dim)
        self.hidden = EqualLinear(vector_dim, GATES_HIDDEN, active=True)
        self.weight = nn.Parameter(torch.zeros(WAVES, GATES_HIDDEN))
        self.colour = EqualLinear(GATES_HIDDEN, COLOURS)
        self.projections = nn.ParameterDict({str(side): nn.Parameter(torch.zeros(width, WAVES)) for side, width in widths.items()})
        self.scale, self.projection_scale = 1.0 / math.sqrt(GATES_HIDDEN), 1.0 / math.sqrt(WAVES)

    @property
    def sides(self) -> list[int]:
        """Sides of the levels that waves are laid onto."""
        return sorted(int(side) for side in self.projections)

    def amounts(self, vectors: Tensor) -> Tensor:
        """Vectors [T, Df + Ds] -> gates and colour [T, WAVES + COLOURS]; colours are differences in [-1, 1]."""
        hidden = self.hidden(vectors)
        return torch.cat([hidden @ (self.weight * self.scale).T, self.colour(hidden)], dim=-1)

    def of(self, features: Tensor, styles: Tensor) -> tuple[Tensor, Tensor]:
        """
        Features [B, K, Df] and styles [B, K, Ds] -> homographies weighed by how surely they are there [B, K, 9], amounts
        [B, K, WAVES + COLOURS].
        """
        assert_shape(features, "B K Df", "features")
        assert_shape(styles, "B K Ds", "styles", B=features.shape[0], K=features.shape[1])
        vectors = torch.cat([features, styles], dim=-1).flatten(0, 1)
        batch = features.shape[:2]
        return self.surfaces(vectors).view(*batch, COEFFICIENTS), self.amounts(vectors).view(*batch, WAVES + COLOURS)

    @staticmethod
    def fields(scores: Tensor, of: tuple[Tensor, Tensor]) -> Tensor:
        """Scores [B, S, S, K] and what `of` gives -> [B, S, S, 9 + WAVES + COLOURS] in float32: homography and amounts of every cell."""
        homographies, amounts = of
        batch, height, width, _ = scores.shape
        flat = scores.float().flatten(1, 2)
        mixed = torch.cat([torch.bmm(flat.square(), homographies.float()), torch.bmm(flat, amounts.float())], dim=-1)
        return mixed.view(batch, height, width, -1)

    def forward(self, side: int, fields: Tensor, places: Sequence[Tensor], dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """
        Fields [B, h, w, 9 + WAVES + COLOURS] of cells of 128 px, and x [B, W] and y [B, H] of the pixels there at the level of this side,
        W = w side / 128 -> [B, H, W, C] in `dtype`, what is added to the maps of that level, and [B, H, W, 3], the pattern in colour.
        """
        columns, rows = places
        if side > COARSEST:
            enlarged = F.interpolate(fields.permute(0, 3, 1, 2), scale_factor=side // COARSEST, mode="bilinear", align_corners=False)
            fields = enlarged.permute(0, 2, 3, 1)
        x, y = columns[:, None, :], rows[:, :, None]
        u, v, below = (fields[..., 3 * n] * x + fields[..., 3 * n + 1] * y + fields[..., 3 * n + 2] for n in range(3))
        below = below.clamp_min(LEAST_DENOMINATOR)
        u, v = ((part / below).clamp(-MOST_PERIODS, MOST_PERIODS) for part in (u, v))
        gates, colour = fields[..., COEFFICIENTS:].split([WAVES, COLOURS], dim=-1)
        waves = wave_basis(u, v) * gates
        projection = self.projections[str(side)] * self.projection_scale
        return torch.matmul(waves.to(dtype), projection.T.to(dtype)), waves.sum(-1, keepdim=True) * colour
