"""The command behind training/train_waves.py."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, replace
from typing import Any

from torch import Tensor

from ..checkpoint import (
    add_prefix,
    attribute_encoder_of,
    decoder_from_config,
    read_checkpoint,
    strip_prefix,
    write_checkpoint,
)
from ..config import Config
from ..data.shards import RoomStore
from ..device import configure_cpu
from ..launch import or_exit
from ..loop.arguments import add_steps, copy_parser
from ..loop.levels import load_prefix
from ..loop.log import RunLog
from ..loop.loop import Limits, Loop
from ..networks.waves import Waves
from ..reader.things import things_of
from .trainer import WavesTrainer, measure_surfaces


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = copy_parser("train_waves", "Learns where patterned surfaces lie and gives a checkpoint's decoder waves.")
    add_steps(parser, 10_000)
    return parser.parse_args(arguments)


def with_waves(checkpoint: dict[str, Any], config: Config, waves: Waves) -> dict[str, Any]:
    """A checkpoint whose decoders have these waves; projections that they had learned before stay."""
    config = replace(config, waves=True)
    state: dict[str, Tensor] = dict(checkpoint["state_dict"])
    for name in ("generator", "generator_ema"):
        if not (own := strip_prefix(state, name)):
            continue
        decoder = decoder_from_config(config)
        load_prefix(decoder, own)
        assert decoder.waves
        decoder.waves.load_state_dict(decoder.waves.state_dict() | waves.state_dict())
        state |= add_prefix(decoder.waves, f"{name}.waves")
    hyper, training = checkpoint["hyper_parameters"], checkpoint["training"]
    return checkpoint | {
        "state_dict": state,
        "hyper_parameters": hyper | {"generator": hyper["generator"] | {"waves": True}},
        "training": training | {"config": asdict(config)},
    }


def train_waves(options: argparse.Namespace) -> dict[str, Any]:
    """Trains, measures and writes; returns the figures."""
    configure_cpu(options.threads)
    start = time.monotonic()
    checkpoint = read_checkpoint(options.checkpoint)
    config, schema, encoder = attribute_encoder_of(checkpoint, options.checkpoint)
    store = RoomStore(options.data or config.data, schema, config.ab_norm, config.resolution, layouts=True)
    store.refresh()
    trainer = WavesTrainer(things_of(store, "train"), schema, encoder, options.seed)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    log = RunLog(options.out.parent, True).write
    Loop(trainer, Limits(steps=options.steps, minutes=options.minutes), log, kind="waves").run()
    figures: dict[str, Any] = measure_surfaces(trainer.average, encoder, schema, things_of(store, "test"))
    figures["minutes"] = (time.monotonic() - start) / 60
    log("surfaces", **figures)
    checkpoint = with_waves(checkpoint, config, trainer.average)
    checkpoint["training"] = checkpoint["training"] | {"waves": figures}
    write_checkpoint(options.out, checkpoint)
    return figures


def main() -> None:
    """Entry point."""
    options = parse()
    print(json.dumps(or_exit("train_waves", lambda: train_waves(options)), indent=2))


if __name__ == "__main__":
    main()
