"""What the blobs of an unsupervised model are for: whether each is ever there, and what is seen where it is strongest."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ..splat import Layout, splat
from .inversion import UnsupervisedModel

# Scores are looked at on a grid of so many cells, as many samples at once.
SIDE, BATCH = 32, 64
# A blob that is nowhere as strong as this is not there; one that is in so few of the samples never is.
LEAST_SCORE, RARELY = 0.05, 0.05
# A blob of which the mean score is above this takes the whole room.
WHOLE = 0.8
# Crops of the sheet: how far they reach, in deviations of the blob's scores, and their side in pixels.
REACH, CROP = 2.5, 64
SHOWN = 12


def take(layout: Layout, rows: Tensor | slice) -> Layout:
    """These layouts of a batch."""

    def chosen(tensor: Tensor) -> Tensor:
        return tensor[rows]

    return layout.map(chosen)


def blob_scores(layout: Layout) -> Tensor:
    """[B, SIDE, SIDE, M]: the scores of the blobs of layouts, without the background's."""
    parts = [take(layout, slice(first, first + BATCH)) for first in range(0, len(layout.xs), BATCH)]
    return torch.cat([splat(part.xs, part.ys, part.covs, part.sizes, SIDE)[..., 1:] for part in parts])


def presence(scores: Tensor) -> dict[str, Any]:
    """
    Of scores [B, R, R, M]: for each blob the share of samples in which it is there and in which it takes the whole room; how many blobs
    never appear, and the share of samples that one blob takes.
    """
    there = (scores.amax((1, 2)) >= LEAST_SCORE).float().mean(0)
    whole = scores.mean((1, 2)) >= WHOLE
    return {
        "there": [round(float(share), 4) for share in there],
        "whole": [round(float(share), 4) for share in whole.float().mean(0)],
        "never": int((there <= RARELY).sum()),
        "taken": float(whole.any(1).float().mean()),
    }


def crop_around(picture: Tensor, scores: Tensor) -> Tensor:
    """[1, 3, CROP, CROP]: a square of a picture [1, 3, R, R] around a blob's scores [S, S]; outside of the picture its edge is repeated."""
    cells = (torch.arange(len(scores)) + 0.5) / len(scores) * 2 - 1
    weight = scores / scores.sum().clamp_min(1e-8)
    x, y = (weight.sum(axis) * cells for axis in (0, 1))
    middle = torch.stack([x.sum(), y.sum()])
    spread = torch.stack([((cells - at) ** 2 * weight.sum(axis)).sum() for axis, at in zip((0, 1), middle, strict=True)])
    half = (REACH * spread.sqrt().max()).clamp(0.15, 1.0)
    steps = (torch.arange(CROP) + 0.5) / CROP * 2 - 1
    across, down = middle[0] + half * steps, middle[1] + half * steps
    grid = torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1)
    return F.grid_sample(picture, grid[None], mode="bilinear", padding_mode="border", align_corners=False)


@torch.no_grad()
def strongest(model: UnsupervisedModel, layout: Layout, scores: Tensor) -> list[Tensor]:
    """A row of SHOWN crops [SHOWN, 3, CROP, CROP] for each blob: the samples in which it is strongest, cut around it."""
    rows = []
    for blob in range(scores.shape[-1]):
        best = scores[..., blob].sum((1, 2)).topk(min(SHOWN, len(scores))).indices
        pictures = model.picture(take(layout, best))
        rows.append(torch.cat([crop_around(pictures[at : at + 1], scores[sample, ..., blob]) for at, sample in enumerate(best)]))
    return rows
