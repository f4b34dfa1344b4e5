"""Jitter of sampled layouts."""

from __future__ import annotations

import torch

from training.adversarial.jitter import jitter_layout, rotate_covariances
from training.config import Config
from training.splat import Layout


def test_jitter_keeps_the_shape_of_every_blob() -> None:
    covs = torch.tensor([[0.02, 0.003], [0.003, 0.01]]).expand(4, 3, 2, 2)
    half = torch.full((4, 3), 0.5)
    layout = Layout(half, half, half, covs, torch.zeros(4, 4, 2), torch.zeros(4, 4, 2))
    jittered = jitter_layout(layout, Config(), torch.Generator().manual_seed(0))
    torch.testing.assert_close(torch.linalg.det(jittered.covs), torch.linalg.det(covs))
    assert 0 < (jittered.xs - 0.5).abs().max() <= 0.04 and 0 < (jittered.sizes - 0.5).abs().max() <= 0.5
    quarter = rotate_covariances(covs, torch.full((4, 3), torch.pi / 2))
    torch.testing.assert_close(quarter[0, 0], torch.tensor([[0.01, -0.003], [-0.003, 0.02]]))
