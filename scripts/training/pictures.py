"""Pictures: bytes and numbers, and sheets of them as a PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .shapes import assert_shape

# Smaller pictures are enlarged on a sheet.
MIN_SIDE = 128


def to_unit_range(pictures: Tensor) -> Tensor:
    """uint8 -> float32 in [-1, 1]."""
    return pictures.float() / 127.5 - 1


def to_bytes(pictures: Tensor) -> np.ndarray:
    """[B, 3, H, W] in [-1, 1] -> uint8 [B, H, W, 3]."""
    assert_shape(pictures, "B 3 H W", "pictures")
    scaled = ((pictures.float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return scaled.permute(0, 2, 3, 1).cpu().numpy()


def write_sheet(path: Path, rows: Sequence[Tensor]) -> None:
    """Rows of equally many pictures [B, 3, H, W]; small ones are enlarged by whole factors."""
    array = np.stack([to_bytes(row) for row in rows])
    r, c, h, w, _ = array.shape
    grid = array.transpose(0, 2, 1, 3, 4).reshape(r * h, c * w, 3)
    factor = max(1, MIN_SIDE // h)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grid).resize((c * w * factor, r * h * factor), Image.Resampling.NEAREST).save(path)
