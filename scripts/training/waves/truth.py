"""
The homographies of patterned surfaces, from the numbers that a room's line has (scripts/dataset/FORMAT.md). A pattern is measured in
metres along its surface (shading.ts of the renderer); a pixel's ray is linear in (x, y, 1), so what it meets on a plane is one linear
function over another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..data.attributes import Schema
from ..networks.waves import ACROSS, COLOURS, GROUNDS, POSE, WAVES
from ..reader.things import Things

# The axis across each surface, and the two along it: 0 = x, 1 = y, 2 = z.
PLANES = {"floor": (1, (0, 2)), "back wall": (2, (0, 1)), "left wall": (0, (2, 1)), "right wall": (0, (2, 1))}
# Periods along both axes by pattern (patterns.ts): parts of the pattern's scale, or metres where they are negative. Where only one
# coordinate repeats, the other one's period is that of what is left to chance.
PERIODS = {
    "planks": (1.0, -1.2),
    "stripes": (1.0, 1.0),
    "tiles": (1.0, 1.0),
    "dots": (1.0, 1.0),
    "panelling": (-0.16, 1.0),
    "brick": (1.0, 0.36),
}
# Which waves each pattern is made of (networks/waves.py has them in order), and how much of each.
WAVES_OF = {
    "planks": {2: 1.0},
    "stripes": {1: 1.0},
    "tiles": {2: 1.0, 4: 1.0},
    "dots": {7: 1.0},
    "panelling": {8: 1.0},
    "brick": {4: 1.0, 6: 1.0},
}
# The wave's colour as parts of colours A and B, and the surface's mean colour likewise.
COLOUR_OF = {
    "planks": ((-0.21, -0.17), (0.55, 0.45)),
    "stripes": ((-0.5, 0.5), (0.5, 0.5)),
    "tiles": ((-1.0, 1.0), (0.9, 0.1)),
    "dots": ((-1.0, 1.0), (0.9, 0.1)),
    "panelling": ((0.5, -0.5), (0.6, 0.4)),
    "brick": ((-1.0, 1.0), (0.75, 0.25)),
}
# Light makes surfaces so much darker or brighter.
LEAST_SHADE, MOST_SHADE = 0.1, 1.3


@dataclass
class Surfaces:
    """
    How the camera stands before surfaces (networks/waves.py) [T, POSE] and where they begin and end in metres [T, 2], NaN where there is
    no pattern; which ground they are [T], len(GROUNDS) = none.
    """

    poses: np.ndarray
    low: np.ndarray
    high: np.ndarray
    ground: np.ndarray

    @property
    def patterned(self) -> np.ndarray:
        """Which have a pattern [T]."""
        return self.ground < len(GROUNDS)

    def take(self, rows: np.ndarray) -> Surfaces:
        """These rows."""
        return Surfaces(self.poses[rows], self.low[rows], self.high[rows], self.ground[rows])

    def coordinates(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pattern coordinates in periods of points [T, P, 2] of the picture, and which are seen if nothing stands before them [T, P]."""
        full = np.concatenate([points, np.ones_like(points[..., :1])], axis=-1)
        across, first, second = (np.einsum("tpc,tc->tp", full, self.poses[:, 5 + 3 * n : 8 + 3 * n]) for n in range(3))
        depth = np.exp(-self.poses[:, 2:3]) / np.maximum(across, 1e-6)
        metres = np.stack([self.poses[:, 3:4] + depth * first, self.poses[:, 4:5] + depth * second], axis=-1)
        with np.errstate(invalid="ignore"):
            inside = ((metres >= self.low[:, None]) & (metres <= self.high[:, None])).all(-1)
        return metres / np.exp(self.poses[:, None, :2]), inside & (across > 1e-6)


def _named(schema: Schema, numbers: np.ndarray, *names: str) -> np.ndarray:
    """Columns of raw numbers [T, N] by name: [T, names], NaN where the rooms do not say."""
    at = {number.name: n for n, number in enumerate(schema.numbers)}
    unknown = np.full(len(numbers), np.nan)
    return np.stack([numbers[:, at[name]] if name in at else unknown for name in names], axis=-1).astype(np.float64)


