"""
From the teacher to the published form: the 8-layer network learns the map z -> output row by regression on the
teacher's samples, in units in which all numbers weigh alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ema import ema_copy, ema_update
from .layout_codes import SIZE_UNIT, LayoutCodes, SlotData, row_targets
from .layout_teacher import Teacher
from .networks import LayoutNetwork
from .networks.ops import pixel_norm


class Student(nn.Module):
    """
    The published network with its last layer in units of the rows' deviations, so that one learning rate fits all
    numbers; `export` folds them in.
    """

    gain: Tensor
    offset: Tensor

    def __init__(self, network: LayoutNetwork, rows: Tensor) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("gain", rows.std(0).clamp_min(0.05))
        self.register_buffer("offset", rows.mean(0))

    def forward(self, z: Tensor) -> Tensor:
        """Rows [B, row_length]."""
        return self.network.row(z) * self.gain + self.offset

    def export(self) -> LayoutNetwork:
        """The network alone, giving the same rows."""
        network = ema_copy(self.network)
        last = network.mlp[-1]
        with torch.no_grad():
            last.weight.mul_(self.gain[:, None])
            last.bias.mul_(self.gain).add_(self.offset / last.lr_mul)
        return network  # type: ignore[return-value]


def rows_of(data: SlotData) -> Tensor:
    """Output rows [N, row_length] that say exactly these layouts."""
    numbers = row_targets(data)
    count = len(numbers)
    sizes = torch.cat([torch.zeros(count, 1), numbers[..., 0]], dim=1)
    background = torch.cat([data.features[:, 0], data.styles[:, 0]], dim=1)
    blobs = torch.cat([numbers[..., 1:], data.features[:, 1:], data.styles[:, 1:]], dim=-1)
    return torch.cat([sizes, background, blobs.flatten(1)], dim=1)


def describe_rows(rows: Tensor, network: LayoutNetwork) -> dict[str, Tensor]:
    """What a row says, in terms that are compared: size, place and shape of every blob, all vectors."""
    m, df, ds = network.blobs, network.feature_dim, network.style_dim
    sizes = rows[:, 1 : m + 1]
    background, blobs = rows[:, m + 1 : m + 1 + df + ds], rows[:, m + 1 + df + ds :].view(len(rows), m, 6 + df + ds)
    log_aspect = (F.logsigmoid(blobs[..., 2]) - F.logsigmoid(blobs[..., 3])) / 2
    i = F.normalize(blobs[..., 4:6], dim=-1)
    turn = torch.stack([i[..., 0] ** 2 - i[..., 1] ** 2, 2 * i[..., 0] * i[..., 1]], dim=-1)
    return {
        "size": torch.asinh(sizes / SIZE_UNIT),
        "place": torch.sigmoid(blobs[..., :2]),
        "shape": log_aspect[..., None] * turn,
        "feature": pixel_norm(torch.cat([background[:, None, :df], blobs[..., 6 : 6 + df]], dim=1)),
        "style": pixel_norm(torch.cat([background[:, None, df:], blobs[..., 6 + df :]], dim=1)),
    }


class RowLoss:
    """Squared differences in units of their deviation; what cannot be seen of an absent blob counts little."""

    def __init__(self, network: LayoutNetwork, codes: LayoutCodes) -> None:
        self.network = network
        std = codes.geometry_std
        self.place, self.shape = std[:, :2].clamp_min(0.02), std[:, 3:].clamp_min(0.1)
        self.vectors = {
            "feature": codes.feature_std.square().sum(1).clamp_min(1.0),
            "style": codes.style_std.square().sum(1).clamp_min(1.0),
        }

    def __call__(self, rows: Tensor, targets: Tensor, present: Tensor) -> dict[str, Tensor]:
        got, wanted = describe_rows(rows, self.network), describe_rows(targets, self.network)
        there = torch.where(present, 1.0, 0.05)
        with_background = F.pad(there, (1, 0), value=1.0)
        parts = {
            "size": (got["size"] - wanted["size"]).square().mean(),
            "place": (((got["place"] - wanted["place"]) / self.place).square().mean(-1) * there).mean(),
            "shape": (((got["shape"] - wanted["shape"]) / self.shape).square().mean(-1) * there).mean(),
        }
        for name, total in self.vectors.items():
            error = (got[name] - wanted[name]).square().sum(-1) / total
            parts[name] = (error * with_background).mean()
        # The direction of an axis, not only its ellipse, has to be learned smoothly: a small pull to the target's own.
        parts["direct"] = 0.02 * ((rows - targets) / (targets.std(0) + 0.1)).square().clamp_max(9).mean()
        return parts


def teacher_pairs(teacher: Teacher, codes: LayoutCodes, batch: int, steps: int, seed: int) -> Iterator[tuple[Tensor, SlotData]]:
    """Endless pairs of z and the layout that the teacher draws from it."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        z = torch.randn(batch, teacher.noise_dim, generator=generator)
        yield z, codes.decode(teacher.sample(z, steps))


def train_student(
    network: LayoutNetwork,
    teacher: Teacher,
    codes: LayoutCodes,
    *,
    pool: int,
    steps: int,
    batch: int = 256,
    lr: float = 1e-3,
    ode_steps: int = 8,
    seed: int = 0,
    say: Callable[..., None] | None = None,
) -> LayoutNetwork:
    """
    Regression on a pool of pairs. `lr` is in effective units: the stored weights are larger by 1 / lr_mul.
    """
    torch.manual_seed(seed)
    pairs = teacher_pairs(teacher, codes, 512, ode_steps, seed + 1)
    drawn = [next(pairs) for _ in range(max(2, math.ceil(pool / 512)))]
    zs, rows = torch.cat([z for z, _ in drawn]), torch.cat([rows_of(data) for _, data in drawn])
    present = torch.cat([data.present for _, data in drawn])
    held = 512
    student = Student(network, rows)
    average = ema_copy(student)
    loss_of = RowLoss(network, codes)
    lr_mul = network.mlp[-1].lr_mul
    optimiser = torch.optim.Adam(student.network.parameters(), lr=lr / lr_mul, betas=(0.9, 0.99), fused=True)
    generator = torch.Generator().manual_seed(seed + 2)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = lr / lr_mul * min(1.0, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * step / steps))
        chosen = held + torch.randint(len(zs) - held, (batch,), generator=generator)
        parts = loss_of(student(zs[chosen]), rows[chosen], present[chosen])
        optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()  # type: ignore[union-attr]
        optimiser.step()
        ema_update(average, student, min(0.99, (step + 1) / (step + 10)))
        if say and ((step + 1) % 250 == 0 or step + 1 == steps):
            with torch.no_grad():
                fresh = loss_of(average(zs[:held]), rows[:held], present[:held])
            seen = {f"seen_{k}": float(v.detach()) for k, v in parts.items()}
            say("student", step=step + 1, **seen, **{k: float(v) for k, v in fresh.items()})
    return average.export()  # type: ignore[operator]
