"""
Features by place: an extension of the published decoder. There a blob's feature enters at the coarsest grid and is the
same all over the blob; nothing tells the decoder where in a thing it is, so that things keep the outline of their
ellipse. Here, at every level up to 64 px, the feature enters again as a function of the place inside the blob: affine,
and with an order above 1 also curved, so that stripes, frames and corners can be made of it.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..splat import count_terms

FINEST = 64


class LocalFeatures(nn.Module):
    """
    forward: scores [B, HW, K], places [B, HW, (P - 1) K] (splat.places), features [B, K, Df] -> [B, HW, C]:
    the sum over regions of score * (W_0 f + u W_1 f + v W_2 f + ...), P = count_terms(order). The weights begin at zero,
    so that a trained decoder can be given one, or one of a higher order.
    """

    def __init__(self, feature_dim: int, channels: int, order: int = 1) -> None:
        super().__init__()
        self.terms = count_terms(order)
        self.weight = nn.Parameter(torch.zeros(self.terms * channels, feature_dim))
        self.scale = 1.0 / math.sqrt(feature_dim)

    def forward(self, scores: Tensor, places: Tensor, features: Tensor) -> Tensor:
        parts = (features @ (self.weight * self.scale).T).chunk(self.terms, dim=-1)
        stacked = torch.cat(parts, dim=1).to(scores.dtype)
        return torch.bmm(torch.cat([scores, places], dim=-1), stacked)
