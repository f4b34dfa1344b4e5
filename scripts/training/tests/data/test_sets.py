"""Several sets read as one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from training.data.attributes import KIND
from training.data.sets import dataset_id, folders_of, read_description, shard_names
from training.data.shards import RoomStore, schema_of

from ..synthetic import write_dataset


def test_what_several_sets_hold_is_what_any_of_them_holds(both: str, bedrooms: Path, living: Path) -> None:
    about = read_description(both)
    assert about["kinds"] == ["bedroom", "living room"]
    # Those of bedrooms, with new ones appended.
    assert about["classes"] == ["bed", "lamp", "window", "sofa"]
    assert [model["key"] for model in about["models"]] == ["bed-1", "bed-2", "lamp-1", "window-1", "sofa-1"]
    assert folders_of(both) == [bedrooms, living]
    assert shard_names(both) == ["000000", "1/000000"]
    assert read_description(bedrooms)["kinds"] == ["bedroom"]


def test_the_id_of_one_set_is_that_of_its_description(both: str, bedrooms: Path) -> None:
    assert dataset_id(bedrooms) == hashlib.sha256((bedrooms / "dataset.json").read_bytes()).hexdigest()[:16]
    assert dataset_id(both) != dataset_id(bedrooms)


def test_sets_of_different_sizes_are_refused_in_one_sentence(bedrooms: Path, tmp_path: Path) -> None:
    small = write_dataset(tmp_path / "small", size=32)
    with pytest.raises(ValueError, match="has pictures of 32 px"):
        read_description(f"{bedrooms},{small}")
    with pytest.raises(FileNotFoundError, match="render rooms first"):
        read_description(f"{bedrooms},{tmp_path / 'nowhere'}")


def test_the_kind_of_room_is_known_to_surfaces_and_background_alone(both: str, bedrooms: Path) -> None:
    schema = schema_of(both)
    at = next(at for at, c in enumerate(schema.categories) if c.name == KIND)
    assert schema.categories[at].groups == ["feature"]
    assert KIND not in {category.name for category in schema_of(bedrooms).categories}
    store = RoomStore(both, schema, 0.004, 32)
    store.refresh()
    for room, kind in ((store.rooms[3], 1), (store.rooms[64 + 3], 2)):
        assert room.codes[0, at] == kind
        for name, codes in zip(room.names, room.codes[1:], strict=True):
            assert codes[at] == (kind if name.endswith(("floor", "ceiling", "wall")) else 0)


def test_rooms_of_both_are_there_and_split_as_before(both: str, bedrooms: Path, living: Path) -> None:
    store = RoomStore(both, schema_of(both), 0.004, 32)
    assert store.refresh() == 2
    assert len(store.rooms) == 128
    assert store.of_split("test") == [0, 40, 64, 104]
    assert store.first_of("test", 3) == [0, 64, 40]
    assert store.first_of("train", 999) and len(store.first_of("train", 999)) == len(store.of_split("train"))
    assert {"sofa", "bed"} <= {name for room in store.rooms for name in room.names}
    for at, data in ((5, bedrooms), (64 + 5, living)):
        alone = RoomStore(data, schema_of(data), 0.004, 32)
        alone.refresh()
        np.testing.assert_array_equal(store.picture(store.rooms[at]), alone.picture(alone.rooms[5]))
        assert list((data / "cache" / "32").iterdir())
