"""The command behind training/train.py: from the command line to a finished run."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from .adversarial.trainer import Unsupervised
from .checkpoint import read_checkpoint
from .config import add_options, resolve
from .data.attributes import Schema
from .data.packs import packs_id, packs_of
from .data.sets import dataset_id
from .data.shards import schema_of
from .device import configure_cpu, pick_device, pick_dtype, start_ranks
from .launch import or_exit
from .loop.run import LAST, Run
from .supervised.growth import grow_checkpoint
from .supervised.trainer import Supervised


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description="Trains a model of rooms.")
    parser.add_argument("way", choices=["supervised", "unsupervised"])
    parser.add_argument("--config", help="JSON file of values")
    parser.add_argument("--resume", action="store_true", help="go on from <out>/last.ckpt; may raise --resolution")
    parser.add_argument("--start-from", help="a checkpoint of another run to go on from")
    add_options(parser)
    return parser.parse_args(arguments)


def train(options: argparse.Namespace) -> Supervised | Unsupervised:
    """Builds what the options ask for, runs it, and gives it back as it is at the end."""
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
    configure_cpu(config.threads)
    if config.nice:
        os.nice(config.nice)
    rank, world = start_ranks()
    device = pick_device()
    dtype = pick_dtype(config.dtype, device)
    packs = packs_of(config.data)
    # Pictures alone say nothing of things.
    schema = Schema() if packs else schema_of(config.data)
    if checkpoint:
        # The data may have classes, models and attributes that the checkpoint was not trained on: they are appended.
        schema = grow_checkpoint(checkpoint, schema)
    # A model that was trained without the place of things stays without it.
    schema = replace(schema, placeless=schema.placeless or config.placeless)
    trainer_class = Supervised if options.way == "supervised" else Unsupervised
    trainer = trainer_class(config, schema, device, dtype, rank, world)
    run = Run(trainer, config, packs_id(packs) if packs else dataset_id(config.data), rank, world)
    if checkpoint:
        trainer.load(checkpoint)
        run.restore(checkpoint["training"])
    run.run()
    return trainer


def main() -> None:
    """Entry point."""
    options = parse()
    or_exit("train", lambda: train(options))
