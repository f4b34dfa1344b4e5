"""Made-up pairs, an encoder and a painter for them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.data.layouts import SIZE, covariances, geometry_of, present_things
from training.evaluate.drawing import Scene
from training.splat import splat

from ..synthetic import make_room, moments

AB, SIDE = 0.002, 64


class Painter:
    """Paints each blob's ellipse in the colour that its style says."""

    side, ab_norm = SIDE, AB

    def draw(self, scene: Scene) -> torch.Tensor:
        g = scene.geometry[None]
        scores = splat(g[..., 0] - 0.5 / SIDE, g[..., 1] - 0.5 / SIDE, covariances(g, AB), g[..., SIZE] * 1.0, SIDE)[0]
        return (scene.styles[scores.argmax(-1)] * 2 - 1).permute(2, 0, 1)[None]


class Colours:
    """A scene encoder whose styles are the colours themselves."""

    def scene(self, room: dict[str, Any], size: int) -> tuple[Scene, dict[int, int]]:
        things = present_things(room, size)
        styles = torch.tensor([[0.0, 0.0, 0.0], *(thing["attributes"]["accent"] for thing in things)])
        geometry = torch.from_numpy(np.stack([geometry_of(thing, AB) for thing in things]))
        return Scene(geometry, torch.zeros(len(styles), 1), styles), {t["id"]: at for at, t in enumerate(things)}


def write_pair(folder: Path, kind: str) -> dict[str, Any]:
    """A room whose bed, or whose light, is edited, in the format of the pairs."""
    y, x = (np.mgrid[0:SIDE, 0:SIDE] + 0.5) / SIDE
    before, _, _ = make_room(0, 3, SIDE)
    walls = [thing for thing in before["things"] if thing["class"] == "back wall"]
    bed = next(thing for thing in before["things"] if thing["class"] == "bed")
    bed["attributes"]["accent"], walls[0]["attributes"]["accent"] = [0.9, 0.1, 0.2], [0.3, 0.5, 0.4]

    def ellipse(cx: float) -> np.ndarray:
        return ((x - cx) / 0.15) ** 2 + ((y - 0.5) / 0.1) ** 2 < 1

    def room(
        centres: dict[int, float], colour: list[float], wall_colour: list[float] = walls[0]["attributes"]["accent"], **changes: Any
    ) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
        picture, mask = np.full((SIDE, SIDE, 3), 255 * np.array(wall_colour)), np.zeros((SIDE, SIDE), np.uint8)
        wall = copy.deepcopy(walls[0]) | {"amodal": {"centre": [0.5, 0.5], "covariance": [0.5, 0.0, 0.5]}}
        wall["attributes"]["accent"] = wall_colour
        things = [wall | {"order": 0, "amodalPixels": SIDE * SIDE}]
        for at, (number, cx) in enumerate(centres.items()):
            inside = ellipse(cx)
            picture[inside], mask[inside] = 255 * np.array(colour), number
            made = {"id": number, "order": at + 1, "amodal": moments(inside), "amodalPixels": int(inside.sum())}
            things.append(copy.deepcopy(bed) | made | {"colour": colour, "yaw": changes.get("yaw", 0.0)})
            things[-1] |= {name: value for name, value in changes.items() if name == "model"}
            things[-1]["attributes"] |= {"accent": colour} | changes.get("look", {})
        return before | {"things": things} | changes.get("lit", {}), picture.round().astype(np.uint8), mask

    red, blue, one = bed["attributes"]["accent"], [0.1, 0.2, 0.9], bed["id"]
    first = room({one: 0.3}, red)
    second = {
        "moved": room({one: 0.7}, red), "removed": room({}, red), "recoloured": room({one: 0.3}, blue),
        "duplicated": room({one: 0.3, 40: 0.75}, red),
        "repatterned": room({one: 0.3}, blue, look={"pattern": "checks", "patternScale": 0.3, "colourB": [1, 1, 1]}),
        "swapped": room({one: 0.4}, blue, model="bed-9"), "turned": room({one: 0.42}, red, yaw=-np.pi / 4),
        "relit": room({one: 0.3}, [0.45, 0.05, 0.1], [0.15, 0.25, 0.2], lit={"light": {"night": True, "sunColour": [1, 0.5, 0]}}),
    }[kind]  # fmt: skip
    folder.mkdir(parents=True)
    for when, (_, picture, mask) in (("before", first), ("after", second)):
        (folder / f"{when}.bin").write_bytes(picture.tobytes())
        (folder / f"{when}-masks.bin").write_bytes(mask.tobytes())
    added = 40 if kind == "duplicated" else None
    pair = {"i": 0, "kind": kind, "thing": None if kind == "relit" else one, "added": added, "before": first[0], "after": second[0]}
    (folder / "pairs.jsonl").write_text(json.dumps(pair) + "\n")
    return pair
