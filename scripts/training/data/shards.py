"""Rooms on disk (scripts/dataset/FORMAT.md): pictures as memory maps, layouts and attributes in memory."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from .attributes import AttributeReader, Schema, build_schema
from .layouts import absent_geometry, geometry_of, mirror_geometry, present_things
from .sets import folders_of, read_description, read_lines, set_of, shard_folder, shard_names

# Shards whose rooms set the statistics of the schema: enough for means and deviations.
SCHEMA_SHARDS = 16


@dataclass
class Room:
    """A room as arrays: the background first (row 0 of codes and numbers), then M blobs back to front."""

    geometry: np.ndarray
    codes: np.ndarray
    numbers: np.ndarray
    names: list[str]
    split: str
    shard: str
    row: int


def schema_of(data: str | Path | Sequence[Path]) -> Schema:
    """The schema of a dataset, from dataset.json and its first shards; of several sets from those of each."""
    taken: Counter[int] = Counter()
    chosen = []
    for shard in shard_names(data):
        taken[set_of(shard)] += 1
        if taken[set_of(shard)] <= SCHEMA_SHARDS:
            chosen.append(shard)
    rooms = (room for shard in chosen for room in read_lines(data, shard))
    return build_schema(read_description(data), rooms)


def average_down(images: np.ndarray, side: int) -> np.ndarray:
    """uint8 [n, S, S, 3] -> [n, side, side, 3] by area averages."""
    n, size = images.shape[:2]
    if size == side:
        return images
    if size % side:
        raise ValueError(f"Pictures of {size} px cannot be averaged down to {side} px.")
    step = size // side
    blocks = images.reshape(n, side, step, side, step, 3)
    return np.round(blocks.mean(axis=(2, 4), dtype=np.float32)).astype(np.uint8)


class RoomStore:
    """
    The rooms of one set or several. `refresh` adds shards that have appeared.

    Pictures of `side` px are averaged down once per shard and kept as uint8 files in the set's folder, under cache/.
    `layouts`: also rooms without a picture.
    """

    def __init__(self, data: str | Path | Sequence[Path], schema: Schema, ab_norm: float, side: int, layouts: bool = False) -> None:
        self.layouts = layouts
        self.data, self.ab_norm, self.side = folders_of(data), ab_norm, side
        self.about = read_description(data)
        self.size = int(self.about["size"])
        self.reader = AttributeReader(schema)
        self.rooms: list[Room] = []
        self.shards: list[str] = []
        self._pictures: dict[str, np.ndarray] = {}

    def refresh(self, shards: list[str] | None = None) -> int:
        """Adds new shards (all of them, or those named). Returns how many."""
        wanted = shard_names(self.data, self.layouts) if shards is None else shards
        known = set(self.shards)
        new = [shard for shard in wanted if shard not in known]
        for shard in new:
            for row, line in enumerate(read_lines(self.data, shard)):
                self.rooms.append(self._room(line, shard, row))
            self.shards.append(shard)
        return len(new)

    def _room(self, line: dict[str, Any], shard: str, row: int) -> Room:
        things = present_things(line, self.size)
        read = [self.reader.read(thing, line) for thing in [None, *things]]
        geometry = [geometry_of(thing, self.ab_norm) for thing in things]
        return Room(
            geometry=np.stack(geometry) if geometry else np.zeros((0, 5), np.float32),
            codes=np.stack([codes for codes, _ in read]),
            numbers=np.stack([numbers for _, numbers in read]),
            names=[str(thing["name"]) for thing in things],
            split=line["split"],
            shard=shard,
            row=row,
        )

    def of_split(self, split: str) -> list[int]:
        """Indices of the rooms of a split."""
        return [at for at, room in enumerate(self.rooms) if room.split == split]

    def first_of(self, split: str, count: int) -> list[int]:
        """Indices of the first rooms of a split, as many from each set as possible."""
        by_set: dict[int, list[int]] = {}
        for at in self.of_split(split):
            by_set.setdefault(set_of(self.rooms[at].shard), []).append(at)
        turns = [at for row in zip_longest(*by_set.values()) for at in row if at is not None]
        return turns[:count]

    def has_picture(self, room: Room) -> bool:
        """Whether the room has a picture."""
        return (shard_folder(self.data, room.shard) / "images.bin").exists()

    def picture(self, room: Room) -> np.ndarray:
        """uint8 [side, side, 3]."""
        if room.shard not in self._pictures:
            self._pictures[room.shard] = self._shard_pictures(room.shard)
        return self._pictures[room.shard][room.row]

    def _shard_pictures(self, shard: str) -> np.ndarray:
        folder = shard_folder(self.data, shard)
        source = folder / "images.bin"
        raw = np.memmap(source, np.uint8, "r")
        full = raw.reshape(-1, self.size, self.size, 3)
        if self.side == self.size:
            return full
        # The modification time is part of the name, so that a shard that was rendered again is averaged again.
        cache = folder.parent.parent / "cache" / str(self.side)
        path = cache / f"{folder.name}-{source.stat().st_mtime_ns}.npy"
        if not path.exists():
            cache.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{os.getpid()}")
            with draft.open("wb") as file:
                np.save(file, average_down(np.asarray(full), self.side))
            os.replace(draft, path)
        return np.load(path, mmap_mode="r")

    def batch(self, indices: list[int], mirrored: np.ndarray, blobs: int) -> dict[str, np.ndarray]:
        """
        pictures uint8 [B, side, side, 3], geometry [B, blobs, 5], codes [B, blobs+1, C], numbers [B, blobs+1, N]
        (normalised, NaN = missing), mirrored [B]. Rooms with fewer blobs are filled with absent ones in front.
        """
        pictures, geometry, codes, numbers = [], [], [], []
        for at, flip in zip(indices, mirrored, strict=True):
            room = self.rooms[at]
            room_geometry, room_codes, room_numbers, picture = room.geometry, room.codes, room.numbers, self.picture(room)
            if flip:
                room_geometry, picture = mirror_geometry(room_geometry), picture[:, ::-1]
                room_codes, room_numbers = self.reader.mirror(room_codes, room_numbers)
            spare = blobs - len(room_geometry)
            if spare < 0:
                raise ValueError(f"A room has {len(room_geometry)} blobs, more than the {blobs} of this batch.")
            pictures.append(picture)
            geometry.append(np.concatenate([room_geometry, np.tile(absent_geometry(), (spare, 1))]))
            codes.append(np.pad(room_codes, ((0, spare), (0, 0))))
            numbers.append(np.pad(self.reader.normalise(room_numbers), ((0, spare), (0, 0)), constant_values=np.nan))
        return {
            "pictures": np.stack(pictures),
            "geometry": np.stack(geometry),
            "codes": np.stack(codes).astype(np.int64),
            "numbers": np.stack(numbers).astype(np.float32),
            "mirrored": np.asarray(mirrored, np.float32),
        }
