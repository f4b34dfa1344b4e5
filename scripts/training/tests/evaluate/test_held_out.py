"""Test rooms drawn from their true layouts."""

from __future__ import annotations

from pathlib import Path

import torch

from training.evaluate.counterfactual import (
    measure_pair,
    read_pairs,
)
from training.evaluate.held_out import count_covered, held_out_rooms, measure_rooms, rooms_of_pairs

from ..synthetic import make_room
from .pairs import AB, SIDE, Colours, Painter, write_pair


def test_rooms_of_pairs_are_test_rooms_when_they_are_more(tmp_path: Path) -> None:
    for kind in ("moved", "removed"):
        write_pair(tmp_path / "pairs" / kind, kind)
    # The same room begins both pairs.
    assert [room.line["i"] for room in rooms_of_pairs(tmp_path)] == [0]
    rooms = held_out_rooms(tmp_path, 500)
    figures, drawn = measure_rooms(Painter(), Colours(), rooms, SIDE)  # type: ignore[arg-type]
    assert figures["rooms"] == 1 and list(drawn) == [(tmp_path, 0)] and figures["psnr"] > 18
    ((at, pair),) = read_pairs(tmp_path / "pairs" / "moved")
    folder = tmp_path / "pairs" / "moved"
    first = measure_pair(Painter(), Colours(), folder, at, pair, SIDE)  # type: ignore[arg-type]
    again = measure_pair(Painter(), Colours(), folder, at, pair, SIDE, drawn[tmp_path, 0])  # type: ignore[arg-type]
    assert first and again and first[0] == again[0]


def test_blobs_cover_the_things_that_they_stand_for() -> None:
    room, _, mask = make_room(3, 5, SIDE)
    scene, blobs = Colours().scene(room, SIDE)
    right, total = count_covered(scene, blobs, torch.from_numpy(mask.copy()), AB)
    assert total >= 6 and right >= total - 1
    shifted = {thing: (blob + 1) % len(blobs) for thing, blob in blobs.items()}
    assert count_covered(scene, shifted, torch.from_numpy(mask.copy()), AB)[0] < total / 2
