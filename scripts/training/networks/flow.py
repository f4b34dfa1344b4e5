"""
The other form of layout network: a flow. Noise becomes a layout in a few steps along a velocity that a network predicts
("Flow Matching for Generative Modeling", arXiv 2210.02747). The published form maps noise to blobs at once, and learned averages
of rooms from true layouts; a flow decides step by step which things are present and where.

Attributes that are parameters or buffers have the names that checkpoints have.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape
from ..splat import ABSENT_SIZE, COVARIANCE_EPSILON, Layout
from .ops import pixel_norm, truncate
from .overlap import overlap_penalty

# Frequencies of time, in half turns per unit.
TIME_WAVES = 16
TIME_WIDTH = 128
# Where a token's vectors begin: after presence, x, y, asinh(s / 0.5), ln A cos 2 angle, ln A sin 2 angle.
VECTORS_START = 6
# Sizes span two decades and can be negative: differences of asinh(s / 0.5) are relative for large, absolute for small.
SIZE_UNIT = 0.5
# Presence is -1 or 1 in true layouts; within this of 0 a thing is partly present. A wider range makes rare things fade often.
PRESENCE_FADE = 0.05
# Cost of each later candidate, so that the first of equals is taken.
TIE_BREAK = 1e-4
# Clamps; true sizes reach 6.2 (a floor).
MAX_SIZE_CODE = 8.0
MAX_LOG_ASPECT = 4.0


# Names of FlowForm's fields in a checkpoint (src/convert/flow-form.ts reads them), where they differ.
FILE_NAMES = {"context_dim": "told", "head_dim": "head", "neighbours": "near", "candidates": "draws", "disjoint_pairs": "apart"}


@dataclass(frozen=True)
class FlowForm:
    """
    Sizes of a flow. A code has `tokens` T rows of D = 6 + `components`, of which `numbers` n are used. The whole code goes through
    `depth` blocks of `width`, which give every token `context_dim` numbers; a token's own head has `head_dim` units, and also
    sees presence and geometry of `neighbours` others. Of `candidates` layouts the one is taken in which the least of
    `disjoint_pairs` pairs of blobs overlaps.
    """

    tokens: int
    numbers: int
    components: int
    width: int = 512
    depth: int = 2
    context_dim: int = 24
    head_dim: int = 96
    steps: int = 8
    neighbours: int = 0
    candidates: int = 1
    disjoint_pairs: int = 0

    @property
    def row(self) -> int:
        """D."""
        return VECTORS_START + self.components

    @property
    def time_parts(self) -> tuple[int, int, int]:
        """Lengths of the parts of a row of `times`: scales and shifts of the blocks, those of the heads, factors of the code itself."""
        return 2 * self.depth * self.width, 2 * self.tokens * self.head_dim, self.numbers

    def to_dict(self) -> dict[str, int]:
        """With the names of a checkpoint's hyper-parameters."""
        return {FILE_NAMES.get(name, name): value for name, value in asdict(self).items()}

    @staticmethod
    def from_dict(values: Mapping[str, int]) -> FlowForm:
        """Of a checkpoint's hyper-parameters."""
        names = {name: field for field, name in FILE_NAMES.items()}
        return FlowForm(**{names.get(name, name): int(value) for name, value in values.items()})


