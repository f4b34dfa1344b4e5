"""Test rooms drawn from their true layouts: PSNR, SSIM, and whether blobs lie on the things that they are named after."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data.layouts import SIZE, X, Y
from ..data.sets import read_lines, set_of, shard_folder, shard_names
from ..losses import psnr, ssim
from ..model import covariances
from ..splat import splat
from .drawing import ConvertedModel, Scene
from .truth import Encoding, masks, pictures, unit_picture

# Of a blob's cells, the share that the thing of its name must hold.
MAJORITY = 0.5


def test_rooms(data: str | Path, most: int) -> list[tuple[str, int, dict[str, Any]]]:
    """(shard, row, line) of the first test rooms, at most so many of each set."""
    found: list[tuple[str, int, dict[str, Any]]] = []
    taken: Counter[int] = Counter()
    for shard in shard_names(data):
        for row, line in enumerate(read_lines(data, shard)):
            if line["split"] == "test" and taken[set_of(shard)] < most:
                taken[set_of(shard)] += 1
                found.append((shard, row, line))
    return found


def covered(scene: Scene, blobs: dict[int, int], mask: Tensor, ab_norm: float) -> tuple[int, int]:
    """How many blobs lie, where they win over all others, on the thing that they stand for; and of how many."""
    side = mask.shape[0]
    geometry = scene.geometry[None]
    scores = splat(geometry[..., X], geometry[..., Y], covariances(geometry, ab_norm), geometry[..., SIZE], side)[0]
    winner = scores.argmax(-1) - 1
    right = total = 0
    for thing, blob in blobs.items():
        cells = winner == blob
        if cells.any():
            total += 1
            right += int((mask[cells] == thing).float().mean() > MAJORITY)
    return right, total


def measure_rooms(model: ConvertedModel, encoding: Encoding, data: str | Path, size: int, most: int) -> tuple[dict[str, Any], list[Tensor]]:
    """Figures over the test rooms, and (truth, drawn) of the first eight, one after the other."""
    figures: list[Tensor] = []
    shown: list[Tensor] = []
    right = total = 0
    for shard, row, line in test_rooms(data, most):
        folder = shard_folder(data, shard)
        scene, blobs = encoding.scene(line, size)
        truth, drawn = unit_picture(pictures(folder / "images.bin", size, row), model.side), model.draw(scene)
        figures.append(torch.stack([psnr(drawn, truth)[0], ssim(drawn, truth)[0]]))
        if len(shown) < 16:
            shown += [truth, drawn]
        step = size // model.side
        mask = torch.from_numpy(masks(folder / "masks.bin", size, row)[step // 2 :: step, step // 2 :: step].copy())
        hits, blobs_seen = covered(scene, blobs, mask, model.ab_norm)
        right, total = right + hits, total + blobs_seen
    if not figures:
        raise ValueError(f"{data} has no test rooms.")
    mean = torch.stack(figures).mean(0).tolist()
    named = {"covers": right / max(1, total), "blobs": total}
    return {"rooms": len(figures), "psnr": mean[0], "ssim": mean[1], "naming": named}, shown
