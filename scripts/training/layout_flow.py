"""Learns the flow form of layout network (networks/flow.py) from codes of true layouts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from .data.attributes import SURFACES
from .ema import ema_copy, ema_update
from .layout_codes import GEOMETRY, PRESENCE, LayoutCodes
from .networks.flow import FlowForm, FlowNetwork, TimeTable, Velocity
from .progress import progress

# In the loss, beside 1 for the vectors' components.
PRESENCE_WEIGHT = 2.0
GEOMETRY_WEIGHT = 1.5
AVERAGE = 0.998
# Share of the steps over which the learning rate falls.
FALL = 0.4
LEAST_RATE = 0.02
MOST_GRADIENT = 1.0
NO_PAIRS = torch.zeros(0, 2)
# Of the times, those that are spread evenly; the rest crowd in the middle, where most is decided (arXiv 2403.03206, section 3.1).
EVEN = 0.2


def places(codes: LayoutCodes) -> tuple[Tensor, Tensor]:
    """at [n]: the numbers of flattened codes [(S + 1) * D] that mean something; place [(S + 1) * D]: each one's place among them, else n."""
    used = codes.used.bool().flatten()
    at = used.nonzero()[:, 0]
    place = torch.full((len(used),), len(at))
    place[at] = torch.arange(len(at))
    return at, place


def nearest(near: Tensor, slots: Sequence[str], count: int) -> Tensor:
    """
    [S + 1, count]: the tokens that are most often near each, of how often slots are near each other [S, S]. Walls and floors are
    near everything, and seen by the part of the room; the background (row 0) has none but itself.
    """
    things = torch.tensor([slot not in SURFACES for slot in slots])
    found = torch.where(things, near, -1.0).fill_diagonal_(-1.0).topk(count, dim=1).indices + 1
    return torch.cat([torch.zeros(1, count, dtype=found.dtype), found])


class Learner(nn.Module):
    """What is trained. place: of places(); near: of nearest()."""

    place: Tensor

    def __init__(self, form: FlowForm, place: Tensor, near: Tensor) -> None:
        super().__init__()
        self.velocity, self.time = Velocity(form), TimeTable(form)
        self.velocity.near.copy_(near)
        self.register_buffer("place", place)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        return self.velocity(x, self.time(t), self.place)


def owned(true: Tensor, codes: LayoutCodes) -> Tensor:
    """[N, n]: whether the thing that a number of codes `true` [N, n] belongs to is there. Presence itself always counts."""
    at, place = places(codes)
    row = codes.shape[1]
    presence = place.view(-1, row)[:, PRESENCE]
    # The background and what is in every room have no presence: the number behind the last one stands for theirs.
    there = torch.cat([true, torch.ones(len(true), 1)], dim=1)[:, presence] > 0
    mine = there[:, at // row]
    mine[:, at % row == PRESENCE] = True
    return mine


def weights(codes: LayoutCodes, tolerance: Tensor | None) -> Tensor:
    """[n], summing to 1: what an error in each number counts. Less, the less it can be seen: `tolerance` [n] in deviations, 0 for presence."""
    at, _ = places(codes)
    number = at % codes.shape[1]
    weight = torch.ones(len(at))
    weight[number == PRESENCE] = PRESENCE_WEIGHT
    weight[(number >= GEOMETRY.start) & (number < GEOMETRY.stop)] = GEOMETRY_WEIGHT
    if tolerance is not None:
        weight /= 1 + tolerance.square()
    return weight / weight.sum()


def halfway(target: Tensor, mine: Tensor, t: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """
    Codes between noise and `target` [B, n] at t [B, 1], and their velocity. What is not there (`mine` false) is noise from
    beginning to end, of which the mean velocity is known: nothing has to be learned of it, and it gives nothing away.
    """
    noise = torch.randn(target.shape, generator=random)
    way = target - noise
    variance = t.square() + (1 - t).square()
    between = torch.where(mine, noise + way * t, noise * variance.sqrt())
    return between, torch.where(mine, way, between * ((2 * t - 1) / variance))


def train_flow(
    true: Tensor,
    codes: LayoutCodes,
    form: FlowForm,
    near: Tensor,
    *,
    steps: int,
    minutes: float = math.inf,
    batch: int = 256,
    lr: float = 4e-3,
    dtype: torch.dtype = torch.float32,
    seed: int = 0,
    tolerance: Tensor | None = None,
    say: Callable[..., None] | None = None,
) -> Learner:
    """
    Learns the velocity from noise to codes `true` [N, n] along straight lines (arXiv 2210.02747, equation 23, sigma 0).

    near: see nearest(). tolerance: see weights(). say: called now and then with the loss.
    """
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    weight, there = weights(codes, tolerance), owned(true, codes)
    learner = Learner(form, places(codes)[1], near)
    average = ema_copy(learner)
    optimiser = torch.optim.AdamW(learner.parameters(), lr=lr, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
    total = 0.0
    for step, done in progress(steps, minutes):
        for group in optimiser.param_groups:
            group["lr"] = lr * min(1.0, (step + 1) / 200) * min(1.0, max(LEAST_RATE, (1 - done) / FALL))
        chosen = torch.randint(len(true), (batch,), generator=random)
        even = torch.rand(batch, generator=random)
        crowded = torch.sigmoid(torch.randn(batch, generator=random))
        t = torch.where(torch.rand(batch, generator=random) < EVEN, even, crowded)
        between, way = halfway(true[chosen], there[chosen], t[:, None], random)
        with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
            found = learner(between, t)
        loss = ((found.float() - way).square() * weight).sum(1).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(learner.parameters(), MOST_GRADIENT)
        optimiser.step()
        ema_update(average, learner, min(AVERAGE, (step + 1) / (step + 20)))
        total += loss.item()
        if say and (step + 1) % 250 == 0:
            say("flow", step=step + 1, loss=total / 250)
            total = 0.0
    return average  # type: ignore[return-value]


@torch.no_grad()
def export_flow(
    learner: Learner, codes: LayoutCodes, feature_dim: int, style_dim: int, ab_norm: float, draws: int = 1, apart: Tensor = NO_PAIRS
) -> FlowNetwork:
    """
    The network that draws, with everything that turns its codes into layouts.

    draws: of so many layouts one is taken. apart [P, 2]: by the blobs that should not overlap; without any the first would be.
    """
    if draws == 1 or not len(apart):
        draws, apart = 1, NO_PAIRS
    form = replace(learner.velocity.form, draws=draws, apart=len(apart))
    network = FlowNetwork(codes.shape[0] - 1, feature_dim, style_dim, form, ab_norm)
    network.velocity.load_state_dict(learner.velocity.state_dict())
    network.times.copy_(learner.time(torch.arange(2 * form.steps) / (2 * form.steps)))
    network.place.copy_(places(codes)[1])
    network.apart.copy_(apart)
    network.geometry_mean.copy_(codes.geometry_mean)
    network.geometry_std.copy_(codes.geometry_std)
    network.always.copy_(1 - codes.used[1:, PRESENCE])
    features = codes.feature_axes * codes.feature_std[..., None]
    count = features.shape[1]
    network.axes[:, :count, :feature_dim] = features
    network.axes[:, count:, feature_dim:] = codes.style_axes * codes.style_std[..., None]
    network.mean.copy_(torch.cat([codes.feature_mean, codes.style_mean], dim=1))
    return network.eval().requires_grad_(False)
