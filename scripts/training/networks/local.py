"""
Features by place: an extension of the published decoder. There a blob's feature enters at the coarsest grid and is the
same all over the blob; nothing tells the decoder where in a thing it is, so that things keep the outline of their
ellipse. Here, at every level up to 64 px, the feature enters again as an affine function of the place inside the blob.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

FINEST = 64


class LocalFeatures(nn.Module):
    """
    forward: scores [B, HW, K], places [B, HW, 2K] (splat.places), features [B, K, Df] -> [B, HW, C]:
    the sum over regions of score * (P f + u Q f + v R f). The weights begin at zero, so that a trained decoder can be
    given one.
    """

    def __init__(self, feature_dim: int, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3 * channels, feature_dim))
        self.scale = 1.0 / math.sqrt(feature_dim)

    def forward(self, scores: Tensor, places: Tensor, features: Tensor) -> Tensor:
        parts = (features @ (self.weight * self.scale).T).chunk(3, dim=-1)
        stacked = torch.cat(parts, dim=1).to(scores.dtype)
        return torch.bmm(torch.cat([scores, places], dim=-1), stacked)
