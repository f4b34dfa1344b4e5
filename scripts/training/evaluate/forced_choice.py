"""
A two-way forced choice between drawn and true pictures: a small network sees the same window of both and says which is the true
one. It learns from one half of the rooms and is asked about the other; 50 % right is a perfect painter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape

WINDOW = 128
STEPS, BATCH, RATE = 240, 8, 2e-3
# Rooms, half of which are held out.
LEAST_ROOMS, MOST_ROOMS = 8, 200
CHANNELS = (3, 16, 32, 48)


def judge_network() -> nn.Module:
    """Windows [B, 3, W, W] -> how true they look [B, 1]; strided convolutions and a mean over places."""
    layers: list[nn.Module] = []
    for at, (before, after) in enumerate(pairwise(CHANNELS)):
        layers += [nn.Conv2d(before, after, 3, 2 if at else 1, 1), nn.GroupNorm(4, after), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(CHANNELS[-1], 1))


def windows_of(pictures: Tensor, corners: Sequence[tuple[int, int]], window: int) -> Tensor:
    """The window at each picture's corner: [B, 3, R, R] -> [B, 3, window, window]."""
    return torch.stack([p[:, y : y + window, x : x + window] for p, (y, x) in zip(pictures, corners, strict=True)])


def forced_choice(drawn: Tensor, true: Tensor, steps: int = STEPS) -> dict[str, Any]:
    """
    Pictures [N, 3, R, R] of the same rooms in [-1, 1] -> accuracy: share of the held-out windows at which the network knows the true
    one; windows: how many they are. Accuracy is None with too few rooms.
    """
    assert_shape(drawn, "N 3 H W", "drawn")
    drawn, true = drawn[:MOST_ROOMS].clamp(-1, 1), true[:MOST_ROOMS]
    if len(drawn) < LEAST_ROOMS:
        return {"accuracy": None, "windows": 0}
    side = drawn.shape[-1]
    window = min(WINDOW, side)
    known = torch.arange(0, len(drawn), 2)
    generator = torch.Generator().manual_seed(11)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        network = judge_network()
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    for _ in range(steps):
        chosen = known[torch.randint(len(known), (BATCH,), generator=generator)]
        corners = [(y, x) for y, x in torch.randint(side - window + 1, (BATCH, 2), generator=generator).tolist()]
        both = torch.cat([windows_of(pictures[chosen], corners, window) for pictures in (true, drawn)])
        if torch.rand((), generator=generator) < 0.5:
            both = both.flip(-1)
        truth, made = network(both).chunk(2)
        optimiser.zero_grad()
        F.softplus(made - truth).mean().backward()
        optimiser.step()
    starts = range(0, side - window + 1, window)
    right = torch.cat([_right(network, drawn[1::2], true[1::2], (y, x), window) for y in starts for x in starts])
    return {"accuracy": float(right.float().mean()), "windows": len(right)}


@torch.no_grad()
def _right(network: nn.Module, drawn: Tensor, true: Tensor, corner: tuple[int, int], window: int) -> Tensor:
    """[N]: whether the true window at a corner looks truer; a window at a time, in little memory."""
    corners = [corner]
    return torch.cat(
        [
            network(windows_of(t[None], corners, window)) > network(windows_of(d[None], corners, window))
            for d, t in zip(drawn, true, strict=True)
        ]
    )
