"""Attributes -> arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from training.data.attributes import POSE_NUMBERS, AttributeReader, Schema
from training.data.sets import read_lines
from training.data.shards import RoomStore
from training.networks.encoder import AttributeEncoder


def test_mirroring_twice_is_nothing(store: RoomStore) -> None:
    room = store.rooms[5]
    codes, numbers = store.reader.mirror(*store.reader.mirror(room.codes, room.numbers))
    np.testing.assert_array_equal(codes, room.codes)
    np.testing.assert_array_equal(numbers, room.numbers)
    once, _ = store.reader.mirror(room.codes, room.numbers)
    classes = store.reader.schema.categories[0]
    assert sorted(once[:, 0]) == sorted(room.codes[:, 0])
    assert once[room.names.index("left wall") + 1, 0] == classes.code("right wall")


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
    assert float(feature.detach().square().mean()) == pytest.approx(1, abs=1e-3)


def test_a_placeless_thing_says_nothing_of_where_it_is(store: RoomStore) -> None:
    line = read_lines(store.data, "000000")[0]
    schema = store.reader.schema
    thing, surface = line["things"][-1], line["things"][0] | {"class": "floor"}
    elsewhere = thing | {"position": [p + 1 for p in thing["position"]], "pixels": thing["pixels"] // 2, "facing": 1.0}
    reader = AttributeReader(replace(schema, placeless=True))
    found, there = (reader.read(one, line)[1] for one in (thing, elsewhere))
    np.testing.assert_array_equal(found, there)
    known = [name for name in POSE_NUMBERS if not np.isnan(store.reader.read(thing, line)[1][store.reader.index[name]])]
    assert "distance" in known and "height" in known
    assert all(np.isnan(found[reader.index[name]]) for name in known)
    # Surfaces keep these numbers; the schema in the checkpoint says so.
    np.testing.assert_array_equal(reader.read(surface, line)[1], store.reader.read(surface, line)[1])
    assert Schema.from_dict(reader.schema.to_dict()).placeless and not Schema.from_dict(schema.to_dict()).placeless


def test_the_schema_survives_the_checkpoint(store: RoomStore) -> None:
    schema = store.reader.schema
    assert Schema.from_dict(schema.to_dict()) == schema
    accent = next(n for n in schema.numbers if n.name == "attribute.accent.r")
    assert accent.groups == ["style"] and (accent.middle, accent.half) == (0.5, 0.5)
