"""The unsupervised way: it learns, it resumes exactly, its losses are what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.checkpoint import build_decoder, build_layout_network, part, read_checkpoint
from training.config import resolve
from training.data.shards import schema_of
from training.gan import discriminator_loss, r1_penalty
from training.train import parse, train
from training.unsupervised import Unsupervised

from .synthetic import write_dataset

SMALL = "--c-model 2 --discriminator-c-model 2 --feature-dim 16 --style-dim 16 --layout-hidden 32 --resolution 32"
QUIET = "--batch 8 --compile false --dtype float32 --log-every 4 --sheet-minutes 0 --threads 1"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)


def options(out: Path, data: Path, *more: str):  # noqa: ANN201
    return parse(["unsupervised", "--data", str(data), "--out", str(out), *SMALL.split(), *QUIET.split(), *more])


def run(out: Path, data: Path, *more: str) -> dict:
    train(options(out, data, *more))
    return read_checkpoint(out / "last.ckpt")


def test_twenty_steps_teach_the_discriminator(data: Path, tmp_path: Path) -> None:
    """The game has no loss that must fall; the discriminator's on fixed pictures of a fixed generator has."""
    config = resolve(options(tmp_path, data, "--lr", "0", "--r1-weight", "0"))
    trainee = Unsupervised(config, schema_of(data), torch.device("cpu"), torch.float32)
    random = torch.Generator().manual_seed(7)
    with torch.no_grad():
        fake = trainee.generator(torch.randn(16, 512, generator=random), random)
    trainee.feed.next()
    real = torch.from_numpy(trainee.feed.next()["pictures"]).permute(0, 3, 1, 2).float() / 127.5 - 1

    def loss() -> float:
        with torch.no_grad():
            return float(discriminator_loss(trainee.discriminator(real), trainee.discriminator(fake)))

    before = loss()
    weights = {k: v.clone() for k, v in trainee.generator.state_dict().items()}
    for _ in range(20):
        trainee.step()
    assert loss() < 0.5 * before
    for name, value in trainee.generator.state_dict().items():
        assert torch.equal(value, weights[name])


def test_a_generator_step_lowers_its_loss_on_the_same_latents(data: Path, tmp_path: Path) -> None:
    config = resolve(options(tmp_path, data, "--discriminator-lr", "0", "--lr", "0.002"))
    trainee = Unsupervised(config, schema_of(data), torch.device("cpu"), torch.float32)

    def loss() -> float:
        random = torch.Generator().manual_seed(3)
        with torch.no_grad():
            return float(trainee.step_g(torch.randn(32, 512, generator=random), random))

    before = loss()
    for _ in range(20):
        trainee.step()
    assert loss() < before - 0.05


def test_a_resumed_run_equals_an_unbroken_one(data: Path, tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", data, "--max-steps", "6")
    run(tmp_path / "broken", data, "--max-steps", "3")
    resumed = run(tmp_path / "broken", data, "--resume", "--max-steps", "6")
    for name, value in whole["state_dict"].items():
        assert torch.equal(value, resumed["state_dict"][name]), name
    assert torch.equal(whole["mean_latent"], resumed["mean_latent"])


def test_the_checkpoint_has_the_published_form(data: Path, tmp_path: Path) -> None:
    checkpoint = run(tmp_path, data, "--max-steps", "1")
    assert checkpoint["training"]["config"]["beta1"] == 0 and checkpoint["ab_norm"] == 0.02
    decoder, layout = (build(checkpoint["hyper_parameters"]) for build in (build_decoder, build_layout_network))
    decoder.load_state_dict(part(checkpoint["state_dict"], "generator_ema"), strict=True)
    layout.load_state_dict(part(checkpoint["state_dict"], "layout_net_ema"), strict=True)


def test_r1_is_the_squared_gradient() -> None:
    weights = torch.randn(3, 4, 4)
    penalty = r1_penalty(lambda x: (x * weights).sum(dim=(1, 2, 3)), torch.randn(5, 3, 4, 4))
    assert float(penalty) == pytest.approx(float(weights.square().sum()), rel=1e-5)
