"""Losses and figures of pictures."""

from __future__ import annotations

import math

import pytest
import torch

from training.losses import log_error, pixel_weights


def test_small_things_count_more() -> None:
    scores = torch.zeros(1, 4, 4, 3)
    scores[..., 0], scores[:, 0, 0], scores[:, 3, 3] = 1.0, torch.tensor([0.0, 1, 0]), torch.tensor([0.0, 0, 1])
    cells = pixel_weights(scores, torch.tensor([[0.5, 90.0]]), 2.0)[0, 0]
    assert float(cells[1, 1]) == 1
    assert float(cells[0, 0]) == pytest.approx(1 + 2 / 1.0025)
    assert float(cells[3, 3]) == pytest.approx(1 + 2 / 82)


def test_the_log_error_is_a_tenth_of_the_missing_psnr() -> None:
    difference = torch.zeros(2, 3, 4, 4)
    difference[0, :, :, :2], difference[1] = 0.4, 0.04
    assert float(log_error(difference)) == pytest.approx((math.log10(0.08 + 4e-4) + math.log10(0.0016 + 4e-4)) / 2)
    # With three times the weight, half of the pixels makes up three quarters of the mean.
    cells = torch.ones(1, 1, 4, 4)
    cells[..., :2] = 3
    assert float(log_error(difference[:1], cells)) == pytest.approx(math.log10(0.12 + 4e-4))
