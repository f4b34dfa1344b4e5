"""
From the teacher to the published form: the 8-layer network learns the map z -> output row by regression on the
teacher's samples. Its last layer is learned in the space of the codes and expanded when it is done.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ema import ema_copy, ema_update
from .layout_codes import APPEARANCE, SIZE_UNIT, LayoutCodes, SlotData, row_targets
from .layout_teacher import Teacher
from .networks import LayoutNetwork
from .networks.ops import EqualLinear

# An absent blob may be anything below; the target itself is -8.
ABSENT_ENOUGH = -6.0
GEOMETRY_NUMBERS = 7


def rows_of(data: SlotData) -> Tensor:
    """Output rows [N, row_length] that say exactly these layouts."""
    numbers = row_targets(data)
    count = len(numbers)
    sizes = torch.cat([torch.zeros(count, 1), numbers[..., 0]], dim=1)
    background = torch.cat([data.features[:, 0], data.styles[:, 0]], dim=1)
    blobs = torch.cat([numbers[..., 1:], data.features[:, 1:], data.styles[:, 1:]], dim=-1)
    return torch.cat([sizes, background, blobs.flatten(1)], dim=1)


class Expansion(nn.Module):
    """
    The linear map from the learned numbers to the output row: per slot size, place and axes in units of their
    deviation, and vectors as multiples of their main components.
    """

    matrix: Tensor
    offset: Tensor

    def __init__(self, codes: LayoutCodes, numbers: Tensor, present: Tensor) -> None:
        super().__init__()
        slots, nf, ns = codes.shape[0] - 1, codes.feature_axes.shape[1], codes.style_axes.shape[1]
        df, ds = codes.feature_mean.shape[1], codes.style_mean.shape[1]
        weight = present.float()[..., None]
        count = weight.sum(0).clamp_min(1)
        mean = (numbers * weight).sum(0) / count
        std = (((numbers - mean).square() * weight).sum(0) / count).sqrt().clamp_min(0.05)
        # Size also says whether the blob is there, so its deviation is over all rooms.
        mean[:, 0], std[:, 0] = numbers[..., 0].mean(0), numbers[..., 0].std(0).clamp_min(0.5)
        self.slots, self.sizes = slots, (nf, ns)
        row = (slots + 1) * (1 + df + ds) + slots * 6
        columns = slots * GEOMETRY_NUMBERS + (slots + 1) * (nf + ns)
        matrix, offset = torch.zeros(row, columns), torch.zeros(row)
        vectors = slots * GEOMETRY_NUMBERS
        for token in range(slots + 1):
            slot = token - 1
            start = slots + 1 if token == 0 else slots + 1 + df + ds + slot * (6 + df + ds) + 6
            at = vectors + token * (nf + ns)
            matrix[start : start + df, at : at + nf] = (codes.feature_axes[token] * codes.feature_std[token][:, None]).T
            offset[start : start + df] = codes.feature_mean[token]
            start, at = start + df, at + nf
            matrix[start : start + ds, at : at + ns] = (codes.style_axes[token] * codes.style_std[token][:, None]).T
            offset[start : start + ds] = codes.style_mean[token]
            if token:
                rows = [token] + list(range(start - df - 6, start - df))
                for number, place in enumerate(rows):
                    matrix[place, slot * GEOMETRY_NUMBERS + number] = std[slot, number]
                    offset[place] = mean[slot, number]
        self.register_buffer("matrix", matrix)
        self.register_buffer("offset", offset)
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)

    def geometry(self, learned: Tensor) -> Tensor:
        """[B, S, 7]: s, x, y (pre-sigmoid), c0..c3."""
        part = learned[:, : self.slots * GEOMETRY_NUMBERS].view(len(learned), self.slots, GEOMETRY_NUMBERS)
        return part * self.std + self.mean

    def appearance(self, learned: Tensor) -> Tensor:
        """[B, S + 1, nf + ns] in units of the codes."""
        return learned[:, self.slots * GEOMETRY_NUMBERS :].view(len(learned), self.slots + 1, sum(self.sizes))


class Student(nn.Module):
    """The published network up to its last layer, and a last layer that gives what Expansion takes."""

    def __init__(self, network: LayoutNetwork, expansion: Expansion) -> None:
        super().__init__()
        self.body = network.mlp[:-1]
        last = network.mlp[-1]
        self.head = EqualLinear(last.weight.shape[1], expansion.matrix.shape[1], lr_mul=last.lr_mul)
        self.expansion = expansion

    def forward(self, z: Tensor) -> Tensor:
        return self.head(self.body(z))

    def export(self, network: LayoutNetwork) -> LayoutNetwork:
        """The network with this body and the expanded last layer."""
        network.mlp[:-1].load_state_dict(self.body.state_dict())
        last, matrix = network.mlp[-1], self.expansion.matrix
        with torch.no_grad():
            last.weight.copy_(matrix @ self.head.weight)
            last.bias.copy_(matrix @ self.head.bias + self.expansion.offset / last.lr_mul)
        return network.eval().requires_grad_(False)


def shape_numbers(axes: Tensor) -> Tensor:
    """c0..c3 [..., 4] -> ln A cos 2 angle, ln A sin 2 angle: the ellipse, whatever axis the numbers name."""
    log_aspect = (F.logsigmoid(axes[..., 0]) - F.logsigmoid(axes[..., 1])) / 2
    i = F.normalize(axes[..., 2:], dim=-1)
    turn = torch.stack([i[..., 0] ** 2 - i[..., 1] ** 2, 2 * i[..., 0] * i[..., 1]], dim=-1)
    return log_aspect[..., None] * turn


class StudentLoss:
    """Squared differences in units of deviations; what cannot be seen of an absent blob counts little."""

    def __init__(self, expansion: Expansion, codes: LayoutCodes) -> None:
        self.expansion = expansion
        self.place, self.shape = codes.geometry_std[:, :2].clamp_min(0.02), codes.geometry_std[:, 3:].clamp_min(0.1)
        variance = torch.cat([codes.feature_std, codes.style_std], dim=1).square()
        nf = codes.feature_std.shape[1]
        shares = [part / part.sum(1, keepdim=True).clamp_min(1e-6) for part in (variance[:, :nf], variance[:, nf:])]
        self.shares, self.split = torch.cat(shares, dim=1), nf

    def __call__(self, learned: Tensor, codes: Tensor, numbers: Tensor, present: Tensor) -> dict[str, Tensor]:
        """Learned numbers [B, ...] against the teacher's codes [B, S+1, D] and geometry [B, S, 7]."""
        got = self.expansion.geometry(learned)
        there = torch.where(present, 1.0, 0.05)
        size = torch.asinh(got[..., 0] / SIZE_UNIT) - torch.asinh(numbers[..., 0] / SIZE_UNIT)
        gone = ~present & (got[..., 0] < ABSENT_ENOUGH)
        place = (torch.sigmoid(got[..., 1:3]) - torch.sigmoid(numbers[..., 1:3])) / self.place
        shape = (shape_numbers(got[..., 3:]) - shape_numbers(numbers[..., 3:])) / self.shape
        error = (self.expansion.appearance(learned) - codes[..., APPEARANCE:]).square() * self.shares
        error = error * F.pad(there, (1, 0), value=1.0)[..., None]
        return {
            "size": torch.where(gone, 0.0, size.square()).mean(),
            "place": (place.square().mean(-1) * there).mean(),
            "shape": (shape.square().mean(-1) * there).mean(),
            "feature": error[..., : self.split].sum(-1).mean(),
            "style": error[..., self.split :].sum(-1).mean(),
        }


