"""Exponential moving average of a module's parameters."""

from __future__ import annotations

import copy
from typing import TypeVar

import torch
from torch import Tensor, nn

Module = TypeVar("Module", bound=nn.Module)


def ema_copy(module: Module) -> Module:
    """A copy that is never trained."""
    return copy.deepcopy(module).eval().requires_grad_(False)


def decay_of_half_life(images: int, half_life: float) -> float:
    """Decay of a step of `images` images with which the average forgets half in `half_life` images."""
    return 0.5 ** (images / half_life)


def warmed_up(decay: float, step: int, steps: int) -> float:
    """The decay at `step`: at first (step + 1) / (step + steps), so that the untrained start is forgotten."""
    return min(decay, (step + 1) / (step + steps))


@torch.no_grad()
def ema_update(average: nn.Module, module: nn.Module, decay: float) -> None:
    """average = decay * average + (1 - decay) * module; buffers are copied."""
    targets: list[Tensor] = list(average.parameters())
    sources: list[Tensor] = list(module.parameters())
    torch._foreach_lerp_(targets, sources, 1 - decay)
    for target, source in zip(average.buffers(), module.buffers(), strict=True):
        target.copy_(source)
