"""The valid part of a window equals the same part of the whole picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from training.networks.decoder import Decoder
from training.splat import Frames, pyramid
from training.windows import JITTER, Windows, sample_windows


@pytest.fixture(scope="module")
def drawn() -> dict[str, Any]:
    torch.manual_seed(0)
    decoder = Decoder(256, 1, 6, 6, local_order=1, map_cells=5, map_channels=3, with_waves=True).double()
    levels = pyramid(torch.rand(2, 256, 256, 3, dtype=torch.float64).softmax(-1))
    places = {side: torch.randn(2, side, side, 6, dtype=torch.float64) for side in (16, 32, 64)}
    for name, parameter in decoder.named_parameters():
        if name.startswith(("locals.", "maps.", "waves.weight")):
            torch.nn.init.normal_(parameter)
    axes = {side: tuple(torch.randn(2, 2, 2, side, dtype=torch.float64)) for side in decoder.frame_sides}
    frames = Frames(axes, torch.rand(2, 2, dtype=torch.float64))
    features, styles = torch.randn(2, 2, 3, 6, dtype=torch.float64)
    with torch.no_grad():
        whole = decoder(levels, features, styles, coordinates=places, frames=frames)
    return {
        "decoder": decoder,
        "places": {"coordinates": places, "frames": frames},
        "levels": levels,
        "features": features,
        "styles": styles,
        "whole": whole,
    }


@pytest.mark.parametrize(
    ("cut", "extent", "corners"),
    [
        (16, 10, [[0, 4, 0], [1, 6, 6]]),
        (32, 16, [[0, 8, 8]]),
        (64, 32, [[1, 10, 20], [0, 0, 32], [1, 31, 0]]),
        (128, 64, [[1, 0, 40]]),
    ],
)
def test_the_valid_part_is_exact(drawn: dict[str, Any], cut: int, extent: int, corners: list[list[int]]) -> None:
    windows = Windows(cut, extent, torch.tensor(corners))
    with torch.no_grad():
        part = drawn["decoder"](drawn["levels"], drawn["features"], drawn["styles"], windows=windows, **drawn["places"])
    factor, side = 256 // cut, extent * 256 // cut
    assert part.shape == (len(corners), 3, side, side)
    whole = torch.stack(
        [drawn["whole"][b, :, t * factor : t * factor + side, left * factor : left * factor + side] for b, t, left in corners]
    )
    assert torch.equal(windows.crop_maps(drawn["whole"]), whole)
    difference = (part - whole).abs()
    valid = windows.valid_mask(256).bool().expand_as(difference)
    assert difference[valid].max() < 1e-9
    assert difference[~valid].max() > 1e-6
    assert valid.double().mean() > 0.2


def test_windows_reach_every_pixel() -> None:
    generator, nothing = np.random.default_rng(0), np.zeros((1, 0, 5), np.float32)
    windows = Windows(64, 22, torch.from_numpy(sample_windows(generator, nothing, 1000, 64, 22)))
    seen = torch.zeros(64, 64)
    for (_, top, left), valid in zip(windows.corners.tolist(), windows.valid_mask(64), strict=True):
        seen[top : top + 22, left : left + 22] += valid[0]
    assert seen.min() > 0


def test_every_other_window_is_about_a_small_thing() -> None:
    # A small blob, one with half its weight, one outside of the picture, an absent one; geometry is x, y, size, aspect, angle.
    blobs = np.array([[[0.3, 0.6, 0.1, 1, 0], [0.7, 0.4, 10, 1, 0], [1.2, 0.5, 1, 1, 0], [0.5, 0.5, -5, 1, 0]]], np.float32)
    corners = sample_windows(np.random.default_rng(1), blobs, 600, 64, 22)
    middles = (corners[0::2, 1:] + 11) / 64
    off = np.abs(middles[:, None] - np.array([[0.6, 0.3], [0.4, 0.7]])[None]).max(2)
    reach = (JITTER + 0.5) / 64
    assert (off.min(1) <= reach).all()
    assert 0.6 < (off[:, 0] <= reach).mean() < 0.73
    anywhere = corners[1::2, 1:]
    assert anywhere.min() == 0 and anywhere.max() == 42
    assert (np.abs((anywhere + 11) / 64 - np.array([0.6, 0.3])).max(1) <= reach).mean() < 0.2
