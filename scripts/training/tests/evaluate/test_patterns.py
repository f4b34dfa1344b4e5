"""Spectra of patterned surfaces."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from training.evaluate.patterns import Patterns, agreement, correlation, spectrum, window_places

SIDE, WINDOW = 128, 16
NAMES = ("stripes", "tiles", "brick", "planks")


def picture_of(name: str, seed: int, contrast: float = 0.5) -> torch.Tensor:
    """[1, 3, SIDE, SIDE] of a pattern that begins anywhere, in a light that falls off."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] + np.random.default_rng(seed).integers(0, 50)
    values = {
        "stripes": np.sin(x * 2 * np.pi / 8), "tiles": np.sign(np.sin(x * np.pi / 5) * np.sin(y * np.pi / 5)),
        "brick": np.sin(y * 2 * np.pi / 5), "planks": np.sin((x + y) * 2 * np.pi / 4),
    }[name]  # fmt: skip
    shade = 0.3 * (x / SIDE - 0.5)
    return torch.from_numpy(contrast * values + shade).float().expand(1, 3, SIDE, SIDE) * 0.5


def line_of(name: str) -> list[dict[str, Any]]:
    return [{"id": 1, "class": "floor", "attributes": {"pattern": name}}]


MASK = torch.ones(SIDE, SIDE, dtype=torch.uint8)


def rooms(draw: Any, count: int = 3) -> Patterns:
    """Rooms of every pattern; `draw` makes the drawn picture of a pattern and a seed."""
    patterns = Patterns()
    for seed in range(count):
        for name in NAMES:
            patterns.add(draw(name, seed), picture_of(name, seed), MASK, line_of(name))
    return patterns


def test_spectra_know_the_pattern_and_not_where_it_begins_nor_the_shade() -> None:
    places = window_places(torch.ones(SIDE, SIDE, dtype=torch.bool), WINDOW)
    assert len(places) == 15 * 15
    one, moved, other = (spectrum(picture_of(*which), places, WINDOW) for which in (("stripes", 1), ("stripes", 2), ("tiles", 1)))
    assert agreement(one, moved) > 0.98 > 0.5 > agreement(one, other)
    assert agreement(one, 0.2 * one) < 0.5 and correlation(one, 0.2 * one) == pytest.approx(1)
    assert correlation(one, np.ones_like(one)) == 0
    plain = torch.from_numpy(np.mgrid[0:SIDE, 0:SIDE][1] / SIDE).float().expand(1, 3, SIDE, SIDE)
    assert spectrum(plain, places, WINDOW).max() < 1e-4


def test_patterns_are_seen_where_they_are_drawn() -> None:
    figures = rooms(lambda name, seed: picture_of(name, seed + 10)).figures()
    assert figures["surfaces"] == 12 and figures["seen"] == 1 and figures["correlation"] > 0.98
    # Plain paint, a pattern that is hardly there, and the wrong one.
    for draw in (
        lambda name, seed: picture_of(name, seed, 0.0),
        lambda name, seed: picture_of(name, seed, 0.05),
        lambda name, seed: picture_of(NAMES[NAMES.index(name) - 1], seed),
    ):
        assert rooms(draw).figures()["seen"] <= 0.1
    half = rooms(lambda name, seed: picture_of(name, seed, 0.5 if name in ("stripes", "brick") else 0.0)).figures()
    assert half["patterns"] == {"stripes": 1, "brick": 1, "tiles": 0, "planks": 0} and half["seen"] == 0.5


def test_surfaces_that_are_plain_or_hardly_seen_are_left_out() -> None:
    patterns = Patterns()
    picture = picture_of("stripes", 1)
    patterns.add(picture, picture, MASK, line_of("none"))
    narrow = torch.zeros(SIDE, SIDE, dtype=torch.uint8)
    narrow[:10] = 1
    patterns.add(picture, picture, narrow, line_of("stripes"))
    assert patterns.figures() == {"surfaces": 0, "threshold": None, "seen": None}
    few = rooms(picture_of, 1)
    few.surfaces = few.surfaces[:3]
    assert few.figures()["seen"] is None and few.figures()["correlation"] == pytest.approx(1)
