"""Compiled networks are compared with the plain ones before they are trusted."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from training.adversarial.compiled import CompiledNetworks
from training.adversarial.generator import Generator
from training.config import Config
from training.networks import Discriminator
from training.splat import Layout

CONFIG = Config(way="unsupervised", resolution=32, c_model=2, feature_dim=8, style_dim=8, layout_hidden=16, ab_norm=0.02)


def test_the_networks_can_be_traced_as_they_are_compiled_and_agree() -> None:
    model, discriminator = Generator(CONFIG, torch.float32), Discriminator(32, 2)
    networks = CompiledNetworks(
        torch.compile(model.draw, backend="aot_eager", dynamic=False, fullgraph=True),
        torch.compile(discriminator, backend="aot_eager", dynamic=False, fullgraph=True),
    )
    generator = torch.Generator().manual_seed(0)
    networks.check(model, discriminator, torch.randn(4, 512), torch.randn(4, 3, 32, 32), generator)
    assert networks.checked


def test_wrong_code_ends_the_run_in_a_sentence() -> None:
    model, discriminator = Generator(CONFIG, torch.float32), Discriminator(32, 2)

    def wrong(layout: Layout, noise: list[Tensor]) -> Tensor:
        return model.draw(layout, noise).roll(1, -1)

    networks = CompiledNetworks(wrong, discriminator)
    with pytest.raises(FloatingPointError, match=r"compiled decoder is off by .* train with --compile false"):
        networks.check(model, discriminator, torch.randn(4, 512), torch.randn(4, 3, 32, 32), torch.Generator().manual_seed(0))
