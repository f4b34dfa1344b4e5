"""True layouts as slots with the vectors of a trained attribute encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..data.attributes import MIRROR_CLASSES
from ..data.layouts import absent_geometry, mirror_geometry
from ..data.shards import Room, RoomStore
from ..networks.encoder import AttributeEncoder
from .codes import SlotData
from .slots import choose_slots, order_slots, precedence, slot_names, violated_share

# Rooms that go through the encoder at once.
CHUNK = 256
# Things are near each other if they would overlap when enlarged by this factor.
NEAR = 1.5


@dataclass
class SlotPlan:
    """
    The slots back to front; the share of the depth orders of true rooms that they violate, and of the things that have one; in how
    many rooms two are near each other [S, S].
    """

    slots: list[str]
    violated: float
    covered: float
    near: np.ndarray


def plan_slots(rooms: Sequence[Room], ab_norm: float, least: float, most: int) -> SlotPlan:
    """Chooses the slots and their order from the rooms."""
    named = [slot_names(room.names, room.geometry) for room in rooms]
    chosen = choose_slots(named, least, most)
    behind = precedence(rooms, named, chosen, ab_norm)
    order = order_slots(behind)
    kept = sum(name in chosen for names in named for name in names)
    total = sum(len(names) for names in named)
    slots = [chosen[at] for at in order]
    near = precedence(rooms, named, slots, ab_norm, NEAR)
    return SlotPlan(slots, violated_share(behind, order), kept / max(1, total), near + near.T)


@torch.no_grad()
def slot_data(store: RoomStore, rooms: Sequence[int], slots: Sequence[str], encoder: AttributeEncoder, mirrored: bool) -> SlotData:
    """The rooms (mirrored or not) in these slots; things that have no slot are left out."""
    parts = [_slot_data(store, rooms[first : first + CHUNK], slots, encoder, mirrored) for first in range(0, len(rooms), CHUNK)]
    return concatenate(*parts)


def _slot_data(store: RoomStore, rooms: Sequence[int], slots: Sequence[str], encoder: AttributeEncoder, mirrored: bool) -> SlotData:
    index = {name: at for at, name in enumerate(slots)}
    count = len(slots)
    present = torch.zeros(len(rooms), count, dtype=torch.bool)
    placed = torch.from_numpy(np.tile(absent_geometry(), (len(rooms), count, 1)))
    # For every slot the row of its thing among all things of these rooms.
    of_slot = torch.zeros(len(rooms), count + 1, dtype=torch.long)
    all_codes, all_numbers, first = [], [], 0
    for at, chosen in enumerate(rooms):
        room = store.rooms[chosen]
        geometry, codes, numbers, names = room.geometry, room.codes, room.numbers, list(room.names)
        if mirrored:
            geometry = mirror_geometry(geometry)
            codes, numbers = store.reader.mirror(codes, numbers)
            names = [_mirrored_name(name) for name in names]
        of_slot[at] = first
        for row, name in enumerate(slot_names(names, geometry)):
            if (slot := index.get(name)) is not None:
                present[at, slot], placed[at, slot] = True, torch.from_numpy(geometry[row])
                of_slot[at, slot + 1] = first + row + 1
        all_codes.append(codes)
        all_numbers.append(store.reader.normalise(numbers))
        first += len(codes)
    feature, style = encoder(
        torch.from_numpy(np.concatenate(all_codes).astype(np.int64))[None],
        torch.from_numpy(np.concatenate(all_numbers).astype(np.float32))[None],
        torch.full((1,), float(mirrored)),
    )
    mask = torch.cat([torch.ones(len(rooms), 1), present.float()], dim=1)[..., None]
    return SlotData(present, placed, feature[0, of_slot] * mask, style[0, of_slot] * mask)


def _mirrored_name(name: str) -> str:
    return MIRROR_CLASSES.get(name, name)


def concatenate(*parts: SlotData) -> SlotData:
    """All of these layouts, one after the other."""
    return SlotData(
        torch.cat([part.present for part in parts]),
        torch.cat([part.geometry for part in parts]),
        torch.cat([part.features for part in parts]),
        torch.cat([part.styles for part in parts]),
    )


@dataclass
class TrueLayouts:
    """
    True layouts in slots: first the rooms, then their mirror images. `held_out` has the rooms of the validation and test
    splits; `train_rooms` are the indices in the store of those of `train`.
    """

    store: RoomStore
    train_rooms: list[int]
    train: SlotData
    held_out: SlotData


def read_true_layouts(store: RoomStore, slots: Sequence[str], encoder: AttributeEncoder) -> TrueLayouts:
    """
    The rooms of a store in these slots.

    Raises ValueError when there are no rooms to train on or none that are held out.
    """
    train, held_out = store.of_split("train"), store.of_split("validation") + store.of_split("test")
    if not train or not held_out:
        raise ValueError(f"{', '.join(map(str, store.data))} has too few rooms to compare layouts with.")

    def with_mirrored(rooms: list[int]) -> SlotData:
        return concatenate(*(slot_data(store, rooms, slots, encoder, mirrored) for mirrored in (False, True)))

    return TrueLayouts(store, train, with_mirrored(train), with_mirrored(held_out))
