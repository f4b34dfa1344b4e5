"""
Teacher of the layout network: a rectified flow (Liu et al. 2022, arXiv 2209.03003) on the codes of true layouts, a
small transformer over the slots. Its noise is a fixed linear image of z, so that integrating it is a map z -> codes.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from .ema import ema_copy, ema_update


class Velocity(nn.Module):
    """codes at time t [B, T, D], t [B] -> velocity [B, T, D]. Every slot has its own way in and out."""

    def __init__(self, tokens: int, size: int, width: int = 128, layers: int = 4, heads: int = 4) -> None:
        super().__init__()
        self.inward = nn.Parameter(torch.randn(tokens, size, width) / math.sqrt(size))
        self.outward = nn.Parameter(torch.zeros(tokens, width, size))
        self.place = nn.Parameter(torch.randn(tokens, width) * 0.5)
        self.time = nn.Sequential(nn.Linear(32, width), nn.SiLU(), nn.Linear(width, width))
        layer = nn.TransformerEncoderLayer(
            width, heads, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.body = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)

    def forward(self, codes: Tensor, t: Tensor) -> Tensor:
        frequencies = torch.exp(torch.linspace(0, math.log(100.0), 16, device=t.device))
        angles = t[:, None] * frequencies
        time = self.time(torch.cat([angles.sin(), angles.cos()], dim=1))
        x = torch.einsum("bti,tiw->btw", codes, self.inward) + self.place + time[:, None]
        return torch.einsum("btw,twi->bti", self.norm(self.body(x)), self.outward)


class Source(nn.Module):
    """z [B, noise_dim] -> noise [B, T, D]: independent numbers as far as z reaches, fixed mixtures beyond."""

    mixture: Tensor

    def __init__(self, noise_dim: int, used: Tensor, seed: int = 0) -> None:
        super().__init__()
        self.shape = tuple(used.shape)
        generator = torch.Generator().manual_seed(seed)
        mixture = torch.zeros(used.numel(), noise_dim)
        # Numbers that are used come first and in blocks of noise_dim, each block an orthogonal basis.
        order = torch.argsort(used.flatten(), descending=True, stable=True)
        for first in range(0, used.numel(), noise_dim):
            basis, _ = torch.linalg.qr(torch.randn(noise_dim, noise_dim, generator=generator))
            rows = order[first : first + noise_dim]
            mixture[rows] = basis[: len(rows)]
        self.register_buffer("mixture", mixture)

    def forward(self, z: Tensor) -> Tensor:
        return (z @ self.mixture.T).view(-1, *self.shape)


class Teacher(nn.Module):
    """The flow's velocity and source."""

    def __init__(self, used: Tensor, noise_dim: int, width: int, layers: int) -> None:
        super().__init__()
        self.noise_dim = noise_dim
        self.source = Source(noise_dim, used)
        self.velocity = Velocity(used.shape[0], used.shape[1], width, layers)

    def loss(self, codes: Tensor, present: Tensor, used: Tensor, generator: torch.Generator) -> Tensor:
        """
        Flow matching loss of codes [B, T, D]. What an absent slot would look like is unknown: its numbers stay the
        noise that they are, so that a slot that a person brings back is some plausible thing.
        """
        z = torch.randn(len(codes), self.noise_dim, generator=generator)
        noise = self.source(z)
        there = present[..., None].expand_as(codes).clone()
        there[..., 0] = True
        target = torch.where(there & used.bool(), codes, noise)
        t = torch.sigmoid(torch.randn(len(codes), generator=generator))
        at = torch.lerp(noise, target, t[:, None, None])
        error = (self.velocity(at, t) - (target - noise)).square()
        # Presence decides most about how a room looks, and it is one number among many.
        weight = used * torch.where(there, 1.0, 0.1)
        weight[..., 0] *= 2.0
        return (error * weight).sum() / weight.sum()

    @torch.no_grad()
    def sample(self, z: Tensor, steps: int = 12) -> Tensor:
        """z [B, noise_dim] -> codes [B, T, D] by Heun's method."""
        codes = self.source(z)
        times = torch.linspace(0, 1, steps + 1)
        for now, then in zip(times[:-1], times[1:]):
            first = self.velocity(codes, now.expand(len(z)))
            ahead = codes + (then - now) * first
            if float(then) < 1:
                second = self.velocity(ahead, then.expand(len(z)))
                ahead = codes + (then - now) * (first + second) / 2
            codes = ahead
        return codes


def train_teacher(
    codes: Tensor,
    present: Tensor,
    used: Tensor,
    *,
    noise_dim: int,
    steps: int,
    batch: int = 128,
    width: int = 128,
    layers: int = 4,
    lr: float = 1e-3,
    seed: int = 0,
    say: Callable[..., None] | None = None,
) -> Teacher:
    """Learns the flow on codes [N, T, D] with present [N, T]; gives its average over the last steps."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    teacher = Teacher(used, noise_dim, width, layers)
    average = ema_copy(teacher)
    optimiser = torch.optim.AdamW(teacher.velocity.parameters(), lr=lr, weight_decay=0.01)
    total = 0.0
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = lr * min(1.0, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * step / steps))
        chosen = torch.randint(len(codes), (batch,), generator=generator)
        loss = teacher.loss(codes[chosen], present[chosen], used, generator)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.velocity.parameters(), 1.0)
        optimiser.step()
        ema_update(average, teacher, min(0.995, (step + 1) / (step + 10)))
        total += float(loss)
        if say and (step + 1) % 100 == 0:
            say("teacher", step=step + 1, loss=total / 100)
            total = 0.0
    return average  # type: ignore[return-value]
