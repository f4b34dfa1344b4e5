"""
Extends a checkpoint to data with new classes, models or attributes: they are appended to its schema, and the attribute encoder is
padded so that its outputs for everything else stay the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from ..data.attributes import Category, Schema
from ..networks.encoder import embedding_size

GROUPS = ("feature", "style")
# Moments of Adam scale with the gradient, and with its square.
POWERS = {"weight": -1, "exp_avg": 1, "exp_avg_sq": 2}


def merge_schemas(old: Schema, new: Schema) -> Schema:
    """The old schema, with the values, categories and numbers that only the new one has appended to each list."""
    others = {category.name: category for category in new.categories}
    known = {category.name for category in old.categories}

    def grown(category: Category) -> Category:
        extra = others[category.name].values if category.name in others else []
        return replace(category, values=category.values + [v for v in extra if v not in category.values])

    numbers = {number.name for number in old.numbers}
    return replace(
        old,
        categories=[grown(c) for c in old.categories] + [c for c in new.categories if c.name not in known],
        # Known numbers keep their normalisation: the weights depend on it.
        numbers=old.numbers + [n for n in new.numbers if n.name not in numbers],
    )


def input_columns(schema: Schema, group: str) -> dict[str, range]:
    """The input columns of a group's network by name, in the order of networks/encoder.py."""
    columns: dict[str, range] = {}
    at = 0

    def add(name: str, width: int) -> None:
        nonlocal at
        columns[name] = range(at, at + width)
        at += width

    for category in schema.categories:
        if group in category.groups:
            add(f"category {category.name}", embedding_size(category.name))
    numbers = [number.name for number in schema.numbers if group in number.groups]
    for part in ("number", "missing"):
        for name in numbers:
            add(f"{part} {name}", 1)
    add("mirrored", 1)
    return columns


def grow_parameter(name: str, value: Tensor, old: Schema, new: Schema, entry: str) -> Tensor:
    """
    A parameter of the attribute encoder ("feature.layers.0.weight"), or a moment of it, padded to the new schema. `entry` is
    "weight", "exp_avg" or "exp_avg_sq".
    """
    group, layer, *rest = name.split(".")
    if layer == "embeddings":
        before, after = ([c for c in schema.categories if group in c.groups][int(rest[0])] for schema in (old, new))
        extra = len(after.values) - len(before.values)
        # New rows are initialised as in an untrained encoder, and alike in the plain and the averaged one.
        generator = torch.Generator().manual_seed(len(before.values))
        fresh = torch.randn(extra, value.shape[1], generator=generator) if entry == "weight" else torch.zeros(extra, value.shape[1])
        return torch.cat([value.float(), fresh])
    if layer == "layers" and rest == ["0", "weight"]:
        old_columns, new_columns = input_columns(old, group), input_columns(new, group)
        width = new_columns["mirrored"].stop
        # EqualLinear divides by the square root of the number of inputs, which grows.
        scale = math.sqrt(old_columns["mirrored"].stop / width) ** POWERS[entry]
        # In float32: the factor would be rounded in a stripped checkpoint's float16.
        out = torch.zeros(value.shape[0], width)
        for part, columns in old_columns.items():
            out[:, list(new_columns[part])] = value[:, list(columns)].float() * scale
        return out
    return value


def _new_embeddings(old: Schema, new: Schema, group: str) -> dict[str, Tensor]:
    """Embeddings of categories that the old schema does not have."""
    before, after = ([c for c in schema.categories if group in c.groups] for schema in (old, new))
    generator = torch.Generator().manual_seed(len(before))
    return {
        f"{group}.embeddings.{at}.weight": torch.randn(len(c.values) + 1, embedding_size(c.name), generator=generator)
        for at, c in enumerate(after)
        if at >= len(before)
    }


def _grow_optimiser(saved: Mapping[str, Any], old: Schema, new: Schema) -> None:
    for name, state in saved["state"].items():
        if name.startswith("encoder."):
            for entry in state.keys() & {"exp_avg", "exp_avg_sq"}:
                state[entry] = grow_parameter(name.removeprefix("encoder."), state[entry], old, new, entry)


def grow_checkpoint(checkpoint: dict[str, Any], schema: Schema) -> Schema:
    """
    Extends a checkpoint, in place, to data of this schema beside the data that it was trained on; returns the schema of both.
    Nothing changes when the checkpoint knows everything in it.
    """
    old = Schema.from_dict(checkpoint["schema"])
    new = merge_schemas(old, schema)
    if new == old:
        return old
    state = checkpoint["state_dict"]
    for prefix in ("attribute_encoder.", "attribute_encoder_ema."):
        names = [name for name in state if name.startswith(prefix)]
        for name in names:
            state[name] = grow_parameter(name.removeprefix(prefix), state[name], old, new, "weight")
        if names:
            for group in GROUPS:
                state |= {prefix + name: value for name, value in _new_embeddings(old, new, group).items()}
    for saved in (checkpoint.get("optimizer_states") or [])[:1]:
        _grow_optimiser(saved, old, new)
    checkpoint["schema"] = new.to_dict()
    return new
