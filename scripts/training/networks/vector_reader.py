"""The inverse of the attribute encoder: the feature and style of a thing -> its attributes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..data.attributes import Schema
from ..shapes import assert_shape
from .ops import EqualLinear

# Whether a room was mirrored is one more number of each of its things.
MIRRORED = "mirrored"


@dataclass
class Reading:
    """
    What is read of B things: logits of each category's codes ([B, values + 1] each, code 0 = unknown), normalised numbers
    [B, N + 1] and the logits [B, N + 1] of their being known; the last number says whether the room is mirrored.
    """

    categories: list[Tensor]
    numbers: Tensor
    known: Tensor

    def attributes(self) -> tuple[Tensor, Tensor, Tensor]:
        """The likeliest: codes [B, C], normalised numbers [B, N] (NaN = unknown), mirrored [B]."""
        codes = torch.stack([logits.argmax(-1) for logits in self.categories], dim=-1)
        numbers = torch.where(self.known > 0, self.numbers, torch.nan)[..., :-1]
        return codes, numbers, self.numbers[..., -1].clamp(0, 1)


class VectorReader(nn.Module):
    """features [B, Df], styles [B, Ds] -> Reading."""

    def __init__(self, schema: Schema, feature_dim: int, style_dim: int, hidden: int = 512) -> None:
        super().__init__()
        self.choices = [len(category.values) + 1 for category in schema.categories]
        self.count = len(schema.numbers) + 1
        self.layers = nn.Sequential(
            EqualLinear(feature_dim + style_dim, hidden, active=True),
            EqualLinear(hidden, hidden, active=True),
            EqualLinear(hidden, hidden, active=True),
            EqualLinear(hidden, sum(self.choices) + 2 * self.count),
        )

    def forward(self, features: Tensor, styles: Tensor) -> Reading:
        assert_shape(features, "B F", "features")
        assert_shape(styles, "B S", "styles", B=len(features))
        *categories, numbers, known = self.layers(torch.cat([features, styles], dim=1)).split(
            [*self.choices, self.count, self.count], dim=1
        )
        return Reading(categories, numbers, known)
