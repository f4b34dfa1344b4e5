"""Small runs on made-up rooms, as tests start them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from training.checkpoint import read_checkpoint
from training.command import parse, train

SMALL = "--c-model 2 --feature-dim 16 --style-dim 16 --encoder-hidden 32 --resolution 32 --batch 8 --compile false"
QUIET = "--dtype float32 --log-every 5 --sheet-minutes 0 --threads 1 --warmup-images 1 --validation-rooms 4"
UNSUPERVISED = (
    "--c-model 2 --discriminator-c-model 2 --feature-dim 16 --style-dim 16 --layout-hidden 32 --resolution 32 --batch 8 "
    "--compile false --dtype float32 --log-every 4 --sheet-minutes 0 --threads 1"
)


def run(out: Path, data: str | Path, *more: str) -> dict[str, Any]:
    """Trains the supervised way and reads the last checkpoint."""
    train(parse(["supervised", "--data", str(data), "--out", str(out), *SMALL.split(), *QUIET.split(), *more]))
    return read_checkpoint(out / "last.ckpt")


def unsupervised_options(out: Path, data: Path, *more: str) -> argparse.Namespace:
    """The options of a small run of the unsupervised way."""
    return parse(["unsupervised", "--data", str(data), "--out", str(out), *UNSUPERVISED.split(), *more])


def run_unsupervised(out: Path, data: Path, *more: str) -> dict[str, Any]:
    """Trains the unsupervised way and reads the last checkpoint."""
    train(unsupervised_options(out, data, *more))
    return read_checkpoint(out / "last.ckpt")


def lines(out: Path, kind: str) -> list[dict[str, Any]]:
    """The lines of a kind of a run's log."""
    return [line for text in (out / "log.jsonl").read_text().splitlines() if (line := json.loads(text))["kind"] == kind]
