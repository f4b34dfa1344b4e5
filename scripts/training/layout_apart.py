"""Which slots lie over each other in hardly any true layout, found in the rooms."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from .data.attributes import SURFACES
from .data.layouts import SIZE, X, Y
from .layout_codes import SlotData
from .model import covariances
from .networks.apart import ALLOWED, overlap

# Of the rooms with both.
MOST_OVERLAPS = 0.01
# Of fewer rooms nothing can be said.
LEAST_ROOMS = 40
CHUNK = 2048


def slots_apart(data: SlotData, slots: Sequence[str], ab_norm: float) -> Tensor:
    """Pairs [P, 2] of slots that are together in enough of the rooms, and over each other in hardly any. Walls and floors are in none."""
    things = torch.tensor([at for at, slot in enumerate(slots) if slot not in SURFACES], dtype=torch.long)
    pairs = things[torch.triu_indices(len(things), len(things), 1)].T
    together, over = torch.zeros(len(pairs)), torch.zeros(len(pairs))
    for present, geometry in zip(data.present.split(CHUNK), data.geometry.split(CHUNK)):
        both = present[:, pairs[:, 0]] & present[:, pairs[:, 1]]
        shares = overlap(geometry[..., X], geometry[..., Y], geometry[..., SIZE], covariances(geometry, ab_norm), pairs)
        together += both.sum(0)
        over += (both & (shares > ALLOWED)).sum(0)
    return pairs[(together >= LEAST_ROOMS) & (over <= MOST_OVERLAPS * together)]
