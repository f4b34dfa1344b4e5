"""Sample sheets: rows of pictures as a PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .networks import Decoder, FlowNetwork, LayoutNetwork
from .splat import places_of, pyramid, splat

LEAST_SIDE = 128


def to_bytes(pictures: Tensor) -> np.ndarray:
    """[B, 3, H, W] in [-1, 1] -> uint8 [B, H, W, 3]."""
    scaled = ((pictures.float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return scaled.permute(0, 2, 3, 1).cpu().numpy()


def write_sheet(path: Path, rows: Sequence[Tensor]) -> None:
    """Rows of equally many pictures [B, 3, H, W]; small ones are enlarged by whole factors."""
    array = np.stack([to_bytes(row) for row in rows])
    r, c, h, w, _ = array.shape
    grid = array.transpose(0, 2, 1, 3, 4).reshape(r * h, c * w, 3)
    factor = max(1, LEAST_SIDE // h)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grid).resize((c * w * factor, r * h * factor), Image.Resampling.NEAREST).save(path)


@torch.no_grad()
def scene_sheet(path: Path, decoder: Decoder, network: LayoutNetwork | FlowNetwork, mean_latent: Tensor, scenes: int = 32) -> None:
    """Sampled scenes: four rows at truncation 0, one at 0.3 (the same seeds as the first row)."""
    z = torch.randn(scenes, network.noise_dim, generator=torch.Generator().manual_seed(1))
    per_row = scenes // 4

    def draw(chosen: Tensor, truncation: float) -> Tensor:
        layout = network(chosen, truncation, mean_latent)
        scores = splat(layout.xs, layout.ys, layout.covs, layout.sizes, decoder.resolution)
        levels = pyramid(scores, decoder.size_in)
        places = places_of(layout, levels, decoder.local_sides, decoder.local_order)
        return decoder(levels, layout.features, layout.styles, places=places)

    rows = [draw(z[first : first + per_row], 0.0) for first in range(0, scenes, per_row)]
    write_sheet(path, [*rows, draw(z[:per_row], 0.3)])