class FlowBlock(nn.Module):
    """Residual block: x + narrow(silu(widen(x, normalised, scaled and shifted)))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.widen, self.narrow = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.narrow.weight)

    def forward(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        return x + self.narrow(F.silu(self.widen(pixel_norm(x) * (1 + scale) + shift)))


class TokenHeads(nn.Module):
    """
    The velocity of each token from its own numbers, the geometry of its neighbours and its context: three layers, with separate
    weights for each token. A thing's numbers lie on a few curved surfaces (its models, its colours in each light), which one
    network for all tokens does not learn; and the context alone is too coarse to keep a picture off a window.
    """

    def __init__(self, form: FlowForm) -> None:
        super().__init__()
        tokens, inputs = form.tokens, form.row + form.context_dim
        # About so many of a token's inputs are used.
        fan_in = form.numbers / tokens + form.context_dim
        first = torch.randn(tokens, inputs, form.head_dim) / math.sqrt(fan_in)
        # Neighbours start with weights of zero: many are absent, and their numbers noise.
        self.first = nn.Parameter(F.pad(first, (0, 0, 0, form.neighbours * VECTORS_START)))
        self.second = nn.Parameter(torch.randn(tokens, form.head_dim, form.head_dim) / math.sqrt(form.head_dim))
        self.bias = nn.Parameter(torch.zeros(tokens, 1, form.head_dim))
        self.last = nn.Parameter(torch.zeros(tokens, form.head_dim, form.row))

    def forward(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        """x [T, B, D + context_dim + 6 neighbours]; scale, shift [T, B or 1, head_dim] -> [T, B, D]."""
        x = F.silu(torch.bmm(x, self.first) * (1 + scale) + shift)
        return torch.bmm(F.silu(torch.bmm(x, self.second) + self.bias), self.last)


class Velocity(nn.Module):
    """Velocity [B, n] of a code x [B, n] at an embedded time (TimeEmbedding)."""

    near: Tensor

    def __init__(self, form: FlowForm) -> None:
        super().__init__()
        self.form = form
        # The neighbours of each token, [T, neighbours].
        self.register_buffer("near", torch.zeros(form.tokens, form.neighbours), persistent=form.neighbours > 0)
        self.enter = nn.Linear(form.numbers, form.width)
        self.blocks = nn.ModuleList(FlowBlock(form.width) for _ in range(form.depth))
        self.tell = nn.Linear(form.width, form.tokens * form.context_dim)
        self.heads = TokenHeads(form)

    def forward(self, x: Tensor, time: Tensor, place: Tensor) -> Tensor:
        """x [B, n]; time [B or 1, sum of time_parts]; place [T * D] of integers, as FlowNetwork's -> [B, n]."""
        form = self.form
        assert_shape(x, "B n", "x", n=form.numbers)
        assert_shape(time, "B E", "time", E=sum(form.time_parts))
        blocks, heads, own = time.split(form.time_parts, dim=1)
        y = self.enter(x)
        for block, pair in zip(self.blocks, blocks.split(2 * form.width, dim=1), strict=True):
            y = block(y, *pair.chunk(2, dim=1))
        context = self.tell(pixel_norm(y)).view(len(x), form.tokens, form.context_dim)
        tokens = F.pad(x, (0, 1))[:, place].view(len(x), form.tokens, form.row).to(context.dtype)
        scale, shift = heads.view(-1, form.tokens, 2 * form.head_dim).transpose(0, 1).chunk(2, dim=-1)
        neighbours = tokens[:, self.near.long(), :VECTORS_START].flatten(2)
        velocity = self.heads(torch.cat([tokens, context, neighbours], dim=-1).transpose(0, 1), scale, shift)
        used = place.argsort(stable=True)[: form.numbers]
        return velocity.transpose(0, 1).flatten(1)[:, used] + own * x


