"""Slots: names, order, overlaps."""

from __future__ import annotations

import numpy as np
import pytest

from training.data.layouts import ANGLE, ASPECT, SIZE, X
from training.layout.slots import choose_slots, class_of, order_slots, overlapping, slot_names, violated_share, walls_of

from .made_up import placed


def test_names_are_counted_from_left_to_right() -> None:
    assert slot_names(["toy car 2", "bed", "toy car 5"], placed(0.7, 0.5, 0.2)) == ["toy car 2", "bed", "toy car"]
    assert class_of("table lamp 2") == "table lamp" and class_of("back wall") == "back wall"
    assert choose_slots([["bed"], ["bed", "rug"], ["bed"], ["bed"]], 0.5, 9) == ["bed"]


def test_what_stands_to_one_side_is_counted_by_side() -> None:
    names = ["wardrobe", "bed", "nightstand", "wardrobe 2", "wardrobe 3", "nightstand 2"]
    xs = (0.9, 0.7, 0.6, 0.1, 0.3, 0.8)
    # From the middle outwards, odd on the left and even on the right; a nightstand's middle is its bed.
    assert slot_names(names, placed(*xs)) == ["wardrobe 2", "bed", "nightstand", "wardrobe 3", "wardrobe", "nightstand 2"]
    assert slot_names(["nightstand"], placed(0.8)) == ["nightstand 2"]
    mirrored = slot_names(names, placed(*(1 - x for x in xs)))
    assert mirrored == ["wardrobe", "bed", "nightstand 2", "wardrobe 4", "wardrobe 2", "nightstand"]


def test_what_hangs_on_a_wall_is_counted_wall_by_wall() -> None:
    names = ["picture", "left wall", "picture", "picture", "picture", "back wall", "right wall", "window"]
    room = placed(0.7, 0.0, 0.06, 0.3, 0.97, 0.5, 1.0, 0.02)
    # Side walls are seen as tall and narrow, a back wall is wide: 0.06 is on the one, 0.3 on the other.
    room[[1, 6], SIZE], room[[1, 6], ASPECT], room[[1, 6], ANGLE] = 40, 6, np.pi / 2
    room[5, SIZE] = 60
    assert walls_of(room, names).tolist() == [0, 1, 1, 0, 2, 0, 2, 1]

    def found() -> list[str]:
        return [name for name in slot_names(names, room) if class_of(name) in ("picture", "window")]

    assert found() == ["picture 5", "picture 2", "picture", "picture 3", "window 2"]
    # Beside a window at the back, what is to the right of it is counted for itself.
    room[7, X] = 0.5
    assert found() == ["picture 4", "picture 2", "picture", "picture 3", "window"]
    # A room without walls has everything at the back.
    assert slot_names(["window", "window"], placed(0.9, 0.0)) == ["window 5", "window"]


def test_the_order_follows_the_majority() -> None:
    behind = np.zeros((4, 4))
    for back, front, count in ((2, 0, 9), (0, 3, 9), (3, 1, 9), (1, 2, 1)):
        behind[back, front] = count
    order = order_slots(behind)
    assert order == [2, 0, 3, 1]
    assert violated_share(behind, order) == pytest.approx(1 / 28)


def test_overlap_needs_touching_outlines() -> None:
    blobs = np.array([[0.3, 0.5, 2.0, 1.0, 0.0], [0.38, 0.5, 2.0, 1.0, 0.0], [0.9, 0.5, 2.0, 1.0, 0.0]], np.float32)
    meets = overlapping(blobs, 0.004)
    assert meets[0, 1] and not meets[0, 2]
