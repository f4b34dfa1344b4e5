"""
Adversarial finish of the layout network. Regression on a teacher's map leaves averages where the map is too fine to
follow; a critic that compares whole layouts lets the network choose a map of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ema import ema_copy, ema_update
from .gan import discriminator_loss, generator_loss
from .layout_codes import APPEARANCE, GEOMETRY, PRESENCE, SIZE_UNIT, VISIBLE_SIZE, LayoutCodes
from .layout_student import Expansion, Student, shape_numbers
from .layout_teacher import Teacher

R1_EVERY = 8


def soft_presence(sizes: Tensor) -> Tensor:
    """0 for a size of -8, 1 from about 1 on, a half where blobs stop being visible."""
    return torch.sigmoid(1.5 * (sizes - VISIBLE_SIZE))


class CriticView:
    """What the critic sees of a layout: codes in which nothing of an absent blob shows."""

    def __init__(self, codes: LayoutCodes, expansion: Expansion) -> None:
        self.codes, self.expansion = codes, expansion
        deviations = torch.cat([codes.feature_std, codes.style_std], dim=1)
        nf = codes.feature_std.shape[1]
        scales = [part / part[:, :1].clamp_min(1e-6) for part in (deviations[:, :nf], deviations[:, nf:])]
        # Main components weigh what they explain: the last ones are next to noise.
        self.scale = torch.cat(scales, dim=1).clamp_max(1.0).sqrt()

    def of_codes(self, codes: Tensor) -> Tensor:
        """Codes [B, S+1, D] of true layouts or of the teacher, [B, S+1, D]."""
        always = self.codes.used[1:, PRESENCE] == 0
        there = ((codes[:, 1:, PRESENCE] > 0) | always).float()
        return self._masked(there, codes[:, 1:, GEOMETRY], codes[..., APPEARANCE:])

    def of_learned(self, learned: Tensor) -> Tensor:
        """The same of what the student gives, with its gradient."""
        numbers = self.expansion.geometry(learned)
        sizes = torch.asinh(numbers[..., 0] / SIZE_UNIT)[..., None]
        geometry = torch.cat([torch.sigmoid(numbers[..., 1:3]), sizes, shape_numbers(numbers[..., 3:])], dim=-1)
        geometry = (geometry - self.codes.geometry_mean) / self.codes.geometry_std
        return self._masked(soft_presence(numbers[..., 0]), geometry, self.expansion.appearance(learned))

    def _masked(self, there: Tensor, geometry: Tensor, appearance: Tensor) -> Tensor:
        background = F.pad(there, (1, 0), value=1.0)[..., None]
        geometry = F.pad(geometry.clamp(-5, 5) * there[..., None], (0, 0, 1, 0))
        return torch.cat([background * 2 - 1, geometry, appearance * self.scale * background], dim=-1)


class Critic(nn.Module):
    """Views [B, S+1, D] -> logits [B, 1]; sees how much a batch varies, too."""

    def __init__(self, tokens: int, size: int, width: int = 512) -> None:
        super().__init__()
        self.slots = nn.Parameter(torch.randn(tokens, size, 24) / math.sqrt(size))
        self.layers = nn.Sequential(
            nn.Linear(tokens * 24, width), nn.LeakyReLU(0.2),
            nn.Linear(width, width), nn.LeakyReLU(0.2),
            nn.Linear(width, width), nn.LeakyReLU(0.2),
        )  # fmt: skip
        self.last = nn.Linear(width + 1, 1)

    def forward(self, views: Tensor) -> Tensor:
        x = torch.einsum("bti,tiw->btw", views, self.slots)
        x = self.layers(F.leaky_relu(x, 0.2).flatten(1))
        groups = x.view(-1, 8, x.shape[1]) if len(x) % 8 == 0 else x[None]
        spread = (groups.var(1, unbiased=False) + 1e-8).sqrt().mean(1, keepdim=True)
        spread = spread.repeat_interleave(groups.shape[1], dim=0)
        return self.last(torch.cat([x, spread], dim=1))


class RealLayouts:
    """
    Batches of codes that stand for the truth: half true layouts, half the teacher's, so that the critic cannot learn
    a few thousand true ones by heart.
    """

    def __init__(self, true: Tensor, teacher: Teacher, seed: int, pool: int = 8192, steps: int = 8) -> None:
        generator = torch.Generator().manual_seed(seed + 4)
        z = torch.randn(min(pool, 4 * len(true)), teacher.noise_dim, generator=generator)
        self.true, self.taught = true, torch.cat([teacher.sample(part, steps) for part in z.split(1024)])

    def __call__(self, count: int, generator: torch.Generator) -> Tensor:
        half = count // 2
        true = torch.randint(len(self.true), (half,), generator=generator)
        taught = torch.randint(len(self.taught), (count - half,), generator=generator)
        mixed = torch.cat([self.true[true], self.taught[taught]])
        return mixed[torch.randperm(count, generator=generator)]


def finish_student(
    student: Student,
    view: CriticView,
    draw_real: Callable[[int, torch.Generator], Tensor],
    *,
    noise_dim: int,
    steps: int,
    batch: int = 128,
    lr: float = 5e-4,
    r1_weight: float = 2.0,
    seed: int = 0,
    say: Callable[..., None] | None = None,
) -> Student:
    """`draw_real(count, generator)` gives codes [count, S+1, D] that the student should not be told from."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed + 3)
    critic = Critic(*view.codes.shape)
    average = ema_copy(student)
    lr_mul = student.head.lr_mul
    made = torch.optim.Adam(student.parameters(), lr=lr / lr_mul, betas=(0.0, 0.99), fused=True)
    judge = torch.optim.Adam(critic.parameters(), lr=2 * lr, betas=(0.0, 0.99), fused=True)
    sums: dict[str, float] = {}
    for step in range(steps):
        for optimiser, rate in ((made, lr / lr_mul), (judge, 2 * lr)):
            optimiser.param_groups[0]["lr"] = rate * 0.5 * (1 + math.cos(math.pi * step / steps))
        real = view.of_codes(draw_real(batch, random))
        z = torch.randn(2, batch, noise_dim, generator=random)
        with torch.no_grad():
            fake = view.of_learned(student(z[0]))
        loss = discriminator_loss(critic(real), critic(fake))
        total = loss
        if step % R1_EVERY == 0:
            real.requires_grad_(True)
            (slope,) = torch.autograd.grad(critic(real).sum(), real, create_graph=True)
            total = loss + r1_weight / 2 * R1_EVERY * slope.square().sum(dim=(1, 2)).mean()
        judge.zero_grad(set_to_none=True)
        total.backward()
        judge.step()
        critic.requires_grad_(False)
        fooled = generator_loss(critic(view.of_learned(student(z[1]))))
        made.zero_grad(set_to_none=True)
        fooled.backward()
        made.step()
        critic.requires_grad_(True)
        ema_update(average, student, min(0.998, (step + 1) / (step + 10)))
        for name, value in (("critic", loss), ("fooled", fooled)):
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if say and (step + 1) % 500 == 0:
            say("finish", step=step + 1, **{name: value / 500 for name, value in sums.items()})
            sums = {}
    return average  # type: ignore[return-value]
