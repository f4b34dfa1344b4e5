"""Adversarial losses: non-saturating logistic, lazy R1, feature matching (MODEL.md, "Training, as published")."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from .config import Config


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """softplus(-D(real)) + softplus(D(fake)), means over the batch."""
    return F.softplus(-real.float()).mean() + F.softplus(fake.float()).mean()


def generator_loss(fake: Tensor) -> Tensor:
    """softplus(-D(fake))."""
    return F.softplus(-fake.float()).mean()


def r1_penalty(discriminate: Callable[[Tensor], Tensor], real: Tensor) -> Tensor:
    """Mean over the batch of the squared norm of D's gradient at real pictures."""
    real = real.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(discriminate(real).sum(), real, create_graph=True)
    return gradient.float().square().sum(dim=(1, 2, 3)).mean()


def matching_loss(real: Sequence[Tensor], fake: Sequence[Tensor]) -> Tensor:
    """Mean over the discriminator's maps of the L1 between real and fake, relative to the real map's size."""
    terms = [
        (f.float() - r.detach().float()).abs().mean() / r.detach().float().abs().mean().clamp_min(1e-3)
        for r, f in zip(real, fake)
    ]
    return torch.stack(terms).mean()


def make_discriminator_optimiser(parameters: list[torch.nn.Parameter], config: Config) -> torch.optim.AdamW:
    """AdamW as published, scaled for R1 at every `r1_every`-th step only."""
    ratio = config.r1_every / (config.r1_every + 1)
    betas = (0.0, 0.99**ratio)
    return torch.optim.AdamW(
        parameters, lr=config.discriminator_lr * ratio, betas=betas, eps=1e-5, weight_decay=0.0, fused=True
    )
