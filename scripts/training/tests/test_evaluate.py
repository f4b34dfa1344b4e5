"""The evaluation: regions, edits and figures, with a painter that is perfect on made-up rooms; the converted model."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from training.data.layouts import SIZE, X, geometry_of, present_things
from training.data.shards import RoomStore, schema_of
from training.evaluate import drawing
from training.evaluate.counterfactual import depth_of, edit_of, flat, measure_pair, near, read_pairs, region_psnr, ring
from training.evaluate.drawing import ConvertedModel, Scene
from training.evaluate.held_out import covered, measure_rooms, rooms_of_pairs, unseen_rooms
from training.evaluate.samples import Layouts, scenes_of, training_pictures
from training.layout_codes import SlotData
from training.model import covariances
from training.splat import splat

from .synthetic import make_room, moments, write_dataset

AB, SIDE = 0.002, 64
MODEL = Path(__file__).parents[3] / "models" / "default"


class Painter:
    """Paints each blob's ellipse in the colour that its style says."""

    side, ab_norm = SIDE, AB

    def draw(self, scene: Scene) -> torch.Tensor:
        g = scene.geometry[None]
        scores = splat(g[..., 0] - 0.5 / SIDE, g[..., 1] - 0.5 / SIDE, covariances(g, AB), g[..., SIZE] * 1.0, SIDE)[0]
        return (scene.styles[scores.argmax(-1)] * 2 - 1).permute(2, 0, 1)[None]


class Colours:
    """An encoding whose styles are the colours themselves."""

    def scene(self, room: dict[str, Any], size: int) -> tuple[Scene, dict[int, int]]:
        things = present_things(room, size)
        styles = torch.tensor([[0.0, 0.0, 0.0], *(thing["attributes"]["accent"] for thing in things)])
        geometry = torch.from_numpy(np.stack([geometry_of(thing, AB) for thing in things]))
        return Scene(geometry, torch.zeros(len(styles), 1), styles), {t["id"]: at for at, t in enumerate(things)}


def write_pair(folder: Path, kind: str) -> dict[str, Any]:
    """A room whose bed is edited, in the format of the pairs."""
    y, x = (np.mgrid[0:SIDE, 0:SIDE] + 0.5) / SIDE
    before, _, _ = make_room(0, 3, SIDE)
    walls = [thing for thing in before["things"] if thing["class"] == "back wall"]
    bed = next(thing for thing in before["things"] if thing["class"] == "bed")
    bed["attributes"]["accent"], walls[0]["attributes"]["accent"] = [0.9, 0.1, 0.2], [0.3, 0.5, 0.4]

    def ellipse(cx: float) -> np.ndarray:
        return ((x - cx) / 0.15) ** 2 + ((y - 0.5) / 0.1) ** 2 < 1

    def room(centres: dict[int, float], colour: list[float]) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
        picture, mask = np.full((SIDE, SIDE, 3), 255 * np.array(walls[0]["attributes"]["accent"])), np.zeros((SIDE, SIDE), np.uint8)
        wall = copy.deepcopy(walls[0]) | {"amodal": {"centre": [0.5, 0.5], "covariance": [0.5, 0.0, 0.5]}}
        things = [wall | {"order": 0, "amodalPixels": SIDE * SIDE}]
        for at, (number, cx) in enumerate(centres.items()):
            inside = ellipse(cx)
            picture[inside], mask[inside] = 255 * np.array(colour), number
            made = {"id": number, "order": at + 1, "amodal": moments(inside), "amodalPixels": int(inside.sum())}
            things.append(copy.deepcopy(bed) | made)
            things[-1]["attributes"]["accent"] = colour
        return before | {"things": things}, picture.round().astype(np.uint8), mask

    red, blue, one = bed["attributes"]["accent"], [0.1, 0.2, 0.9], bed["id"]
    first = room({one: 0.3}, red)
    second = {
        "moved": room({one: 0.7}, red), "removed": room({}, red), "recoloured": room({one: 0.3}, blue),
        "duplicated": room({one: 0.3, 40: 0.75}, red),
    }[kind]  # fmt: skip
    folder.mkdir(parents=True)
    for when, (_, picture, mask) in (("before", first), ("after", second)):
        (folder / f"{when}.bin").write_bytes(picture.tobytes())
        (folder / f"{when}-masks.bin").write_bytes(mask.tobytes())
    added = 40 if kind == "duplicated" else None
    pair = {"i": 0, "kind": kind, "thing": one, "added": added, "before": first[0], "after": second[0]}
    (folder / "pairs.jsonl").write_text(json.dumps(pair) + "\n")
    return pair


