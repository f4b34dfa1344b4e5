"""A distance between sets of pictures."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.evaluate.set_distance import classes_seen, frechet_distance, set_distance, train_finder


def test_the_distance_of_gaussians_is_known() -> None:
    generator = torch.Generator().manual_seed(0)
    one, other = (torch.randn(40_000, 2, generator=generator, dtype=torch.float64) for _ in range(2))
    # Means 3 apart; deviations 1 and 2 in one direction: 9 + (2 - 1)^2.
    moved = other * torch.tensor([1.0, 2.0]) + torch.tensor([3.0, 0.0])
    assert frechet_distance(one, moved) == pytest.approx(10, abs=0.15)
    assert frechet_distance(one, other) == pytest.approx(0, abs=0.01)


def test_a_class_is_seen_where_it_covers_enough() -> None:
    masks = np.zeros((1, 64, 64), np.uint8)
    masks[0, :8, :8], masks[0, 10, 10] = 6, 7
    seen = classes_seen(masks, [{6: "bed", 7: "lamp"}], ["lamp", "bed", "sofa"])
    assert seen.tolist() == [[0, 1, 0]]


def test_sets_that_show_other_things_are_further_apart() -> None:
    generator = torch.Generator().manual_seed(0)

    def pictures(count: int, share: float) -> tuple[torch.Tensor, torch.Tensor]:
        """A bright square in `share` of them, on noise."""
        made = 0.2 * torch.randn(count, 3, 64, 64, generator=generator)
        there = torch.rand(count, generator=generator) < share
        made[there, :, 20:40, 20:40] += 0.8
        return made, there.float()[:, None]

    train, seen = pictures(200, 0.5)
    finder = train_finder(train, seen, steps=60)
    with torch.no_grad():
        assert ((finder(train) > 0).float() == seen).float().mean() > 0.95
    one, other, all_of_them = (pictures(300, share)[0] for share in (0.5, 0.5, 1.0))
    assert set_distance(finder, one, all_of_them) > 5 * set_distance(finder, one, other)
