"""True layouts as slots with the vectors of a trained attribute encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from .data.layouts import X, absent_geometry, mirror_geometry
from .data.shards import Room, RoomStore
from .layout_codes import SlotData
from .layout_slots import choose_slots, order_slots, precedence, slot_names, violated
from .networks.encoder import AttributeEncoder


@dataclass
class SlotPlan:
    """The slots back to front, and what the choice of them loses."""

    slots: list[str]
    violated: float
    covered: float


def plan_slots(rooms: Sequence[Room], ab_norm: float, least: float, most: int) -> SlotPlan:
    """Chooses the slots and their order from the rooms."""
    named = [slot_names(room.names, room.geometry[:, X]) for room in rooms]
    chosen = choose_slots(named, least, most)
    behind = precedence(rooms, named, chosen, ab_norm)
    order = order_slots(behind)
    kept = sum(name in chosen for names in named for name in names)
    total = sum(len(names) for names in named)
    return SlotPlan([chosen[at] for at in order], violated(behind, order), kept / max(1, total))


@torch.no_grad()
def slot_data(
    store: RoomStore, rooms: Sequence[int], slots: Sequence[str], encoder: AttributeEncoder, mirrored: bool
) -> SlotData:
    """The rooms (mirrored or not) in these slots; things without a slot are left out."""
    index = {name: at for at, name in enumerate(slots)}
    count, blank = len(slots), absent_geometry()
    presents, geometries, features, styles = [], [], [], []
    for at in rooms:
        room = store.rooms[at]
        geometry, codes, numbers, names = room.geometry, room.codes, room.numbers, list(room.names)
        if mirrored:
            geometry = mirror_geometry(geometry)
            codes, numbers = store.reader.mirror(codes, numbers)
            names = [_mirrored_name(name) for name in names]
        names = slot_names(names, geometry[:, X])
        feature, style = encoder(
            torch.from_numpy(codes.astype(np.int64))[None],
            torch.from_numpy(store.reader.normalise(numbers))[None],
            torch.full((1,), float(mirrored)),
        )
        present, placed = np.zeros(count, bool), np.tile(blank, (count, 1))
        of_slot = torch.zeros(count + 1, dtype=torch.long)
        for row, name in enumerate(names):
            if (slot := index.get(name)) is not None:
                present[slot], placed[slot], of_slot[slot + 1] = True, geometry[row], row + 1
        there = torch.from_numpy(np.concatenate([[True], present]))[:, None]
        presents.append(torch.from_numpy(present))
        geometries.append(torch.from_numpy(placed))
        features.append(feature[0, of_slot] * there)
        styles.append(style[0, of_slot] * there)
    return SlotData(*(torch.stack(parts) for parts in (presents, geometries, features, styles)))


def _mirrored_name(name: str) -> str:
    return {"left wall": "right wall", "right wall": "left wall"}.get(name, name)


def joined(first: SlotData, second: SlotData) -> SlotData:
    """Both sets of layouts."""
    return SlotData(
        torch.cat([first.present, second.present]),
        torch.cat([first.geometry, second.geometry]),
        torch.cat([first.features, second.features]),
        torch.cat([first.styles, second.styles]),
    )
