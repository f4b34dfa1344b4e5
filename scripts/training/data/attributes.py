"""
Attributes of things as arrays: categories and numbers, described by a schema that the checkpoint keeps.

`feature` numbers say what a thing is, `style` numbers how it looks; attributes that shape a pattern go to both.
The place in the picture is left out: the blob has it, and a blob can be moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

BACKGROUND = "background"
KIND = "room.kind"
# As scripts/dataset/FORMAT.md names them.
SURFACES = ("floor", "ceiling", "back wall", "left wall", "right wall")
# Numbers that depend on where a thing is: wrong for a copy at another place.
POSE_NUMBERS = (
    "below", "cut.bottom", "cut.left", "cut.right", "cut.top", "depth", "distance", "facing.cos", "facing.sin", "height", "seen",
)  # fmt: skip
MIRROR_CLASSES = {"left wall": "right wall", "right wall": "left wall"}


@dataclass
class Category:
    """A set of names. Code 0 stands for a missing or an unknown one."""

    name: str
    values: list[str]
    groups: list[str]

    def code(self, value: Any) -> int:
        try:
            return self.values.index(str(value)) + 1
        except ValueError:
            return 0


@dataclass
class Number:
    """One number, normalised as (value - middle) / half; `sign` is -1 where a mirrored room negates it."""

    name: str
    groups: list[str]
    middle: float = 0.0
    half: float = 1.0
    sign: int = 1


@dataclass
class Schema:
    """The inputs of the attribute encoder, in order."""

    categories: list[Category] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    # Whether POSE_NUMBERS are left out for things (not for surfaces).
    placeless: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(raw: Mapping[str, Any]) -> Schema:
        categories, numbers = [Category(**c) for c in raw["categories"]], [Number(**n) for n in raw["numbers"]]
        return Schema(categories, numbers, bool(raw.get("placeless", False)))


Vector = Sequence[float]


def _put(out: dict[str, float], name: str, values: Vector | None, parts: str = "xyz") -> None:
    if values is not None:
        out.update({f"{name}.{part}": float(value) for part, value in zip(parts, values, strict=False)})


def _angles(out: dict[str, float], name: str, angle: float | None) -> None:
    if angle is not None:
        out[f"{name}.cos"], out[f"{name}.sin"] = math.cos(angle), math.sin(angle)


def _camera_numbers(room: Mapping[str, Any]) -> dict[str, float]:
    out: dict[str, float] = {}
    camera = room["camera"]
    position, target = camera["position"], camera["target"]
    look = [t - p for p, t in zip(position, target, strict=True)]
    length = math.hypot(*look) or 1.0
    out["camera.fov"] = float(camera["fov"])
    _put(out, "camera", position)
    _put(out, "camera.look", [v / length for v in look])
    box = room["room"]
    out.update({f"room.{side}": float(box[side]) for side in ("width", "height", "depth")})
    return out


def _light_numbers(light: Mapping[str, Any]) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, value in light.items():
        if isinstance(value, (list, tuple)):
            _put(out, f"light.{name}", value, "rgb" if "olour" in name else "xyz")
        elif isinstance(value, (bool, int, float)):
            out[f"light.{name}"] = float(value)
    return out


def _moments_numbers(thing: Mapping[str, Any]) -> dict[str, float]:
    """How much of the thing the frame cuts off at each side (0 = none), and how much of it is hidden."""
    out: dict[str, float] = {}
    moments = thing.get("amodal") or thing.get("visible")
    if moments:
        (x, y), (xx, _, yy) = moments["centre"], moments["covariance"]
        reach_x, reach_y = 2 * math.sqrt(max(xx, 0)), 2 * math.sqrt(max(yy, 0))
        out["cut.left"], out["cut.right"] = max(0.0, reach_x - x), max(0.0, x + reach_x - 1)
        out["cut.top"], out["cut.bottom"] = max(0.0, reach_y - y), max(0.0, y + reach_y - 1)
    if thing.get("amodalPixels"):
        out["seen"] = min(1.0, thing["pixels"] / thing["amodalPixels"])
    return out


def _thing_numbers(thing: Mapping[str, Any], room: Mapping[str, Any]) -> dict[str, float]:
    out = _moments_numbers(thing)
    eye = room["camera"]["position"]
    if (position := thing.get("position")) is not None:
        offset = [p - e for p, e in zip(position, eye, strict=True)]
        out["distance"] = math.hypot(offset[0], offset[2])
        out["below"] = offset[1]
        out["height"] = float(position[1])
        _angles(out, "yaw", thing.get("yaw"))
        _angles(out, "facing", thing.get("facing"))
    _put(out, "dimensions", thing.get("dimensions"))
    if thing.get("depth") is not None:
        out["depth"] = float(thing["depth"])
    return out


def _attribute_numbers(attributes: Mapping[str, Any]) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, value in attributes.items():
        if isinstance(value, (list, tuple)):
            _put(out, f"attribute.{name}", value, "rgb")
        elif isinstance(value, (bool, int, float)):
            out[f"attribute.{name}"] = float(value)
            if "hase" in name or "ngle" in name:
                _angles(out, f"attribute.{name}", float(value))
    return out


def numbers_of(thing: Mapping[str, Any] | None, room: Mapping[str, Any]) -> dict[str, float]:
    """Every known number of a thing by name; None stands for the background."""
    out = _camera_numbers(room) | _light_numbers(room["light"])
    if thing is not None:
        out |= _thing_numbers(thing, room) | _attribute_numbers(thing.get("attributes", {}))
        _put(out, "colour", thing.get("colour"), "rgb")
    return out


def names_of(thing: Mapping[str, Any] | None, room: Mapping[str, Any]) -> dict[str, str]:
    """
    Every known category of a thing by name. Only the background and the surfaces have the kind of room: things can be copied
    into a room of another kind.
    """
    kind = str(room.get("kind", ""))
    if thing is None:
        return {"class": BACKGROUND, KIND: kind}
    out = {"class": str(thing["class"]), "model": str(thing.get("model", ""))}
    if thing["class"] in SURFACES:
        out[KIND] = kind
    for name, value in thing.get("attributes", {}).items():
        if isinstance(value, str):
            out[f"attribute.{name}"] = value
    return out


def _groups(name: str) -> list[str]:
    stem = name.removeprefix("attribute.")
    if name.startswith("light.") or name.startswith("colour.") or stem[-2:] in (".r", ".g", ".b"):
        return ["style"]
    if name.startswith("attribute."):
        return ["feature", "style"]
    return ["feature"]


def _sign(name: str) -> int:
    flips = ("camera.x", "camera.look.x", "light.sunDirection.x", "yaw.sin", "facing.sin")
    return -1 if name in flips else 1


def build_schema(about: Mapping[str, Any], rooms: Iterable[Mapping[str, Any]]) -> Schema:
    """
    The schema of a dataset: attributes and their ranges as dataset.json lists them, everything else (camera, light,
    geometry) with mean and twice the deviation over `rooms`.
    """
    values: dict[str, list[float]] = {}
    for room in rooms:
        for thing in [None, *room["things"]]:
            for name, value in numbers_of(thing, room).items():
                values.setdefault(name, []).append(value)
    listed: Mapping[str, Any] = about.get("attributes", {})
    categories = [
        Category("class", [BACKGROUND, *about.get("surfaces", []), *about["classes"]], ["feature"]),
        Category("model", ["procedural", *(m["key"] for m in about.get("models", []))], ["feature"]),
    ]
    ranges: dict[str, tuple[float, float]] = {}
    for name, spec in listed.items():
        key, kind = f"attribute.{name}", spec["type"]
        options = spec.get("values") or spec.get("set")
        if options is not None:
            categories.append(Category(key, [str(v) for v in options], ["feature", "style"]))
        elif kind == "boolean":
            ranges[key] = (0.0, 1.0)
        elif kind in ("colour", "color"):
            ranges |= {f"{key}.{part}": (0.0, 1.0) for part in "rgb"}
        elif "range" in spec:
            ranges[key] = (float(spec["range"][0]), float(spec["range"][1]))
    if len(about.get("kinds", [])) > 1:
        # With one kind the category would be constant.
        categories.append(Category(KIND, list(about["kinds"]), ["feature"]))
    numbers = []
    for name in sorted(values.keys() | ranges.keys()):
        if name in ranges:
            low, high = ranges[name]
            middle, half = (low + high) / 2, (high - low) / 2 or 1.0
        elif name[-2:] in (".r", ".g", ".b"):
            middle, half = 0.5, 0.5
        else:
            middle, half = float(np.mean(values[name])), 2 * float(np.std(values[name])) or 1.0
        numbers.append(Number(name, _groups(name), middle, half, _sign(name)))
    return Schema(categories, numbers)


class AttributeReader:
    """Reads things into arrays by a schema. Values that are not in the schema are ignored."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.index = {number.name: at for at, number in enumerate(schema.numbers)}
        self.middle = np.array([n.middle for n in schema.numbers], np.float32)
        self.half = np.array([n.half for n in schema.numbers], np.float32)
        self.sign = np.array([n.sign for n in schema.numbers], np.float32)
        classes = schema.categories[0]
        self.mirror_class = np.arange(len(classes.values) + 1)
        for one, other in MIRROR_CLASSES.items():
            if classes.code(one) and classes.code(other):
                self.mirror_class[classes.code(one)] = classes.code(other)

    def read(self, thing: Mapping[str, Any] | None, room: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """Codes [categories] int16 and raw numbers [numbers] float32, NaN where missing."""
        names = names_of(thing, room)
        codes = np.array([c.code(names.get(c.name)) for c in self.schema.categories], np.int16)
        numbers = np.full(len(self.index), np.nan, np.float32)
        left_out = POSE_NUMBERS if self.schema.placeless and thing is not None and thing["class"] not in SURFACES else ()
        for name, value in numbers_of(thing, room).items():
            if (at := self.index.get(name)) is not None and name not in left_out:
                numbers[at] = value
        return codes, numbers

    def normalise(self, numbers: np.ndarray) -> np.ndarray:
        """Raw -> normalised, clipped to +-3; NaN stays NaN (the encoder turns it into 0 and a flag)."""
        return np.clip((numbers - self.middle) / self.half, -3, 3)

    def mirror(self, codes: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same things in a mirrored room, from codes [..., categories] and raw numbers [..., numbers]."""
        codes = codes.copy()
        codes[..., 0] = self.mirror_class[codes[..., 0]]
        numbers = numbers * self.sign
        for one, other in (("cut.left", "cut.right"),):
            if one in self.index and other in self.index:
                a, b = self.index[one], self.index[other]
                numbers[..., [a, b]] = numbers[..., [b, a]]
        return codes, numbers
