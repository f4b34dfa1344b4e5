"""How well attributes are read: by attribute on held-out things, and how much of sampled vectors is not understood."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..data.attributes import AttributeReader, Schema
from ..networks.encoder import AttributeEncoder
from ..networks.vector_reader import VectorReader
from .things import Things
from .trainer import Vectors, differences_of, encode


def root_mean_square(x: Tensor) -> float:
    """Of all numbers."""
    return float(x.square().mean().sqrt())


@torch.no_grad()
def measure_reader(
    model: VectorReader, encoder: AttributeEncoder, schema: Schema, things: Things, sampled: Vectors | None
) -> dict[str, Any]:
    """
    wrong: share of the codes read wrong, by category. error: mean error of the known numbers, in their own units. unknown: share of the
    numbers whose being known is read wrong. left, left_sampled: root mean square of what the vectors (of 1) have beyond what was read, of
    held-out things and of sampled layouts; features first.
    """
    reader = AttributeReader(schema)
    vectors = encode(encoder, reader, things)
    reading = model(*vectors)
    codes, _, _ = reading.attributes()
    true = torch.from_numpy(things.codes.astype(np.int64))
    numbers = torch.from_numpy(reader.normalise(things.numbers)).float()
    known = ~torch.isnan(numbers)
    errors = (reading.numbers[:, :-1] - numbers).abs() * torch.from_numpy(reader.half)
    wrong = {c.name: float((codes[:, at] != true[:, at]).float().mean()) for at, c in enumerate(schema.categories)}
    error = {n.name: float(errors[known[:, at], at].mean()) for at, n in enumerate(schema.numbers) if known[:, at].any()}
    figures = {"wrong": wrong, "error": error, "unknown": float(((reading.known[:, :-1] > 0) != known).float().mean())}
    figures["left"] = [root_mean_square(part) for part in differences_of(model, encoder, vectors)]
    if sampled is not None:
        figures["left_sampled"] = [root_mean_square(part) for part in differences_of(model, encoder, sampled)]
    return figures
