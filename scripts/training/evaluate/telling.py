"""
What a thing is told to be, by name, as the page tells it (src/engine/attributes/telling.ts): the rules by which a row of what a
model's reader reads becomes another. And the edit that comes of it: v + encoder(told) - encoder(read).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from .colours import from_light, to_light

# A part darker than this (as light) says nothing of how it would follow the whole.
DARKEST = 0.002
CHANNELS = "rgb"

# By name: a colour as "#a1543c", a value, a number, true or false; "facing" in degrees, 0 = towards the viewer.
Told = Mapping[str, Any]


def rgb_of_hex(text: str) -> np.ndarray:
    """The colour [3] in 0..1 that "#rrggbb" stands for."""
    return np.array([int(text[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def hex_of_rgb(colour: Sequence[float] | np.ndarray) -> str:
    """The nearest "#rrggbb"."""
    return "#" + "".join(f"{math.floor(255 * min(1.0, max(0.0, float(part))) + 0.5):02x}" for part in colour)


class Row:
    """One row of what the graphs take and give, by name; a name that no column has is unknown, and is not set."""

    def __init__(self, schema: Mapping[str, Any], categories: np.ndarray, numbers: np.ndarray, known: np.ndarray) -> None:
        self.schema, self.categories, self.numbers, self.known = schema, categories, numbers, known
        self.number_at = {number["name"]: at for at, number in enumerate(schema["numbers"])}
        self.category_at = {category["name"]: at for at, category in enumerate(schema["categories"])}

    def number(self, name: str) -> float | None:
        at = self.number_at.get(name)
        return float(self.numbers[at]) if at is not None and self.known[at] > 0.5 else None

    def set_number(self, name: str, value: float) -> None:
        """Keeps to the range of the column."""
        at = self.number_at.get(name)
        if at is not None:
            column = self.schema["numbers"][at]
            self.numbers[at] = min(column["high"], max(column["low"], value))
            self.known[at] = 1

    def category(self, name: str) -> str | None:
        at = self.category_at.get(name)
        code = int(self.categories[at]) if at is not None else 0
        return str(self.schema["categories"][at]["values"][code - 1]) if code > 0 else None

    def set_category(self, name: str, value: str) -> None:
        at = self.category_at[name]
        self.categories[at] = self.schema["categories"][at]["values"].index(value) + 1

    def colour(self, name: str) -> np.ndarray | None:
        parts = [part for channel in CHANNELS if (part := self.number(f"{name}.{channel}")) is not None]
        return np.array(parts) if len(parts) == len(CHANNELS) else None

    def set_colour(self, name: str, colour: np.ndarray) -> None:
        for channel, part in zip(CHANNELS, colour, strict=True):
            self.set_number(f"{name}.{channel}", float(part))

    @property
    def own(self) -> Mapping[str, Any] | None:
        """What can be said of the row's class; None where the class is unknown or has nothing."""
        name = self.category("class")
        return next((one for one in self.schema["classes"] if one["name"] == name), None)


def tell(row: Row, told: Told, light: Told | None = None) -> None:
    """Tells a row otherwise, in place. What its class does not have stays as it was read."""
    if light:
        lighten(row, light)
    own = row.own
    if own is None:
        return
    model, facing = str(told.get("model")), told.get("facing")
    if model in own["models"]:
        row.set_category("model", model)
        dimensions = next(one["dimensions"] for one in row.schema["models"] if one["key"] == model)
        for side, value in zip("xyz", dimensions, strict=True):
            row.set_number(f"dimensions.{side}", value)
    for name, values in (("pattern", own["patterns"]), ("sky", own["skies"])):
        if name in told and told[name] in values:
            row.set_category(name, told[name])
    for name in (*own["numbers"], *own["switches"]):
        if name in told:
            row.set_number(name, float(told[name]))
    if facing is not None and own["turns"]:
        row.set_number("yaw.cos", math.cos(math.radians(facing)))
        row.set_number("yaw.sin", math.sin(math.radians(facing)))
    tell_colours(row, own["colours"], told)


