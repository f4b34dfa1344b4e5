"""The unsupervised way: it learns, and it resumes exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.adversarial.losses import discriminator_loss
from training.adversarial.trainer import Unsupervised
from training.checkpoint import build_decoder, build_layout_network, strip_prefix
from training.config import resolve
from training.data.shards import schema_of

from ..runs import run_unsupervised as run
from ..runs import unsupervised_options
from ..synthetic import write_dataset


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)


def test_twenty_steps_teach_the_discriminator(data: Path, tmp_path: Path) -> None:
    """Neither loss has to fall while both learn; the discriminator's does on fixed pictures of a fixed generator."""
    config = resolve(unsupervised_options(tmp_path, data, "--lr", "0", "--r1-weight", "0"))
    trainer = Unsupervised(config, schema_of(data), torch.device("cpu"), torch.float32)
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        fake = trainer.model(torch.randn(16, 512, generator=generator), generator)
    trainer.sampler.next_batch()
    real = torch.from_numpy(trainer.sampler.next_batch()["pictures"]).permute(0, 3, 1, 2).float() / 127.5 - 1

    def loss() -> float:
        with torch.no_grad():
            return float(discriminator_loss(trainer.discriminator(real), trainer.discriminator(fake)))

    before = loss()
    weights = {k: v.clone() for k, v in trainer.model.state_dict().items()}
    for _ in range(20):
        trainer.step()
    assert loss() < 0.5 * before
    for name, value in trainer.model.state_dict().items():
        assert torch.equal(value, weights[name])


def test_a_generator_step_lowers_its_loss_on_the_same_latents(data: Path, tmp_path: Path) -> None:
    config = resolve(unsupervised_options(tmp_path, data, "--discriminator-lr", "0", "--lr", "0.002"))
    trainer = Unsupervised(config, schema_of(data), torch.device("cpu"), torch.float32)

    def loss() -> float:
        generator = torch.Generator().manual_seed(3)
        with torch.no_grad():
            return float(trainer.g_loss(torch.randn(32, 512, generator=generator), generator))

    before = loss()
    for _ in range(20):
        trainer.step()
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
    decoder.load_state_dict(strip_prefix(checkpoint["state_dict"], "generator_ema"), strict=True)
    layout.load_state_dict(strip_prefix(checkpoint["state_dict"], "layout_net_ema"), strict=True)