@pytest.mark.parametrize("kind", ["moved", "removed", "duplicated", "recoloured"])
def test_a_perfect_painter_is_perfect_where_the_edit_is(kind: str, tmp_path: Path) -> None:
    write_pair(tmp_path / kind, kind)
    ((at, pair),) = read_pairs(tmp_path / kind)
    measured = measure_pair(Painter(), Colours(), tmp_path / kind, at, pair, SIDE)  # type: ignore[arg-type]
    assert measured is not None
    figures, pictures = measured
    assert figures["psnr"] > 18 and figures["psnr"] > figures["no_edit"] + 8
    # A region of one colour is no test of a model, and the figure says so.
    assert (figures["mean_colour"] > 40) == (kind != "moved")
    # What a person fills in who knows nothing: right where a thing is gone, wrong where one is.
    assert (figures["surround_colour"] > 40) == (kind == "removed")
    assert figures["locality"] > 0.99
    assert len(pictures) == 4 and not torch.equal(pictures[2], pictures[3])


def test_a_thing_is_as_deep_in_the_room_as_the_renderer_put_it() -> None:
    before = {10: 0, 11: 1, 12: 2, 13: 3}
    # The copy 40 stands behind 12; 11, hidden now, is no blob any more.
    assert depth_of(40, before, {10: 0, 40: 1, 12: 2, 13: 3}) == 1
    assert depth_of(40, before, {10: 0, 13: 1, 40: 2, 12: 3}) == 4
    assert depth_of(40, before, {40: 0, 10: 1, 12: 2, 13: 3}) == 0
    rows = torch.arange(4.0)[:, None]
    scene = Scene(rows.expand(4, 5), torch.arange(5.0)[:, None], torch.arange(5.0)[:, None])
    for depth, order in ((0, [2, 0, 1, 3]), (2, [0, 1, 2, 3]), (3, [0, 1, 3, 2])):
        moved = scene.at_depth(2, depth)
        assert moved.geometry[:, 0].tolist() == order
        assert moved.features[:, 0].tolist() == moved.styles[:, 0].tolist() == [0, *(at + 1 for at in order)]


def test_an_edit_that_was_not_asked_for_is_not_made(tmp_path: Path) -> None:
    pair = write_pair(tmp_path / "moved", "moved")
    edit = edit_of(pair, Colours(), SIDE)  # type: ignore[arg-type]
    assert edit is not None
    changed = (edit.before.geometry != edit.after.geometry).any(-1)
    assert changed.sum() == 1 and torch.equal(edit.before.styles, edit.after.styles)
    assert float(edit.after.geometry[changed][0, X]) == pytest.approx(0.7, abs=0.01)
    (tmp_path / "progress.json").write_text(json.dumps({"pairs": {"moved": 0}}))
    assert list(read_pairs(tmp_path / "moved")) == []
    assert edit_of(pair | {"thing": 99}, Colours(), SIDE) is None  # type: ignore[arg-type]


def test_grown_ellipses_have_their_margin() -> None:
    round_blob = torch.tensor([0.5, 0.5, 5.0, 1.0, 0.0])
    area = float(near([round_blob], 256, AB, margin=0.1).float().mean())
    assert area == pytest.approx(np.pi * (np.sqrt(5 * (AB + 1e-5)) + 0.1) ** 2, rel=0.01)


def test_the_ring_lies_around_the_region() -> None:
    region = torch.zeros(64, 64, dtype=torch.bool)
    region[20:30, 40:50] = True
    around = ring(region, width=2 / 64)
    assert not (around & region).any() and int(around.sum()) == 14 * 14 - 10 * 10
    assert ring(torch.ones(8, 8, dtype=torch.bool)).all()
    picture = torch.zeros(1, 3, 64, 64)
    picture[0, 1, region], picture[0, 2, around] = 0.8, -0.4
    assert flat(picture, region)[0, :, 0, 0].tolist() == pytest.approx([0, 0.8, 0])
    assert flat(picture, around)[0, :, 63, 63].tolist() == pytest.approx([0, 0, -0.4])


