"""What becomes of a row that is told otherwise: the cases of tests/unit/engine/attributes/telling.test.ts, and exact graphs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from training.evaluate.colours import to_light
from training.evaluate.telling import AttributeGraphs, Row, hex_of_rgb, rgb_of_hex, tell

NUMBERS = (
    "colour.r", "colour.g", "colour.b", "bedding.r", "bedding.g", "bedding.b", "wood.r", "wood.g", "wood.b", "patternScale", "lampOn",
    "yaw.cos", "yaw.sin", "dimensions.x", "dimensions.y", "dimensions.z", "light.night", "light.sunColour.r", "light.sunColour.b",
    "light.sunIntensity",
)  # fmt: skip
BED_CLASS = {
    "name": "bed", "colours": ["colour", "bedding", "wood"], "patterns": ["none", "stripes"], "numbers": ["patternScale"],
    "switches": ["lampOn"], "skies": [], "models": ["S:bed1", "S:bed2"], "turns": True,
}  # fmt: skip
WALL_CLASS = {
    "name": "back wall", "colours": ["colour"], "patterns": ["none", "checks"], "numbers": [], "switches": [], "skies": [],
    "models": [], "turns": False,
}  # fmt: skip
EVENING = [["light.night", 1], ["light.sunColour.b", 0.5], ["light.sunIntensity", 1]]
SCHEMA: dict[str, Any] = {
    "categories": [
        {"name": "class", "values": ["background", "bed", "back wall"]},
        {"name": "model", "values": ["S:bed1", "S:bed2"]},
        {"name": "pattern", "values": ["none", "stripes", "checks"]},
        {"name": "sky", "values": ["clear"]},
    ],
    "numbers": [{"name": name, "low": -1 if name.startswith("yaw") else 0, "high": 4} for name in NUMBERS],
    "classes": [BED_CLASS, WALL_CLASS],
    "models": [
        {"key": "S:bed1", "name": "Bed", "dimensions": [1.5, 1, 2]},
        {"key": "S:bed2", "name": "Wide bed", "dimensions": [2, 0.8, 2.1]},
    ],
    "lights": [{"name": "day", "values": [["light.night", 0]]}, {"name": "evening", "values": EVENING}],
}
BED: dict[str, Any] = {
    "class": "bed", "model": "S:bed1", "pattern": "none", "patternScale": 1, "lampOn": 0,
    "colour.r": 0.5, "colour.g": 0.5, "colour.b": 0.5, "bedding.r": 0.5, "bedding.g": 0.25, "bedding.b": 0.5,
    "wood.r": 0.2, "wood.g": 0.2, "wood.b": 0.2, "yaw.cos": 1, "yaw.sin": 0,
    "light.night": 0, "light.sunColour.r": 1, "light.sunColour.b": 1, "light.sunIntensity": 2,
}  # fmt: skip


def row_of(thing: dict[str, Any]) -> Row:
    codes = [one["values"].index(thing[one["name"]]) + 1 if one["name"] in thing else 0 for one in SCHEMA["categories"]]
    numbers = np.array([thing.get(name, 0) for name in NUMBERS], np.float32)
    known = np.array([name in thing for name in NUMBERS], np.float32)
    return Row(SCHEMA, np.array(codes, np.float32), numbers, known)


def said(row: Row) -> dict[str, Any]:
    """Everything that a row says, colours as people write them."""
    values: dict[str, Any] = {name: row.category(name) for name in row.category_at}
    values |= {name: row.number(name) for name in NUMBERS}
    stems = ("colour", "bedding", "wood")
    return values | {stem: hex_of_rgb(colour) for stem in stems if (colour := row.colour(stem)) is not None}


def told(changes: dict[str, Any], light: dict[str, Any] | None = None, thing: dict[str, Any] = BED) -> dict[str, Any]:
    row = row_of(thing)
    tell(row, changes, light)
    return said(row)


def changed(after: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
    before = before or told({})
    return {name: value for name, value in after.items() if value != before[name] and "." not in name}


@pytest.mark.parametrize(
    "name, value", [("wood", "#a1543c"), ("pattern", "stripes"), ("patternScale", 2), ("lampOn", True), ("model", "S:bed2")]
)
def test_a_thing_changes_in_what_it_is_told_and_in_nothing_else(name: str, value: Any) -> None:
    assert changed(told({name: value})) == {name: value}


def test_a_model_brings_its_dimensions_and_a_facing_its_yaw() -> None:
    after = told({"model": "S:bed2"})
    assert [after[f"dimensions.{side}"] for side in "xyz"] == pytest.approx([2, 0.8, 2.1])
    for facing, cos, sin in ((90, 0, 1), (-135, -(0.5**0.5), -(0.5**0.5))):
        after = told({"facing": facing})
        assert [after["yaw.cos"], after["yaw.sin"]] == pytest.approx([cos, sin], abs=1e-6)


def test_the_dominant_part_follows_the_colour_by_the_same_ratio_of_light() -> None:
    after = told({"colour": "#bcbcbc"})
    assert changed(after) == {"colour": "#bcbcbc", "bedding": after["bedding"]}
    # Grey 0x80 to 0xbc is 2.32 times the light.
    assert after["bedding"] in ("#bc61bc", "#bc62bc", "#bc63bc")
    one = told({"colour": "#102030", "bedding": "#00ff00", "model": "S:bed2", "facing": 30})
    other = told({"facing": 30, "model": "S:bed2", "bedding": "#00ff00", "colour": "#102030"})
    assert one == other and one["bedding"] == "#00ff00"


def test_what_a_class_does_not_have_stays() -> None:
    assert changed(told({"pattern": "checks", "sky": "clear", "model": "S:chair", "shade": "#ffffff"})) == {}
    wall = {"class": "back wall", "colour.r": 1, "colour.g": 1, "colour.b": 1}
    assert changed(told({"facing": 10, "model": "S:bed1", "wood": "#ffffff"}, None, wall), told({}, None, wall)) == {}
    assert told({"patternScale": 100})["patternScale"] == 4
    # A schema without skies has no column for them: a name that no column has is not set.
    assert told({"colour": "#ffffff"}, None, {"class": "background"})["colour.r"] is None


def test_what_is_seen_of_a_thing_changes_as_the_light_on_it() -> None:
    """As telling.test.ts has it."""
    lights = ("exposure", "sunIntensity", "skyIntensity", *(f"{of}Colour.{part}" for of in ("sun", "sky") for part in "rgb"))
    names = [*(f"colour.{part}" for part in "rgb"), *(f"light.{name}" for name in lights)]
    bed = {"name": "bed", "colours": ["colour"], "patterns": [], "skies": [], "numbers": [], "switches": [], "models": [], "turns": False}
    night = [["light.sunIntensity", 0.25], ["light.skyIntensity", 0.5], ["light.skyColour.r", 0.5]]
    schema = {
        "categories": [{"name": "class", "values": ["bed"]}], "numbers": [{"name": name, "low": 0, "high": 4} for name in names],
        "classes": [bed], "models": [], "lights": [{"name": "night", "values": night}],
    }  # fmt: skip
    numbers = np.array([0.5, 0.5, 0.9, 1, 1, 2, *[1] * 6], np.float32)
    row = Row(schema, np.array([1], np.int32), numbers, np.ones(len(names), np.float32))
    tell(row, {}, {"preset": "night"})
    # Red gets 0.25 + 0.5 x 0.5 of what was 3, green and blue 0.75 of it.
    found = to_light(np.array([row.number(name) for name in names[:3]], np.float64))
    expected = to_light(np.array([0.5, 0.5, 0.9])) * np.array([0.5, 0.75, 0.75]) / 3
    np.testing.assert_allclose(found, expected, rtol=1e-3)


def test_the_light_is_a_preset_and_what_is_warmer_or_stronger_than_that() -> None:
    evening = told({}, {"preset": "evening"})
    assert (evening["light.night"], evening["light.sunIntensity"]) == (1, 1)
    warm = told({}, {"preset": "evening", "warmth": 1, "strength": 1, "night": False})
    assert (warm["light.night"], warm["light.sunIntensity"], warm["light.sunColour.r"], warm["light.sunColour.b"]) == (0, 4, 4, 0)
    cold = told({}, {"warmth": -1, "strength": -0.5})
    assert (cold["light.sunIntensity"], cold["light.sunColour.r"], cold["light.sunColour.b"]) == (1, 0, 4)
    background = {"class": "background", "light.night": 0}
    assert told({"colour": "#ffffff"}, {"preset": "evening"}, background)["light.night"] == 1
    assert told({}, {"preset": "dawn"}) == told({})


def test_hex_is_read_and_written() -> None:
    assert hex_of_rgb([-1, 0.5, 2]) == "#0080ff"
    assert rgb_of_hex("#0080ff").tolist() == [0, 128 / 255, 1]


class Exact:
    """Graphs whose vectors are the attributes themselves, and one number more that nobody reads."""

    class Input:
        def __init__(self, name: str) -> None:
            self.name, self.type = name, "tensor(int32)" if name == "categories" else "tensor(float)"

    def get_inputs(self) -> list[Input]:
        return [self.Input(name) for name in ("categories", "numbers", "known")]

    def run(self, names: tuple[str, ...], given: dict[str, np.ndarray]) -> list[np.ndarray]:
        if "features" in given:
            styles = given["styles"]
            return [given["features"][:, :-1].astype(np.int32), styles[:, : len(NUMBERS)].copy(), styles[:, len(NUMBERS) :].copy()]
        assert given["categories"].dtype == np.int32
        codes = given["categories"].astype(np.float32)
        styles = np.concatenate([given["numbers"] * given["known"], given["known"]], axis=1)
        return [np.concatenate([codes, 0 * codes[:, :1]], axis=1), styles]


def test_vectors_move_by_the_difference_of_what_is_told_and_what_was_read() -> None:
    graphs = AttributeGraphs.__new__(AttributeGraphs)
    graphs.schema, graphs.encoder, graphs.reader = SCHEMA, Exact(), Exact()
    rows = [row_of(BED), row_of({"class": "back wall", "light.sunIntensity": 3})]
    features = torch.from_numpy(np.stack([np.append(row.categories, 7) for row in rows]).astype(np.float32))
    styles = torch.from_numpy(np.stack([np.concatenate([row.numbers * row.known, row.known]) for row in rows]))
    moved_features, moved_styles = graphs.told(features, styles, {"pattern": "stripes", "model": "S:bed2"})
    # What is not read stays.
    assert moved_features.tolist() == [[2, 2, 2, 0, 7], features[1].tolist()]
    assert torch.equal(moved_styles[1], styles[1]) and moved_styles[0, NUMBERS.index("dimensions.x")] == 2
    _, lit = graphs.told(features, styles, {}, {"light.sunIntensity": 0.5})
    at = NUMBERS.index("light.sunIntensity")
    assert lit[:, at].tolist() == [0.5, 0.5]
    assert int((lit != styles).sum()) == 2
