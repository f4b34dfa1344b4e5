"""Training a discriminator: its loss with lazy R1, its optimiser, and the random numbers of a step."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ..config import Config
from .losses import discriminator_loss, r1_penalty


class DiscriminatorLoss(nn.Module):
    """
    forward gives the discriminator's loss; a module, so that DistributedDataParallel can wrap it. `real` and `fake` are the
    discriminator's arguments, pictures [B, 3, R, R] first. Pictures are cast to `dtype` if one is given; R1, a gradient's
    gradient, in float32. `compiled` is the discriminator as the logits are computed; R1 needs the plain one.
    """

    def __init__(
        self, discriminator: nn.Module, config: Config, dtype: torch.dtype | None = None, compiled: Callable[..., Tensor] | None = None
    ) -> None:
        super().__init__()
        self.discriminator, self.config, self.dtype = discriminator, config, dtype
        self.compiled = compiled or discriminator

    def logits(self, pictures: Tensor, *condition: Tensor) -> Tensor:
        """Logits [B, 1] of pictures."""
        return self.compiled(pictures if self.dtype is None else pictures.to(self.dtype), *condition)

    def forward(self, real: tuple[Tensor, ...], fake: tuple[Tensor, ...], regularise: bool) -> dict[str, Tensor]:
        """{"loss", "d_loss"}: the loss with R1, if `regularise`, and without."""
        d_loss = discriminator_loss(self.logits(*real), self.logits(*fake))
        loss = d_loss
        if regularise:
            pictures, *condition = (tensor.float() for tensor in real)
            penalty = r1_penalty(lambda p: self.discriminator(p, *condition), pictures)
            loss = d_loss + self.config.r1_weight * self.config.r1_every * penalty
        return {"loss": loss, "d_loss": d_loss.detach()}


def make_discriminator_optimiser(parameters: list[nn.Parameter], config: Config) -> torch.optim.AdamW:
    """AdamW as published, scaled for R1 at every `r1_every`-th step only."""
    ratio = config.r1_every / (config.r1_every + 1)
    betas = (0.0, 0.99**ratio)
    return torch.optim.AdamW(parameters, lr=config.discriminator_lr * ratio, betas=betas, eps=1e-5, weight_decay=0.0, fused=True)


def step_generator(config: Config, step: int, rank: int, stream: int = 0, device: torch.device | None = None) -> torch.Generator:
    """
    The random numbers of a step and rank, drawn on the device: a resumed run on the same kind of device draws the same. `stream` tells
    several of a step apart.
    """
    return torch.Generator(device or "cpu").manual_seed((config.seed * 1_000_003 + step) * 1_009 + rank + stream)
