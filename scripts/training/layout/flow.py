"""Trains the flow (networks/flow.py) on codes of true layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from ..data.attributes import SURFACES
from ..loop.loop import Limits, Log, Loop, Trainer
from ..networks.flow import FlowForm, FlowNetwork, TimeEmbedding, Velocity
from ..optim.ema import ema_copy, warmed_up
from ..optim.schedule import linear_decay, warm_up
from ..shapes import assert_shape
from .codes import GEOMETRY, PRESENCE, LayoutCodes

# Weights in the loss; those of the vectors' components are 1.
PRESENCE_WEIGHT = 2.0
GEOMETRY_WEIGHT = 1.5
BATCH = 256
LEARNING_RATE = 4e-3
WARM_UP_STEPS = 200
# Share of the training over which the learning rate falls, and the part of it that is left at the end.
DECAY_SHARE = 0.4
MIN_RATE = 0.02
EMA_DECAY = 0.998
EMA_WARM_UP = 20
NO_PAIRS = torch.zeros(0, 2)
# Share of the times that are uniform; the rest is logit-normal, denser in the middle (arXiv 2403.03206, section 3.1).
UNIFORM_SHARE = 0.2


def used_indices(codes: LayoutCodes) -> tuple[Tensor, Tensor]:
    """
    indices [n] of the numbers of flattened codes [(S + 1) * D] that are used; place [(S + 1) * D]: the position of each number
    among them, n where it is not used.
    """
    used = codes.used.bool().flatten()
    indices = used.nonzero()[:, 0]
    place = torch.full((len(used),), len(indices))
    place[indices] = torch.arange(len(indices))
    return indices, place


def nearest_tokens(near: Tensor, slots: Sequence[str], count: int) -> Tensor:
    """
    [S + 1, count]: the tokens that are most often near each, given how often slots are near each other [S, S]. Walls and floors
    are near everything and left out: the velocity sees them in the code as a whole. The background (row 0) gets itself.
    """
    assert_shape(near, "S S", "near", S=len(slots))
    things = torch.tensor([slot not in SURFACES for slot in slots])
    tokens = torch.where(things, near, -1.0).fill_diagonal_(-1.0).topk(count, dim=1).indices + 1
    return torch.cat([torch.zeros(1, count, dtype=tokens.dtype), tokens])


class FlowModel(nn.Module):
    """Velocity and time embedding. place: of used_indices(); near: of nearest_tokens()."""

    place: Tensor

    def __init__(self, form: FlowForm, place: Tensor, near: Tensor) -> None:
        super().__init__()
        self.velocity, self.time = Velocity(form), TimeEmbedding(form)
        self.velocity.near.copy_(near)
        self.register_buffer("place", place)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        return self.velocity(x, self.time(t), self.place)


def known_numbers(true: Tensor, codes: LayoutCodes) -> Tensor:
    """[N, n]: whether a number of codes `true` [N, n] belongs to a thing that is present. Presence itself is always known."""
    indices, place = used_indices(codes)
    assert_shape(true, "N n", "true", n=len(indices))
    row = codes.shape[1]
    presence = place.view(-1, row)[:, PRESENCE]
    # The background and what is in every room have no presence: the appended 1 stands for theirs.
    present = torch.cat([true, torch.ones(len(true), 1)], dim=1)[:, presence] > 0
    known = present[:, indices // row]
    known[:, indices % row == PRESENCE] = True
    return known


def loss_weights(codes: LayoutCodes, tolerance: Tensor | None) -> Tensor:
    """[n], summing to 1: weights of the numbers, smaller with their `tolerance` [n] in deviations (0 for presence)."""
    indices, _ = used_indices(codes)
    number = indices % codes.shape[1]
    weight = torch.ones(len(indices))
    weight[number == PRESENCE] = PRESENCE_WEIGHT
    weight[(number >= GEOMETRY.start) & (number < GEOMETRY.stop)] = GEOMETRY_WEIGHT
    if tolerance is not None:
        weight /= 1 + tolerance.square()
    return weight / weight.sum()


def interpolate(target: Tensor, known: Tensor, t: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """
    Codes between noise and `target` [B, n] at t [B, 1], and their velocity. Numbers that are not `known` are noise at every t,
    with the expected velocity between two independent noises: they carry no information.
    """
    assert_shape(t, "B 1", "t", B=len(target))
    noise = torch.randn(target.shape, generator=generator)
    velocity = target - noise
    variance = t.square() + (1 - t).square()
    x = torch.where(known, noise + velocity * t, noise * variance.sqrt())
    return x, torch.where(known, velocity, x * ((2 * t - 1) / variance))


class FlowTrainer(Trainer):
    """
    Learns the velocity from noise to codes `true` [N, n] along straight lines (arXiv 2210.02747, equation 23, sigma 0).

    near: of nearest_tokens(). tolerance: see loss_weights().
    """

    model: FlowModel
    average: FlowModel
    batch_size = BATCH
    max_gradient_norm = 1.0

    def __init__(
        self,
        true: Tensor,
        codes: LayoutCodes,
        form: FlowForm,
        near: Tensor,
        *,
        tolerance: Tensor | None = None,
        dtype: torch.dtype = torch.float32,
        seed: int = 0,
    ) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.generator = torch.Generator().manual_seed(seed)
        self.true, self.known, self.dtype = true, known_numbers(true, codes), dtype
        self.weights = loss_weights(codes, tolerance)
        self.model = FlowModel(form, used_indices(codes)[1], near)
        self.average = ema_copy(self.model)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01, fused=True)

    def times(self) -> Tensor:
        """Times t [B] of a batch."""
        uniform = torch.rand(self.batch_size, generator=self.generator)
        logit_normal = torch.sigmoid(torch.randn(self.batch_size, generator=self.generator))
        return torch.where(torch.rand(self.batch_size, generator=self.generator) < UNIFORM_SHARE, uniform, logit_normal)

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        chosen = torch.randint(len(self.true), (self.batch_size,), generator=self.generator)
        t = self.times()
        x, velocity = interpolate(self.true[chosen], self.known[chosen], t[:, None], self.generator)
        with torch.autocast("cpu", self.dtype, enabled=self.dtype != torch.float32):
            predicted = self.model(x, t)
        loss = ((predicted.float() - velocity).square() * self.weights).sum(1).mean()
        return loss, {"loss": loss}

    def learning_rate(self) -> float:
        return LEARNING_RATE * warm_up(self.step_count + 1, WARM_UP_STEPS) * linear_decay(1 - self.progress.done, DECAY_SHARE, MIN_RATE)

    def ema_decay(self) -> float:
        return warmed_up(EMA_DECAY, self.step_count, EMA_WARM_UP)


def train_flow(trainer: FlowTrainer, steps: int, minutes: float = 0.0, log: Log | None = None) -> FlowModel:
    """Trains for so many steps, or minutes if they are over first (0 = no limit); returns the moving average."""
    Loop(trainer, Limits(steps=steps, minutes=minutes), log, kind="flow").run()
    return trainer.average


@torch.no_grad()
def export_flow(
    model: FlowModel, codes: LayoutCodes, feature_dim: int, style_dim: int, ab_norm: float, candidates: int = 1, disjoint: Tensor = NO_PAIRS
) -> FlowNetwork:
    """
    The network that draws layouts, with everything that turns codes into them.

    candidates: of so many layouts one is chosen, by the overlaps of the pairs `disjoint` [P, 2]; without pairs there is one.
    """
    assert_shape(disjoint, "P 2", "disjoint")
    if candidates == 1 or not len(disjoint):
        candidates, disjoint = 1, NO_PAIRS
    form = replace(model.velocity.form, candidates=candidates, disjoint_pairs=len(disjoint))
    network = FlowNetwork(codes.shape[0] - 1, feature_dim, style_dim, form, ab_norm)
    network.velocity.load_state_dict(model.velocity.state_dict())
    network.times.copy_(model.time(torch.arange(2 * form.steps) / (2 * form.steps)))
    network.place.copy_(used_indices(codes)[1])
    network.apart.copy_(disjoint)
    network.geometry_mean.copy_(codes.geometry_mean)
    network.geometry_std.copy_(codes.geometry_std)
    network.always.copy_(1 - codes.used[1:, PRESENCE])
    features = codes.feature_axes * codes.feature_std[..., None]
    count = features.shape[1]
    network.axes[:, :count, :feature_dim] = features
    network.axes[:, count:, feature_dim:] = codes.style_axes * codes.style_std[..., None]
    network.mean.copy_(torch.cat([codes.feature_mean, codes.style_mean], dim=1))
    return network.eval().requires_grad_(False)
