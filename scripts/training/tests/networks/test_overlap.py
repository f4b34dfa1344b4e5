"""Overlaps of blobs."""

from __future__ import annotations

import pytest
import torch

from training.networks.overlap import ALLOWED_OVERLAP, overlap_penalty
from training.splat import Layout


def test_what_overlaps_is_measured_by_the_smaller_box() -> None:
    # Half the width of the second lies in the first, at the same height; the third touches nothing, and the fourth is not there.
    layout = Layout(
        xs=torch.tensor([[0.4, 0.6, 0.9, 0.4]]),
        ys=torch.full((1, 4), 0.5),
        sizes=torch.tensor([[1.0, 1.0, 1.0, -8.0]]),
        covs=torch.diag_embed(torch.tensor([[[0.04, 0.01], [0.0025, 0.01], [0.0025, 0.01], [1.0, 1.0]]])),
        features=torch.zeros(1, 5, 1),
        styles=torch.zeros(1, 5, 1),
    )
    pairs = torch.tensor([[0, 1], [0, 2], [1, 2], [0, 3]])
    assert overlap_penalty(layout, pairs[:1]).item() == pytest.approx(0.5 - ALLOWED_OVERLAP, abs=1e-3)
    assert overlap_penalty(layout, pairs).item() == pytest.approx(0.5 - ALLOWED_OVERLAP, abs=1e-3)
    assert overlap_penalty(layout, pairs[1:]).item() == 0
