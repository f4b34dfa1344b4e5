"""Adversarial losses: non-saturating logistic, lazy R1, feature matching (MODEL.md, "Training, as published")."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F


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


def feature_matching_loss(real: Sequence[Tensor], fake: Sequence[Tensor]) -> Tensor:
    """Mean over the discriminator's maps of the L1 between real and fake, relative to the real map's size."""
    terms = [
        (f.float() - r.detach().float()).abs().mean() / r.detach().float().abs().mean().clamp_min(1e-3)
        for r, f in zip(real, fake, strict=True)
    ]
    return torch.stack(terms).mean()
