"""Adversarial losses."""

from __future__ import annotations

import pytest
import torch

from training.adversarial.losses import feature_matching_loss, r1_penalty


def test_matching_is_zero_for_equal_maps_only() -> None:
    maps = [torch.randn(2, 3, 4, 4), torch.randn(2, 5, 2, 2)]
    assert float(feature_matching_loss(maps, maps)) == 0
    assert float(feature_matching_loss(maps, [m + 0.1 for m in maps])) > 0.05


def test_r1_is_the_squared_gradient() -> None:
    weights = torch.randn(3, 4, 4)
    penalty = r1_penalty(lambda x: (x * weights).sum(dim=(1, 2, 3)), torch.randn(5, 3, 4, 4))
    assert float(penalty) == pytest.approx(float(weights.square().sum()), rel=1e-5)
