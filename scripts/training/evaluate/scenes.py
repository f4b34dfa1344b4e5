"""True rooms as scenes: their ellipses, and the vectors of the decoder's attribute encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..checkpoint import attribute_encoder_of, read_checkpoint
from ..data.attributes import AttributeReader
from ..data.layouts import geometry_of, present_things
from ..pictures import to_unit_range
from .drawing import Scene


class SceneEncoder:
    """The attribute encoder of a checkpoint (a stripped one suffices)."""

    def __init__(self, checkpoint: Path) -> None:
        config, self.schema, self.encoder = attribute_encoder_of(read_checkpoint(checkpoint), checkpoint)
        self.ab_norm = config.ab_norm
        self.reader = AttributeReader(self.schema)

    @torch.no_grad()
    def scene(self, room: Mapping[str, Any], size: int) -> tuple[Scene, dict[int, int]]:
        """A room's scene, and the blob of each thing by its id in masks.bin."""
        things = present_things(room, size)
        read = [self.reader.read(thing, room) for thing in [None, *things]]
        codes = torch.from_numpy(np.stack([codes for codes, _ in read]).astype(np.int64))[None]
        numbers = torch.from_numpy(self.reader.normalise(np.stack([numbers for _, numbers in read])))[None]
        features, styles = self.encoder(codes, numbers, torch.zeros(1))
        geometry = torch.from_numpy(np.stack([geometry_of(thing, self.ab_norm) for thing in things]))
        return Scene(geometry, features[0], styles[0]), {int(thing["id"]): at for at, thing in enumerate(things)}


def pictures(file: Path, size: int, at: int) -> np.ndarray:
    """Picture `at` of a file of uint8 [n, size, size, 3]."""
    return np.memmap(file, np.uint8, "r").reshape(-1, size, size, 3)[at]


def masks(file: Path, size: int, at: int) -> np.ndarray:
    """Mask `at` of a file of uint8 [n, size, size]."""
    return np.memmap(file, np.uint8, "r").reshape(-1, size, size)[at]


def unit_picture(picture: np.ndarray, side: int) -> Tensor:
    """uint8 [S, S, 3] -> [1, 3, side, side] in [-1, 1], by area averages."""
    tensor = to_unit_range(torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None])
    return torch.nn.functional.avg_pool2d(tensor, picture.shape[0] // side)


def coverage_mask(mask: np.ndarray, ids: list[int], side: int) -> Tensor:
    """[side, side]: the cells that are at least half covered by these ids."""
    inside = torch.from_numpy(np.isin(mask, ids).astype(np.float32))[None, None]
    return torch.nn.functional.avg_pool2d(inside, mask.shape[0] // side)[0, 0] >= 0.5


def at_side(values: Tensor, side: int) -> Tensor:
    """[H, H] -> [side, side]: the values at the cells' centres."""
    step = values.shape[0] // side
    return values[step // 2 :: step, step // 2 :: step]
