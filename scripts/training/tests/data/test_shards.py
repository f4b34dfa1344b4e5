"""Rooms -> batches."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import torch

from training.data.layouts import covariances, mirror_geometry
from training.data.sets import shard_names
from training.data.shards import RoomStore, average_down, schema_of
from training.splat import ABSENT_SIZE, splat

from ..synthetic import write_dataset


def test_mirroring_a_room_mirrors_its_scores(store: RoomStore) -> None:
    geometry = torch.from_numpy(np.stack([store.rooms[3].geometry, mirror_geometry(store.rooms[3].geometry)]))
    covs = covariances(geometry, 0.004)
    plain, mirrored = splat(geometry[..., 0], geometry[..., 1], covs, geometry[..., 2], 64)
    # The grid has no half-pixel offset: column c mirrors to 64 - c.
    torch.testing.assert_close(plain[:, 1:], mirrored[:, 1:].flip(1), atol=1e-4, rtol=0)


def test_a_batch_is_padded_with_absent_blobs(store: RoomStore) -> None:
    batch = store.batch([0, 1], np.array([False, True]), 12)
    assert batch["pictures"].shape == (2, 32, 32, 3) and batch["pictures"].dtype == np.uint8
    assert (batch["geometry"][0, len(store.rooms[0].geometry) :, 2] == ABSENT_SIZE).all()
    full = average_down(np.fromfile(store.data[0] / "shards/000000/images.bin", np.uint8).reshape(-1, 64, 64, 3)[:2], 32)
    np.testing.assert_array_equal(batch["pictures"][0], full[0])
    np.testing.assert_array_equal(batch["pictures"][1], full[1][:, ::-1])


def test_rooms_without_pictures_are_there_for_layouts_alone(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=3)
    for shard in ("000000", "000002"):
        # As `npm run dataset -- --layouts` writes them; the first shard has pictures, too.
        layouts = data / "layouts" / shard
        layouts.mkdir(parents=True)
        (layouts / "rooms.jsonl").write_bytes((data / "shards" / shard / "rooms.jsonl").read_bytes())
    shutil.rmtree(data / "shards" / "000002")
    assert shard_names(data) == ["000000", "000001"]
    assert shard_names(data, layouts=True) == ["000000", "000001", "000002"]
    pictures_with_vectors = RoomStore(data, schema_of(data), 0.004, 32)
    pictures_with_vectors.refresh()
    every = RoomStore(data, schema_of(data), 0.004, 32, layouts=True)
    every.refresh()
    assert (len(pictures_with_vectors.rooms), len(every.rooms)) == (128, 192)
    np.testing.assert_array_equal(every.picture(every.rooms[0]), pictures_with_vectors.picture(pictures_with_vectors.rooms[0]))
