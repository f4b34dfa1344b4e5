"""Test rooms drawn from their true layouts: PSNR, SSIM, and whether blobs lie on the things that they are named after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data.sets import folders_of, read_lines, shard_folder, shard_names
from ..losses import psnr, ssim
from .counterfactual import KINDS, read_pairs
from .drawing import ConvertedModel, Scene, averaged, compared_side, winning_blobs
from .scenes import SceneEncoder, at_side, masks, pictures, unit_picture

# Share of a blob's cells that its thing must cover.
MAJORITY = 0.5


@dataclass
class HeldOutRoom:
    """A test room: its set, its line, and where its picture and mask are."""

    data: Path
    line: dict[str, Any]
    pictures: Path
    masks: Path
    at: int

    @property
    def key(self) -> tuple[Path, int]:
        """Unique among several sets, each of which numbers its rooms from 0."""
        return self.data, int(self.line["i"])


def rooms_of_split(data: Path, split: str) -> list[HeldOutRoom]:
    """The rooms of a split of a set's shards."""
    rooms: list[HeldOutRoom] = []
    for shard in shard_names(data):
        folder = shard_folder(data, shard)
        for row, line in enumerate(read_lines(data, shard)):
            if line["split"] == split:
                rooms.append(HeldOutRoom(data, line, folder / "images.bin", folder / "masks.bin", row))
    return rooms


def rooms_of_pairs(data: Path) -> list[HeldOutRoom]:
    """The rooms before the edits of pairs, each once; they are test rooms, too (scripts/dataset/FORMAT.md)."""
    rooms: dict[int, HeldOutRoom] = {}
    for kind in KINDS:
        folder = data / "pairs" / kind
        for at, pair in read_pairs(folder):
            room = HeldOutRoom(data, pair["before"], folder / "before.bin", folder / "before-masks.bin", at)
            rooms.setdefault(int(pair["i"]), room)
    return [rooms[i] for i in sorted(rooms)]


def held_out_rooms(data: str | Path, most: int) -> list[HeldOutRoom]:
    """The first test rooms of every set: those of its shards or of its pairs, whichever are more."""
    every = (max(rooms_of_split(folder, "test"), rooms_of_pairs(folder), key=len) for folder in folders_of(data))
    return [room for rooms in every for room in rooms[:most]]


def count_covered(scene: Scene, blobs: dict[int, int], mask: Tensor, ab_norm: float) -> tuple[int, int]:
    """How many blobs are, where their score is the highest, mostly on their own thing; and out of how many."""
    winner = winning_blobs(scene, mask.shape[0], ab_norm)
    right = total = 0
    for thing, blob in blobs.items():
        cells = winner == blob
        if cells.any():
            total += 1
            right += int((mask[cells] == thing).float().mean() > MAJORITY)
    return right, total


def measure_rooms(
    model: ConvertedModel, encoder: SceneEncoder, rooms: Sequence[HeldOutRoom], size: int
) -> tuple[dict[str, Any], dict[tuple[Path, int], Tensor]]:
    """
    Figures over test rooms, and the drawings by the room's key. psnr and ssim are of averages at `compared_side`, so that models of
    different sides can be told apart by them; the same under `own_side` of the pictures as they are.
    """
    side = compared_side(model.side)
    figures: list[Tensor] = []
    drawn: dict[tuple[Path, int], Tensor] = {}
    right = total = 0
    for room in rooms:
        scene, blobs = encoder.scene(room.line, size)
        truth, picture = true_picture(room, size, model.side), model.draw(scene)
        pairs = ((averaged(picture, side), averaged(truth, side)), (picture, truth))
        figures.append(torch.stack([measure(a, b)[0] for a, b in pairs for measure in (psnr, ssim)]))
        drawn[room.key] = picture
        mask = thing_ids(room, size, model.side)
        hits, blobs_seen = count_covered(scene, blobs, mask, model.ab_norm)
        right, total = right + hits, total + blobs_seen
    if not figures:
        raise ValueError("There are no test rooms, neither in the set nor in pairs.")
    mean = torch.stack(figures).mean(0).tolist()
    named = {"covers": right / max(1, total), "blobs": total}
    own_side = {"side": model.side, "psnr": mean[2], "ssim": mean[3]}
    return {"rooms": len(figures), "side": side, "psnr": mean[0], "ssim": mean[1], "own_side": own_side, "naming": named}, drawn


def true_picture(room: HeldOutRoom, size: int, side: int) -> Tensor:
    """The render of a test room, [1, 3, side, side] in [-1, 1]."""
    return unit_picture(pictures(room.pictures, size, room.at), side)


def thing_ids(room: HeldOutRoom, size: int, side: int) -> Tensor:
    """[side, side]: the id of the thing at every cell's centre."""
    return at_side(torch.from_numpy(masks(room.masks, size, room.at).copy()), side)
