"""
Layouts as they are compared: the numbers of their codes, without those of absent things, each with a tolerance within which
the drawn picture looks the same (about 30 dB for all of them together).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ..networks.flow import VECTORS_START
from ..shapes import assert_shape
from .codes import GEOMETRY, PRESENCE, LayoutCodes

# Of x and y (2.5 px at 256 px), asinh(s / 0.5), the two numbers of the shape.
GEOMETRY_TOLERANCE = (0.01, 0.01, 0.07, 0.07, 0.07)
# Codes are in deviations: what lies further out is clamped.
MAX_DEVIATIONS = 6


class LayoutEmbedding:
    """
    Embeddings are [B, S + n]: presence (+-1) of S slots, then the n numbers that the codes use, zero where the slot is absent.
    indices [n]: where in a flattened code these numbers are; owner [n]: the token (0 = background) of each; tolerance [n], in
    deviations.
    """

    def __init__(self, codes: LayoutCodes) -> None:
        self.codes = codes
        tokens, size = codes.shape
        self.slots = tokens - 1
        ratio = torch.zeros(tokens, size)
        ratio[1:, GEOMETRY] = torch.tensor(GEOMETRY_TOLERANCE) / codes.geometry_std
        deviations = torch.cat([codes.feature_std, codes.style_std], dim=1)
        ratio[:, VECTORS_START:] = codes.vector_tolerance[:, None] / deviations.clamp_min(1e-6)
        used = codes.used.bool().clone()
        used[:, PRESENCE] = False
        self.indices = used.flatten().nonzero()[:, 0]
        self.owner = self.indices // size
        self.tolerance = ratio.flatten()[self.indices]

    def embed(self, codes: Tensor) -> Tensor:
        """Codes [B, S + 1, D] of layouts -> [B, S + n]."""
        assert_shape(codes, "B T D", "codes", T=self.codes.shape[0], D=self.codes.shape[1])
        always = self.codes.used[1:, PRESENCE] == 0
        presence = torch.where(always, 1.0, torch.sign(codes[:, 1:, PRESENCE]))
        numbers = codes.flatten(1)[:, self.indices].clamp(-MAX_DEVIATIONS, MAX_DEVIATIONS)
        return torch.cat([presence, numbers * self.per_number(presence > 0)], dim=1)

    def per_number(self, present: Tensor) -> Tensor:
        """Per slot [B, S] -> per number [B, n]; the background is always present."""
        return F.pad(present.float(), (1, 0), value=1.0)[:, self.owner]

    def add_tolerance_noise(self, embedding: Tensor, generator: torch.Generator) -> Tensor:
        """Noise of the size of the tolerance on every number, scaled back to a deviation of about 1."""
        noise = torch.randn(len(embedding), len(self.indices), generator=generator) * self.tolerance
        presence, numbers = embedding[:, : self.slots], embedding[:, self.slots :]
        numbers = numbers + noise * self.per_number(presence > 0)
        return torch.cat([presence, numbers * torch.rsqrt(1 + self.tolerance.square())], dim=1)
