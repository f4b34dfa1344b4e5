"""Jitter of sampled layouts, as published."""

from __future__ import annotations

import torch
from torch import Tensor

from ..config import Config
from ..splat import Layout


def uniform_like(tensor: Tensor, reach: float, generator: torch.Generator) -> Tensor:
    """Uniform in [-reach, reach], in the shape of `tensor`."""
    return ((torch.rand(tensor.shape, generator=generator, device=generator.device) * 2 - 1) * reach).to(tensor)


def rotate_covariances(covs: Tensor, angles: Tensor) -> Tensor:
    """R Sigma R^T for covs [..., 2, 2] and angles [...]."""
    cos, sin = torch.cos(angles), torch.sin(angles)
    rotation = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], -2)
    return rotation @ covs @ rotation.mT


def jitter_layout(layout: Layout, config: Config, generator: torch.Generator) -> Layout:
    """Position, size and angle of every blob jittered as published; feature and style stay."""
    return Layout(
        xs=layout.xs + uniform_like(layout.xs, config.jitter_xy, generator),
        ys=layout.ys + uniform_like(layout.ys, config.jitter_xy, generator),
        sizes=layout.sizes + uniform_like(layout.sizes, config.jitter_size, generator),
        covs=rotate_covariances(layout.covs, uniform_like(layout.xs, config.jitter_angle, generator)),
        features=layout.features,
        styles=layout.styles,
    )
