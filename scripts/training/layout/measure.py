"""How far sampled layouts are from true ones: a small classifier, and simple statistics."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape
from .codes import SlotData
from .embedding import LayoutEmbedding

CHECK_EVERY = 50


@torch.enable_grad()
def separability(
    true: Tensor,
    sampled: Tensor,
    held_true: Tensor,
    held_sampled: Tensor,
    *,
    steps: int = 1000,
    noise: Callable[[Tensor], Tensor] | None = None,
    seed: int = 0,
) -> float:
    """
    Share of held-out rows [N, D] that a small network tells apart, trained on `true` and `sampled`: 0.5 when it cannot,
    1.0 when always. One half of the held-out rows says when to stop, the other half gives the share. `noise` is added to
    whatever the network sees.
    """
    assert_shape(true, "N D", "true")
    assert_shape(sampled, "M D", "sampled", D=true.shape[1])
    torch.manual_seed(seed)
    add_noise = noise or (lambda rows: rows)
    model = nn.Sequential(
        nn.Linear(true.shape[1], 256), nn.LeakyReLU(0.2), nn.Dropout(0.3), nn.Linear(256, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1)
    )  # fmt: skip
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05, fused=True)
    generator = torch.Generator().manual_seed(seed)
    order = [torch.randperm(len(rows), generator=generator) for rows in (held_true, held_sampled)]
    halves = [rows[at].chunk(2) for rows, at in zip((held_true, held_sampled), order, strict=True)]

    @torch.no_grad()
    def share(half: int) -> float:
        model.eval()
        right = [(sign * model(add_noise(rows[half])) > 0).float().mean() for sign, rows in zip((1, -1), halves, strict=True)]
        model.train()
        return float(sum(right)) / 2

    best, result = 0.0, 0.5
    for step in range(steps):
        rows = [add_noise(rows[torch.randint(len(rows), (128,), generator=generator)]) for rows in (true, sampled)]
        loss = F.softplus(-model(rows[0])).mean() + F.softplus(model(rows[1])).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if (step + 1) % CHECK_EVERY == 0 and (now := share(0)) > best:
            best, result = now, share(1)
    return result


def presence_error(true: Tensor, sampled: Tensor) -> float:
    """Mean over the slots of the difference in how often they are present, from presence [N, S]."""
    return float((true.float().mean(0) - sampled.float().mean(0)).abs().mean())


def pair_error(true: Tensor, sampled: Tensor) -> float:
    """Mean over the pairs of slots of the difference in how often both are present, from presence [N, S]."""

    def together(present: Tensor) -> Tensor:
        rows = present.float()
        return rows.T @ rows / len(rows)

    return float((together(true) - together(sampled)).abs().mean())


def compare_layouts(
    embedding: LayoutEmbedding,
    train: SlotData,
    sampled: SlotData,
    held_out: SlotData,
    held_out_sampled: SlotData,
    generator: torch.Generator,
    steps: int = 1000,
) -> dict[str, float]:
    """
    separability: how well a classifier tells sampled from true layouts, with every number known to its tolerance
    (embedding.py); separability_exact: with every digit; presence_error, pair_error. The classifier learns from the training
    rooms and as many samples.
    """
    every = (train, sampled, held_out, held_out_sampled)
    rows = [embedding.embed(embedding.codes.encode(data)) for data in every]
    return {
        "separability": separability(*rows, steps=steps, noise=lambda row: embedding.add_tolerance_noise(row, generator)),
        "separability_exact": separability(*rows, steps=steps),
        "presence_error": presence_error(train.present, sampled.present),
        "pair_error": pair_error(train.present, sampled.present),
    }
