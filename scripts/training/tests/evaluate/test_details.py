"""Errors by kind of detail."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.config import Config
from training.data.shards import RoomStore, schema_of
from training.evaluate.details import (
    KINDS,
    MOTIF,
    OUTLINE,
    PATTERNED_SURFACE,
    PLAIN_INSIDE,
    PLAIN_SURFACE,
    THIN,
    Tally,
    blob_seen,
    kinds_of_detail,
    measure,
)
from training.supervised.model import SupervisedModel

SIDE = 64


def test_kinds_of_detail() -> None:
    # At 512 px: floor with planks above a plain wall, a plain desk with a thin leg, a picture on the wall.
    mask = torch.ones(512, 512, dtype=torch.uint8)
    mask[256:] = 2
    mask[20:120, 20:120] = 6
    mask[120:200, 60:66] = 6
    mask[300:400, 300:400] = 7
    things = [
        {"id": 1, "class": "floor", "attributes": {"pattern": "planks"}},
        {"id": 2, "class": "back wall", "attributes": {"pattern": "none"}},
        {"id": 6, "class": "desk", "attributes": {}},
        {"id": 7, "class": "picture", "attributes": {"pattern": "sun"}},
    ]
    kinds = kinds_of_detail(mask, things)
    assert kinds[200, 400] == PATTERNED_SURFACE
    assert kinds[480, 200] == PLAIN_SURFACE
    assert kinds[70, 70] == PLAIN_INSIDE
    assert kinds[350, 350] == MOTIF
    assert kinds[160, 63] == THIN
    assert kinds[256, 200] == kinds[255, 200] == kinds[302, 350] == OUTLINE


def test_parts_of_pixels_and_error() -> None:
    tally = Tally()
    error = torch.zeros(2, 2)
    error[0, 0] = 0.04
    left = torch.zeros(4, 4)
    left[:, :2] = 1
    left[:2, 1] = 0
    tally.add("left", left, error)
    tally.add("rest", 1 - left, error)
    # The upper left pixel belongs to both by halves.
    assert tally.parts["left"].pixels == pytest.approx(1.5) and tally.parts["left"].error == pytest.approx(0.02)
    assert tally.parts["rest"].pixels == pytest.approx(2.5) and tally.parts["rest"].error == pytest.approx(0.02)
    assert tally.parts["left"].psnr == pytest.approx(24.77, abs=0.01)
    assert [line.split()[0] for line in tally.lines()] == ["left", "rest"]


def test_the_blob_of_the_thing_seen() -> None:
    mask = torch.full((4, 4), 9, dtype=torch.uint8)
    mask[:2] = 3
    assert blob_seen(mask, [{"id": 3}, {"id": 6}], 2).tolist() == [[1, 1], [0, 0]]


def test_parts_cover_every_pixel_of_every_room(bedrooms: Path) -> None:
    schema = schema_of(bedrooms)
    store = RoomStore(bedrooms, schema, 0.002, SIDE)
    store.refresh()
    model = SupervisedModel(Config(resolution=SIDE, c_model=2, windows=0), schema, torch.float32)
    details = measure(model, store, store.of_split("train")[:3], torch.device("cpu"))
    for tally in (details.kinds, details.scores):
        assert sum(part.pixels for part in tally.parts.values()) == pytest.approx(3 * SIDE * SIDE)
    assert set(details.kinds.parts) == set(KINDS)
    assert sum(part.error for part in details.kinds.parts.values()) == pytest.approx(
        sum(part.error for part in details.scores.parts.values()), rel=1e-4
    )
    # Ellipses of true moments are on top of most of what they stand for.
    assert 0.5 < details.on_top < 1
    with pytest.raises(ValueError, match="no rooms"):
        measure(model, store, [], torch.device("cpu"))
