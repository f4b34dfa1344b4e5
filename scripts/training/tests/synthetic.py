"""Small made-up rooms in the format of scripts/dataset/FORMAT.md: flat surfaces and elliptic things."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

SURFACES = ["floor", "ceiling", "back wall", "left wall", "right wall"]
CLASSES = {"bedroom": ["bed", "lamp", "window"], "living room": ["sofa", "lamp", "window"]}
MODELS = {"bed": ["bed-1", "bed-2"], "lamp": ["lamp-1"], "window": ["window-1"], "sofa": ["sofa-1"]}
SHARD = 64


def moments(mask: np.ndarray) -> dict[str, list[float]] | None:
    """Centre and covariance of a boolean mask in picture units."""
    ys, xs = np.nonzero(mask)
    if not len(xs):
        return None
    x, y = (xs + 0.5) / mask.shape[1], (ys + 0.5) / mask.shape[0]
    cov = np.cov(np.stack([x, y]), bias=True)
    return {
        "centre": [float(x.mean()), float(y.mean())],
        "covariance": [float(cov[0, 0]), float(cov[0, 1]), float(cov[1, 1])],
    }


def _surface_masks(size: int, generator: np.random.Generator) -> list[np.ndarray]:
    y, x = np.mgrid[0:size, 0:size] / size
    top, bottom = generator.uniform(0.1, 0.2), generator.uniform(0.6, 0.75)
    left, right = generator.uniform(0.1, 0.2), generator.uniform(0.8, 0.9)
    floor, ceiling = y > bottom, y < top
    rest = ~floor & ~ceiling
    return [floor, ceiling, rest & (x >= left) & (x <= right), rest & (x < left), rest & (x > right)]


def make_room(i: int, seed: int, size: int, room: str = "bedroom") -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """A line, its picture uint8 [size, size, 3] and its mask."""
    generator = np.random.default_rng([seed, i])
    picture, mask = np.zeros((size, size, 3)), np.zeros((size, size), np.uint8)
    things: list[dict[str, Any]] = []

    def paint(kind: str, name: str, model: str, silhouette: np.ndarray, extra: dict[str, Any]) -> None:
        colour = generator.uniform(0, 1, 3).round(3)
        picture[silhouette], mask[silhouette] = colour, len(things) + 1
        things.append(
            {
                "id": len(things) + 1, "class": kind, "name": name, "model": model, "order": len(things),
                "amodalPixels": int(silhouette.sum()), "amodal": moments(silhouette), "depth": 4.0 - 0.2 * len(things),
                "attributes": {"accent": colour.tolist()} | extra,
            }
        )  # fmt: skip

    for name, silhouette in zip(SURFACES, _surface_masks(size, generator), strict=True):
        paint(name, name, "procedural", silhouette, {"pattern": "plain"})
    y, x = (np.mgrid[0:size, 0:size] + 0.5) / size
    for kind in CLASSES[room]:
        if kind not in ("bed", "sofa") and generator.random() < 0.3:
            continue
        cx, cy, a, b = *generator.uniform(0.2, 0.8, 2), *generator.uniform(0.08, 0.25, 2)
        inside = ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 < 1
        pose = {"round": bool(generator.random() < 0.5)}
        paint(kind, kind, str(generator.choice(MODELS[kind])), inside, pose)
        things[-1] |= {"position": [cx * 4 - 2, 0.0, cy * 4 - 2], "yaw": 0.3, "facing": 0.1, "dimensions": [a, b, 1.0]}
    for thing in things:
        seen = mask == thing["id"]
        thing["pixels"], thing["visible"] = int(seen.sum()), moments(seen)
        thing["colour"] = picture[seen].mean(0).tolist() if seen.any() else None
    split = {0: "test", 1: "validation"}.get(i % 40, "train")
    line = {
        "i": i, "seed": seed, "split": split, "kind": room,
        "camera": {"fov": 60.0, "position": [0.1 * generator.normal(), 1.5, 2.5], "target": [0.0, 1.0, 0.0]},
        "room": {"width": 4.0, "height": 2.5, "depth": 4.0},
        "light": {"night": False, "exposure": 1.0, "sunDirection": [0.3, 0.8, 0.2], "sunColour": [1.0, 0.9, 0.8]},
        "things": things,
    }  # fmt: skip
    return line, (picture * 255).round().astype(np.uint8), mask


def write_shard(out: Path, shard: int, size: int, seed: int = 1, rooms: int = SHARD, kind: str = "bedroom") -> None:
    """One shard, renamed into place when it is complete."""
    made = [make_room(shard * SHARD + row, seed, size, kind) for row in range(rooms)]
    draft = out / "shards" / f"{shard:06d}.draft"
    draft.mkdir(parents=True)
    (draft / "images.bin").write_bytes(np.stack([m[1] for m in made]).tobytes())
    (draft / "masks.bin").write_bytes(np.stack([m[2] for m in made]).tobytes())
    (draft / "rooms.jsonl").write_text("".join(json.dumps(m[0]) + "\n" for m in made))
    draft.rename(out / "shards" / f"{shard:06d}")


def write_dataset(out: Path, shards: int = 1, size: int = 64, seed: int = 1, kind: str = "bedroom") -> Path:
    """A dataset of `shards` shards. That of bedrooms names no kind."""
    classes = CLASSES["bedroom"] + (["sofa"] if kind != "bedroom" else [])
    named = {} if kind == "bedroom" else {"kind": kind}
    out.mkdir(parents=True, exist_ok=True)
    about = {
        "version": 1, "seed": seed, "size": size, "count": shards * SHARD, "shardSize": SHARD, "classes": classes, **named,
        "surfaces": SURFACES, "models": [{"key": k, "class": c} for c in classes for k in MODELS[c]],
        "attributes": {
            "pattern": {"type": "category", "values": ["plain", "stripes"]},
            "accent": {"type": "colour"}, "round": {"type": "boolean"},
            "patternScale": {"type": "number", "range": [0, 1.2]},
        },
    }  # fmt: skip
    (out / "dataset.json").write_text(json.dumps(about))
    for shard in range(shards):
        write_shard(out, shard, size, seed, kind=kind)
    return out
