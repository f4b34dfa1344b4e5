"""
Features by place: an extension of the published decoder. There a blob's feature enters at the coarsest grid and is the
same all over the blob; nothing tells the decoder where in a thing it is, so that things keep the outline of their
ellipse. Here, at every level up to 64 px, the feature enters again as a function of the place inside the blob: affine,
and with an order above 1 also curved, so that stripes, frames and corners can be made of it.

Sums of those cannot be sharp: a frame is thinner than a cell of 64. With outlines, features enter once more at 128 px, as
a small network of the place: where a hidden number is zero is a line or a curve across the blob, which does not depend on
how much of the blob is there.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..splat import count_terms

FINEST = 64
OUTLINE_SIDE = 128
# Lines and ellipses; what is finer is made of several.
OUTLINE_ORDER = 2
SLOPE = 0.2


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


class OutlineFeatures(nn.Module):
    """
    forward: scores [B, HW, K], places [B, HW, (P - 1) K], features [B, K, Df] -> [B, HW, C]: leakyReLU(0.2) of `hidden`
    features by place, then a matrix that begins at zero. P = count_terms(OUTLINE_ORDER).
    """

    def __init__(self, feature_dim: int, hidden: int, channels: int) -> None:
        super().__init__()
        self.local = LocalFeatures(feature_dim, hidden, OUTLINE_ORDER)
        nn.init.normal_(self.local.weight)
        self.mix = nn.Parameter(torch.zeros(channels, hidden))

    def forward(self, scores: Tensor, places: Tensor, features: Tensor) -> Tensor:
        bent = F.leaky_relu(self.local(scores, places, features), SLOPE)
        return bent @ self.mix.T.to(bent.dtype)
