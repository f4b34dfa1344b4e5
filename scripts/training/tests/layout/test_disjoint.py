"""Pairs of slots that do not overlap."""

from __future__ import annotations

import torch

from training.layout.codes import SlotData
from training.layout.disjoint import find_disjoint_pairs


def test_slots_are_apart_that_are_together_and_hardly_ever_overlap() -> None:
    rooms = 50
    # Three things of a quarter of the picture's width: the second beside the first, the third over both; a floor under all.
    geometry = torch.tensor([[0.2, 0.5, 4, 1, 0], [0.5, 0.5, 4, 1, 0], [0.35, 0.5, 4, 1, 0], [0.5, 0.5, 90, 1, 0]]).expand(rooms, 4, 5)
    present = torch.ones(rooms, 4, dtype=torch.bool)
    data = SlotData(present, geometry, torch.zeros(rooms, 5, 1), torch.zeros(rooms, 5, 1))
    slots = ["bed", "lamp", "rug", "floor"]
    assert find_disjoint_pairs(data, slots, 0.004).tolist() == [[0, 1]]
    # Too few rooms to tell.
    present[20:, 1] = False
    assert find_disjoint_pairs(data, slots, 0.004).tolist() == []
