"""The order in which a run sees its rooms: reproducible and resumable; new shards join at the next epoch."""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, distributed

from ..config import Config
from ..windows import sample_windows
from .dropout import drop_colours
from .sets import shard_names
from .shards import RoomStore


def padded_blob_count(most: int) -> int:
    """Blobs to pad to, so that blobs and background are a multiple of 8 (aligned products, few shapes)."""
    return math.ceil((most + 1) / 8) * 8 - 1


def to_tensors(arrays: dict[str, np.ndarray], device: torch.device) -> dict[str, Tensor]:
    """A batch of RoomStore as tensors; pictures become [B, 3, H, W], still uint8."""
    tensors = {key: torch.from_numpy(np.ascontiguousarray(value)).to(device) for key, value in arrays.items()}
    tensors["pictures"] = tensors["pictures"].permute(0, 3, 1, 2)
    return tensors


class Sampler(Protocol):
    """What gives a run its batches, and goes on from where an earlier one stopped."""

    def state(self) -> dict[str, Any]: ...

    def load(self, state: dict[str, Any]) -> None: ...

    def tensors(self) -> dict[str, Tensor]:
        """This rank's share of the next batch, on its device."""


class BatchSampler:
    """
    Batches of the training split. An epoch is a permutation of the rooms known when it began; what a batch holds
    depends on (seed, epoch, position, shards) alone, so a resumed run goes on exactly where it stopped.
    """

    def __init__(self, store: RoomStore, config: Config, rank: int = 0, world: int = 1, device: torch.device | None = None) -> None:
        self.device = device or torch.device("cpu")
        if config.batch % world:
            raise ValueError(f"A batch of {config.batch} cannot be shared by {world} processes.")
        self.store, self.config = store, config
        self.batch, self.seed, self.mirror = config.batch, config.seed, config.mirror
        self.rank, self.world = rank, world
        self.epoch, self.position = -1, 0
        self.order: np.ndarray = np.zeros(0, np.int64)
        self.rows = 0

    def state(self) -> dict[str, Any]:
        """What a resumed run needs."""
        return {"epoch": self.epoch, "position": self.position, "shards": list(self.store.shards)}

    def load(self, state: dict[str, Any]) -> None:
        """
        Goes back to what `state()` returned. When shards of that state are missing, a new epoch begins with those that exist:
        the run is not reproducible then.
        """
        available = set(shard_names(self.store.data))
        self.epoch, self.position = state["epoch"], state["position"]
        if not available.issuperset(state["shards"]):
            self._next_epoch()
        elif self.epoch >= 0:
            self.store.refresh(state["shards"])
            self._shuffle()

    def _shuffle(self) -> None:
        rooms = np.array(self.store.of_split("train"), np.int64)
        if len(rooms) < self.batch:
            raise ValueError(f"There are {len(rooms)} training rooms, fewer than a batch of {self.batch}.")
        self.order = np.random.default_rng([self.seed, self.epoch]).permutation(rooms)
        self.rows = padded_blob_count(max(len(room.geometry) for room in self.store.rooms))

    def _next_epoch(self) -> None:
        shards: list[list[str]] = [[]]
        if self.rank == 0:
            self.store.refresh()
            shards = [list(self.store.shards)]
        if self.world > 1:
            distributed.broadcast_object_list(shards, src=0)
            self.store.refresh(shards[0])
        self.epoch, self.position = self.epoch + 1, 0
        self._shuffle()

    def next_batch(self) -> dict[str, np.ndarray]:
        """This rank's share of the next batch; `windows` are the corners of those to train on (windows.py)."""
        if self.epoch < 0 or self.position + self.batch > len(self.order):
            self._next_epoch()
        chosen = self.order[self.position : self.position + self.batch]
        generator = np.random.default_rng([self.seed, self.epoch, self.position])
        mirrored = generator.random(self.batch) < self.mirror
        config = self.config
        self.position += self.batch
        own = slice(self.rank, None, self.world)
        batch = self.store.batch(list(chosen[own]), mirrored[own], self.rows)
        if config.colour_dropout:
            batch["numbers"] = drop_colours(batch["numbers"], self.store.reader.schema, config.colour_dropout, generator)
        # The discriminator needs whole pictures.
        if config.windows and config.resolution > config.crop_level and not config.adversary:
            batch["windows"] = sample_windows(generator, batch["geometry"], config.windows, config.crop_level, config.crop_cells)
        return batch

    def tensors(self) -> dict[str, Tensor]:
        """`next_batch` as tensors on the device."""
        return to_tensors(self.next_batch(), self.device)
