"""Exponential moving average of a module's parameters."""

from __future__ import annotations

import copy

import torch
from torch import nn


def ema_copy(module: nn.Module) -> nn.Module:
    """A copy that is never trained."""
    return copy.deepcopy(module).eval().requires_grad_(False)


def ema_decay(images: int, step: int, half_life: float) -> float:
    """Decay of a step of `images` images; shorter while there is little to remember."""
    return min(0.5 ** (images / half_life), (step + 1) / (step + 10))


@torch.no_grad()
def ema_update(average: nn.Module, module: nn.Module, decay: float) -> None:
    """average = decay * average + (1 - decay) * module; buffers are copied."""
    targets, sources = list(average.parameters()), list(module.parameters())
    torch._foreach_lerp_(targets, sources, 1 - decay)
    for target, source in zip(average.buffers(), module.buffers()):
        target.copy_(source)
