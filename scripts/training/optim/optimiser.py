"""Muon or AdamW, with state by parameter name, so that a model that grew keeps the state of its old parameters."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..config import Config
from ..networks.local import LocalFeatures
from .muon import Muon


def make_optimiser(module: nn.Module, config: Config) -> torch.optim.Optimizer:
    """
    Over the trainable parameters, without weight decay.

    Raises ValueError when the configuration names another one than muon or adamw.
    """
    trained = [p for p in module.parameters() if p.requires_grad]
    betas = (config.beta1, config.beta2)
    if config.optimiser == "muon":
        stacked: dict[Tensor, int] = {m.weight: m.terms for m in module.modules() if isinstance(m, LocalFeatures)}
        # An embedding's rows are looked up one by one: orthogonalising them together means nothing.
        stacked |= {m.weight: 0 for m in module.modules() if isinstance(m, nn.Embedding)}
        return Muon(trained, config.lr, betas, config.eps, stacked)
    if config.optimiser != "adamw":
        raise ValueError(f"There is no optimiser called {config.optimiser}; it is muon or adamw.")
    return torch.optim.AdamW(trained, lr=config.lr, betas=betas, eps=config.eps, weight_decay=0.0, fused=True)


def optimiser_state(optimiser: torch.optim.Optimizer, module: nn.Module) -> dict[str, Any]:
    """{"state": {parameter name: {...}}, "param_groups": [settings]}."""
    names: dict[Tensor, str] = {parameter: name for name, parameter in module.named_parameters()}
    groups = [{k: v for k, v in g.items() if k != "params"} for g in optimiser.param_groups]
    return {"state": {names[p]: dict(s) for p, s in optimiser.state.items()}, "param_groups": groups}


def load_optimiser(optimiser: torch.optim.Optimizer, module: nn.Module, saved: dict[str, Any]) -> None:
    """
    Takes over the saved state of each parameter. New parameters start fresh, and so do those of which AdamW needs the squared
    gradients and a checkpoint of Muon has none.
    """
    for name, parameter in module.named_parameters():
        weight = isinstance(optimiser, Muon) and optimiser.shapes.get(parameter)
        if name in saved["state"] and parameter.requires_grad and (weight or "exp_avg_sq" in saved["state"][name]):
            optimiser.state[parameter] = {
                key: pad_rows(value, parameter).to(parameter.device) if isinstance(value, torch.Tensor) else value
                for key, value in saved["state"][name].items()
            }


def pad_rows(value: Tensor, like: Tensor) -> Tensor:
    """A weight, or a moment of one, with rows of zeros appended where `like` has more rows of the same width."""
    if value.ndim != 2 or value.shape[1:] != like.shape[1:] or len(value) >= len(like):
        return value
    return F.pad(value, (0, 0, 0, len(like) - len(value)))
