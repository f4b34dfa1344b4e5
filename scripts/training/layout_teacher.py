"""
Teacher of the layout network: a rectified flow (Liu et al. 2022, arXiv 2209.03003) on the codes of true layouts, a
small transformer over the slots. Its noise is a fixed linear image of z, so that integrating it is a map z -> codes.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ema import ema_copy, ema_update
from .networks.ops import pixel_norm


TIME_WIDTH = 64
# The average is taken up every few steps: it costs as much memory traffic as a step.
AVERAGE_EVERY = 8


class Block(nn.Module):
    """A residual block that the time shifts and scales."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.inner, self.outer = nn.Linear(width, width), nn.Linear(width, width)
        self.time = nn.Linear(TIME_WIDTH, 2 * width)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.time.weight)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        scale, shift = self.time(time).chunk(2, dim=-1)
        return x + self.outer(F.silu(self.inner(self.norm(x) * (1 + scale) + shift)))


class Velocity(nn.Module):
    """
    codes at time t [B, T, D], t [B] -> velocity [B, T, D]. All slots at once in residual blocks: a transformer over the
    slots costs fourteen times as much a step on a processor.
    """

    def __init__(self, used: Tensor, width: int, layers: int) -> None:
        super().__init__()
        self.shape = tuple(used.shape)
        self.register_buffer("at", used.flatten().nonzero()[:, 0])
        size = len(self.at)
        self.inward = nn.Linear(size, width)
        self.time = nn.Sequential(nn.Linear(32, TIME_WIDTH), nn.SiLU())
        self.blocks = nn.ModuleList(Block(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.outward = nn.Linear(width, size)
        nn.init.zeros_(self.outward.weight)

    def forward(self, codes: Tensor, t: Tensor) -> Tensor:
        frequencies = torch.exp(torch.linspace(0, math.log(100.0), 16, device=t.device))
        angles = t[:, None] * frequencies
        time = self.time(torch.cat([angles.sin(), angles.cos()], dim=1))
        flat = codes.flatten(1)
        x = self.inward(flat[:, self.at])
        for block in self.blocks:
            x = block(x, time)
        out = torch.zeros_like(flat)
        out[:, self.at] = self.outward(self.norm(x))
        return out.view_as(codes)


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
        # The published network normalises z first: what only its length says would be lost on it.
        return (pixel_norm(z) @ self.mixture.T).view(-1, *self.shape)


class Teacher(nn.Module):
    """The flow's velocity and source."""

    def __init__(self, used: Tensor, noise_dim: int, width: int, layers: int) -> None:
        super().__init__()
        self.noise_dim = noise_dim
        self.source = Source(noise_dim, used)
        self.velocity = Velocity(used, width, layers)

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
    width: int = 1024,
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
    optimiser = torch.optim.AdamW(teacher.velocity.parameters(), lr=lr, weight_decay=0.01, fused=True)
    total = 0.0
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = lr * min(1.0, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * step / steps))
        chosen = torch.randint(len(codes), (batch,), generator=generator)
        loss = teacher.loss(codes[chosen], present[chosen], used, generator)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if step % AVERAGE_EVERY == 0 or step + 1 == steps:
            ema_update(average, teacher, min(0.97, (step + 1) / (step + 80)))
        total += float(loss.detach())
        if say and (step + 1) % 100 == 0:
            say("teacher", step=step + 1, loss=total / 100)
            total = 0.0
    return average  # type: ignore[return-value]
