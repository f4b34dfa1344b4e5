"""The adversarial term of the layout-supervised way."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ..runs import lines, run
from ..synthetic import write_dataset


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)


def test_an_adversarial_phase_starts_from_a_reconstruction_and_resumes_exactly(data: Path, tmp_path: Path) -> None:
    adversary = ["--adversary", "true", "--discriminator-c-model", "2"]
    for name, stops in (("whole", ["8"]), ("broken", ["6", "8"])):
        run(tmp_path / name, data, "--max-steps", "5")
        for stop in stops:
            done = run(tmp_path / name, data, "--resume", *adversary, "--max-steps", stop)
        if name == "whole":
            whole = done
    assert whole["state_dict"]["generator.conv1.noise.weight"].abs().max() > 0
    for key, value in whole["state_dict"].items():
        assert torch.equal(value, done["state_dict"][key]), key


def test_the_adversary_is_logged(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--adversary", "true", "--discriminator-c-model", "2", "--max-steps", "5")
    line = lines(tmp_path, "train")[-1]
    assert line["d_loss"] > 0 and line["g_loss"] > 0 and line["feature_matching"] > 0
