"""The evaluation of an unsupervised model: edits act on the blob that covers the thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from training.data.layouts import SIZE, X
from training.evaluate.drawing import Scene, winning_blobs
from training.evaluate.unsupervised import apply_edit, blob_covering, class_consistency, evaluate, parse

from ..synthetic import make_room, write_dataset
from .pairs import write_pair

AB = 0.02


AB = 0.02


def scene_of(*rows: list[float]) -> Scene:
    return Scene(torch.tensor(rows), torch.randn(len(rows) + 1, 16), torch.randn(len(rows) + 1, 16))


def test_the_blob_of_a_thing_shares_its_cells() -> None:
    scene = scene_of([0.25, 0.5, 4.0, 1.0, 0.0], [0.75, 0.5, 4.0, 1.0, 0.0])
    won = winning_blobs(scene, 32, AB)
    thing = torch.zeros(32, 32, dtype=torch.bool)
    thing[10:22, 18:30] = True
    assert blob_covering(won, thing, 2) == 1
    assert blob_covering(won, torch.zeros(32, 32, dtype=torch.bool).index_fill(0, torch.tensor([0]), True), 2) is None


def test_a_blob_goes_as_far_as_the_thing_went() -> None:
    room, _, _ = make_room(0, 3, 64)
    after, _, _ = make_room(0, 3, 64)
    bed = next(thing for thing in after["things"] if thing["class"] == "bed")
    for moments in ("visible", "amodal"):
        if bed.get(moments):
            bed[moments]["centre"][0] += 0.125
    scene = scene_of([0.3, 0.5, 4.0, 1.0, 0.0], [0.6, 0.5, 4.0, 1.0, 0.0])
    pair = {"kind": "moved", "thing": bed["id"], "before": room, "after": after, "size": 64}
    moved = apply_edit(scene, 1, pair, AB)
    assert moved is not None
    assert float(moved[0].geometry[1, X]) == pytest.approx(0.725, abs=1e-4)
    assert float(moved[0].geometry[1, SIZE]) == pytest.approx(4.0, rel=1e-3)
    assert torch.equal(moved[0].geometry[0], scene.geometry[0])


def test_steady_blobs_show_one_class() -> None:
    found = class_consistency([{0: "bed", 1: "rug"}, {0: "bed", 1: "lamp"}, {0: "bed"}], 3)
    assert found["mean_share"] == pytest.approx(0.75)
    assert found["blobs"][0]["class"] == "bed"


def test_everything_is_written(checkpoint: Path, tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=1, size=64)
    write_pair(data / "pairs" / "moved", "moved")
    options = ["--checkpoint", str(checkpoint), "--data", str(data), "--out", str(tmp_path), "--steps", "2", "--threads", "1"]
    found = evaluate(parse(options))
    assert found == json.loads((tmp_path / "evaluation-unsupervised.json").read_text())
    assert found["held_out"]["rooms"] == 1 and 0 < found["held_out"]["psnr"] < 60
    moved = found["counterfactual"]["moved"]
    assert moved["pairs"] + moved["without_a_blob"] == 1
    assert (tmp_path / "sheet-unsupervised.png").exists()
