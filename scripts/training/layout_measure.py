"""How far sampled layouts are from true ones: a small classifier, and simple statistics."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@torch.enable_grad()
def separability(true: Tensor, sampled: Tensor, *, steps: int = 400, seed: int = 0) -> float:
    """
    Share of held-out codes [N, T, D] that a small network tells apart, trained on the other half of both sets: 0.5
    when it cannot, 1.0 when always.
    """
    torch.manual_seed(seed)
    count = min(len(true), len(sampled))
    order = torch.randperm(count)
    inputs = torch.cat([true[:count][order].flatten(1), sampled[:count][order].flatten(1)])
    labels = torch.cat([torch.ones(count), torch.zeros(count)])
    half = count // 2
    train = torch.cat([torch.arange(half), count + torch.arange(half)])
    rest = torch.cat([torch.arange(half, count), count + torch.arange(half, count)])
    model = nn.Sequential(
        nn.Linear(inputs.shape[1], 256), nn.LeakyReLU(0.2), nn.Dropout(0.3), nn.Linear(256, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1)
    )
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
    for _ in range(steps):
        chosen = train[torch.randint(len(train), (128,))]
        loss = F.binary_cross_entropy_with_logits(model(inputs[chosen])[:, 0], labels[chosen])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    model.eval()
    with torch.no_grad():
        return float(((model(inputs[rest])[:, 0] > 0) == labels[rest].bool()).float().mean())


def presence_error(true: Tensor, sampled: Tensor) -> float:
    """Mean over the slots of the difference in how often they are there, from presence [N, S]."""
    return float((true.float().mean(0) - sampled.float().mean(0)).abs().mean())


def pair_error(true: Tensor, sampled: Tensor) -> float:
    """The same for every pair of slots being there together."""

    def together(present: Tensor) -> Tensor:
        there = present.float()
        return there.T @ there / len(there)

    return float((together(true) - together(sampled)).abs().mean())
