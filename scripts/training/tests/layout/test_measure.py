"""How far sampled layouts are from true ones."""

from __future__ import annotations

import torch

from training.layout.measure import separability


def test_separability_is_a_half_for_equal_sets_only() -> None:
    one, other, three, four = torch.randn(4, 600, 12, generator=torch.Generator().manual_seed(1))
    assert separability(one, other, three, four, steps=50) < 0.6
    assert separability(one, other + 1, three, four + 1, steps=100) > 0.9
    # Noise hides a smaller difference.
    random = torch.Generator().manual_seed(2)
    noise = lambda rows: rows + 30 * torch.randn(rows.shape, generator=random)  # noqa: E731
    assert separability(one, other + 1, three, four + 1, steps=100, noise=noise) < 0.65
