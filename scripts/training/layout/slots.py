"""Slots: the fixed, named blobs of the layout network, in one order from back to front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..data.layouts import ANGLE, ASPECT, SIZE, X, Y
from ..data.shards import Room
from ..splat import MIN_SIZE

# Things that stand on either side of the room, or of the bed, and hardly ever in the middle. They have slots for each side: one
# slot for both would be interpolated through the middle, over the bed.
SIDE_OF_ROOM = frozenset(("armchair", "bookcase", "chair", "desk", "dresser", "floor lamp", "guitar", "plant", "toy", "tv", "wardrobe"))
SIDE_OF_BED = frozenset(("nightstand", "table lamp"))
MIDDLE = 0.5
# Things that hang on a wall have slots for each wall: their shapes differ, and there is nothing in between.
ON_WALL = frozenset(("picture", "window"))
WALLS = ("back wall", "left wall", "right wall")
# At the back they also have slots for either side of the first window, so as not to be interpolated over it.
WINDOW = "window"
PARTS_OF_WALLS = len(WALLS) + 1


def slot_names(names: Sequence[str], geometry: np.ndarray) -> list[str]:
    """
    The slots of things with these names and this geometry [M, 5]: class and number, without a number for the first. Most are
    counted from left to right; those with a side have odd numbers on the left and even ones on the right, counted from the
    middle; those on walls every fourth number: from 1 at the back, 2 on the left, 3 on the right, 4 at the back to the right of a
    window. The numbers of `names` are ignored: absent things leave gaps in them, and mirroring reverses them.
    """
    classes, xs = [class_of(name) for name in names], geometry[:, X]
    out = list(names)
    bed = float(xs[classes.index("bed")]) if "bed" in classes else MIDDLE
    walls = walls_of(geometry, names)
    beside = walls.copy()
    windows = xs[[kind == WINDOW for kind in classes] & (walls == 0)]
    if len(windows):
        beside[(walls == 0) & (xs > windows.min())] = len(WALLS)
    for kind in set(classes):
        members = sorted((at for at, c in enumerate(classes) if c == kind), key=lambda at: float(xs[at]))
        if kind in ON_WALL:
            numbers = _numbers_on_walls((walls if kind == WINDOW else beside)[members])
        else:
            numbers = _numbers([float(xs[at]) for at in members], kind, bed)
        for number, at in zip(numbers, members, strict=True):
            out[at] = kind if number == 0 else f"{kind} {number + 1}"
    return out


def walls_of(geometry: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """[M]: the wall (its place in WALLS) in whose ellipse the centre of each thing lies deepest; the back wall if there is none."""
    distance = np.full((len(WALLS), len(names)), np.inf)
    for wall, name in enumerate(WALLS):
        if name in names:
            x, y, size, aspect, angle = geometry[list(names).index(name)]
            dx, dy = geometry[:, X] - x, geometry[:, Y] - y
            along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
            # Mahalanobis distance, but for the factor ab_norm, which is the same for all.
            distance[wall] = (along**2 / aspect + across**2 * aspect) / max(size, MIN_SIZE)
    return distance.argmin(0)


def _numbers_on_walls(parts: np.ndarray) -> list[int]:
    """Numbers (from 0) of a class's things from left to right, given the part of the walls that each is on."""
    return [int(PARTS_OF_WALLS * (parts[:at] == part).sum() + part) for at, part in enumerate(parts)]


def _numbers(xs: Sequence[float], kind: str, bed: float) -> list[int]:
    """Numbers (from 0) of a class's things from left to right."""
    if kind not in SIDE_OF_ROOM | SIDE_OF_BED:
        return list(range(len(xs)))
    middle = bed if kind in SIDE_OF_BED else MIDDLE
    left = sum(x < middle for x in xs)
    return [2 * (left - 1 - at) if at < left else 2 * (at - left) + 1 for at in range(len(xs))]


def class_of(slot: str) -> str:
    """The class of a slot's name."""
    stem, _, number = slot.rpartition(" ")
    return stem if number.isdigit() and stem else slot


def choose_slots(rooms: Sequence[Sequence[str]], least: float, most: int) -> list[str]:
    """The slots that at least this share of the rooms has, the most frequent first, at most `most`."""
    counts = Counter(name for names in rooms for name in names)
    frequent = [name for name, count in counts.most_common() if count >= least * len(rooms)]
    return frequent[:most]


def overlapping(geometry: np.ndarray, ab_norm: float, times: float = 1.0) -> np.ndarray:
    """[M, M] bool: pairs of blobs that reach each other (enlarged by `times`) along the line between their centres."""
    delta = geometry[:, None, :2] - geometry[None, :, :2]
    distance = np.hypot(delta[..., X], delta[..., Y])
    direction = np.arctan2(delta[..., Y], delta[..., X])
    relative = direction - geometry[:, None, ANGLE]
    major, minor = ab_norm * geometry[:, ASPECT], ab_norm / geometry[:, ASPECT]
    q = np.cos(relative) ** 2 / major[:, None] + np.sin(relative) ** 2 / minor[:, None]
    reach = np.sqrt(np.maximum(geometry[:, SIZE], 0)[:, None] / q)
    return distance < times * (reach + reach.T)


def precedence(
    rooms: Sequence[Room], named: Sequence[Sequence[str]], slots: Sequence[str], ab_norm: float, times: float = 1.0
) -> np.ndarray:
    """[S, S]: in how many rooms slot i is behind slot j and overlaps it, with both enlarged by the factor `times`."""
    index = {name: at for at, name in enumerate(slots)}
    behind = np.zeros((len(slots), len(slots)))
    for room, names in zip(rooms, named, strict=True):
        meets = overlapping(room.geometry, ab_norm, times)
        at = np.array([index.get(name, -1) for name in names])
        for back in range(len(names)):
            for front in range(back + 1, len(names)):
                if meets[back, front] and at[back] >= 0 and at[front] >= 0:
                    behind[at[back], at[front]] += 1
    return behind


def order_slots(behind: np.ndarray) -> list[int]:
    """
    An order back to front that violates few of the counted pairs: sorted by share of wins, then by moving one slot at a time
    to where that helps most, until nothing helps.
    """
    margin = behind - behind.T
    total = (behind + behind.T).sum(1)
    order = list(np.argsort(-(behind.sum(1) / np.maximum(total, 1)), kind="stable"))
    while True:
        best, move = 1e-9, None
        for at, slot in enumerate(order):
            gain = 0.0
            for to in range(at - 1, -1, -1):
                gain += margin[slot, order[to]]
                if gain > best:
                    best, move = gain, (at, to)
            gain = 0.0
            for to in range(at + 1, len(order)):
                gain += margin[order[to], slot]
                if gain > best:
                    best, move = gain, (at, to)
        if move is None:
            return [int(slot) for slot in order]
        order.insert(move[1], order.pop(move[0]))


def violated_share(behind: np.ndarray, order: Sequence[int]) -> float:
    """Share of the counted pairs that an order has the wrong way round."""
    sorted_counts = behind[np.ix_(order, order)]
    return float(np.tril(sorted_counts, -1).sum() / max(1.0, sorted_counts.sum()))
