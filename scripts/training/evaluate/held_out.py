"""Test rooms drawn from their true layouts: PSNR, SSIM, and whether blobs lie on the things that they are named after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data.layouts import SIZE, X, Y
from ..data.sets import folders_of, read_lines, shard_folder, shard_names
from ..losses import psnr, ssim
from ..model import covariances
from ..splat import splat
from .counterfactual import KINDS, read_pairs
from .drawing import ConvertedModel, Scene
from .truth import Encoding, masks, pictures, unit_picture

# Of a blob's cells, the share that the thing of its name must hold.
MAJORITY = 0.5


@dataclass
class UnseenRoom:
    """A test room: its set, its line, and where its picture and mask are."""

    data: Path
    line: dict[str, Any]
    pictures: Path
    masks: Path
    at: int

    @property
    def key(self) -> tuple[Path, int]:
        """Sets number their rooms alike."""
        return self.data, int(self.line["i"])


def rooms_of_set(data: Path) -> list[UnseenRoom]:
    """The test rooms of a set's shards."""
    found: list[UnseenRoom] = []
    for shard in shard_names(data):
        folder = shard_folder(data, shard)
        for row, line in enumerate(read_lines(data, shard)):
            if line["split"] == "test":
                found.append(UnseenRoom(data, line, folder / "images.bin", folder / "masks.bin", row))
    return found


def rooms_of_pairs(data: Path) -> list[UnseenRoom]:
    """The rooms that pairs begin with, each once: they are test rooms, picture and all (scripts/dataset/FORMAT.md)."""
    found: dict[int, UnseenRoom] = {}
    for kind in KINDS:
        folder = data / "pairs" / kind
        for at, pair in read_pairs(folder):
            room = UnseenRoom(data, pair["before"], folder / "before.bin", folder / "before-masks.bin", at)
            found.setdefault(int(pair["i"]), room)
    return [found[i] for i in sorted(found)]


def unseen_rooms(data: str | Path, most: int) -> list[UnseenRoom]:
    """The first test rooms of every set: those of its shards or those of its pairs, whichever are more."""
    every = (max(rooms_of_set(folder), rooms_of_pairs(folder), key=len) for folder in folders_of(data))
    return [room for rooms in every for room in rooms[:most]]


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


def measure_rooms(
    model: ConvertedModel, encoding: Encoding, rooms: Sequence[UnseenRoom], size: int
) -> tuple[dict[str, Any], dict[tuple[Path, int], Tensor]]:
    """Figures over test rooms, and what was drawn of each, by the room's key."""
    figures: list[Tensor] = []
    drawn: dict[tuple[Path, int], Tensor] = {}
    right = total = 0
    step = size // model.side
    for room in rooms:
        scene, blobs = encoding.scene(room.line, size)
        truth, picture = true_picture(room, size, model.side), model.draw(scene)
        figures.append(torch.stack([psnr(picture, truth)[0], ssim(picture, truth)[0]]))
        drawn[room.key] = picture
        mask = torch.from_numpy(masks(room.masks, size, room.at)[step // 2 :: step, step // 2 :: step].copy())
        hits, blobs_seen = covered(scene, blobs, mask, model.ab_norm)
        right, total = right + hits, total + blobs_seen
    if not figures:
        raise ValueError("There are no test rooms, neither in the set nor in pairs.")
    mean = torch.stack(figures).mean(0).tolist()
    named = {"covers": right / max(1, total), "blobs": total}
    return {"rooms": len(figures), "psnr": mean[0], "ssim": mean[1], "naming": named}, drawn


def true_picture(room: UnseenRoom, size: int, side: int) -> Tensor:
    """The render of a test room, [1, 3, side, side] in [-1, 1]."""
    return unit_picture(pictures(room.pictures, size, room.at), side)
