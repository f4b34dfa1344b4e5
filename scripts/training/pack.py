"""
Packs the pictures of rendered rooms, without what is known of them, for the unsupervised way. Held-out rooms stay out. From scripts/:

    python -m training.pack --data ../data/rooms,../data/living-rooms --side 128 --out ../packs/rooms
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .data.packs import write_packs
from .data.sets import read_description, read_lines, shard_folder, shard_names
from .data.shards import average_down
from .launch import or_exit


def training_pictures(data: str, side: int) -> Iterator[np.ndarray]:
    """uint8 [side, side, 3]: the pictures of the training split, shard by shard, the sets in turn."""
    size = int(read_description(data)["size"])
    for shard in sorted(shard_names(data), key=lambda name: name.rpartition("/")[2]):
        kept = [row for row, line in enumerate(read_lines(data, shard)) if line["split"] == "train"]
        images = np.memmap(shard_folder(data, shard) / "images.bin", np.uint8, "r").reshape(-1, size, size, 3)
        yield from average_down(np.asarray(images[kept]), side)


def pack(data: str, side: int, out: Path) -> list[Path]:
    """Writes the packs; returns their paths."""
    return write_packs(out, training_pictures(data, side))


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m training.pack", description="Packs pictures of rooms for the unsupervised way.")
    parser.add_argument("--data", required=True, help="sets of rooms: A,B")
    parser.add_argument("--side", type=int, default=128)
    parser.add_argument("--out", type=Path, required=True, help="where packs are written: OUT-000.pack, ...")
    options = parser.parse_args()
    for path in or_exit("pack", lambda: pack(options.data, options.side, options.out)):
        print(f"{path}: {path.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
