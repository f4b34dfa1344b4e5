"""What the page may say of things, measured on rooms: attributes of each class, models and their sizes, settings of the light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..data.attributes import BACKGROUND, SURFACES, Number, Schema
from ..networks.vector_reader import MIRRORED
from .things import CHANNELS, Things

PREFIX = "attribute."
SEEN = "colour"
# A class has an attribute that so many of its things have, and a value or model that so many things show.
LEAST_SHARE, LEAST_THINGS = 0.05, 8
# What is part of a wall or hangs on one faces where the wall does.
ON_WALLS = ("window", "door", "curtain", "picture", "mirror", "wall clock", "fireplace")
# Numbers that a person sets on a scale, and those that are switched on and off.
SCALES, SWITCHES = ("patternScale",), ("patternAcross", "lampOn", "round")
# Of the days, the part with the whitest sun is day, that with the warmest is evening.
DAY_SHARE = 1 / 3


def page_name(name: str) -> str:
    """A category's or number's name as the page knows it."""
    return name.removeprefix(PREFIX)


def page_schema(things: Things, schema: Schema, models: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The manifest's `attributes.schema` (src/convert/manifest.ts). `models` are those of dataset.json."""
    names = [number.name for number in schema.numbers]
    ranges = [{"name": page_name(n.name), **range_of(things.numbers[:, at], n)} for at, n in enumerate(schema.numbers)]
    classes, codes = schema.categories[0].values, things.codes[:, 0]
    of_class = {name: np.flatnonzero(codes == at + 1) for at, name in enumerate(classes) if name != BACKGROUND}
    return {
        "categories": [{"name": page_name(c.name), "values": list(c.values)} for c in schema.categories],
        "numbers": [*ranges, {"name": MIRRORED, "low": 0.0, "high": 1.0}],
        "classes": [class_schema(name, things.take(rows), schema) for name, rows in of_class.items() if len(rows) >= LEAST_THINGS],
        "models": model_sizes(things, schema, models),
        "lights": lights(things.numbers[codes == schema.categories[0].code(BACKGROUND)], names),
    }


def range_of(values: np.ndarray, number: Number) -> dict[str, float]:
    """Least and greatest of the known values [T], or the number's usual range where there are none."""
    known = values[~np.isnan(values)]
    low, high = (known.min(), known.max()) if len(known) else (number.middle - number.half, number.middle + number.half)
    return {"low": float(low), "high": float(high)}


def class_schema(name: str, things: Things, schema: Schema) -> dict[str, Any]:
    """What can be said of the things [T] of one class."""
    index = {page_name(number.name): at for at, number in enumerate(schema.numbers)}

    def values_of(category: str) -> list[str]:
        at = next((at for at, c in enumerate(schema.categories) if page_name(c.name) == category), None)
        if at is None:
            return []
        counts = np.bincount(things.codes[:, at], minlength=len(schema.categories[at].values) + 1)[1:]
        return [value for value, count in zip(schema.categories[at].values, counts, strict=True) if count >= LEAST_THINGS]

    def varies(number: str) -> bool:
        values = things.numbers[:, index[number]] if number in index else np.full(len(things), np.nan)
        known = values[~np.isnan(values)]
        return len(known) >= LEAST_SHARE * len(values) and bool(np.ptp(known) > 0)

    models = values_of("model")
    return {
        "name": name,
        "colours": colours_of(things, index),
        "patterns": choices(values_of("pattern")),
        "skies": choices(values_of("sky")),
        "numbers": [number for number in SCALES if varies(number)],
        "switches": [number for number in SWITCHES if varies(number)],
        "models": choices([model for model in models if model != "procedural"]),
        "turns": name not in SURFACES and name not in ON_WALLS,
    }


def choices(values: list[str]) -> list[str]:
    """Values to choose among; one alone is no choice."""
    return values if len(values) > 1 else []


def colours_of(things: Things, index: Mapping[str, int]) -> list[str]:
    """The seen colour, then those of the parts, the one that it depends on most first."""
    stems = sorted({name.removesuffix(".r") for name in index if name.endswith(".r") and not name.startswith("light.")} - {SEEN})
    seen = things.numbers[:, [index[SEEN + channel] for channel in CHANNELS]]
    found: list[tuple[float, str]] = []
    for stem in stems:
        part = things.numbers[:, [index[stem + channel] for channel in CHANNELS]]
        if (~np.isnan(part[:, 0])).mean() < LEAST_SHARE:
            continue
        both = ~np.isnan(part[:, 0]) & ~np.isnan(seen[:, 0])
        a, b = part[both] - part[both].mean(0), seen[both] - seen[both].mean(0)
        alike = float((a * b).sum() / np.sqrt((a**2).sum() * (b**2).sum() + 1e-12)) if both.any() else 0.0
        found.append((alike * both.mean(), stem))
    return [SEEN, *(stem for _, stem in sorted(found, reverse=True))]


def model_sizes(things: Things, schema: Schema, models: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Name and usual size [w, h, d] in metres of every model that stands in the rooms."""
    names = [number.name for number in schema.numbers]
    sizes = [names.index(f"dimensions.{axis}") for axis in "xyz"]
    at = next(at for at, category in enumerate(schema.categories) if category.name == "model")
    known = {str(model["key"]): str(model.get("name") or model["key"]) for model in models}
    found = []
    for code, key in enumerate(schema.categories[at].values, 1):
        rows = things.numbers[things.codes[:, at] == code][:, sizes]
        rows = rows[~np.isnan(rows).any(1)]
        if key in known and len(rows) >= LEAST_THINGS:
            found.append({"key": key, "name": known[key], "dimensions": [round(float(value), 3) for value in np.median(rows, axis=0)]})
    return found


def usual_value(values: np.ndarray) -> float:
    """The mean of the known values, or what most are where all are off or on."""
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if len(known) else 0.0
    return float(mean > 0.5) if np.isin(known, (0, 1)).all() else round(mean, 4)


def lights(rooms: np.ndarray, names: Sequence[str]) -> list[dict[str, Any]]:
    """Settings of the light: means of the days with the whitest and with the warmest sun, and of the nights, of rooms [R, N]."""
    columns = [at for at, name in enumerate(names) if name.startswith("light.")]
    of = {name: rooms[:, names.index(name)] for name in ("light.night", "light.sunColour.r", "light.sunColour.b") if name in names}
    if len(of) < 3:
        return []
    night = of["light.night"] > 0.5
    days, warmth = np.flatnonzero(~night), of["light.sunColour.r"] - of["light.sunColour.b"]
    ordered = days[np.argsort(warmth[days])]
    share = max(1, int(len(ordered) * DAY_SHARE))
    chosen = {"day": ordered[:share], "evening": ordered[-share:], "night": np.flatnonzero(night)}
    return [
        {"name": name, "values": [[names[at], usual_value(rooms[picked, at])] for at in columns]}
        for name, picked in chosen.items()
        if len(picked)
    ]
