"""From a checkpoint to one whose decoder has waves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from training.checkpoint import build_decoder, read_checkpoint, strip_prefix
from training.waves.command import parse, train_waves

from ..runs import run
from ..synthetic import write_dataset


def with_stripes(data: Path) -> None:
    """Gives half of the back walls stripes of two scales."""
    for shard in (data / "shards").iterdir():
        lines = [json.loads(line) for line in (shard / "rooms.jsonl").read_text().splitlines()]
        for line in lines:
            (wall,) = (thing for thing in line["things"] if thing["class"] == "back wall")
            if line["i"] % 40 < 20:
                wall["attributes"] |= {"pattern": "stripes", "patternScale": 0.4 + 0.2 * (line["i"] % 4)}
        (shard / "rooms.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_where_stripes_lie_is_learned_and_written(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=128)
    with_stripes(data)
    run(tmp_path / "run", data, "--max-steps", "10")
    words = f"--checkpoint {tmp_path}/run/last.ckpt --out {tmp_path}/waved.ckpt --data {data} --threads 1 --steps 240"
    figures = train_waves(parse(words.split()))
    # An encoder that was hardly trained tells stripes from none, and the phases of its few rooms can be learned.
    assert figures["told_wrong"] < 0.1
    assert figures["phase_median"] < 0.5
    checkpoint = read_checkpoint(tmp_path / "waved.ckpt")
    before = read_checkpoint(tmp_path / "run" / "last.ckpt")
    assert all(torch.equal(value, checkpoint["state_dict"][name]) for name, value in before["state_dict"].items())
    decoder = build_decoder(checkpoint["hyper_parameters"])
    decoder.load_state_dict(strip_prefix(checkpoint["state_dict"], "generator_ema"))
    assert decoder.waves
    plain, average = (strip_prefix(checkpoint["state_dict"], f"{name}.waves") for name in ("generator", "generator_ema"))
    assert plain.keys() == average.keys() and all(torch.equal(value, average[name]) for name, value in plain.items())
    # A run goes on from there, and finer; its surfaces stay.
    run(tmp_path / "finer", data, "--start-from", f"{tmp_path}/waved.ckpt", "--resolution", "128", "--max-steps", "12", "--windows", "0")
    after = read_checkpoint(tmp_path / "finer" / "last.ckpt")["state_dict"]
    assert torch.equal(after["generator.waves.surfaces.middle"], plain["surfaces.middle"])
    assert torch.equal(after["generator.waves.surfaces.poses.weight"], plain["surfaces.poses.weight"])
    assert after["generator.waves.projections.128"].abs().max() > 0
    assert after["generator.waves.weight"].abs().max() > 0


def test_rooms_without_patterns_are_told(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms")
    run(tmp_path / "run", data, "--max-steps", "1")
    words = f"--checkpoint {tmp_path}/run/last.ckpt --out {tmp_path}/waved.ckpt --threads 1"
    with pytest.raises(ValueError, match="No room has a surface with a pattern"):
        train_waves(parse(words.split()))
    assert not (tmp_path / "waved.ckpt").exists()
