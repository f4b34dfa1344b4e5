"""All things of a data set as one table of attributes, and things that are mixed of several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..data.attributes import KIND, POSE_NUMBERS, Schema
from ..data.shards import RoomStore

# Attributes that are one: those that another of them would not fit.
UNITS = {
    "light": ("light.",),
    "room": ("camera.", "room.", *POSE_NUMBERS),
    "yaw": ("yaw.",),
    "model": ("model", "dimensions."),
    "pattern": ("attribute.pattern",),
}
CHANNELS = (".r", ".g", ".b")


def unit_of(name: str) -> str:
    """What a category or number is a part of: attributes of one unit belong together."""
    for unit, starts in UNITS.items():
        if name.startswith(starts) or (unit == "room" and name == KIND):
            return unit
    return name.removesuffix(name[-2:]) if name.endswith(CHANNELS) else name


@dataclass
class Things:
    """Codes [T, C], raw numbers [T, N] (NaN = unknown) and whether their rooms are mirrored [T]."""

    codes: np.ndarray
    numbers: np.ndarray
    mirrored: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: np.ndarray) -> Things:
        """These rows."""
        return Things(self.codes[rows], self.numbers[rows], self.mirrored[rows])


def things_of(store: RoomStore, split: str) -> Things:
    """Everything in the rooms of a split, backgrounds too, each as it is and mirrored."""
    rooms = [store.rooms[at] for at in store.of_split(split)]
    if not rooms:
        raise ValueError(f"There are no rooms of the split {split} in {', '.join(map(str, store.data))}.")
    codes, numbers = np.concatenate([room.codes for room in rooms]), np.concatenate([room.numbers for room in rooms])
    mirrored_codes, mirrored_numbers = store.reader.mirror(codes, numbers)
    return Things(
        np.concatenate([codes, mirrored_codes]),
        np.concatenate([numbers, mirrored_numbers]),
        np.repeat(np.array([0, 1], np.float32), len(codes)),
    )


class Mixer:
    """Draws things whose attributes are, in part, those of others of their class: edits that a person may make."""

    def __init__(self, things: Things, schema: Schema, rate: float) -> None:
        self.things, self.rate = things, rate
        classes = things.codes[:, 0]
        self.order = np.argsort(classes, kind="stable")
        sorted_classes = classes[self.order]
        self.first = np.searchsorted(sorted_classes, classes, "left")
        self.count = np.searchsorted(sorted_classes, classes, "right") - self.first
        categories: dict[str, list[int]] = {}
        numbers: dict[str, list[int]] = {}
        for at, category in enumerate(schema.categories[1:], 1):
            categories.setdefault(unit_of(category.name), []).append(at)
        for at, number in enumerate(schema.numbers):
            numbers.setdefault(unit_of(number.name), []).append(at)
        self.units = [(categories.get(unit, []), numbers.get(unit, [])) for unit in sorted(categories.keys() | numbers.keys())]

    def draw(self, count: int, generator: np.random.Generator) -> Things:
        """`count` things; in half of them each unit is another thing's in `rate` of the cases."""
        rows = generator.integers(len(self.things), size=count)
        drawn = self.things.take(rows)
        mixed = generator.random(count) < 0.5
        for categories, numbers in self.units:
            changed = np.flatnonzero(mixed & (generator.random(count) < self.rate))
            own = rows[changed]
            others = self.order[self.first[own] + (generator.random(len(own)) * self.count[own]).astype(np.int64)]
            drawn.codes[changed[:, None], categories] = self.things.codes[others[:, None], categories]
            drawn.numbers[changed[:, None], numbers] = self.things.numbers[others[:, None], numbers]
        return drawn
