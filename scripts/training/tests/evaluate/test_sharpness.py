"""Energies of gradients and errors by class."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from training.evaluate.sharpness import Sharpness, gradient_energy

SIDE = 64
THINGS: list[dict[str, Any]] = [
    {"id": 3, "class": "back wall", "attributes": {"pattern": "none"}},
    {"id": 1, "class": "floor", "attributes": {"pattern": "tiles"}},
    {"id": 6, "class": "desk", "attributes": {}},
]


def room() -> tuple[torch.Tensor, torch.Tensor]:
    """A striped desk before a wall with a soft shade, a chequered floor below; and its mask at twice the size."""
    mask = torch.full((2 * SIDE, 2 * SIDE), 3, dtype=torch.uint8)
    mask[80:], mask[20:60, 20:60] = 1, 6
    ids = mask[1::2, 1::2]
    y, x = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    picture = (x / SIDE * 0.2).expand(1, 3, SIDE, SIDE).clone()
    picture[:, :, ids == 1] = ((x // 4 + y // 4) % 2).float()[ids == 1]
    picture[:, :, ids == 6] = ((x // 2) % 2).float()[ids == 6] * 0.5
    return picture, mask


def test_energy_is_that_of_the_differences() -> None:
    picture = torch.zeros(1, 3, 4, 4)
    picture[..., 2:, :] = 0.5
    energy = gradient_energy(picture)
    assert energy[1].tolist() == pytest.approx([0.25] * 4) and float(energy.sum()) == pytest.approx(1.0)


def test_a_true_picture_is_as_sharp_as_it_is_and_a_soft_one_less() -> None:
    truth, mask = room()
    same, soft, bumpy = Sharpness(), Sharpness(), Sharpness()
    same.add(truth, truth, mask, THINGS)
    assert same.figures()["sharpness"] == pytest.approx(
        {"things": 1, "plain walls": 1, "classes": pytest.approx({"back wall": 1, "floor": 1, "desk": 1})}
    )
    blurred = torch.nn.functional.avg_pool2d(torch.nn.functional.pad(truth, (2, 2, 2, 2), mode="replicate"), 5, 1)
    soft.add(blurred, truth, mask, THINGS)
    figures = soft.figures()
    assert figures["sharpness"]["things"] < 0.3 and figures["sharpness"]["classes"]["floor"] < 0.5
    # Outlines of the desk are no bumps of the wall.
    assert figures["sharpness"]["plain walls"] == pytest.approx(1, abs=0.15)
    noise = 0.02 * torch.randn(truth.shape, generator=torch.Generator().manual_seed(1))
    bumpy.add(truth + noise, truth, mask, THINGS)
    assert bumpy.figures()["sharpness"]["plain walls"] > 10
    assert bumpy.figures()["sharpness"]["things"] == pytest.approx(1, abs=0.2)


def test_errors_are_told_by_class_over_all_rooms() -> None:
    truth, mask = room()
    sharpness = Sharpness()
    off = truth.clone()
    off[:, :, mask[1::2, 1::2] == 6] += 0.2
    sharpness.add(off, truth, mask, THINGS)
    sharpness.add(truth, truth, mask, THINGS)
    psnr = sharpness.figures()["psnr_by_class"]
    # Half of the desk's pixels are off by 0.2 of 2.
    assert psnr["desk"] == pytest.approx(23.01, abs=0.3) and psnr["floor"] > 30
