"""
Colours that are left out, as if nobody knew them. What is seen of a thing follows from the colours of its parts and the light, or the
other way round: a person changes one of them, and the network has to draw what it is told without the other.
"""

from __future__ import annotations

import numpy as np

from .attributes import Schema

SEEN = "colour."
PART = "attribute."
CHANNELS = (".r", ".g", ".b")


def colour_columns(schema: Schema) -> tuple[np.ndarray, np.ndarray]:
    """Columns among the numbers of the seen colour, and of the colours of parts."""
    names = [number.name for number in schema.numbers]
    seen = [at for at, name in enumerate(names) if name.startswith(SEEN)]
    parts = [at for at, name in enumerate(names) if name.startswith(PART) and name.endswith(CHANNELS)]
    return np.array(seen, np.int64), np.array(parts, np.int64)


def drop_colours(numbers: np.ndarray, schema: Schema, rate: float, generator: np.random.Generator) -> np.ndarray:
    """
    Numbers [B, K, N] (NaN = unknown) with the seen colour unknown in `rate` of the rooms and of the things of others, and the
    colours of the parts unknown in `rate` of the things whose seen colour is kept. A new array.
    """
    rooms, things = numbers.shape[:2]
    seen, parts = colour_columns(schema)
    without_seen = (generator.random((rooms, 1)) < rate) | (generator.random((rooms, things)) < rate)
    without_parts = (generator.random((rooms, things)) < rate) & ~without_seen
    out = numbers.copy()
    for columns, without in ((seen, without_seen), (parts, without_parts)):
        out[..., columns] = np.where(without[..., None], np.nan, out[..., columns])
    return out
