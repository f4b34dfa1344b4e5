"""From a checkpoint to one that can be read."""

from __future__ import annotations

from pathlib import Path

import torch

from training.checkpoint import read_checkpoint, strip_prefix
from training.data.attributes import Schema
from training.networks.vector_reader import VectorReader
from training.reader.command import parse, train_reader

from ..runs import run
from ..synthetic import write_dataset


def test_a_reader_is_learned_and_written(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=64)
    run(tmp_path / "run", data, "--max-steps", "10")
    words = f"--checkpoint {tmp_path}/run/last.ckpt --out {tmp_path}/model.ckpt --data {data} --threads 1 --steps 150"
    figures = train_reader(parse(words.split()))
    # An encoder that was hardly trained tells classes and colours apart, and so does its reader.
    assert figures["wrong"]["class"] < 0.2
    assert figures["error"]["attribute.accent.r"] < 0.2
    assert "left_sampled" not in figures
    checkpoint = read_checkpoint(tmp_path / "model.ckpt")
    network = VectorReader(Schema.from_dict(checkpoint["schema"]), 16, 16)
    network.load_state_dict(strip_prefix(checkpoint["state_dict"], "vector_reader"), strict=True)
    assert [one["name"] for one in checkpoint["attributes"]["classes"]][:1] == ["floor"]
    assert checkpoint["training"]["reader"]["wrong"] == figures["wrong"]
    # Everything else is as it was.
    before = read_checkpoint(tmp_path / "run" / "last.ckpt")["state_dict"]
    assert all(torch.equal(value, checkpoint["state_dict"][name]) for name, value in before.items())
