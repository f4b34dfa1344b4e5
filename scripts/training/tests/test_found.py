"""The evaluation of an unsupervised model: its blobs are searched for, and edits act on the blob that lies on the thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from training.checkpoint import write_checkpoint
from training.data.layouts import SIZE, X
from training.evaluate.drawing import Scene
from training.evaluate.search import FoundModel, Variables, layout_of, scenes_of_layout, search
from training.evaluate.unsupervised import blob_of, edited, evaluate, parse, steadiness, winners
from training.train import parse as parse_training
from training.train import train

from .synthetic import make_room, write_dataset
from .test_evaluate import write_pair

AB = 0.02
SMALL = "--c-model 2 --discriminator-c-model 2 --feature-dim 16 --style-dim 16 --layout-hidden 32 --resolution 32 --blobs 6"
QUIET = "--batch 8 --compile false --dtype float32 --log-every 4 --sheet-minutes 0 --threads 1 --max-steps 2"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)
    out = tmp_path_factory.mktemp("run")
    train(parse_training(["unsupervised", "--data", str(data), "--out", str(out), *SMALL.split(), *QUIET.split()]))
    return out / "last.ckpt"


def scene_of(*rows: list[float]) -> Scene:
    return Scene(torch.tensor(rows), torch.randn(len(rows) + 1, 16), torch.randn(len(rows) + 1, 16))


def test_a_layout_is_what_its_numbers_stand_for(checkpoint: Path) -> None:
    model = FoundModel(checkpoint)
    layout = model.sample(4, 1)
    back = Variables.of(layout, model.ab_norm).layout()
    for name in ("xs", "ys", "sizes", "covs"):
        assert torch.allclose(getattr(back, name), getattr(layout, name), atol=1e-5), name
    for first, second in zip(scenes_of_layout(layout, model.ab_norm), range(4)):
        assert torch.allclose(layout_of(first, model.ab_norm).covs[0], layout.covs[second], atol=1e-5)


def test_the_search_finds_a_picture_that_the_model_can_draw(checkpoint: Path) -> None:
    model = FoundModel(checkpoint)
    truth = model.picture(model.sample(2, 77))
    short, long = (torch.cat([model.draw(scene) for scene in search(model, truth, steps)]) for steps in (1, 100))
    # An untrained decoder leaves -1 to 1, where PSNR is cut off.
    missed = [(drawn - truth).abs().mean((1, 2, 3)) for drawn in (short, long)]
    assert (missed[1] < 0.7 * missed[0]).all()


def test_the_blob_of_a_thing_shares_its_cells() -> None:
    scene = scene_of([0.25, 0.5, 4.0, 1.0, 0.0], [0.75, 0.5, 4.0, 1.0, 0.0])
    won = winners(scene, 32, AB)
    thing = torch.zeros(32, 32, dtype=torch.bool)
    thing[10:22, 18:30] = True
    assert blob_of(won, thing, 2) == 1
    assert blob_of(won, torch.zeros(32, 32, dtype=torch.bool).index_fill(0, torch.tensor([0]), True), 2) is None


def test_a_blob_goes_as_far_as_the_thing_went() -> None:
    room, _, _ = make_room(0, 3, 64)
    after, _, _ = make_room(0, 3, 64)
    bed = next(thing for thing in after["things"] if thing["class"] == "bed")
    for moments in ("visible", "amodal"):
        if bed.get(moments):
            bed[moments]["centre"][0] += 0.125
    scene = scene_of([0.3, 0.5, 4.0, 1.0, 0.0], [0.6, 0.5, 4.0, 1.0, 0.0])
    pair = {"kind": "moved", "thing": bed["id"], "before": room, "after": after, "size": 64}
    moved = edited(scene, 1, pair, AB)
    assert moved is not None
    assert float(moved[0].geometry[1, X]) == pytest.approx(0.725, abs=1e-4)
    assert float(moved[0].geometry[1, SIZE]) == pytest.approx(4.0, rel=1e-3)
    assert torch.equal(moved[0].geometry[0], scene.geometry[0])


def test_steady_blobs_show_one_class() -> None:
    found = steadiness([{0: "bed", 1: "rug"}, {0: "bed", 1: "lamp"}, {0: "bed"}], 3)
    assert found["mean_share"] == pytest.approx(0.75)
    assert [row["class"] for row in found["blobs"]][0] == "bed"


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


def test_a_supervised_checkpoint_is_refused(tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "other.ckpt", {"training": {"way": "supervised"}, "state_dict": {}, "hyper_parameters": {}})
    with pytest.raises(ValueError, match="no checkpoint of the unsupervised way"):
        FoundModel(tmp_path / "other.ckpt")
