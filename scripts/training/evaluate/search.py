"""
Where the blobs of a model of the unsupervised way would have to be to draw a picture: its layouts have no true ones, so a
room is searched for by gradient, as the paper inverts pictures, from what the layout network knows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ..checkpoint import build_decoder, build_layout_network, part, read_checkpoint
from ..data.layouts import SIZE, X, Y
from ..layout_codes import data_of_layout
from ..losses import structure
from ..model import covariances
from ..networks.flow import exponential
from ..networks.ops import pixel_norm
from ..splat import COVARIANCE_EPSILON, Layout, pyramid, splat
from .drawing import Scene

# Layouts among which the search begins at the one that is nearest to the picture.
STARTS = 512
RATE = 0.03
# Of the rate, for numbers that are places in 0..1, not of the order of 1.
PLACE_SHARE = 0.2
STRUCTURE_WEIGHT = 0.5


class FoundModel:
    """Averaged decoder and layout network of a checkpoint of the unsupervised way; draws scenes as ConvertedModel does."""

    def __init__(self, checkpoint: Path) -> None:
        content = read_checkpoint(checkpoint)
        if content.get("training", {}).get("way") != "unsupervised":
            raise ValueError(f"{checkpoint} is no checkpoint of the unsupervised way.")
        hyper, self.training = content["hyper_parameters"], content["training"]
        self.decoder, self.layout = build_decoder(hyper), build_layout_network(hyper)
        for module, name in ((self.decoder, "generator_ema"), (self.layout, "layout_net_ema")):
            module.load_state_dict(part(content["state_dict"], name))
            module.eval().requires_grad_(False)
        self.side, self.ab_norm = self.decoder.resolution, float(content["ab_norm"])
        random = torch.Generator().manual_seed(0)
        self.noise = [torch.randn(1, 1, side, side, generator=random) for side in self.decoder.noise_sides()]

    def picture(self, layout: Layout) -> Tensor:
        """[B, 3, R, R] of layouts."""
        scores = splat(layout.xs, layout.ys, layout.covs, layout.sizes, self.side)
        return self.decoder(pyramid(scores, self.decoder.size_in), layout.features, layout.styles, self.noise)

    @torch.no_grad()
    def sample(self, count: int, seed: int) -> Layout:
        """Layouts of `count` fresh z."""
        return self.layout(torch.randn(count, self.layout.noise_dim, generator=torch.Generator().manual_seed(seed)))

    @torch.no_grad()
    def draw(self, scene: Scene) -> Tensor:
        """[1, 3, R, R] of a scene."""
        return self.picture(layout_of(scene, self.ab_norm))


def layout_of(scene: Scene, ab_norm: float) -> Layout:
    """A scene as a batch of one layout."""
    g = scene.geometry[None]
    return Layout(g[..., X], g[..., Y], g[..., SIZE], covariances(g, ab_norm), scene.features[None], scene.styles[None])


def scenes_of_layout(layout: Layout, ab_norm: float) -> list[Scene]:
    """The layouts of a batch as scenes (rows of data/layouts.py)."""
    data = data_of_layout(layout, ab_norm)
    return [Scene(*parts) for parts in zip(data.geometry, data.features, data.styles)]


@dataclass
class Variables:
    """What the search moves: every number of a layout, free of its bounds."""

    place: Tensor
    size: Tensor
    shape: Tensor
    vectors: Tensor
    feature_dim: int
    ab_norm: float

    @staticmethod
    def of(layout: Layout, ab_norm: float) -> Variables:
        """Starts at a layout [B]."""
        trimmed = layout.covs - COVARIANCE_EPSILON * torch.eye(2)
        # The matrix logarithm of a symmetric matrix of determinant 1, as (u, v) of [[u, v], [v, -u]].
        even, odd = (trimmed[..., 0, 0] - trimmed[..., 1, 1]) / (2 * ab_norm), trimmed[..., 0, 1] / ab_norm
        length = torch.hypot(even, odd)
        ratio = torch.where(length > 1e-6, torch.asinh(length) / length.clamp_min(1e-6), torch.ones_like(length))
        return Variables(
            torch.stack([layout.xs, layout.ys], -1).clone(),
            layout.sizes.clone(),
            torch.stack([even * ratio, odd * ratio], -1),
            torch.cat([layout.features, layout.styles], -1),
            layout.features.shape[-1],
            ab_norm,
        )

    def layout(self) -> Layout:
        """The layout that the numbers stand for."""
        feature, style = self.vectors[..., : self.feature_dim], self.vectors[..., self.feature_dim :]
        x, y = self.place.unbind(-1)
        covs = exponential(*self.shape.unbind(-1)) * self.ab_norm + COVARIANCE_EPSILON * torch.eye(2)
        return Layout(x, y, self.size, covs, pixel_norm(feature), pixel_norm(style))


@torch.no_grad()
def nearest_starts(model: FoundModel, truths: Tensor, seed: int = 0) -> Layout:
    """Of many sampled layouts those whose pictures are nearest to `truths` [B, 3, R, R] (squares of 8-fold smaller pictures)."""
    pool = model.sample(STARTS, seed)

    def small(pictures: Tensor) -> Tensor:
        return F.avg_pool2d(pictures, model.side // 8).flatten(1)

    parts = [model.picture(pool.map(lambda t, at=at: t[at : at + 32])) for at in range(0, STARTS, 32)]
    chosen = torch.cdist(small(truths), torch.cat([small(part) for part in parts])).argmin(1)
    return pool.map(lambda tensor: tensor[chosen].clone())


def search(model: FoundModel, truths: Tensor, steps: int) -> list[Scene]:
    """Scenes whose pictures come near to `truths` [B, 3, R, R]: L1 and structure, Adam, a rate that falls as a cosine."""
    found = Variables.of(nearest_starts(model, truths), model.ab_norm)
    for tensor in (found.place, found.size, found.shape, found.vectors):
        tensor.requires_grad_(True)
    groups = [
        {"params": [found.place], "share": PLACE_SHARE},
        {"params": [found.size, found.shape, found.vectors], "share": 1.0},
    ]
    optimiser = torch.optim.Adam(groups, lr=RATE)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * group["share"] * (1 + math.cos(math.pi * step / steps)) / 2
        picture = model.picture(found.layout())
        # Each picture has its own numbers: the sum over the batch keeps the searches apart.
        loss = (picture - truths).abs().mean((1, 2, 3)).sum() + STRUCTURE_WEIGHT * len(truths) * structure(picture, truths, None)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return scenes_of_layout(found.layout(), model.ab_norm)
