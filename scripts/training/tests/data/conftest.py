"""What tests of the data share."""

from __future__ import annotations

import pytest

from training.data.shards import RoomStore, schema_of

from ..synthetic import write_dataset


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RoomStore:
    data = write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)
    store = RoomStore(data, schema_of(data), 0.004, 32)
    assert store.refresh() == 1
    return store
