"""The command behind training/train_reader.py."""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import torch

from ..checkpoint import add_prefix, attribute_encoder_of, build_layout_network, read_checkpoint, strip_prefix, write_checkpoint
from ..data.shards import RoomStore
from ..device import configure_cpu
from ..launch import or_exit
from ..loop.arguments import add_steps, copy_parser
from ..loop.log import RunLog
from ..loop.loop import Limits, Loop
from ..splat import PRESENCE_THRESHOLD
from .measure import measure_reader
from .page_schema import page_schema
from .things import things_of
from .trainer import ReaderTrainer, Vectors

SAMPLES = 512


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = copy_parser(
        "train_reader",
        "Trains the reader of a checkpoint's vectors and writes it into a copy.",
        "of the supervised way, best with its layout network",
    )
    add_steps(parser, 12_000)
    return parser.parse_args(arguments)


@torch.no_grad()
def sampled_vectors(checkpoint: dict[str, Any], count: int = SAMPLES) -> Vectors | None:
    """Features [S, Df] and styles [S, Ds] of what is there in layouts that the layout network samples; None without one."""
    state = strip_prefix(checkpoint["state_dict"], "layout_net_ema")
    if not state:
        return None
    network = build_layout_network(checkpoint["hyper_parameters"])
    network.load_state_dict(state)
    layout = network.eval()(torch.randn(count, network.noise_dim, generator=torch.Generator().manual_seed(7)))
    there = torch.cat([torch.ones(count, 1, dtype=torch.bool), layout.sizes > PRESENCE_THRESHOLD], dim=1)
    return layout.features[there], layout.styles[there]


def train_reader(options: argparse.Namespace) -> dict[str, Any]:
    """Trains, measures and writes; returns the figures."""
    configure_cpu(options.threads)
    start = time.monotonic()
    checkpoint = read_checkpoint(options.checkpoint)
    config, schema, encoder = attribute_encoder_of(checkpoint, options.checkpoint)
    store = RoomStore(options.data or config.data, schema, config.ab_norm, config.resolution, layouts=True)
    store.refresh()
    things, sampled = things_of(store, "train"), sampled_vectors(checkpoint)
    trainer = ReaderTrainer(things, schema, encoder, sampled, options.seed)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    log = RunLog(options.out.parent, True).write
    Loop(trainer, Limits(steps=options.steps, minutes=options.minutes), log, kind="reader").run()
    figures = measure_reader(trainer.average, encoder, schema, things_of(store, "test"), sampled)
    figures["minutes"] = (time.monotonic() - start) / 60
    log("read", **figures)
    old = "vector_reader."
    state = {key: value for key, value in checkpoint["state_dict"].items() if not key.startswith(old)}
    checkpoint["state_dict"] = state | add_prefix(trainer.average, old.removesuffix("."))
    checkpoint["attributes"] = page_schema(things, schema, store.about.get("models", []))
    checkpoint["training"] = checkpoint["training"] | {"reader": figures}
    write_checkpoint(options.out, checkpoint)
    return figures


def main() -> None:
    """Entry point."""
    options = parse()
    print(json.dumps(or_exit("train_reader", lambda: train_reader(options)), indent=2))


if __name__ == "__main__":
    main()