class TimeEmbedding(nn.Module):
    """t [B] in 0..1 -> [B, sum of time_parts]. Only for training: a flow with fixed steps stores the rows of its times."""

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

    z has as many numbers as a code. With fewer, the part of a half-way code that noise cannot reach would give its end away, and
    the flow would decide everything in its first step.

    place [(M + 1) * (6 + components)]: the position of each number of a token among the n used ones, n = unused, always 0;
    geometry_mean, geometry_std [M, 5]; always [M]: 1 = in every room; axes [M + 1, components, Df + Ds] and mean [M + 1, Df + Ds]
    of the vectors; apart [P, 2]: pairs of blobs that overlap in no true layout, to choose among several candidates by. Indices
    are float, like everything in a checkpoint.
    """

    velocity: Velocity
    times: Tensor
    place: Tensor
    geometry_mean: Tensor
    geometry_std: Tensor
    always: Tensor
    axes: Tensor
    mean: Tensor
    apart: Tensor

    def __init__(self, blobs: int, feature_dim: int, style_dim: int, form: FlowForm, ab_norm: float = 0.02) -> None:
        super().__init__()
        self.blobs, self.feature_dim, self.style_dim = blobs, feature_dim, style_dim
        self.noise_dim, self.ab_norm, self.form = form.numbers, ab_norm, form
        tokens = form.tokens
        self.velocity = Velocity(form)
        for name, value in {
            "times": torch.zeros(2 * form.steps, sum(form.time_parts)),
            "place": torch.arange(tokens * form.row).clamp_max(form.numbers),
            "geometry_mean": torch.zeros(blobs, VECTORS_START - 1),
            "geometry_std": torch.ones(blobs, VECTORS_START - 1),
            "always": torch.zeros(blobs),
            "axes": torch.zeros(tokens, form.components, feature_dim + style_dim),
            "mean": torch.zeros(tokens, feature_dim + style_dim),
        }.items():
            self.register_buffer(name, value.float())
        self.register_buffer("apart", torch.zeros(form.disjoint_pairs, 2), persistent=form.disjoint_pairs > 0)

    def latent(self, z: Tensor) -> Tensor:
        """
        The code [B, n] that truncation acts on. Of several candidates, each from z rolled by a part of its length (which is noise,
        too), the one in which the least overlaps: a few rooms in a hundred end with a picture on a window.
        """
        assert_shape(z, "B n", "z", n=self.noise_dim)
        count = self.form.candidates
        codes = torch.stack([self.integrate(z.roll(-(at * self.form.numbers // count), dims=1)) for at in range(count)])
        if count == 1:
            return codes[0]
        costs = torch.stack([overlap_penalty(self.to_layout(code), self.apart.long()) + at * TIE_BREAK for at, code in enumerate(codes)])
        return codes[costs.argmin(0), torch.arange(len(z))]

    def integrate(self, z: Tensor) -> Tensor:
        """The code [B, n] at the end of the flow from noise z [B, n], by the midpoint rule."""
        x, place = z, self.place.long()
        length = 1 / self.form.steps
        for step in range(self.form.steps):
            early, late = self.times[2 * step : 2 * step + 2].split(1)
            middle = x + self.velocity(x, early, place) * (length / 2)
            x = x + self.velocity(middle, late, place) * length
        return x

    def to_layout(self, code: Tensor) -> Layout:
        """Codes [B, n] -> layouts."""
        assert_shape(code, "B n", "code", n=self.form.numbers)
        tokens = F.pad(code, (0, 1))[:, self.place.long()].view(len(code), self.blobs + 1, -1)
        geometry = tokens[:, 1:, 1:VECTORS_START] * self.geometry_std + self.geometry_mean
        present = (0.5 + tokens[:, 1:, 0] / (2 * PRESENCE_FADE) + self.always).clamp(0, 1)
        x, y, size, u, v = geometry.unbind(-1)
        size = SIZE_UNIT * torch.sinh(size.clamp(-MAX_SIZE_CODE, MAX_SIZE_CODE))
        vectors = torch.einsum("btc,tcd->btd", tokens[..., VECTORS_START:], self.axes) + self.mean
        feature, style = vectors.split([self.feature_dim, self.style_dim], dim=-1)
        return Layout(
            xs=x.clamp(0, 1),
            ys=y.clamp(0, 1),
            sizes=present * size + (1 - present) * ABSENT_SIZE,
            covs=matrix_exponential(u, v) * self.ab_norm + COVARIANCE_EPSILON * torch.eye(2),
            features=pixel_norm(feature),
            styles=pixel_norm(style),
        )

    def forward(self, z: Tensor, truncation: float = 0.0, mean_latent: Tensor | None = None) -> Layout:
        return self.to_layout(truncate(self.latent(z), mean_latent, truncation))

    @torch.no_grad()
    def mean_latent(self, count: int = 10_000, seed: int = 0) -> Tensor:
        """Mean of the code over `count` samples of z. Shape [n]."""
        z = torch.randn(count, self.noise_dim, generator=torch.Generator().manual_seed(seed))
        return torch.cat([self.latent(part) for part in z.split(500)]).mean(0)


def matrix_exponential(u: Tensor, v: Tensor) -> Tensor:
    """
    exp of the matrices [[u, v], [v, -u]], [..., 2, 2]: with u = ln A cos 2 angle and v = ln A sin 2 angle the ellipse with axes
    A and 1 / A along the angle.
    """
    length = torch.sqrt(u.square() + v.square() + 1e-12).clamp_max(MAX_LOG_ASPECT)
    growth, shrinkage = length.exp(), (-length).exp()
    even, odd = (growth + shrinkage) / 2, (growth - shrinkage) / (2 * length)
    # What was clamped keeps its direction.
    scale = length / torch.sqrt(u.square() + v.square() + 1e-12)
    u, v = u * scale * odd, v * scale * odd
    return torch.stack([torch.stack([even + u, v], -1), torch.stack([v, even - u], -1)], -2)


def build_flow(hyper: dict[str, Any], ab_norm: float) -> FlowNetwork:
    """The flow that `layout_net` of the hyper-parameters describes."""
    return FlowNetwork(hyper["n_features_max"], hyper["feature_dim"], hyper["style_dim"], FlowForm.from_dict(hyper["flow"]), ab_norm)
