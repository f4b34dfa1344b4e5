"""A window's valid part equals the same part of the whole picture."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.crops import MARGIN, Window, draw_window
from training.networks.decoder import Decoder
from training.splat import pyramid


@pytest.fixture(scope="module")
def drawn() -> dict:
    torch.manual_seed(0)
    decoder = Decoder(256, 1, 6, 6, local_order=1).double()
    levels = pyramid(torch.rand(1, 256, 256, 3, dtype=torch.float64).softmax(-1))
    places = {side: torch.randn(1, side, side, 6, dtype=torch.float64) for side in (16, 32, 64)}
    for module in decoder.locals.values():
        torch.nn.init.normal_(module.weight)
    features, styles = torch.randn(2, 1, 3, 6, dtype=torch.float64)
    with torch.no_grad():
        whole = decoder(levels, features, styles, places=places)
    return {"decoder": decoder, "places": places, "levels": levels, "features": features, "styles": styles, "whole": whole}


@pytest.mark.parametrize(
    "window",
    [Window(16, 4, 0, 10), Window(32, 8, 8, 16), Window(64, 10, 20, 32), Window(64, 0, 32, 32), Window(128, 0, 40, 64)],
)
def test_the_valid_part_is_exact(drawn: dict, window: Window) -> None:
    with torch.no_grad():
        part = drawn["decoder"](drawn["levels"], drawn["features"], drawn["styles"], window=window, places=drawn["places"])
    rows, columns = window.scaled(256)
    difference = (part - drawn["whole"][:, :, rows, columns]).abs()
    valid = window.valid(256, part.device).bool().expand_as(difference)
    assert difference[valid].max() < 1e-9
    assert difference[~valid].max() > 1e-6
    assert valid.double().mean() > 0.2


def test_windows_reach_every_pixel() -> None:
    generator = np.random.default_rng(0)
    seen = torch.zeros(64, 64)
    for _ in range(400):
        window = draw_window(generator, 64, 32)
        rows, columns = window.scaled(64)
        seen[rows, columns] += window.valid(64, seen.device)[0, 0]
    assert seen.min() > 0
    assert MARGIN < 16
