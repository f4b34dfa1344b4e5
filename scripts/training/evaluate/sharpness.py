"""How sharp drawn pictures are, and how near to true ones by class: energy of gradients over the true picture's, and PSNR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from ..data.attributes import SURFACES
from ..shapes import assert_shape
from .details import PLAIN_SURFACE, Tally, erode, kinds_of_detail
from .scenes import at_side

# What all things are together, and the insides of walls without a pattern, where gradients are bumps.
THINGS, PLAIN_WALLS = "things", "plain walls"
# What of a wall is so far from everything else that its soft outlines do not reach there (12 px of 256).
MARGIN = 12 / 256


def gradient_energy(picture: Tensor) -> Tensor:
    """Squared differences to the right and downwards, means over channels: [1, 3, R, R] -> [R, R]; 0 at the last column and row."""
    assert_shape(picture, "1 3 H W", "picture")
    energy = torch.zeros(picture.shape[-2:])
    energy[:, :-1] += picture.diff(dim=-1).square().mean(1)[0]
    energy[:-1] += picture.diff(dim=-2).square().mean(1)[0]
    return energy


class Sharpness:
    """Energies and errors of rooms, added up by class."""

    def __init__(self) -> None:
        self.energies: dict[str, list[float]] = {}
        self.errors = Tally()

    def add(self, drawn: Tensor, truth: Tensor, mask: Tensor, things: Sequence[Mapping[str, Any]]) -> None:
        """A room: pictures [1, 3, R, R] in [-1, 1], the mask of ids at the size of the render, and the things of its line."""
        drawn, side = drawn.clamp(-1, 1), drawn.shape[-1]
        energies = [gradient_energy(picture) for picture in (drawn, truth)]
        error = (drawn - truth).square().mean(1)[0]
        ids, inside = at_side(mask, side), at_side(kinds_of_detail(mask, things), side) == PLAIN_SURFACE
        for thing in things:
            name = str(thing["class"])
            own = ids == thing["id"]
            names = [name] if name in SURFACES else [name, THINGS]
            self.errors.add(name, own, error)
            for part in names:
                self._add_energies(part, own, energies)
            if name.endswith("wall"):
                reach = 2 * round(MARGIN * side) + 1
                self._add_energies(PLAIN_WALLS, erode((own & inside).float(), reach) > 0, energies)

    def _add_energies(self, name: str, cells: Tensor, energies: Sequence[Tensor]) -> None:
        sums = self.energies.setdefault(name, [0.0, 0.0])
        for at, energy in enumerate(energies):
            sums[at] += float(energy[cells].sum())

    def figures(self) -> dict[str, Any]:
        """
        sharpness: energy of gradients of the drawn pictures over that of the true ones, of things, of plain walls (more than 1 are
        bumps) and by class; psnr_by_class: in dB.
        """
        ratios = {name: drawn / true for name, (drawn, true) in self.energies.items() if true > 0}
        whole = {name: ratios.pop(name) for name in (THINGS, PLAIN_WALLS) if name in ratios}
        psnr = {name: part.psnr for name, part in self.errors.parts.items() if part.pixels > 0}
        return {"sharpness": {**whole, "classes": ratios}, "psnr_by_class": psnr}
