"""Attribute encoder of the layout-supervised way: attributes of a thing -> its feature and style vectors."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..data.attributes import Schema
from ..shapes import assert_shape
from .ops import EqualLinear, pixel_norm

EMBEDDING = {"class": 32, "model": 64}
EMBEDDING_OTHER = 8


def embedding_size(category: str) -> int:
    """Size of this category's embedding."""
    return EMBEDDING.get(category, EMBEDDING_OTHER)


class AttributeMlp(nn.Module):
    """Embeddings of the categories and the normalised numbers of one group -> a PixelNorm-ed vector."""

    numbers: Tensor

    def __init__(self, schema: Schema, group: str, size_out: int, hidden: int) -> None:
        super().__init__()
        self.categories = [at for at, c in enumerate(schema.categories) if group in c.groups]
        self.embeddings = nn.ModuleList()
        width = 0
        for at in self.categories:
            category = schema.categories[at]
            size = embedding_size(category.name)
            self.embeddings.append(nn.Embedding(len(category.values) + 1, size))
            width += size
        numbers = [at for at, n in enumerate(schema.numbers) if group in n.groups]
        self.register_buffer("numbers", torch.tensor(numbers, dtype=torch.long), persistent=False)
        width += 2 * len(numbers) + 1
        self.layers = nn.Sequential(
            EqualLinear(width, hidden, active=True),
            EqualLinear(hidden, hidden, active=True),
            EqualLinear(hidden, size_out),
        )

    def forward(self, codes: Tensor, numbers: Tensor, mirrored: Tensor) -> Tensor:
        known = numbers.index_select(-1, self.numbers)
        missing = torch.isnan(known)
        parts = [table(codes[..., at]) for at, table in zip(self.categories, self.embeddings, strict=True)]
        parts += [torch.where(missing, 0.0, known), missing.float(), mirrored[:, None, None].expand(*codes.shape[:2], 1)]
        x = self.layers(torch.cat(parts, dim=-1).flatten(0, 1))
        return pixel_norm(x).view(*codes.shape[:2], -1)


class AttributeEncoder(nn.Module):
    """
    codes [B, K, categories] (0 = missing), numbers [B, K, numbers] (normalised, NaN = missing), mirrored [B]
    -> features [B, K, Df], styles [B, K, Ds]. Two networks, so that feature (what a thing is) and style (how it
    looks) do not mix.
    """

    def __init__(self, schema: Schema, feature_dim: int, style_dim: int, hidden: int = 256) -> None:
        super().__init__()
        self.feature_dim, self.style_dim = feature_dim, style_dim
        self.feature = AttributeMlp(schema, "feature", feature_dim, hidden)
        self.style = AttributeMlp(schema, "style", style_dim, hidden)

    def forward(self, codes: Tensor, numbers: Tensor, mirrored: Tensor) -> tuple[Tensor, Tensor]:
        assert_shape(codes, "B K C", "codes")
        assert_shape(numbers, "B K N", "numbers", B=codes.shape[0], K=codes.shape[1])
        assert_shape(mirrored, "B", "mirrored", B=codes.shape[0])
        return self.feature(codes, numbers, mirrored), self.style(codes, numbers, mirrored)
