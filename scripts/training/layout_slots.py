"""Slots: the fixed, named blobs of the layout network, in one order from back to front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from .data.layouts import ANGLE, ASPECT, SIZE, X, Y
from .data.shards import Room
from .splat import LEAST_SIZE


# What stands to one side, hardly ever in the middle: of the room, or of the bed. Such things are counted by side. A slot
# that holds them wherever they are would pass through the middle, over the bed, on its way from one side to the other.
SIDE_OF_ROOM = frozenset(
    ("armchair", "bookcase", "chair", "desk", "dresser", "floor lamp", "guitar", "plant", "toy", "tv", "wardrobe")
)
SIDE_OF_BED = frozenset(("nightstand", "table lamp"))
MIDDLE = 0.5
# What hangs on a wall is counted wall by wall: seen from the side it is narrow and askew, and nothing is in between.
ON_WALL = frozenset(("picture", "window"))
WALLS = ("back wall", "left wall", "right wall")
# And, at the back, on either side of the first window, or it would pass over it.
WINDOW = "window"
PARTS_OF_WALLS = len(WALLS) + 1


def slot_names(names: Sequence[str], geometry: np.ndarray) -> list[str]:
    """
    Class and number, the number from 2 on, of things with this geometry [M, 5]. Most are counted from left to right; those
    with a side have the odd numbers on the left and the even ones on the right, counted from the middle; what hangs on a wall
    has every fourth number, from 1 on at the back, 2 on the left, 3 on the right, 4 at the back to the right of a window. Names
    are given again, because things that are no blobs leave gaps and mirroring turns the order round.
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
            places = _part_places((walls if kind == WINDOW else beside)[members])
        else:
            places = _places([float(xs[at]) for at in members], kind, bed)
        for place, at in zip(places, members):
            out[at] = kind if place == 0 else f"{kind} {place + 1}"
    return out


def walls_of(geometry: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """[M]: the wall (its place in WALLS) in whose ellipse the centre of each thing lies deepest; the back wall where there is none."""
    found = np.full((len(WALLS), len(names)), np.inf)
    for wall, name in enumerate(WALLS):
        if name in names:
            x, y, size, aspect, angle = geometry[list(names).index(name)]
            dx, dy = geometry[:, X] - x, geometry[:, Y] - y
            along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
            # The squared distance by the covariance, without ab_norm, that all of them have.
            found[wall] = (along**2 / aspect + across**2 * aspect) / max(size, LEAST_SIZE)
    return found.argmin(0)


def _part_places(parts: np.ndarray) -> list[int]:
    """Places (from 0 on) of a class's things from left to right, by the part of the walls that each is on."""
    return [int(PARTS_OF_WALLS * (parts[:at] == part).sum() + part) for at, part in enumerate(parts)]


def _places(xs: Sequence[float], kind: str, bed: float) -> list[int]:
    """Places (from 0 on) of a class's things from left to right."""
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
    """The slots that at least this share of the rooms has, the most frequent ones first, at most `most`."""
    counts = Counter(name for names in rooms for name in names)
    frequent = [name for name, count in counts.most_common() if count >= least * len(rooms)]
    return frequent[:most]


def overlapping(geometry: np.ndarray, ab_norm: float, times: float = 1.0) -> np.ndarray:
    """[M, M] bool: pairs of blobs whose outlines come closer than they reach (so many times) along the line between them."""
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
    """[S, S]: in how many rooms slot i lies behind slot j and overlaps it, were both so many times as large."""
    index = {name: at for at, name in enumerate(slots)}
    behind = np.zeros((len(slots), len(slots)))
    for room, names in zip(rooms, named):
        meets = overlapping(room.geometry, ab_norm, times)
        at = np.array([index.get(name, -1) for name in names])
        for back in range(len(names)):
            for front in range(back + 1, len(names)):
                if meets[back, front] and at[back] >= 0 and at[front] >= 0:
                    behind[at[back], at[front]] += 1
    return behind


def order_slots(behind: np.ndarray) -> list[int]:
    """
    The order back to front that violates few of the pairs counted: by share of wins, then moving one slot at a time
    to where it helps most, until nothing helps.
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


def violated(behind: np.ndarray, order: Sequence[int]) -> float:
    """Share of the counted pairs that an order has the wrong way round."""
    sorted_counts = behind[np.ix_(order, order)]
    return float(np.tril(sorted_counts, -1).sum() / max(1.0, sorted_counts.sum()))
