"""Pairs of slots whose things overlap in hardly any true layout."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ..data.attributes import SURFACES
from ..data.layouts import SIZE, X, Y, covariances
from ..networks.overlap import ALLOWED_OVERLAP, overlap_shares
from .codes import SlotData

# Largest share of the rooms with both things in which they overlap.
MAX_OVERLAP_RATE = 0.01
# Fewer rooms with both things are too few to tell.
MIN_ROOMS = 40
CHUNK = 2048


def find_disjoint_pairs(data: SlotData, slots: Sequence[str], ab_norm: float) -> Tensor:
    """Pairs [P, 2] of slots that are both present in enough rooms and overlap in hardly any. Walls and floors are in no pair."""
    things = torch.tensor([at for at, slot in enumerate(slots) if slot not in SURFACES], dtype=torch.long)
    pairs = things[torch.triu_indices(len(things), len(things), 1)].T
    together, overlapping = torch.zeros(len(pairs)), torch.zeros(len(pairs))
    for present, geometry in zip(data.present.split(CHUNK), data.geometry.split(CHUNK), strict=True):
        both = present[:, pairs[:, 0]] & present[:, pairs[:, 1]]
        shares = overlap_shares(geometry[..., X], geometry[..., Y], geometry[..., SIZE], covariances(geometry, ab_norm), pairs)
        together += both.sum(0)
        overlapping += (both & (shares > ALLOWED_OVERLAP)).sum(0)
    return pairs[(together >= MIN_ROOMS) & (overlapping <= MAX_OVERLAP_RATE * together)]
