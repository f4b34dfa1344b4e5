"""Edits of which there is no render."""

from __future__ import annotations

import torch

from training.config import Config
from training.data.layouts import SIZE, X
from training.supervised.edits import edit_geometry, swap_styles


def test_edits_leave_surfaces_and_absent_blobs_alone() -> None:
    geometry = torch.rand(2, 5, 5) + 0.5
    geometry[:, 4, SIZE] = -8
    surfaces = torch.zeros(2, 5, dtype=torch.bool)
    surfaces[:, 0] = True
    edited = edit_geometry(geometry, surfaces, Config(), torch.Generator().manual_seed(0))
    assert torch.equal(edited[:, [0, 4]], geometry[:, [0, 4]])
    moved = (edited[:, 1:4, X] - geometry[:, 1:4, X]).abs()
    assert 0 < moved.max() <= Config().jitter_xy


def test_styles_are_swapped_within_a_class() -> None:
    styles = torch.arange(2 * 3 * 2, dtype=torch.float32).view(2, 3, 2)
    codes = torch.tensor([[1, 2, 3], [1, 3, 4]])
    swapped = swap_styles(styles, codes, torch.Generator().manual_seed(4))
    allowed = {(0, 0): {(0, 0), (1, 0)}, (0, 2): {(0, 2), (1, 1)}, (1, 1): {(1, 1), (0, 2)}, (0, 1): {(0, 1)}}
    for place, sources in allowed.items():
        assert any(torch.equal(swapped[place], styles[source]) for source in sources)
    changed = [torch.equal(swap_styles(styles, codes, torch.Generator().manual_seed(s)), styles) for s in range(8)]
    assert not all(changed)
