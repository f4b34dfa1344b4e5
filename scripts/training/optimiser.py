"""Muon or AdamW, with the state kept by parameter name, so that a grown model takes over what it had."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import Config
from .muon import Muon
from .networks.local import LocalFeatures


def make_optimiser(module: nn.Module, config: Config, lr: float) -> torch.optim.Optimizer:
    """
    Over the trainable parameters, without decay.

    Raises ValueError when the configuration asks for another one than muon or adamw.
    """
    trained = [p for p in module.parameters() if p.requires_grad]
    betas = (config.beta1, config.beta2)
    if config.optimiser == "muon":
        stacked = {m.weight: m.terms for m in module.modules() if isinstance(m, LocalFeatures)}
        # Rows of a table are seldom asked for together: a direction of theirs means nothing.
        stacked |= {m.weight: 0 for m in module.modules() if isinstance(m, nn.Embedding)}
        return Muon(trained, lr, betas, config.eps, stacked)
    if config.optimiser != "adamw":
        raise ValueError(f"There is no optimiser called {config.optimiser}; it is muon or adamw.")
    return torch.optim.AdamW(trained, lr=lr, betas=betas, eps=config.eps, weight_decay=0.0, fused=True)


def rate_at(images: int, config: Config, lr: float, fresh_at: int = 0, minutes_left: float = 1.0) -> float:
    """
    Learning rate after `images` images: linear warm-up from where the optimiser's moments were fresh, constant, linear
    decay to zero if asked for. `minutes_left` is the part of the run's minutes that is left.
    """
    rate = lr * min(1.0, (images - fresh_at + config.batch) / max(1, config.warmup_images))
    if config.decay_to > 0:
        left = (config.decay_to - images) / max(1, config.decay_to - config.decay_from)
        rate *= min(1.0, max(0.0, left))
    if config.decay_share > 0:
        rate *= min(1.0, max(0.0, minutes_left) / config.decay_share)
    return rate


def optimiser_state(optimiser: torch.optim.Optimizer, module: nn.Module) -> dict[str, Any]:
    """{"state": {parameter name: {...}}, "param_groups": [settings]}."""
    names = {parameter: name for name, parameter in module.named_parameters()}
    groups = [{k: v for k, v in g.items() if k != "params"} for g in optimiser.param_groups]
    return {"state": {names[p]: dict(s) for p, s in optimiser.state.items()}, "param_groups": groups}


def load_optimiser(optimiser: torch.optim.Optimizer, module: nn.Module, saved: dict[str, Any]) -> None:
    """
    Takes over the state of the parameters that were there; new ones start fresh, and those whose squares AdamW needs and
    Muon, which the checkpoint is of, did not keep.
    """
    for name, parameter in module.named_parameters():
        weight = isinstance(optimiser, Muon) and optimiser.shapes.get(parameter)
        if name in saved["state"] and parameter.requires_grad and (weight or "exp_avg_sq" in saved["state"][name]):
            optimiser.state[parameter] = {
                key: with_new_rows(value, parameter).to(parameter.device) if isinstance(value, torch.Tensor) else value
                for key, value in saved["state"][name].items()
            }


def with_new_rows(value: Tensor, like: Tensor) -> Tensor:
    """A weight, or a moment of one, with rows of zeros at its end where `like` has more of the same width."""
    if value.ndim != 2 or value.shape[1:] != like.shape[1:] or len(value) >= len(like):
        return value
    return F.pad(value, (0, 0, 0, len(like) - len(value)))
