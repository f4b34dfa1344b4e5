"""
Whether the patterns of surfaces can be seen: local spectra of drawn surfaces against those of the true ones.

A spectrum is the mean over windows of the amplitudes of what is left of the brightness when its even shading is taken away, so it
knows the pattern's scale, direction and contrast, and not where it begins. Two spectra agree by Lin's concordance, a correlation
that also asks for the same contrast. A pattern can be seen when its spectrum agrees with the true one better than all but 5 of 100
pairs of true surfaces do that have different patterns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from ..data.attributes import SURFACES
from ..shapes import assert_shape
from .details import PATTERNED_SURFACE, has_motif, kinds_of_detail
from .scenes import at_side

# Windows across a picture, and how many a surface must have.
WINDOWS, LEAST_WINDOWS = 8, 4
# Of pairs of different patterns, the share that agrees less than what can be seen.
SHUFFLED_SHARE = 0.95
# Pairs that a threshold must rest on.
LEAST_PAIRS = 20


@dataclass
class SeenSurface:
    """A patterned surface: what it has, and its spectra as drawn and as rendered [F]."""

    pattern: str
    drawn: np.ndarray
    true: np.ndarray


def window_places(inside: Tensor, window: int) -> list[tuple[int, int]]:
    """Rows and columns of the corners of windows that lie wholly inside [R, R], half a window apart."""
    ends = range(0, inside.shape[0] - window + 1, window // 2)
    return [(row, column) for row in ends for column in ends if inside[row : row + window, column : column + window].all()]


def spectrum(picture: Tensor, places: Sequence[tuple[int, int]], window: int) -> np.ndarray:
    """Mean amplitudes [F] of windows of a picture [1, 3, R, R], without their even shading."""
    assert_shape(picture, "1 3 H W", "picture")
    brightness = picture[0].mean(0).double().numpy()
    steps = np.linspace(-1, 1, window)
    plane = np.stack([np.ones((window, window)), *np.meshgrid(steps, steps)]).reshape(3, -1).T
    # Of each column of the plane what the others have not.
    basis, _ = np.linalg.qr(plane)
    taper = np.outer(np.hanning(window), np.hanning(window))
    total = np.zeros((window, window // 2 + 1))
    for row, column in places:
        values = brightness[row : row + window, column : column + window].ravel()
        left = (values - basis @ (basis.T @ values)).reshape(window, window)
        total += np.abs(np.fft.rfft2(left * taper))
    return (total / len(places)).ravel()[1:]


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Pearson's; 0 where one of them is even."""
    a, b = one - one.mean(), other - other.mean()
    return float((a * b).sum() / max(1e-12, float(np.sqrt((a**2).sum() * (b**2).sum()))))


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Lin's concordance correlation: 1 of equal spectra, low also where one is much fainter."""
    a, b = one - one.mean(), other - other.mean()
    apart = len(one) * float(one.mean() - other.mean()) ** 2
    return float(2 * (a * b).sum() / max(1e-12, float((a**2).sum() + (b**2).sum() + apart)))


class Patterns:
    """The patterned surfaces of rooms."""

    def __init__(self) -> None:
        self.surfaces: list[SeenSurface] = []

    def add(self, drawn: Tensor, truth: Tensor, mask: Tensor, things: Sequence[Mapping[str, Any]]) -> None:
        """A room, as of sharpness.Sharpness.add."""
        side = truth.shape[-1]
        window = max(8, side // WINDOWS)
        inside = at_side(kinds_of_detail(mask, things), side) == PATTERNED_SURFACE
        ids = at_side(mask, side)
        for thing in things:
            if thing["class"] not in SURFACES or not has_motif(thing):
                continue
            places = window_places(inside & (ids == thing["id"]), window)
            if len(places) >= LEAST_WINDOWS:
                spectra = (spectrum(picture, places, window) for picture in (drawn.clamp(-1, 1), truth))
                self.surfaces.append(SeenSurface(str(thing["attributes"]["pattern"]), *spectra))

    def threshold(self) -> float | None:
        """The agreement above which a pattern can be seen; None where there are too few different patterns."""
        pairs = [
            agreement(one.true, other.true)
            for at, one in enumerate(self.surfaces)
            for other in self.surfaces[:at]
            if one.pattern != other.pattern and one.true.shape == other.true.shape
        ]
        return float(np.quantile(pairs, SHUFFLED_SHARE)) if len(pairs) >= LEAST_PAIRS else None

    def figures(self) -> dict[str, Any]:
        """
        correlation: mean over surfaces of that of the spectra; agreement: the same of Lin's; seen: share of the surfaces whose pattern
        can be seen, by pattern too, and the threshold of agreement for it.
        """
        threshold = self.threshold()
        agreements = [agreement(one.drawn, one.true) for one in self.surfaces]
        result: dict[str, Any] = {"surfaces": len(self.surfaces), "threshold": threshold, "seen": None}
        if self.surfaces:
            result["correlation"] = float(np.mean([correlation(one.drawn, one.true) for one in self.surfaces]))
            result["agreement"] = float(np.mean(agreements))
        if threshold is not None:
            seen = [value > threshold for value in agreements]
            result["seen"] = float(np.mean(seen))
            names = sorted({one.pattern for one in self.surfaces})
            result["patterns"] = {
                name: float(np.mean([yes for yes, one in zip(seen, self.surfaces, strict=True) if one.pattern == name])) for name in names
            }
        return result
