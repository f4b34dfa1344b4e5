"""The layout-supervised way: it learns, it resumes exactly, it grows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from training.command import parse, train
from training.strip import strip_checkpoint

from ..runs import lines, run
from ..synthetic import write_dataset, write_shard


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)


def test_twenty_steps_lower_the_loss(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--max-steps", "20")
    losses = [line["loss"] for line in lines(tmp_path, "train")]
    assert len(losses) == 4
    assert losses[-1] < 0.75 * losses[0]
    figures = lines(tmp_path, "validation")[-1]
    assert figures["rooms"] > 0 and 0 < figures["l1"] < 2 and figures["psnr"] > 0


def test_a_resumed_run_equals_an_unbroken_one(data: Path, tmp_path: Path) -> None:
    # 62 training rooms and batches of 8: the epoch ends at step 7, between the break and the end.
    whole = run(tmp_path / "whole", data, "--max-steps", "12")
    run(tmp_path / "broken", data, "--max-steps", "5")
    resumed = run(tmp_path / "broken", data, "--resume", "--max-steps", "12")
    assert resumed["training"]["images"] == whole["training"]["images"] == 96
    for name, value in whole["state_dict"].items():
        assert torch.equal(value, resumed["state_dict"][name]), name
    curve = {line["step"]: line["loss"] for line in lines(tmp_path / "whole", "train")}
    again = {line["step"]: line["loss"] for line in lines(tmp_path / "broken", "train")}
    assert curve[10] == again[10]


def test_growing_keeps_the_picture(data: Path, tmp_path: Path) -> None:
    small = run(tmp_path, data, "--max-steps", "5")
    grown = run(tmp_path, data, "--resume", "--resolution", "64", "--max-steps", "5")
    assert grown["hyper_parameters"]["resolution"] == 64
    assert torch.equal(small["state_dict"]["generator_ema.conv1.conv.weight"], grown["state_dict"]["generator_ema.conv1.conv.weight"])
    assert grown["state_dict"]["generator_ema.to_rgbs.1.conv.weight"].abs().max() == 0
    before, after = (line["l1"] for line in lines(tmp_path, "validation"))
    assert abs(after - before) < 0.05
    again = run(tmp_path, data, "--resume", "--resolution", "64", "--max-steps", "7")
    plain, average = (again["state_dict"][f"{name}.to_rgbs.1.conv.weight"] for name in ("generator", "generator_ema"))
    assert plain.abs().max() > 0
    # The average follows the new level at once: two steps after growing it is most of the way there.
    assert again["grown_at"] == 5 and (average - plain).abs().mean() < 0.5 * plain.abs().mean()


def test_a_run_at_a_lower_side_keeps_the_finer_levels(data: Path, tmp_path: Path) -> None:
    whole = run(tmp_path, data, "--resolution", "64", "--max-steps", "3")
    lower = run(tmp_path, data, "--resume", "--resolution", "32", "--max-steps", "5")
    assert "generator.to_rgbs.1.conv.weight" not in lower["state_dict"]
    # Going on at the lower side, and then at the old one.
    run(tmp_path, data, "--resume", "--max-steps", "6")
    again = run(tmp_path, data, "--resume", "--resolution", "64", "--max-steps", "6")
    assert whole["state_dict"].keys() == again["state_dict"].keys() and not again["finer"]
    for name in ("to_rgbs.1.conv.weight", "convs.3.conv.weight"):
        assert torch.equal(whole["state_dict"][f"generator.{name}"], again["state_dict"][f"generator.{name}"])
    # By way of a side between them, too.
    run(tmp_path / "steps", data, "--start-from", str(tmp_path / "last.ckpt"), "--resolution", "16", "--max-steps", "6")
    between = run(tmp_path / "steps", data, "--resume", "--resolution", "32", "--max-steps", "6")
    for name in ("to_rgbs.1.conv.weight", "convs.3.conv.weight"):
        assert torch.equal(whole["state_dict"][f"generator.{name}"], between["finer"][f"generator.{name}"])
    changed = "generator.conv1.conv.weight"
    assert not torch.equal(whole["state_dict"][changed], again["state_dict"][changed])


def test_a_fresh_optimiser_warms_up(data: Path, tmp_path: Path) -> None:
    first = run(tmp_path / "first", data, "--max-steps", "3")
    strip_checkpoint(tmp_path / "first" / "last.ckpt", tmp_path / "landed.ckpt")
    start = ["--start-from", str(tmp_path / "landed.ckpt"), "--warmup-images", "1000000"]
    second = run(tmp_path / "second", data, *start, "--max-steps", "4")
    assert second["fresh_at"] == first["training"]["images"] == 24
    begun = first["state_dict"]["generator_ema.conv1.conv.weight"].half()
    assert (second["state_dict"]["generator.conv1.conv.weight"] - begun).abs().max() < 1e-4


def test_a_frozen_encoder_stays_as_it_is(data: Path, tmp_path: Path) -> None:
    first = run(tmp_path, data, "--max-steps", "3")["state_dict"]
    second = run(tmp_path, data, "--resume", "--freeze-encoder", "true", "--max-steps", "6")["state_dict"]
    for name, value in first.items():
        if name.startswith("attribute_encoder_ema."):
            assert torch.equal(value, second[name]), name
    assert not torch.equal(first["generator.conv1.conv.weight"], second["generator.conv1.conv.weight"])


def test_the_structure_term_falls(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--structure-weight", "1", "--max-steps", "20")
    losses = [line["structure"] for line in lines(tmp_path, "train")]
    assert losses[-1] < losses[0] < 2


def test_the_loss_falls_with_small_things_counting_more(data: Path, tmp_path: Path) -> None:
    windows = ["--windows", "1", "--crop-level", "16", "--crop-cells", "12", "--map-cells", "4", "--outline-cells", "4"]
    run(tmp_path, data, "--small-weight", "1", *windows, "--log-error-weight", "0.1", "--max-steps", "20")
    losses = [line["l1"] for line in lines(tmp_path, "train")]
    assert losses[-1] < losses[0]


def test_a_trained_decoder_can_be_given_features_by_place(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--max-steps", "10")
    given = run(tmp_path, data, "--resume", "--local", "true", "--max-steps", "10")
    assert given["hyper_parameters"]["generator"]["local"]
    assert sorted(key for key in given["state_dict"] if key.startswith("generator_ema.locals")) == [
        "generator_ema.locals.16.weight", "generator_ema.locals.32.weight",
    ]  # fmt: skip
    before, after = (line["l1"] for line in lines(tmp_path, "validation"))
    assert after == pytest.approx(before, abs=1e-6)
    learned = run(tmp_path, data, "--resume", "--max-steps", "14")
    assert learned["state_dict"]["generator.locals.16.weight"].abs().max() > 0
    assert learned["state_dict"]["generator.locals.32.weight"].abs().max() > 0


def test_features_by_place_can_become_finer(data: Path, tmp_path: Path) -> None:
    coarse = run(tmp_path, data, "--local", "true", "--max-steps", "10")
    finer = run(tmp_path, data, "--resume", "--local-order", "2", "--max-steps", "10")
    assert finer["hyper_parameters"]["generator"]["local_order"] == 2
    before, after = (line["l1"] for line in lines(tmp_path, "validation"))
    assert after == pytest.approx(before, abs=1e-6)
    name = "generator.locals.16.weight"
    rows = len(coarse["state_dict"][name])
    assert len(finer["state_dict"][name]) == 2 * rows
    assert torch.equal(finer["state_dict"][name][:rows], coarse["state_dict"][name])
    learned = run(tmp_path, data, "--resume", "--max-steps", "14")
    assert learned["state_dict"][name][rows:].abs().max() > 0


def test_a_trained_decoder_can_be_given_maps_and_outlines_and_grow_with_them(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--max-steps", "10")
    given = run(tmp_path, data, "--resume", "--map-cells", "4", "--map-channels", "3", "--outline-cells", "4", "--max-steps", "10")
    form = given["hyper_parameters"]["generator"]
    assert (form["map_cells"], form["outline_cells"]) == (4, 4)
    learned = run(tmp_path, data, "--resume", "--max-steps", "14")
    for name in ("maps.weight", "outlines.weight", "outlines.hidden.weight"):
        assert not torch.equal(learned["state_dict"][f"generator.{name}"], given["state_dict"][f"generator.{name}"]), name
    # Maps that are something by now add nothing where they come anew.
    grown = run(tmp_path, data, "--resume", "--resolution", "64", "--max-steps", "14")
    assert grown["state_dict"]["generator_ema.maps.projections.64"].abs().max() == 0
    errors = [line["l1"] for line in lines(tmp_path, "validation")]
    assert errors[1] == pytest.approx(errors[0], abs=1e-6)
    assert errors[3] == pytest.approx(errors[2], abs=0.05)
    higher = run(tmp_path, data, "--resume", "--resolution", "64", "--max-steps", "16")["state_dict"]
    assert higher["generator.maps.projections.64"].abs().max() > 0
    lower = run(tmp_path, data, "--resume", "--resolution", "32", "--max-steps", "16")
    assert torch.equal(lower["finer"]["generator.maps.projections.64"], higher["generator.maps.projections.64"])


def test_coarse_levels_learn_the_colours_of_the_picture(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--max-steps", "20")
    errors = [line["l1_16"] for line in lines(tmp_path, "train")]
    assert errors[-1] < 0.75 * errors[0]


def test_new_shards_join_at_the_next_epoch(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=1, size=64)
    first = run(tmp_path / "run", data, "--max-steps", "5")
    assert first["feed"]["shards"] == ["000000"]
    write_shard(data, 1, 64)
    same_epoch = run(tmp_path / "run", data, "--resume", "--max-steps", "7")
    assert same_epoch["feed"] == {"epoch": 0, "position": 56, "shards": ["000000"]}
    next_epoch = run(tmp_path / "run", data, "--resume", "--max-steps", "8")
    assert next_epoch["feed"] == {"epoch": 1, "position": 8, "shards": ["000000", "000001"]}


def test_bad_input_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="render rooms first"):
        train(parse(["supervised", "--data", str(tmp_path / "none"), "--out", str(tmp_path)]))
    with pytest.raises(FileNotFoundError, match="resume"):
        train(parse(["supervised", "--out", str(tmp_path), "--resume"]))


def test_windows_train_the_fine_levels(data: Path, tmp_path: Path) -> None:
    crops = ["--resolution", "64", "--windows", "2", "--crop-level", "32", "--crop-cells", "16"]
    done = run(tmp_path, data, *crops, "--max-steps", "20")
    losses = [line["loss"] for line in lines(tmp_path, "train")]
    assert losses[-1] < 0.85 * losses[0]
    assert done["training"]["config"]["crop_level"] == 32


def test_a_run_goes_on_when_rooms_were_rendered_again(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=64)
    run(tmp_path / "run", data, "--max-steps", "3")
    for shard in (data / "shards").iterdir():
        shutil.rmtree(shard)
    write_shard(data, 5, 64, seed=2)
    resumed = run(tmp_path / "run", data, "--resume", "--max-steps", "5")
    assert resumed["feed"] == {"epoch": 1, "position": 16, "shards": ["000005"]}
