"""
Features by place: an extension of the published decoder. There a blob's feature enters at the coarsest grid and is constant
over the blob; the decoder does not know where in a thing a pixel is, so things keep the outline of their ellipse. Here the
feature enters again at every level up to 64 px, as a function of the local coordinates: affine, or a polynomial of a higher
order, from which stripes, frames and corners can be made.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from ..splat import polynomial_terms

FINEST = 64


class LocalFeatures(nn.Module):
    """
    forward: scores [B, HW, K], coordinates [B, HW, (P - 1) K] (splat.local_coordinates), features [B, K, Df] -> [B, HW, C]:
    the sum over regions of score * (W_0 f + u W_1 f + v W_2 f + ...), P = polynomial_terms(order). The weights start at zero, so
    that a trained decoder can be extended by it, or to a higher order.
    """

    def __init__(self, feature_dim: int, channels: int, order: int = 1) -> None:
        super().__init__()
        self.terms = polynomial_terms(order)
        self.weight = nn.Parameter(torch.zeros(self.terms * channels, feature_dim))
        self.scale = 1.0 / math.sqrt(feature_dim)

    def forward(self, scores: Tensor, coordinates: Tensor, features: Tensor) -> Tensor:
        parts = (features @ (self.weight * self.scale).T).chunk(self.terms, dim=-1)
        stacked = torch.cat(parts, dim=1).to(scores.dtype)
        return torch.bmm(torch.cat([scores, coordinates], dim=-1), stacked)
