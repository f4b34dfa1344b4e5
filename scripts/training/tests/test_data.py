"""Moments -> blobs, attributes -> arrays, mirroring."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from training.data.attributes import OF_PLACE, AttributeReader, Schema
from training.data.layouts import blob_from_moments, mirror_geometry
from training.data.sets import read_lines
from training.data.shards import RoomStore, average_down, schema_of
from training.model import covariances
from training.networks.encoder import AttributeEncoder
from training.splat import splat

from .synthetic import write_dataset


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RoomStore:
    data = write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)
    store = RoomStore(data, schema_of(data), 0.004, 32)
    assert store.refresh() == 1
    return store


@pytest.mark.parametrize("ab_norm", [0.02, 0.004, 0.001])
@pytest.mark.parametrize("axes", [(0.3, 0.1, 0.4), (0.2, 0.2, 0.0), (0.4, 0.02, -1.2)])
def test_a_blob_covers_half_on_the_outline_of_its_moments(axes: tuple[float, float, float], ab_norm: float) -> None:
    a, b, angle = axes
    cos, sin = math.cos(angle), math.sin(angle)
    xx, yy = ((a * cos) ** 2 + (b * sin) ** 2) / 4, ((a * sin) ** 2 + (b * cos) ** 2) / 4
    blob = blob_from_moments((0.5, 0.5), (xx, (a * a - b * b) * cos * sin / 4, yy), ab_norm)
    geometry = torch.tensor(blob, dtype=torch.float64)
    inverse = torch.linalg.inv(covariances(geometry, ab_norm))
    for turn in (0.0, 0.7, 2.0, 4.0):
        u, v = a * math.cos(turn), b * math.sin(turn)
        point = torch.tensor([u * cos - v * sin, u * sin + v * cos], dtype=torch.float64)
        assert float(point @ inverse @ point) == pytest.approx(blob[2], rel=1e-6)


def test_scores_sum_to_one_and_the_last_blob_is_in_front() -> None:
    xs = ys = torch.full((1, 2), 0.5)
    covs = torch.eye(2).mul(0.004).expand(1, 2, 2, 2)
    scores = splat(xs, ys, covs, torch.tensor([[6.0, 6.0]]), 32)
    torch.testing.assert_close(scores.sum(-1), torch.ones(1, 32, 32))
    assert scores[0, 16, 16, 2] > 0.99 and scores[0, 16, 16, 1] < 0.01
    assert scores[0, 0, 0, 0] > 0.99


def test_mirroring_a_room_mirrors_its_scores(store: RoomStore) -> None:
    geometry = torch.from_numpy(np.stack([store.rooms[3].geometry, mirror_geometry(store.rooms[3].geometry)]))
    covs = covariances(geometry, 0.004)
    plain, mirrored = splat(geometry[..., 0], geometry[..., 1], covs, geometry[..., 2], 64)
    # The grid has no half-pixel offset: column c mirrors to 64 - c.
    torch.testing.assert_close(plain[:, 1:], mirrored[:, 1:].flip(1), atol=1e-4, rtol=0)


def test_mirroring_twice_is_nothing(store: RoomStore) -> None:
    room = store.rooms[5]
    codes, numbers = store.reader.mirror(*store.reader.mirror(room.codes, room.numbers))
    np.testing.assert_array_equal(codes, room.codes)
    np.testing.assert_array_equal(numbers, room.numbers)
    once, _ = store.reader.mirror(room.codes, room.numbers)
    classes = store.reader.schema.categories[0]
    assert sorted(once[:, 0]) == sorted(room.codes[:, 0])
    assert once[room.names.index("left wall") + 1, 0] == classes.code("right wall")


def test_a_batch_is_padded_with_absent_blobs(store: RoomStore) -> None:
    batch = store.batch([0, 1], np.array([False, True]), 12)
    assert batch["pictures"].shape == (2, 32, 32, 3) and batch["pictures"].dtype == np.uint8
    assert (batch["geometry"][0, len(store.rooms[0].geometry) :, 2] == -8).all()
    full = average_down(np.fromfile(store.data[0] / "shards/000000/images.bin", np.uint8).reshape(-1, 64, 64, 3)[:2], 32)
    np.testing.assert_array_equal(batch["pictures"][0], full[0])
    np.testing.assert_array_equal(batch["pictures"][1], full[1][:, ::-1])


def test_unknown_and_missing_attributes_are_missing_not_errors(store: RoomStore) -> None:
    line = read_lines(store.data, "000000")[0]
    thing = line["things"][-1] | {"model": "never seen", "attributes": {"sparkle": 3, "pattern": "zigzag"}}
    codes, numbers = store.reader.read(thing, line)
    assert codes[1] == 0 and codes[2] == 0
    assert np.isnan(numbers[store.reader.index["attribute.accent.r"]])
    encoder = AttributeEncoder(store.reader.schema, 16, 8, 32)
    known = torch.from_numpy(store.reader.normalise(numbers))[None, None]
    feature, style = encoder(torch.from_numpy(codes.astype(np.int64))[None, None], known, torch.zeros(1))
    assert torch.isfinite(feature).all() and torch.isfinite(style).all()
    assert float(feature.square().mean()) == pytest.approx(1, abs=1e-3)


def test_a_placeless_thing_says_nothing_of_where_it_is(store: RoomStore) -> None:
    line = read_lines(store.data, "000000")[0]
    schema = store.reader.schema
    thing, surface = line["things"][-1], line["things"][0] | {"class": "floor"}
    elsewhere = thing | {"position": [p + 1 for p in thing["position"]], "pixels": thing["pixels"] // 2, "facing": 1.0}
    reader = AttributeReader(replace(schema, placeless=True))
    found, there = (reader.read(one, line)[1] for one in (thing, elsewhere))
    np.testing.assert_array_equal(found, there)
    known = [name for name in OF_PLACE if not np.isnan(store.reader.read(thing, line)[1][store.reader.index[name]])]
    assert "distance" in known and "height" in known
    assert all(np.isnan(found[reader.index[name]]) for name in known)
    # Surfaces are where they are; and the checkpoint knows.
    np.testing.assert_array_equal(reader.read(surface, line)[1], store.reader.read(surface, line)[1])
    assert Schema.from_dict(reader.schema.to_dict()).placeless and not Schema.from_dict(schema.to_dict()).placeless


def test_the_schema_survives_the_checkpoint(store: RoomStore) -> None:
    schema = store.reader.schema
    assert Schema.from_dict(schema.to_dict()) == schema
    accent = next(n for n in schema.numbers if n.name == "attribute.accent.r")
    assert accent.groups == ["style"] and (accent.middle, accent.half) == (0.5, 0.5)
