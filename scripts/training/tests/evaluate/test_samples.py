"""Samples against true layouts."""

from __future__ import annotations

from pathlib import Path

import torch

from training.data.shards import RoomStore, schema_of
from training.evaluate.drawing import Scene
from training.evaluate.samples import training_pictures
from training.layout.codes import SlotData
from training.layout.slot_data import TrueLayouts

from ..synthetic import write_dataset
from .pairs import AB, SIDE


def test_a_training_room_is_shown_as_rendered_mirrored_or_drawn_where_it_has_no_picture(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=SIDE)
    (data / "layouts").mkdir()
    (data / "shards" / "000001").rename(data / "layouts" / "000001")
    for name in ("images.bin", "masks.bin"):
        (data / "layouts" / "000001" / name).unlink()
    store = RoomStore(data, schema_of(data), AB, SIDE, layouts=True)
    store.refresh()
    rooms = [3, 70]
    pictures_with_vectors = torch.full((1, 3, SIDE, SIDE), 0.25)
    slots = SlotData(*(torch.arange(4.0)[:, None] for _ in range(4)))
    layouts = TrueLayouts(store, rooms, slots, slots)
    drawn: list[float] = []

    class Draws:
        def draw(self, scene: Scene) -> torch.Tensor:
            drawn.append(float(scene.geometry))
            return pictures_with_vectors

    pictures = training_pictures(Draws(), layouts, [0, 2, 3])  # type: ignore[arg-type]
    truth = torch.from_numpy(store.picture(store.rooms[3]).copy()).permute(2, 0, 1)[None] / 127.5 - 1
    torch.testing.assert_close(pictures[0], truth.float())
    torch.testing.assert_close(pictures[1], truth.float().flip(-1))
    assert pictures[2] is pictures_with_vectors and drawn == [3.0]