def _normal(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def rays(schema: Schema, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions [T, 3] of the cameras and the rays' coefficients [T, 3, 3]: of (x, y, 1) for each axis of the room; raw numbers [T, N]."""
    position, forward = (_named(schema, numbers, *(f"{name}.{axis}" for axis in "xyz")) for name in ("camera", "camera.look"))
    forward = _normal(forward)
    right = _normal(np.cross(forward, [0.0, 1.0, 0.0]))
    up = np.cross(right, forward)
    reach = np.tan(_named(schema, numbers, "camera.fov") * np.pi / 360)
    return position, np.stack([2 * reach * right, -2 * reach * up, forward - reach * right + reach * up], axis=-1)


def surfaces_of(things: Things, schema: Schema) -> Surfaces:
    """Those of all things: the room's patterned surfaces have one, everything else has none."""
    count, classes = len(things), schema.categories[0]
    pattern_at = [category.name for category in schema.categories].index("attribute.pattern")
    patterns = schema.categories[pattern_at]
    position, ray = rays(schema, things.numbers)
    scale, turned = _named(schema, things.numbers, "attribute.patternScale", "attribute.patternAcross").T
    width, height, depth = _named(schema, things.numbers, "room.width", "room.height", "room.depth").T
    offsets = {"floor": 0 * depth, "back wall": -depth / 2, "left wall": -width / 2, "right wall": width / 2}
    extents = {0: (-width / 2, width / 2), 1: (0 * height, height), 2: (-depth / 2, depth / 2)}
    ends = np.full((count, 2), np.nan)
    surfaces = Surfaces(np.full((count, POSE), np.nan), ends, ends.copy(), np.full(count, len(GROUNDS)))
    for number, name in enumerate(GROUNDS):
        surface = name.removesuffix(ACROSS)
        normal, along = PLANES[surface]
        swapped = name.endswith(ACROSS)
        if swapped:
            along = along[::-1]
        away = offsets[surface] - position[:, normal]
        of_surface = (things.codes[:, 0] == classes.code(surface)) & ((turned > 0.5) == swapped) & (scale > 0) & (np.abs(away) > 1e-3)
        for pattern, periods in PERIODS.items():
            rows = of_surface & (things.codes[:, pattern_at] == patterns.code(pattern))
            away_here = away[rows, None]
            lengths = [np.full(len(away_here), -period) if period < 0 else period * scale[rows] for period in periods]
            # Across counts towards the surface.
            parts = [
                np.log(np.stack(lengths, -1)),
                -np.log(np.abs(away_here)),
                position[rows][:, along],
                ray[rows, normal] * np.sign(away_here),
            ]
            surfaces.poses[rows] = np.concatenate([*parts, *(ray[rows, axis] for axis in along)], axis=-1)
            surfaces.ground[rows] = number
            for n, axis in enumerate(along):
                surfaces.low[rows, n], surfaces.high[rows, n] = (end[rows] for end in extents[axis])
    return surfaces


def amounts_of(things: Things, schema: Schema, patterned: np.ndarray) -> np.ndarray:
    """
    What the patterns of things are made of [T, WAVES + COLOURS] float32: gates, and the colour of their waves as a difference in [-1, 1];
    zeros where there is none (`patterned` [T] is that of their Surfaces), NaN in colours that the rooms do not say.
    """
    amounts = np.zeros((len(things), WAVES + COLOURS))
    pattern_at = [category.name for category in schema.categories].index("attribute.pattern")
    first, second, seen = (
        _named(schema, things.numbers, *(f"{name}.{channel}" for channel in "rgb"))
        for name in ("attribute.colourA", "attribute.colourB", "colour")
    )
    for pattern, gates in WAVES_OF.items():
        rows = patterned & (things.codes[:, pattern_at] == schema.categories[pattern_at].code(pattern))
        for wave, amount in gates.items():
            amounts[rows, wave] = amount
        own, mean = (a * first + b * second for a, b in COLOUR_OF[pattern])
        shade = np.clip(seen / np.maximum(mean, 0.02), LEAST_SHADE, MOST_SHADE)
        amounts[rows, WAVES:] = (2 * own * shade)[rows]
    return amounts.astype(np.float32)
