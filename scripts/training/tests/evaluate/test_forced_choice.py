"""A judge of drawn and true pictures."""

from __future__ import annotations

import torch

from training.evaluate.forced_choice import forced_choice


def pictures(seed: int, count: int = 24) -> torch.Tensor:
    """[count, 3, 40, 40] of soft colours."""
    coarse = torch.randn(count, 3, 5, 5, generator=torch.Generator().manual_seed(seed)) * 0.4
    return torch.nn.functional.interpolate(coarse, size=40, mode="bilinear").clamp(-1, 1)


def test_what_differs_is_told_apart_on_rooms_that_were_not_learned_from() -> None:
    truth = pictures(1)
    grainy = truth + 0.2 * torch.randn(truth.shape, generator=torch.Generator().manual_seed(2))
    told = forced_choice(grainy, truth, steps=40)
    assert told["accuracy"] > 0.9 and told["windows"] == 12


def test_what_is_alike_is_a_guess() -> None:
    guess = forced_choice(pictures(3, 64), pictures(4, 64), steps=40)
    assert 0.2 < guess["accuracy"] < 0.8
    assert forced_choice(pictures(3, 4), pictures(4, 4)) == {"accuracy": None, "windows": 0}