def tell_colours(row: Row, colours: Sequence[str], told: Told) -> None:
    """
    The colour of the whole, and then those of its parts. The part that dominates changes with the whole, by the same ratio of light,
    unless it is told a colour of its own; a part that is told one moves nothing else.
    """
    whole, *parts = colours or [""]
    if whole in told:
        before, after = row.colour(whole), rgb_of_hex(told[whole])
        own = row.colour(parts[0]) if parts else None
        if before is not None and own is not None:
            ratio = (to_light(after) + DARKEST) / (to_light(before) + DARKEST)
            row.set_colour(parts[0], from_light(np.minimum(1, to_light(own) * ratio)))
        row.set_colour(whole, after)
    for part in parts:
        if part in told:
            row.set_colour(part, rgb_of_hex(told[part]))


def lighten(row: Row, light: Told) -> None:
    """
    Sets the room's light: the preset first, the others change what that gives. What is seen of the thing changes as the light on it does.
    """
    before = incoming(row)
    for preset in row.schema["lights"]:
        if preset["name"] == light.get("preset"):
            for name, value in preset["values"]:
                row.set_number(name, value)
    if light.get("night") is not None:
        row.set_number("light.night", float(light["night"]))
    warmth, strength = light.get("warmth", 0.0), light.get("strength", 0.0)
    parts = {".r": warmth, ".b": -warmth, "Intensity": strength}
    for column in row.schema["numbers"]:
        name = column["name"]
        part = next((part for end, part in parts.items() if name.endswith(end)), 0.0)
        value = row.number(name)
        if name.startswith("light.") and part and value is not None:
            # As far as the model has seen light: 1 is the most of a column, -1 the least.
            row.set_number(name, value + abs(part) * (column["high" if part > 0 else "low"] - value))
    after, own = incoming(row), row.own
    seen = own["colours"][0] if own and own["colours"] else None
    colour = row.colour(seen) if seen else None
    if seen and colour is not None and before is not None and after is not None:
        row.set_colour(seen, from_light(np.minimum(1, to_light(colour) * after / np.maximum(DARKEST, before))))


def incoming(row: Row) -> np.ndarray | None:
    """The light that falls on things, [3]: exposure x (sun + sky). None where the reader does not know."""
    exposure, sun, sky = (row.number(f"light.{name}") for name in ("exposure", "sunIntensity", "skyIntensity"))
    sun_colour, sky_colour = row.colour("light.sunColour"), row.colour("light.skyColour")
    if exposure is None or sun is None or sky is None or sun_colour is None or sky_colour is None:
        return None
    return exposure * (sun * sun_colour + sky * sky_colour)


# The name of a preset that holds a light that is asked for number by number.
ASKED = "asked"


class AttributeGraphs:
    """The encoder and the reader of attributes of a folder that `npm run convert` wrote."""

    def __init__(self, folder: Path, attributes: Mapping[str, Any]) -> None:
        self.schema: dict[str, Any] = attributes["schema"]

        def session(part: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(str(folder / attributes[part]["file"]), providers=["CPUExecutionProvider"])

        self.encoder, self.reader = session("encoder"), session("reader")

    def told(self, features: Tensor, styles: Tensor, told: Told, light: Mapping[str, float] | None = None) -> tuple[Tensor, Tensor]:
        """
        Vectors [B, Df] and [B, Ds] of things as they are told to be, all of them alike; `light` says numbers of the schema by name,
        as the values of one of its presets do.
        """
        vectors = {"features": features.numpy(), "styles": styles.numpy()}
        names = ("categories", "numbers", "known")
        read = dict(zip(names, self.reader.run(names, vectors), strict=True))
        after = {name: values.copy() for name, values in read.items()}
        schema = self.schema
        if light is not None:
            schema = {**schema, "lights": [{"name": ASKED, "values": list(light.items())}]}
        for at in range(len(features)):
            tell(Row(schema, *(after[name][at] for name in names)), told, {"preset": ASKED} if light is not None else None)
        made = {way: self._encode(rows) for way, rows in (("read", read), ("told", after))}
        moved = [
            torch.from_numpy(before + now - then) for before, now, then in zip(vectors.values(), made["told"], made["read"], strict=True)
        ]
        return moved[0], moved[1]

    def _encode(self, rows: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        """Features and styles of rows; whole numbers are what type the graph wants them in."""
        types = {"tensor(int32)": np.int32, "tensor(float)": np.float32}
        wanted = {item.name: rows[item.name].astype(types[item.type]) for item in self.encoder.get_inputs()}
        return list(self.encoder.run(["features", "styles"], wanted))
