"""
The other form of layout network: a flow. Noise becomes a layout in a few steps along a velocity that a network gives
("Flow Matching for Generative Modeling", arXiv 2210.02747). The published form goes from noise to blobs at once and, learned
from true layouts, takes averages of rooms for rooms; a flow decides step by step which things are there and where.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..splat import ABSENT_SIZE, COVARIANCE_EPSILON, Layout
from .apart import clash
from .ops import pixel_norm

# Frequencies of time, in half turns per unit.
TIME_WAVES = 16
TIME_WIDTH = 128
# Where a token's vectors begin, after presence, x, y, asinh(s / 0.5), ln A cos 2 angle, ln A sin 2 angle.
APPEARANCE = 6
# Sizes span two decades and can be negative: differences of asinh(s / 0.5) are relative for large, absolute for small.
SIZE_UNIT = 0.5
# Presence is -1 or 1 in true layouts: within this of 0 a thing fades. Wider, rare things would often be half there.
FADE = 0.05
# Of layouts that are as good as each other the first is taken.
LATER = 1e-4
# True layouts reach 6.2 (a floor).
MOST_SIZE_CODE = 8.0
MOST_LOG_ASPECT = 4.0


@dataclass(frozen=True)
class FlowForm:
    """
    Sizes of a flow: `numbers` n of a code that mean something, of `tokens` T * (6 + components) = T * D. The room as a whole goes
    through `depth` blocks of `width`, which tell every token `told` numbers; a token's head has `head` units, and also sees
    presence and geometry of `near` others. Of `draws` layouts the one is taken in which the least of `apart` pairs of blobs overlaps.
    """

    tokens: int
    numbers: int
    components: int
    width: int = 512
    depth: int = 2
    told: int = 24
    head: int = 96
    steps: int = 8
    near: int = 0
    draws: int = 1
    apart: int = 0

    @property
    def row(self) -> int:
        """D."""
        return APPEARANCE + self.components

    @property
    def time_parts(self) -> tuple[int, int, int]:
        """What a row of times holds: scales and shifts of the blocks, those of the heads, how much of the code itself."""
        return 2 * self.depth * self.width, 2 * self.tokens * self.head, self.numbers

    def to_dict(self) -> dict[str, int]:
        return asdict(self)


class FlowBlock(nn.Module):
    """x + narrow(silu(widen(x scaled and shifted by time)))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.widen, self.narrow = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.narrow.weight)

    def forward(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        return x + self.narrow(F.silu(self.widen(pixel_norm(x) * (1 + scale) + shift)))


class TokenHeads(nn.Module):
    """
    What becomes of each token, by its own numbers, where the things near it are and what it is told of the room: two layers, each
    token with weights of its own. A thing's numbers lie on a few curved pieces (its models, its colours by the light), which one
    network for all does not find; nor does what it tells keep a picture off a window, which takes exact places of both.
    """

    def __init__(self, form: FlowForm) -> None:
        super().__init__()
        tokens, into = form.tokens, form.row + form.told
        # About this many of a token's numbers mean something.
        live = form.numbers / tokens + form.told
        first = torch.randn(tokens, into, form.head) / math.sqrt(live)
        # What is near counts for nothing at first: much of it is not there, and is noise.
        self.first = nn.Parameter(F.pad(first, (0, 0, 0, form.near * APPEARANCE)))
        self.second = nn.Parameter(torch.randn(tokens, form.head, form.head) / math.sqrt(form.head))
        self.bias = nn.Parameter(torch.zeros(tokens, 1, form.head))
        self.last = nn.Parameter(torch.zeros(tokens, form.head, form.row))

    def forward(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        """x [T, B, D + told + 6 near]; scale, shift [T, B or 1, head] -> [T, B, D]."""
        x = F.silu(torch.bmm(x, self.first) * (1 + scale) + shift)
        return torch.bmm(F.silu(torch.bmm(x, self.second) + self.bias), self.last)


class Velocity(nn.Module):
    """Velocity [B, n] of a code x [B, n] at a time that is given as a row of numbers (TimeTable)."""

    near: Tensor

    def __init__(self, form: FlowForm) -> None:
        super().__init__()
        self.form = form
        # Which tokens are near each, [T, near].
        self.register_buffer("near", torch.zeros(form.tokens, form.near), persistent=form.near > 0)
        self.enter = nn.Linear(form.numbers, form.width)
        self.blocks = nn.ModuleList(FlowBlock(form.width) for _ in range(form.depth))
        self.tell = nn.Linear(form.width, form.tokens * form.told)
        self.heads = TokenHeads(form)

    def forward(self, x: Tensor, time: Tensor, place: Tensor) -> Tensor:
        """time [B or 1, sum of time_parts]; place [T * D] of integers, as FlowNetwork's."""
        form = self.form
        blocks, heads, own = time.split(form.time_parts, dim=1)
        y = self.enter(x)
        for block, pair in zip(self.blocks, blocks.split(2 * form.width, dim=1)):
            y = block(y, *pair.chunk(2, dim=1))
        told = self.tell(pixel_norm(y)).view(len(x), form.tokens, form.told)
        tokens = F.pad(x, (0, 1))[:, place].view(len(x), form.tokens, form.row).to(told.dtype)
        scale, shift = heads.view(-1, form.tokens, 2 * form.head).transpose(0, 1).chunk(2, dim=-1)
        around = tokens[:, self.near.long(), :APPEARANCE].flatten(2)
        found = self.heads(torch.cat([tokens, told, around], dim=-1).transpose(0, 1), scale, shift)
        return found.transpose(0, 1).flatten(1)[:, place.argsort(stable=True)[: form.numbers]] + own * x


class TimeTable(nn.Module):
    """t [B] in 0..1 -> what the velocity takes of it. Only training needs it: a flow of fixed steps keeps its rows."""

    waves: Tensor

    def __init__(self, form: FlowForm) -> None:
        super().__init__()
        self.register_buffer("waves", torch.arange(1, TIME_WAVES + 1) * math.pi)
        last = nn.Linear(TIME_WIDTH, sum(form.time_parts))
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)
        self.layers = nn.Sequential(nn.Linear(2 * TIME_WAVES, TIME_WIDTH), nn.SiLU(), last)

    def forward(self, t: Tensor) -> Tensor:
        angle = t[:, None] * self.waves
        return self.layers(torch.cat([angle.sin(), angle.cos()], dim=1))


class FlowNetwork(nn.Module):
    """
    z [B, noise_dim] -> Layout, as networks.LayoutNetwork.

    z has as many numbers as a code: with fewer, what of a half-way code noise cannot have made would betray where it ends,
    and the flow would decide everything in its first instant. place [(M + 1) * (6 + components)]: where in [0, n] each number
    of a token is, n = it is always 0; all of 0..n-1 once. geometry_mean, geometry_std [M, 5]; always [M]: 1 = in every room;
    axes [M + 1, components, Df + Ds] and mean [M + 1, Df + Ds] of the vectors; apart [P, 2]: blobs that lie over each other in no
    true layout, should there be several draws. Indices are float, as all of a checkpoint.
    """

    velocity: Velocity
    apart: Tensor

    def __init__(
        self, blobs: int, feature_dim: int, style_dim: int, form: FlowForm, ab_norm: float = 0.02
    ) -> None:
        super().__init__()
        self.blobs, self.feature_dim, self.style_dim = blobs, feature_dim, style_dim
        self.noise_dim, self.ab_norm, self.form = form.numbers, ab_norm, form
        tokens = form.tokens
        self.velocity = Velocity(form)
        for name, value in {
            "times": torch.zeros(2 * form.steps, sum(form.time_parts)),
            "place": torch.arange(tokens * form.row).clamp_max(form.numbers),
            "geometry_mean": torch.zeros(blobs, APPEARANCE - 1),
            "geometry_std": torch.ones(blobs, APPEARANCE - 1),
            "always": torch.zeros(blobs),
            "axes": torch.zeros(tokens, form.components, feature_dim + style_dim),
            "mean": torch.zeros(tokens, feature_dim + style_dim),
        }.items():
            self.register_buffer(name, value.float())
        self.register_buffer("apart", torch.zeros(form.apart, 2), persistent=form.apart > 0)

    def hidden(self, z: Tensor) -> Tensor:
        """
        The code [B, n] that truncation acts on: of several flows, each from z turned on by a part of its length (which is noise as
        good), the first in which the least overlaps that should not. A flow decides by many small steps, and a few rooms in a
        hundred end with a picture on a window.
        """
        draws = self.form.draws
        codes = torch.stack([self.flown(z.roll(-(draw * self.form.numbers // draws), dims=1)) for draw in range(draws)])
        if draws == 1:
            return codes[0]
        costs = torch.stack([clash(self.cut(code), self.apart.long()) + draw * LATER for draw, code in enumerate(codes)])
        return codes[costs.argmin(0), torch.arange(len(z))]

    def flown(self, z: Tensor) -> Tensor:
        """The code [B, n] at the end of the flow, by the midpoint rule."""
        x, place = z, self.place.long()
        length = 1 / self.form.steps
        for step in range(self.form.steps):
            early, late = self.times[2 * step : 2 * step + 2].split(1)
            middle = x + self.velocity(x, early, place) * (length / 2)
            x = x + self.velocity(middle, late, place) * length
        return x

    def cut(self, code: Tensor) -> Layout:
        """The layout [B] that codes [B, n] say."""
        tokens = F.pad(code, (0, 1))[:, self.place.long()].view(len(code), self.blobs + 1, -1)
        geometry = tokens[:, 1:, 1:APPEARANCE] * self.geometry_std + self.geometry_mean
        there = (0.5 + tokens[:, 1:, 0] / (2 * FADE) + self.always).clamp(0, 1)
        x, y, size, u, v = geometry.unbind(-1)
        size = SIZE_UNIT * torch.sinh(size.clamp(-MOST_SIZE_CODE, MOST_SIZE_CODE))
        vectors = torch.einsum("btc,tcd->btd", tokens[..., APPEARANCE:], self.axes) + self.mean
        feature, style = vectors.split([self.feature_dim, self.style_dim], dim=-1)
        return Layout(
            xs=x.clamp(0, 1),
            ys=y.clamp(0, 1),
            sizes=there * size + (1 - there) * ABSENT_SIZE,
            covs=exponential(u, v) * self.ab_norm + COVARIANCE_EPSILON * torch.eye(2),
            features=pixel_norm(feature),
            styles=pixel_norm(style),
        )

    def forward(self, z: Tensor, truncation: float = 0.0, mean_latent: Tensor | None = None) -> Layout:
        code = self.hidden(z)
        if truncation:
            if mean_latent is None:
                raise ValueError("Truncation needs the mean latent.")
            code = torch.lerp(code, mean_latent.to(code), truncation)
        return self.cut(code)

    @torch.no_grad()
    def mean_latent(self, count: int = 10_000, seed: int = 0) -> Tensor:
        """Mean of the code over `count` draws of z. Shape [n]."""
        z = torch.randn(count, self.noise_dim, generator=torch.Generator().manual_seed(seed))
        return torch.cat([self.hidden(part) for part in z.split(500)]).mean(0)


def exponential(u: Tensor, v: Tensor) -> Tensor:
    """
    exp of the matrices [[u, v], [v, -u]], [..., 2, 2]: with u = ln A cos 2 angle and v = ln A sin 2 angle the ellipse with axes
    A and 1 / A along the angle.
    """
    length = torch.sqrt(u.square() + v.square() + 1e-12).clamp_max(MOST_LOG_ASPECT)
    grown, shrunk = length.exp(), (-length).exp()
    even, odd = (grown + shrunk) / 2, (grown - shrunk) / (2 * length)
    # What is longer than the longest keeps its direction.
    scale = length / torch.sqrt(u.square() + v.square() + 1e-12)
    u, v = u * scale * odd, v * scale * odd
    return torch.stack([torch.stack([even + u, v], -1), torch.stack([v, even - u], -1)], -2)


def build_flow(hyper: dict[str, Any], ab_norm: float) -> FlowNetwork:
    """Of the form that `layout_net` of the hyper-parameters says."""
    return FlowNetwork(
        hyper["n_features_max"], hyper["feature_dim"], hyper["style_dim"], FlowForm(**hyper["flow"]), ab_norm
    )
