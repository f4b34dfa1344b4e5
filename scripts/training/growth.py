"""
A checkpoint meets rooms of another kind: what its schema does not know is appended, and the attribute encoder is padded
so that it gives for everything that it knew what it gave before.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from .data.attributes import Category, Schema
from .networks.encoder import embedding_size

GROUPS = ("feature", "style")
# Moments of Adam scale with the gradient, and with its square.
POWERS = {"weight": -1, "exp_avg": 1, "exp_avg_sq": 2}


def grown_schema(old: Schema, new: Schema) -> Schema:
    """The old schema, with the values, categories and numbers that only the new one has at the end of each list."""
    others = {category.name: category for category in new.categories}
    known = {category.name for category in old.categories}

    def grown(category: Category) -> Category:
        extra = others[category.name].values if category.name in others else []
        return replace(category, values=category.values + [v for v in extra if v not in category.values])

    numbers = {number.name for number in old.numbers}
    return replace(
        old,
        categories=[grown(c) for c in old.categories] + [c for c in new.categories if c.name not in known],
        # What was known keeps its normalisation: the weights go with it.
        numbers=old.numbers + [n for n in new.numbers if n.name not in numbers],
    )


def input_columns(schema: Schema, group: str) -> dict[str, range]:
    """Which input columns of a group's network belong to what, in the order of networks/encoder.py."""
    columns: dict[str, range] = {}
    at = 0

    def put(name: str, width: int) -> None:
        nonlocal at
        columns[name] = range(at, at + width)
        at += width

    for category in schema.categories:
        if group in category.groups:
            put(f"category {category.name}", embedding_size(category.name))
    numbers = [number.name for number in schema.numbers if group in number.groups]
    for part in ("number", "missing"):
        for name in numbers:
            put(f"{part} {name}", 1)
    put("mirrored", 1)
    return columns


def padded(name: str, value: Tensor, old: Schema, new: Schema, what: str) -> Tensor:
    """
    A parameter of the attribute encoder ("feature.layers.0.weight") in its grown form, or a moment of it.

    @param what: "weight", "exp_avg" or "exp_avg_sq"
    """
    group, layer, *rest = name.split(".")
    if layer == "embeddings":
        before, after = ([c for c in schema.categories if group in c.groups][int(rest[0])] for schema in (old, new))
        extra = len(after.values) - len(before.values)
        # Fresh rows as an untrained encoder draws them, the same for the plain and the averaged one.
        random = torch.Generator().manual_seed(len(before.values))
        fresh = torch.randn(extra, value.shape[1], generator=random) if what == "weight" else torch.zeros(extra, value.shape[1])
        return torch.cat([value.float(), fresh])
    if layer == "layers" and rest == ["0", "weight"]:
        before, after = input_columns(old, group), input_columns(new, group)
        width = after["mirrored"].stop
        # EqualLinear divides by the square root of its inputs, of which there are more now.
        scale = math.sqrt(before["mirrored"].stop / width) ** POWERS[what]
        # Also of a landed checkpoint, whose float16 the factor would round.
        out = torch.zeros(value.shape[0], width)
        for part, columns in before.items():
            out[:, list(after[part])] = value[:, list(columns)].float() * scale
        return out
    return value


def _new_embeddings(old: Schema, new: Schema, group: str) -> dict[str, Tensor]:
    """Embeddings of categories that the old schema does not have."""
    before, after = ([c for c in schema.categories if group in c.groups] for schema in (old, new))
    random = torch.Generator().manual_seed(len(before))
    return {
        f"{group}.embeddings.{at}.weight": torch.randn(len(c.values) + 1, embedding_size(c.name), generator=random)
        for at, c in enumerate(after)
        if at >= len(before)
    }


def _grow_optimiser(saved: Mapping[str, Any], old: Schema, new: Schema) -> None:
    for name, state in saved["state"].items():
        if name.startswith("encoder."):
            for what in state.keys() & {"exp_avg", "exp_avg_sq"}:
                state[what] = padded(name.removeprefix("encoder."), state[what], old, new, what)


def grow_checkpoint(checkpoint: dict[str, Any], schema: Schema) -> Schema:
    """
    Makes a checkpoint fit rooms of this schema beside those that it was trained on; gives the schema of both. A
    checkpoint that knows everything in them stays as it is.
    """
    old = Schema.from_dict(checkpoint["schema"])
    new = grown_schema(old, schema)
    if new == old:
        return old
    state = checkpoint["state_dict"]
    for prefix in ("attribute_encoder.", "attribute_encoder_ema."):
        names = [name for name in state if name.startswith(prefix)]
        for name in names:
            state[name] = padded(name.removeprefix(prefix), state[name], old, new, "weight")
        if names:
            for group in GROUPS:
                state |= {prefix + name: value for name, value in _new_embeddings(old, new, group).items()}
    for saved in (checkpoint.get("optimizer_states") or [])[:1]:
        _grow_optimiser(saved, old, new)
    checkpoint["schema"] = new.to_dict()
    return new
