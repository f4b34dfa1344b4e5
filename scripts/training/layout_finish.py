"""
Second half of the layout network's training: adversarial. What an autoencoder leaves out (it draws averages of what its
latents do not say) a critic that compares whole layouts brings back.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from .ema import ema_copy, ema_update
from .gan import discriminator_loss, generator_loss
from .layout_autoencoder import PRICE, Autoencoder, priced
from .layout_student import Student
from .layout_view import LayoutView
from .progress import progress

R1_EVERY = 8
ANCHOR_EVERY = 2
AVERAGE_EVERY = 4
GROUP = 8
FIRST_BLUR = 8.0
CLEAR_AFTER = 0.8


class Critic(nn.Module):
    """Views [B, size] -> logits [B, 1]; sees how much a group of eight varies, too."""

    def __init__(self, size: int, width: int = 512) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(size, width), nn.LeakyReLU(0.2),
            nn.Linear(width, width), nn.LeakyReLU(0.2),
            nn.Linear(width, width), nn.LeakyReLU(0.2),
        )  # fmt: skip
        self.last = nn.Linear(width + 1, 1)

    def forward(self, views: Tensor) -> Tensor:
        x = self.layers(views)
        groups = x.float().view(-1, GROUP, x.shape[1]) if len(x) % GROUP == 0 else x.float()[None]
        spread = (groups.var(1, unbiased=False) + 1e-8).sqrt().mean(1, keepdim=True)
        return self.last(torch.cat([x, spread.repeat_interleave(groups.shape[1], dim=0).to(x.dtype)], dim=1)).float()


def finish_student(
    autoencoder: Autoencoder,
    view: LayoutView,
    views: Tensor,
    *,
    steps: int,
    minutes: float = math.inf,
    batch: int = 128,
    lr: float = 3e-3,
    critic_lr: float = 5e-4,
    r1_weight: float = 0.5,
    anchor: float = 0.01,
    price: float = PRICE,
    dtype: torch.dtype = torch.float32,
    seed: int = 0,
    say: Callable[..., None] | None = None,
) -> Student:
    """
    Until a critic cannot tell what the network draws from true layouts (views [N, ...]). The autoencoder's loss holds it
    to maps in which every true layout has its place.
    """
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed + 3)
    student, noise_dim = autoencoder.student, autoencoder.noise_dim
    critic = Critic(views.shape[1])
    average = ema_copy(student)
    made_rate, judge_rate = lr / student.head.lr_mul, critic_lr
    groups = [{"params": student.parameters()}, {"params": autoencoder.encoder.parameters()}]
    made = torch.optim.Adam(groups, lr=made_rate, betas=(0.0, 0.99), fused=True)
    judge = torch.optim.Adam(critic.parameters(), lr=judge_rate, betas=(0.0, 0.99), fused=True)

    def seen(shown: Tensor) -> Tensor:
        return view.hidden(view.blurred(shown, random, times), 0.5, random)

    def low() -> torch.autocast:
        return torch.autocast("cpu", dtype, enabled=dtype != torch.float32)

    times = 1.0
    sums: dict[str, float] = {}
    for step, done in progress(steps, minutes):
        # The critic begins with coarse eyes, so that the network can follow it to the finer differences.
        times = 1 + (FIRST_BLUR - 1) * max(0.0, 1 - done / CLEAR_AFTER)
        share = 0.5 * (1 + math.cos(math.pi * done))
        made.param_groups[0]["lr"], judge.param_groups[0]["lr"] = made_rate * share, judge_rate * share
        made.param_groups[1]["lr"] = judge_rate * share
        z = torch.randn(batch, noise_dim, generator=random)
        with low():
            learned = student(z)
        fake = view.of_learned(learned.float())
        real = seen(views[torch.randint(len(views), (batch,), generator=random)])
        with low():
            loss = discriminator_loss(critic(real), critic(seen(fake.detach())))
        total = loss
        if step % R1_EVERY == 0:
            real.requires_grad_(True)
            (slope,) = torch.autograd.grad(critic(real).sum(), real, create_graph=True)
            total = loss + r1_weight / 2 * R1_EVERY * slope.square().sum(1).mean()
        judge.zero_grad(set_to_none=True)
        total.backward()
        judge.step()
        critic.requires_grad_(False)
        with low():
            fooled = generator_loss(critic(seen(fake)))
            kept = torch.zeros(())
            if anchor and step % ANCHOR_EVERY == 0:
                true = views[torch.randint(len(views), (batch,), generator=random)]
                kept = priced(autoencoder(true, random), price)
        made.zero_grad(set_to_none=True)
        (fooled + anchor * ANCHOR_EVERY * kept).backward()
        made.step()
        critic.requires_grad_(True)
        if step % AVERAGE_EVERY == 0:
            ema_update(average, student, min(0.99, (step + 1) / (step + 40)))
        for name, value in (("critic", loss), ("fooled", fooled), ("kept", kept * ANCHOR_EVERY)):
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if say and (step + 1) % 250 == 0:
            say("finish", step=step + 1, **{name: value / 250 for name, value in sums.items()})
            sums = {}
    return average  # type: ignore[return-value]
