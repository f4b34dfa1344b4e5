"""The unsupervised way: it learns, and it resumes exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from training.adversarial.losses import discriminator_loss
from training.adversarial.trainer import Unsupervised
from training.checkpoint import build_decoder, build_layout_network, strip_prefix
from training.config import resolve
from training.data.attributes import Schema
from training.data.packs import write_packs
from training.data.shards import schema_of
from training.pictures import to_unit_range

from ..runs import run as run_supervised
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
    trainer.sampler.tensors()
    real = to_unit_range(trainer.sampler.tensors()["pictures"])

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


def test_a_run_on_packs_grows_and_resumes_while_it_fades_in(tmp_path: Path) -> None:
    """The first picture after growing is the one before, enlarged; the discriminator judges it as before."""
    generator = np.random.default_rng(0)
    write_packs(tmp_path / "rooms", generator.integers(0, 255, (24, 64, 64, 3), np.uint8))
    data = tmp_path / "rooms-000.pack"
    small = run(tmp_path / "run", data, "--max-steps", "3")
    options = ("--resume", "--resolution", "64", "--fade-images", "64")
    config = resolve(unsupervised_options(tmp_path / "run", data, *options), small["training"]["config"])
    grown = Unsupervised(config, Schema(), torch.device("cpu"), torch.float32)
    grown.load(small)
    former = Unsupervised(resolve(unsupervised_options(tmp_path / "run", data)), Schema(), torch.device("cpu"), torch.float32)
    former.load(small)
    pictures = torch.randn(8, 3, 64, 64)
    with torch.no_grad():
        torch.testing.assert_close(grown.discriminator(pictures), former.discriminator(F.avg_pool2d(pictures, 2)), atol=1e-5, rtol=1e-4)
    run(tmp_path / "whole", data, "--max-steps", "3")
    whole = run(tmp_path / "whole", data, *options, "--max-steps", "9")
    run(tmp_path / "run", data, *options, "--max-steps", "6")
    faded = run(tmp_path / "run", data, *options, "--max-steps", "9")
    for name, value in whole["state_dict"].items():
        assert torch.equal(value, faded["state_dict"][name]), name
    assert "discriminator.former.0.weight" in faded["state_dict"]
    # 64 images after it grew, only the new layers are left.
    done = run(tmp_path / "run", data, *options, "--max-steps", "13")
    assert "discriminator.former.0.weight" not in done["state_dict"]
    assert done["hyper_parameters"]["resolution"] == 64 and done["training"]["step"] == 13
    with pytest.raises(ValueError, match="draws 64 px, and this run 32"):
        run(tmp_path / "run", data, "--resume", "--max-steps", "14")


def test_packs_have_nothing_for_the_supervised_way(tmp_path: Path) -> None:
    write_packs(tmp_path / "rooms", np.zeros((8, 64, 64, 3), np.uint8))
    with pytest.raises(ValueError, match="the supervised way needs rooms"):
        run_supervised(tmp_path / "run", tmp_path / "rooms-000.pack", "--max-steps", "1")
