"""From packs to an unsupervised model in one go."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from training.checkpoint import read_checkpoint
from training.data.packs import write_packs
from training.found import find, parse

SMALL = (
    "--c-model 2 --discriminator-c-model 2 --feature-dim 16 --style-dim 16 --layout-hidden 32 --batch 8 --compile false --dtype float32 "
    "--threads 1 --log-every 1 --blobs 3"
)


def test_a_model_grows_is_looked_at_and_stripped(tmp_path: Path) -> None:
    write_packs(tmp_path / "packs" / "rooms", np.random.default_rng(0).integers(0, 255, (16, 128, 128, 3), np.uint8))
    words = f"--packs {tmp_path}/packs --out {tmp_path}/run --steps 12 {SMALL}"
    figures = find(*parse(words.split()))
    assert figures["images"] == 192 and len(figures["presence"]["there"]) == 3
    assert json.loads((tmp_path / "run" / "found.json").read_text())["images"] == 192
    stripped = read_checkpoint(tmp_path / "run" / "found.ckpt")
    assert stripped["hyper_parameters"]["resolution"] == 128
    assert (tmp_path / "run" / "blobs.png").exists()
    # Where the time goes, of the first steps.
    assert "aten::" in (tmp_path / "run" / "profile.txt").read_text()
