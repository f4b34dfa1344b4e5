"""Random layouts in slots."""

from __future__ import annotations

import numpy as np
import torch

from training.data.layouts import ANGLE, ASPECT, SIZE, X, absent_geometry
from training.layout.codes import SlotData
from training.networks.ops import pixel_norm


def made_up(count: int = 200, slots: int = 3, df: int = 6, ds: int = 5) -> SlotData:
    """Random layouts; slot 0 is always present."""
    generator = torch.Generator().manual_seed(0)

    def draw(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=generator)

    present = draw(count, slots) < 0.6
    present[:, 0] = True
    geometry = draw(count, slots, 5) * 0.8 + 0.1
    geometry[..., SIZE] = torch.where(present, geometry[..., SIZE] * 20, -8.0)
    geometry[..., ASPECT] = geometry[..., ASPECT] * 3 + 1
    geometry[..., ANGLE] = geometry[..., ANGLE] * 3 - 1.5
    vectors = [pixel_norm(torch.randn(count, slots + 1, d, generator=generator)) for d in (df, ds)]
    return SlotData(present, geometry, *vectors)


def placed(*xs: float) -> np.ndarray:
    """Round things of one size at these places, [M, 5]."""
    geometry = np.tile(absent_geometry(), (len(xs), 1))
    geometry[:, X], geometry[:, SIZE] = xs, 2.0
    return geometry
