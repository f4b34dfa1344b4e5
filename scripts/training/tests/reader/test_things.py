"""Things of rooms, and things that are mixed of several."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.data.shards import RoomStore, schema_of
from training.reader.things import Mixer, Things, things_of, unit_of

from ..synthetic import write_dataset


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RoomStore:
    data: Path = write_dataset(tmp_path_factory.mktemp("rooms"))
    store = RoomStore(data, schema_of(data), 0.004, 32)
    store.refresh()
    return store


@pytest.fixture(scope="module")
def things(store: RoomStore) -> Things:
    return things_of(store, "train")


def test_every_thing_is_there_as_it_is_and_mirrored(store: RoomStore, things: Things) -> None:
    rooms = [store.rooms[at] for at in store.of_split("train")]
    assert len(things) == 2 * sum(len(room.codes) for room in rooms)
    assert things.mirrored.mean() == 0.5
    names = [number.name for number in store.reader.schema.numbers]
    half, sine = len(things) // 2, names.index("yaw.sin")
    np.testing.assert_array_equal(things.numbers[half:, sine], -things.numbers[:half, sine])


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("light.skyColour.r", "light"), ("camera.fov", "room"), ("room.kind", "room"), ("facing.cos", "room"), ("yaw.sin", "yaw"),
        ("model", "model"), ("dimensions.y", "model"), ("attribute.patternScale", "pattern"), ("attribute.wood.g", "attribute.wood"),
        ("colour.b", "colour"), ("attribute.lampOn", "attribute.lampOn"),
    ],
)  # fmt: skip
def test_attributes_that_belong_together_are_one_unit(name: str, unit: str) -> None:
    assert unit_of(name) == unit


def test_a_mixed_thing_has_whole_units_of_others_of_its_class(store: RoomStore, things: Things) -> None:
    drawn = Mixer(things, store.reader.schema, 0.5).draw(2000, np.random.default_rng(1))
    names = [number.name for number in store.reader.schema.numbers]
    colour = [names.index(f"attribute.accent.{channel}") for channel in "rgb"]
    light = [at for at, name in enumerate(names) if name.startswith("dimensions.")]

    def rows(numbers: np.ndarray, codes: np.ndarray, columns: list[int]) -> set[tuple[float, ...]]:
        return {(float(code), *row) for code, row in zip(codes[:, 0], np.nan_to_num(numbers[:, columns], nan=-9).tolist(), strict=True)}

    for columns in (colour, light):
        assert rows(drawn.numbers, drawn.codes, columns) <= rows(things.numbers, things.codes, columns)
    # Both at once are of no single thing where they were mixed.
    both = rows(drawn.numbers, drawn.codes, colour + light)
    assert len(both - rows(things.numbers, things.codes, colour + light)) > 100
