"""The trainer under torchrun: two gloo processes hold the same parameters, and those of one process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from .runs import QUIET, SMALL
from .synthetic import write_dataset

SCRIPTS = Path(__file__).resolve().parents[2]


def launch(way: str, data: Path, out: Path, processes: int, *more: str) -> list[dict[str, torch.Tensor]]:
    """Runs rank_worker.py in some processes; the state dict of every rank."""
    rest = ["-m", "training.tests.rank_worker", str(out), way, "--data", str(data), "--out", str(out / "run")]
    start = [] if processes == 1 else ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    out.mkdir()
    done = subprocess.run(
        [sys.executable, *start, *rest, *SMALL.split(), *QUIET.split(), *more],
        cwd=SCRIPTS, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=170,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return [torch.load(f"{out}.{rank}", weights_only=True) for rank in range(processes)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)


def test_two_processes_equal_one(data: Path, tmp_path: Path) -> None:
    steps = ["--max-steps", "4"]
    first, second = launch("supervised", data, tmp_path / "two", 2, *steps)
    (alone,) = launch("supervised", data, tmp_path / "one", 1, *steps)
    for name, value in first.items():
        assert torch.equal(value, second[name]), name
        # Adam's first steps have the size of the learning rate, 2e-3, whatever the gradient.
        assert (value - alone[name]).abs().max() < 4e-4, name
    assert (tmp_path / "two" / "run" / "last.ckpt").exists()


def test_both_ranks_of_the_unsupervised_way_agree(data: Path, tmp_path: Path) -> None:
    more = ["--layout-hidden", "32", "--discriminator-c-model", "2", "--max-steps", "2"]
    first, second = launch("unsupervised", data, tmp_path / "two", 2, *more)
    for name, value in first.items():
        assert torch.equal(value, second[name]), name