def draw_pool(teacher: Teacher, codes: LayoutCodes, count: int, steps: int, seed: int) -> tuple[Tensor, Tensor]:
    """z [N, noise_dim] and the codes that the teacher draws from them."""
    generator = torch.Generator().manual_seed(seed)
    zs = torch.randn(max(1024, count), teacher.noise_dim, generator=generator)
    return zs, torch.cat([teacher.sample(part, steps) for part in zs.split(1024)])


def train_student(
    network: LayoutNetwork,
    teacher: Teacher,
    codes: LayoutCodes,
    *,
    pool: int,
    steps: int,
    batch: int = 256,
    lr: float = 2e-3,
    ode_steps: int = 6,
    seed: int = 0,
    say: Callable[..., None] | None = None,
) -> Student:
    """Regression on a pool of pairs. `lr` is in effective units: the stored weights are larger by 1 / lr_mul."""
    torch.manual_seed(seed)
    zs, drawn = draw_pool(teacher, codes, pool, ode_steps, seed + 1)
    data = codes.decode(drawn)
    numbers, present = row_targets(data), data.present
    held = 512
    expansion = Expansion(codes, numbers, present)
    student = Student(network, expansion)
    average = ema_copy(student)
    loss_of = StudentLoss(expansion, codes)
    lr_mul = student.head.lr_mul
    optimiser = torch.optim.Adam(student.parameters(), lr=lr / lr_mul, betas=(0.9, 0.99), fused=True)
    generator = torch.Generator().manual_seed(seed + 2)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = lr / lr_mul * min(1.0, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * step / steps))
        at = held + torch.randint(len(zs) - held, (batch,), generator=generator)
        parts = loss_of(student(zs[at]), drawn[at], numbers[at], present[at])
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        optimiser.step()
        ema_update(average, student, min(0.99, (step + 1) / (step + 10)))
        if say and ((step + 1) % 500 == 0 or step + 1 == steps):
            with torch.no_grad():
                fresh = loss_of(average(zs[:held]), drawn[:held], numbers[:held], present[:held])
            seen = {f"seen_{k}": float(v.detach()) for k, v in parts.items()}
            say("student", step=step + 1, **seen, **{k: float(v) for k, v in fresh.items()})
    return average.requires_grad_(True)  # type: ignore[return-value]
