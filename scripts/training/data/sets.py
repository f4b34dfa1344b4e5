"""Set folders (scripts/dataset/FORMAT.md), one or several read as one: `A,B`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# The kind of sets that name none.
DEFAULT_KIND = "bedroom"


def folders_of(data: str | Path | Sequence[Path]) -> list[Path]:
    """`A`, `A,B` or folders -> folders."""
    if isinstance(data, (str, Path)):
        return [Path(name.strip()) for name in str(data).split(",") if name.strip()]
    return list(data)


def _read_one(folder: Path) -> dict[str, Any]:
    path = folder / "dataset.json"
    if not path.exists():
        raise FileNotFoundError(f"There is no {path}: render rooms first (npm run dataset -- --out {folder}).")
    return json.loads(path.read_text())


def _union(lists: Sequence[Sequence[Any]]) -> list[Any]:
    """The values of all lists without repetitions, in the order of their first occurrence."""
    out: list[Any] = []
    for values in lists:
        out += [value for value in values if value not in out]
    return out


def read_description(data: str | Path | Sequence[Path]) -> dict[str, Any]:
    """
    The description of a dataset (dataset.json), or of several sets as one, with `kinds`.

    Raises FileNotFoundError when it is missing, ValueError when the sets cannot be read as one.
    """
    folders = folders_of(data)
    if not folders:
        raise ValueError("There is no folder of rooms in the value of --data.")
    every = [_read_one(folder) for folder in folders]
    about = dict(every[0])
    about["kinds"] = _union([[one.get("kind", DEFAULT_KIND)] for one in every])
    for one, folder in zip(every[1:], folders[1:], strict=True):
        if one["size"] != about["size"]:
            raise ValueError(f"{folder} has pictures of {one['size']} px, {folders[0]} of {about['size']} px.")
    for name in ("surfaces", "classes", "models"):
        about[name] = _union([one.get(name, []) for one in every])
    attributes: dict[str, Any] = {}
    for name in _union([list(one.get("attributes", {})) for one in every]):
        specs = [one["attributes"][name] for one in every if name in one.get("attributes", {})]
        attributes[name] = dict(specs[0])
        for key in ("values", "set"):
            if key in specs[0]:
                attributes[name][key] = _union([spec.get(key, []) for spec in specs])
        if "range" in specs[0]:
            ranges = [spec["range"] for spec in specs]
            attributes[name]["range"] = [min(low for low, _ in ranges), max(high for _, high in ranges)]
    about["attributes"] = attributes
    return about


def dataset_id(data: str | Path) -> str:
    """First 16 hexadecimal digits of the SHA-256 of dataset.json (of several sets: of their concatenation)."""
    contents = [(folder / "dataset.json").read_bytes() for folder in folders_of(data)]
    return hashlib.sha256(b"".join(contents)).hexdigest()[:16]


def _complete(folder: Path) -> set[str]:
    """Shards of a folder that are complete, not drafts."""
    return {entry.name for entry in folder.iterdir() if entry.name.isdigit()} if folder.exists() else set()


def shard_names(data: str | Path | Sequence[Path], layouts: bool = False) -> list[str]:
    """
    Names of the complete shards, in order: "000000" in the first set, "1/000000" in the second, so that a run on one set can
    go on with a second one. `layouts`: also shards without pictures.
    """
    names: list[str] = []
    for at, folder in enumerate(folders_of(data)):
        complete = sorted(_complete(folder / "shards") | (_complete(folder / "layouts") if layouts else set()))
        names += complete if at == 0 else [f"{at}/{name}" for name in complete]
    return names


def set_of(shard: str) -> int:
    """Which of the sets a shard belongs to."""
    number, _, _ = shard.rpartition("/")
    return int(number) if number else 0


def shard_folder(data: str | Path | Sequence[Path], shard: str) -> Path:
    """The folder of a shard: the one with pictures, if there is one."""
    folder, name = folders_of(data)[set_of(shard)], shard.rpartition("/")[2]
    with_pictures = folder / "shards" / name
    return with_pictures if with_pictures.exists() else folder / "layouts" / name


def read_lines(data: str | Path | Sequence[Path], shard: str) -> list[dict[str, Any]]:
    """The rooms of a shard, as FORMAT.md describes them."""
    text = (shard_folder(data, shard) / "rooms.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines() if line.strip()]
