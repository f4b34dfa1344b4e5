"""True layouts as slots."""

from __future__ import annotations

from training.data.shards import RoomStore, schema_of
from training.layout.slot_data import plan_slots


def test_slots_are_named_after_the_classes_of_every_kind(both: str) -> None:
    store = RoomStore(both, schema_of(both), 0.004, 32)
    store.refresh()
    plan = plan_slots([store.rooms[at] for at in store.of_split("train")], 0.004, least=0.01, most=64)
    assert {"bed", "sofa", "lamp", "window", "floor"} <= set(plan.slots) and plan.covered == 1
