"""Colours that are left out of a batch."""

from __future__ import annotations

import numpy as np
import pytest

from training.config import Config
from training.data.attributes import Number, Schema
from training.data.dropout import drop_colours
from training.data.sampler import BatchSampler
from training.data.shards import RoomStore

NAMES = (
    "attribute.wood.r",
    "attribute.wood.g",
    "attribute.wood.b",
    "attribute.lampOn",
    "colour.r",
    "colour.g",
    "colour.b",
    "light.skyColour.r",
)
SCHEMA = Schema([], [Number(name, ["style"]) for name in NAMES])
PARTS, SEEN, OTHERS = [0, 1, 2], [4, 5, 6], [3, 7]


def test_a_thing_keeps_the_colour_that_is_seen_or_those_of_its_parts() -> None:
    numbers = np.ones((200, 10, len(NAMES)), np.float32)
    dropped = np.isnan(drop_colours(numbers, SCHEMA, 0.25, np.random.default_rng(0)))
    assert not np.isnan(numbers).any() and not dropped[..., OTHERS].any()
    seen, parts = dropped[..., SEEN], dropped[..., PARTS]
    # All three numbers of a colour, or none.
    assert (seen.all(-1) == seen.any(-1)).all() and (parts.all(-1) == parts.any(-1)).all()
    assert not (seen[..., 0] & parts[..., 0]).any()
    # A quarter of the rooms in all their things, and a quarter of the things of the others.
    assert seen[..., 0].all(1).mean() == pytest.approx(0.25, abs=0.08)
    assert seen[..., 0].mean() == pytest.approx(1 - 0.75**2, abs=0.05)
    assert parts[..., 0].mean() == pytest.approx(0.25 * 0.75**2, abs=0.03)


def test_batches_leave_colours_out_only_when_they_are_told_to(store: RoomStore) -> None:
    def share(rate: float) -> float:
        batch = BatchSampler(store, Config(batch=8, colour_dropout=rate)).next_batch()
        at = [number.name for number in store.reader.schema.numbers].index("attribute.accent.r")
        there = batch["codes"][..., 0] > 1
        return float(np.isnan(batch["numbers"][..., at])[there].mean())

    assert share(0.0) == 0
    assert share(0.9) > 0
