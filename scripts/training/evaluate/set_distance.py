"""
A distance between sets of pictures of rooms: that of Frechet (arXiv 1706.08500) between features of a classifier that learned from masks
which classes a room shows. The same between two halves of true pictures is what a perfect model would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape

# Side of the pictures that it sees, and numbers of its features.
SIDE, FEATURES = 64, 64
BATCH, LEARNING_RATE, STEPS = 64, 2e-3, 600
# A class is seen where it covers this part of a picture.
LEAST_AREA = 0.002


class ClassFinder(nn.Module):
    """Pictures [B, 3, SIDE, SIDE] -> logits [B, C] of the classes that they show."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        widths = (3, 24, 48, 96, 96)
        blocks: list[nn.Module] = []
        for into, out in pairwise(widths):
            blocks += [nn.Conv2d(into, out, 3, 2, 1), nn.GroupNorm(8, out), nn.LeakyReLU(0.2)]
        self.body = nn.Sequential(*blocks, nn.Flatten(), nn.Linear(widths[-1] * (SIDE // 16) ** 2, FEATURES), nn.LeakyReLU(0.2))
        self.head = nn.Linear(FEATURES, classes)

    def features(self, pictures: Tensor) -> Tensor:
        """[B, FEATURES] of pictures of any side."""
        return self.body(F.interpolate(pictures, size=SIDE, mode="area"))

    def forward(self, pictures: Tensor) -> Tensor:
        return self.head(self.features(pictures))


def classes_seen(masks: np.ndarray, names: Sequence[dict[int, str]], classes: Sequence[str]) -> Tensor:
    """[N, C]: 1 for the classes that masks uint8 [N, S, S] show, whose ids have these names."""
    seen = torch.zeros(len(masks), len(classes))
    index = {name: at for at, name in enumerate(classes)}
    for row, (mask, named) in enumerate(zip(masks, names, strict=True)):
        ids, counts = np.unique(mask, return_counts=True)
        for number, count in zip(ids, counts, strict=True):
            at = index.get(named.get(int(number), ""))
            if at is not None and count >= LEAST_AREA * mask.size:
                seen[row, at] = 1
    return seen


def train_finder(pictures: Tensor, seen: Tensor, steps: int = STEPS, seed: int = 0) -> ClassFinder:
    """Learns to see classes [N, C] in pictures [N, 3, R, R] in [-1, 1], mirrored or not."""
    assert_shape(pictures, "N 3 R R", "pictures")
    assert_shape(seen, "N C", "seen", N=len(pictures))
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    finder = ClassFinder(seen.shape[1])
    optimiser = torch.optim.AdamW(finder.parameters(), lr=LEARNING_RATE, weight_decay=0.05)
    for step in range(steps):
        rows = torch.randint(len(pictures), (BATCH,), generator=generator)
        batch = pictures[rows].flip(-1) if step % 2 else pictures[rows]
        loss = F.binary_cross_entropy_with_logits(finder(batch), seen[rows])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * (1 - (step + 1) / steps)
    return finder.eval().requires_grad_(False)


def moments(features: Tensor) -> tuple[Tensor, Tensor]:
    """Mean [D] and covariance [D, D] of features [N, D], in float64."""
    rows = features.double()
    return rows.mean(0), torch.cov(rows.T)


def frechet_distance(one: Tensor, other: Tensor) -> float:
    """|m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)) of features [N, D] and [M, D]."""
    (mean, cov), (other_mean, other_cov) = moments(one), moments(other)
    # The product of two covariances has real eigenvalues of 0 and more; what rounding adds to that is left out.
    root = torch.linalg.eigvals(cov @ other_cov).real.clamp_min(0).sqrt().sum()
    return float((mean - other_mean).square().sum() + cov.trace() + other_cov.trace() - 2 * root)


@torch.no_grad()
def set_distance(finder: ClassFinder, one: Tensor, other: Tensor) -> float:
    """The distance between two sets of pictures [N, 3, R, R] and [M, 3, R, R] in [-1, 1]."""
    one, other = (torch.cat([finder.features(part.clamp(-1, 1)) for part in pictures.split(256)]) for pictures in (one, other))
    return frechet_distance(one, other)
