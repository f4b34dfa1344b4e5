"""
Trains a model. From scripts/:

    python -m training.train supervised --data ../data/rooms --out ../runs/first
    python -m training.train supervised --out ../runs/first --resume [--resolution 128]
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .machine import reexec_with_allocator

if TYPE_CHECKING:
    from .supervised import Supervised
    from .unsupervised import Unsupervised


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    from .config import add_options

    parser = argparse.ArgumentParser(prog="python -m training.train", description="Trains a model of rooms.")
    parser.add_argument("way", choices=["supervised", "unsupervised"])
    parser.add_argument("--config", help="JSON file of values")
    parser.add_argument("--resume", action="store_true", help="go on from <out>/last.ckpt; may raise --resolution")
    parser.add_argument("--start-from", help="a checkpoint of another run to go on from")
    add_options(parser)
    return parser.parse_args(arguments)


def train(options: argparse.Namespace) -> Supervised | Unsupervised:
    """Builds what the options ask for, runs it, and gives it back as it is at the end."""
    from .checkpoint import read_checkpoint
    from .config import resolve
    from .data.sets import dataset_id
    from .data.shards import schema_of
    from .growth import grow_checkpoint
    from .loop import LAST, Loop
    from .machine import pick_device, pick_dtype, set_up_processor, start_ranks
    from .supervised import Supervised
    from .unsupervised import Unsupervised

    source = Path(options.start_from) if options.start_from else None
    if options.resume:
        if not options.out:
            raise ValueError("--resume needs --out, the folder of the run to go on with.")
        source = Path(options.out) / LAST
        if not source.exists():
            raise FileNotFoundError(f"There is no {source} to resume from.")
    checkpoint = read_checkpoint(source) if source else None
    base = checkpoint["training"]["config"] if checkpoint else None
    config = resolve(options, base)
    if checkpoint and checkpoint["training"]["way"] != options.way:
        raise ValueError(f"{source} was trained the {checkpoint['training']['way']} way.")
    set_up_processor(config.threads)
    if config.nice:
        os.nice(config.nice)
    rank, world = start_ranks()
    device = pick_device()
    dtype = pick_dtype(config.dtype, device)
    schema = schema_of(config.data)
    if checkpoint:
        # Rooms of another kind than it knows: their classes, models and attributes join those that it was trained on.
        schema = grow_checkpoint(checkpoint, schema)
    # Once it was trained without, it stays so.
    schema = replace(schema, placeless=schema.placeless or config.placeless)
    kind = Supervised if options.way == "supervised" else Unsupervised
    trainee = kind(config, schema, device, dtype, rank, world)
    loop = Loop(trainee, config, rank, world)
    loop.dataset_id = dataset_id(config.data)
    if checkpoint:
        trainee.load(checkpoint)
        loop.restore(checkpoint["training"])
    loop.run()
    return trainee


def main() -> None:
    """Entry point: bad input is one sentence, not a trace."""
    reexec_with_allocator()
    options = parse()
    try:
        train(options)
    except (ValueError, FileNotFoundError, FloatingPointError) as error:
        sys.exit(f"train: {error}")


if __name__ == "__main__":
    main()