def test_rooms_of_pairs_are_test_rooms_when_they_are_more(tmp_path: Path) -> None:
    for kind in ("moved", "removed"):
        write_pair(tmp_path / "pairs" / kind, kind)
    # The same room begins both pairs.
    assert [room.line["i"] for room in rooms_of_pairs(tmp_path)] == [0]
    rooms = unseen_rooms(tmp_path, 500)
    figures, drawn = measure_rooms(Painter(), Colours(), rooms, SIDE)  # type: ignore[arg-type]
    assert figures["rooms"] == 1 and list(drawn) == [(tmp_path, 0)] and figures["psnr"] > 18
    ((at, pair),) = read_pairs(tmp_path / "pairs" / "moved")
    folder = tmp_path / "pairs" / "moved"
    first = measure_pair(Painter(), Colours(), folder, at, pair, SIDE)  # type: ignore[arg-type]
    again = measure_pair(Painter(), Colours(), folder, at, pair, SIDE, drawn[tmp_path, 0])  # type: ignore[arg-type]
    assert first and again and first[0] == again[0]


def test_region_psnr_looks_at_the_region_alone() -> None:
    truth, picture, region = torch.zeros(1, 3, 4, 4), torch.zeros(1, 3, 4, 4), torch.zeros(4, 4, dtype=torch.bool)
    region[0], picture[..., 0, :], picture[..., 3, :] = True, 0.2, 1.0
    assert region_psnr(picture, truth, region) == pytest.approx(20.0, abs=1e-3)


def test_blobs_cover_the_things_that_they_stand_for() -> None:
    room, _, mask = make_room(3, 5, SIDE)
    scene, blobs = Colours().scene(room, SIDE)
    right, total = covered(scene, blobs, torch.from_numpy(mask.copy()), AB)
    assert total >= 6 and right >= total - 1
    shifted = {thing: (blob + 1) % len(blobs) for thing, blob in blobs.items()}
    assert covered(scene, shifted, torch.from_numpy(mask.copy()), AB)[0] < total / 2


def test_the_converted_model_draws_its_samples() -> None:
    model = ConvertedModel(MODEL, threads=1)
    bed = model.names.index("bed")
    scene = next(scene for scene in scenes_of(model, 16, 0) if scene.geometry[bed, SIZE] > 0)
    picture = model.draw(scene)
    assert picture.shape == (1, 3, model.side, model.side) and float(picture.std()) > 0.05
    moved = scene.geometry[bed].clone()
    moved[X] = 1 - moved[X] + 0.2
    changed = (model.draw(scene.with_geometry(bed, moved)) - picture).abs().mean()
    assert float(changed) > 0.001
    doubled = scene.with_copy(bed, moved)
    assert len(doubled.geometry) == len(scene.geometry) + 1 and model.draw(doubled).shape == picture.shape


def test_samples_do_not_depend_on_how_many_are_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model = ConvertedModel(MODEL, threads=1)
    together = model.sample(5, 3)
    monkeypatch.setattr(drawing, "SAMPLED", 2)
    parts = model.sample(5, 3)
    assert parts.sizes.shape == (5, len(model.names))
    for name in ("xs", "sizes", "covs", "features"):
        assert torch.allclose(getattr(parts, name), getattr(together, name), atol=1e-4)


def test_a_training_room_is_shown_as_rendered_mirrored_or_drawn_where_it_has_no_picture(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=SIDE)
    (data / "layouts").mkdir()
    (data / "shards" / "000001").rename(data / "layouts" / "000001")
    for name in ("images.bin", "masks.bin"):
        (data / "layouts" / "000001" / name).unlink()
    store = RoomStore(data, schema_of(data), AB, SIDE, layouts=True)
    store.refresh()
    rooms = [3, 70]
    painted = torch.full((1, 3, SIDE, SIDE), 0.25)
    slots = SlotData(*(torch.arange(4.0)[:, None] for _ in range(4)))
    layouts = Layouts(store, rooms, slots, slots, None)  # type: ignore[arg-type]
    drawn: list[float] = []

    class Draws:
        def draw(self, scene: Scene) -> torch.Tensor:
            drawn.append(float(scene.geometry))
            return painted

    pictures = training_pictures(Draws(), layouts, [0, 2, 3])  # type: ignore[arg-type]
    truth = torch.from_numpy(store.picture(store.rooms[3]).copy()).permute(2, 0, 1)[None] / 127.5 - 1
    torch.testing.assert_close(pictures[0], truth.float())
    torch.testing.assert_close(pictures[1], truth.float().flip(-1))
    assert pictures[2] is painted and drawn == [3.0]


def test_what_is_no_model_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="npm run convert"):
        ConvertedModel(tmp_path)
