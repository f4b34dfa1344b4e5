"""
Inversion of an unsupervised model, whose layouts have no ground truth: a layout with which it draws a given picture, found by
gradient descent from a sample of the layout network, as in the paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ..checkpoint import build_decoder, build_layout_network, read_checkpoint, strip_prefix
from ..data.layouts import SIZE, X, Y, covariances
from ..layout.codes import data_of_layout
from ..losses import ssim_loss
from ..networks.flow import matrix_exponential
from ..networks.ops import pixel_norm
from ..shapes import assert_shape
from ..splat import COVARIANCE_EPSILON, Layout
from .drawing import Scene, scenes_of_slots

# Samples, the nearest of which to the picture is the start.
CANDIDATES = 512
LEARNING_RATE = 0.03
# Positions are in 0..1, other variables of the order of 1: their learning rate is this much of the others'.
POSITION_RATE = 0.2
STRUCTURE_WEIGHT = 0.5


class UnsupervisedModel:
    """Averaged decoder and layout network of a checkpoint of the unsupervised way; draws scenes as ConvertedModel does."""

    def __init__(self, checkpoint: Path) -> None:
        content = read_checkpoint(checkpoint)
        if content.get("training", {}).get("way") != "unsupervised":
            raise ValueError(f"{checkpoint} is not a checkpoint of the unsupervised way.")
        hyper, self.training = content["hyper_parameters"], content["training"]
        self.decoder, self.layout = build_decoder(hyper), build_layout_network(hyper)
        for module, name in ((self.decoder, "generator_ema"), (self.layout, "layout_net_ema")):
            module.load_state_dict(strip_prefix(content["state_dict"], name))
            module.eval().requires_grad_(False)
        self.side, self.ab_norm = self.decoder.resolution, float(content["ab_norm"])
        generator = torch.Generator().manual_seed(0)
        self.noise = [torch.randn(1, 1, side, side, generator=generator) for side in self.decoder.noise_sides()]

    def picture(self, layout: Layout) -> Tensor:
        """[B, 3, R, R] of layouts."""
        return self.decoder.draw(layout, self.noise)

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
    return scenes_of_slots(data_of_layout(layout, ab_norm))


@dataclass
class LayoutVariables:
    """What inversion optimises: the numbers of layouts, unconstrained."""

    position: Tensor
    size: Tensor
    shape: Tensor
    vectors: Tensor
    feature_dim: int
    ab_norm: float

    @staticmethod
    def of(layout: Layout, ab_norm: float) -> LayoutVariables:
        """The variables of layouts [B]."""
        trimmed = layout.covs - COVARIANCE_EPSILON * torch.eye(2)
        # The matrix logarithm of a symmetric matrix of determinant 1, as (u, v) of [[u, v], [v, -u]].
        even, odd = (trimmed[..., 0, 0] - trimmed[..., 1, 1]) / (2 * ab_norm), trimmed[..., 0, 1] / ab_norm
        length = torch.hypot(even, odd)
        ratio = torch.where(length > 1e-6, torch.asinh(length) / length.clamp_min(1e-6), torch.ones_like(length))
        return LayoutVariables(
            torch.stack([layout.xs, layout.ys], -1).clone(),
            layout.sizes.clone(),
            torch.stack([even * ratio, odd * ratio], -1),
            torch.cat([layout.features, layout.styles], -1),
            layout.features.shape[-1],
            ab_norm,
        )

    def layout(self) -> Layout:
        """The layouts of these variables."""
        feature, style = self.vectors[..., : self.feature_dim], self.vectors[..., self.feature_dim :]
        x, y = self.position.unbind(-1)
        covs = matrix_exponential(*self.shape.unbind(-1)) * self.ab_norm + COVARIANCE_EPSILON * torch.eye(2)
        return Layout(x, y, self.size, covs, pixel_norm(feature), pixel_norm(style))


@torch.no_grad()
def nearest_samples(model: UnsupervisedModel, truths: Tensor, seed: int = 0) -> Layout:
    """Samples whose pictures are nearest to `truths` [B, 3, R, R], by the L2 distance at 8 px."""
    pool = model.sample(CANDIDATES, seed)

    def small(pictures: Tensor) -> Tensor:
        return F.avg_pool2d(pictures, model.side // 8).flatten(1)

    parts = [model.picture(part) for part in pool.split(32)]
    nearest = torch.cdist(small(truths), torch.cat([small(part) for part in parts])).argmin(1)
    return pool.map(lambda tensor: tensor[nearest].clone())


def invert(model: UnsupervisedModel, truths: Tensor, steps: int) -> list[Scene]:
    """Scenes whose pictures are near `truths` [B, 3, R, R]: L1 and 1 - SSIM, Adam with a cosine schedule."""
    assert_shape(truths, "B 3 R R", "truths", R=model.side)
    variables = LayoutVariables.of(nearest_samples(model, truths), model.ab_norm)
    for tensor in (variables.position, variables.size, variables.shape, variables.vectors):
        tensor.requires_grad_(True)
    groups = [
        {"params": [variables.position], "share": POSITION_RATE},
        {"params": [variables.size, variables.shape, variables.vectors], "share": 1.0},
    ]
    optimiser = torch.optim.Adam(groups, lr=LEARNING_RATE)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * group["share"] * (1 + math.cos(math.pi * step / steps)) / 2
        picture = model.picture(variables.layout())
        # A sum over the batch, so that pictures do not share a gradient.
        loss = (picture - truths).abs().mean((1, 2, 3)).sum() + STRUCTURE_WEIGHT * len(truths) * ssim_loss(picture, truths, None)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return scenes_of_layout(variables.layout(), model.ab_norm)
