"""Scores as a training step computes them: those of the splat, and at the finest sides of the windows alone."""

from __future__ import annotations

import pytest
import torch

from training.data.layouts import ASPECT, SIZE, X, Y, covariances
from training.splat import ABSENT_SIZE, pyramid, splat
from training.supervised.scores import score_levels
from training.windows import Windows

AB_NORM = 0.002


def rooms(count: int, blobs: int) -> torch.Tensor:
    """Blobs [count, blobs, 5], the last of them absent, thin ones among them."""
    generator = torch.Generator().manual_seed(3)
    geometry = torch.randn(count, blobs, 5, generator=generator)
    geometry[..., [X, Y]] = torch.rand(count, blobs, 2, generator=generator)
    geometry[..., SIZE] = torch.rand(count, blobs, generator=generator) * 3
    geometry[..., ASPECT] = torch.rand(count, blobs, generator=generator).clamp_min(0.05)
    geometry[:, -1, SIZE] = ABSENT_SIZE
    return geometry


def true_levels(geometry: torch.Tensor, side: int) -> dict[int, torch.Tensor]:
    """Pyramid of the splat."""
    covs = covariances(geometry, AB_NORM)
    return pyramid(splat(geometry[..., X], geometry[..., Y], covs, geometry[..., SIZE], side), 16)


@pytest.mark.parametrize("side", [64, 256])
def test_whole_pictures_have_the_scores_of_the_splat(side: int) -> None:
    geometry = rooms(2, 7)
    levels, truth = score_levels(geometry, AB_NORM, side, 16), true_levels(geometry, side)
    assert levels.keys() == truth.keys()
    for at, level in levels.items():
        torch.testing.assert_close(level, truth[at], atol=1e-4, rtol=0)
    assert float(levels[side][..., 1:-1].amax(dim=(0, 1, 2)).min()) > 0.1


def test_windows_have_the_crops_of_the_finest_sides() -> None:
    geometry = rooms(3, 7)
    # Not in the order of the pictures.
    windows = Windows(64, 22, torch.tensor([[2, 0, 42], [0, 11, 3], [2, 30, 30], [1, 42, 0]]))
    levels, truth = score_levels(geometry, AB_NORM, 512, 16, windows), true_levels(geometry, 512)
    assert levels.keys() == truth.keys()
    for side, level in levels.items():
        expected = windows.crop(truth[side]) if side > 128 else truth[side]
        torch.testing.assert_close(level, expected, atol=1e-4, rtol=0)
