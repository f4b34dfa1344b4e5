"""True layouts as slots."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.data.shards import RoomStore, schema_of
from training.layout.slot_data import plan_slots

from ..synthetic import write_dataset


@pytest.fixture(scope="module")
def bedrooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("bedrooms"), shards=1)


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("living"), shards=1, seed=2, kind="living room")


@pytest.fixture
def both(bedrooms: Path, living: Path) -> str:
    return f"{bedrooms},{living}"


def test_slots_are_named_after_the_classes_of_every_kind(both: str) -> None:
    store = RoomStore(both, schema_of(both), 0.004, 32)
    store.refresh()
    plan = plan_slots([store.rooms[at] for at in store.of_split("train")], 0.004, least=0.01, most=64)
    assert {"bed", "sofa", "lamp", "window", "floor"} <= set(plan.slots) and plan.covered == 1
