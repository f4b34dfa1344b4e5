"""What the page may say of things."""

from __future__ import annotations

import numpy as np
import pytest

from training.data.attributes import Category, Number, Schema
from training.reader.page_schema import page_schema
from training.reader.things import Things

CLASSES = ["background", "bed", "window"]
NAMES = (
    "attribute.bedding.r", "attribute.bedding.g", "attribute.bedding.b", "attribute.wood.r", "attribute.wood.g", "attribute.wood.b",
    "attribute.lampOn", "attribute.patternScale", "colour.r", "colour.g", "colour.b", "dimensions.x", "dimensions.y", "dimensions.z",
    "light.night", "light.sunColour.b", "light.sunColour.r",
)  # fmt: skip
SCHEMA = Schema(
    [
        Category("class", CLASSES, ["feature"]),
        Category("model", ["procedural", "bed-1", "bed-2", "window-1"], ["feature"]),
        Category("attribute.pattern", ["none", "checks"], ["feature", "style"]),
    ],
    [Number(name, ["style"], 0.5, 0.5) for name in NAMES],
)
AT = {name: at for at, name in enumerate(NAMES)}


def made_up() -> Things:
    """90 rooms with a bed and a window each; the bed's seen colour is that of its bedding."""
    generator = np.random.default_rng(0)
    codes = np.zeros((270, 3), np.int16)
    numbers = np.full((270, len(NAMES)), np.nan, np.float32)
    codes[:, 0] = np.repeat([1, 2, 3], 90)
    beds, windows, backgrounds = slice(90, 180), slice(180, 270), slice(0, 90)
    codes[beds, 1], codes[windows, 1] = np.tile([2, 3], 45), 4
    codes[beds, 2] = np.tile([1, 1, 2], 30)
    for part in ("attribute.bedding", "attribute.wood"):
        for channel in "rgb":
            numbers[beds, AT[f"{part}.{channel}"]] = generator.random(90)
    for channel in "rgb":
        numbers[beds, AT[f"colour.{channel}"]] = 0.9 * numbers[beds, AT[f"attribute.bedding.{channel}"]]
    numbers[beds, AT["attribute.patternScale"]] = generator.random(90)
    for axis, size in zip("xyz", (1.6, 0.5, 2.1), strict=True):
        numbers[beds, AT[f"dimensions.{axis}"]] = size
    numbers[backgrounds, AT["light.night"]] = np.repeat([0, 1], 45)
    numbers[backgrounds, AT["light.sunColour.r"]] = 1
    numbers[backgrounds, AT["light.sunColour.b"]] = np.linspace(0, 1, 90)
    return Things(codes, numbers, np.zeros(270, np.float32))


def test_a_class_has_what_its_things_have() -> None:
    schema = page_schema(made_up(), SCHEMA, [{"key": "bed-1", "name": "Low bed"}, {"key": "bed-2", "name": "High bed"}])
    bed, window = schema["classes"]
    assert bed == {
        "name": "bed", "colours": ["colour", "bedding", "wood"], "patterns": ["none", "checks"], "skies": [], "numbers": ["patternScale"],
        "switches": [], "models": ["bed-1", "bed-2"], "turns": True,
    }  # fmt: skip
    # Of one model, on a wall, without anything to be told but how it looks.
    assert (window["models"], window["turns"], window["colours"]) == ([], False, ["colour"])
    assert schema["models"] == [
        {"key": "bed-1", "name": "Low bed", "dimensions": [1.6, 0.5, 2.1]},
        {"key": "bed-2", "name": "High bed", "dimensions": [1.6, 0.5, 2.1]},
    ]


def test_numbers_are_in_the_order_of_the_graph_with_their_range() -> None:
    schema = page_schema(made_up(), SCHEMA, [])
    assert [number["name"] for number in schema["numbers"]][:2] == ["bedding.r", "bedding.g"]
    assert schema["numbers"][-1] == {"name": "mirrored", "low": 0.0, "high": 1.0}
    ranges = {number["name"]: (number["low"], number["high"]) for number in schema["numbers"]}
    # What the rooms have, or what is usual where they have none.
    assert ranges["light.sunColour.b"] == ranges["lampOn"] == (0.0, 1.0)
    assert ranges["dimensions.z"] == (pytest.approx(2.1), pytest.approx(2.1))
    assert schema["categories"][2] == {"name": "pattern", "values": ["none", "checks"]}


def test_settings_of_the_light_are_those_of_rooms() -> None:
    found = {light["name"]: dict(light["values"]) for light in page_schema(made_up(), SCHEMA, [])["lights"]}
    assert list(found) == ["day", "evening", "night"]
    assert found["night"]["light.night"] == 1 and found["day"]["light.night"] == 0
    assert found["evening"]["light.sunColour.b"] < found["day"]["light.sunColour.b"]
