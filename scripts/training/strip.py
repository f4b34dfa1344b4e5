"""
Writes what training can go on from and nothing else: the networks of a checkpoint in float16, each once, without the optimisers'
moments. Of a supervised run those are the averages, which are what is drawn; of an unsupervised one the networks as they are, whose
averages forget half in a few hundred steps anyway. From scripts/:

    python -m training.strip --checkpoint ../runs/first/last.ckpt --out ../models/training/decoder.ckpt
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch

from .checkpoint import read_checkpoint, write_checkpoint
from .launch import or_exit

KEPT = ("hyper_parameters", "ab_norm", "schema", "slots", "training", "global_step", "mean_latent", "attributes")
# Settings that mean nothing to another run: its paths, and when it was to end.
RUN_SETTINGS = ("data", "out", "max_images", "max_minutes", "max_steps", "decay_from", "decay_to", "decay_share")
# Networks that have averages.
AVERAGED = ("generator", "layout_net", "attribute_encoder")


def to_float16(state: dict[str, Any]) -> dict[str, Any]:
    """
    Weights in float16.

    Raises ValueError when one is not finite, or too large for float16.
    """
    half: dict[str, torch.Tensor] = {}
    for name, value in state.items():
        half[name] = value.half() if value.is_floating_point() else value
        if not torch.isfinite(half[name]).all():
            raise ValueError(f"{name} does not fit into float16; strip an earlier checkpoint of the run.")
    return half


def without_averages(state: dict[str, Any]) -> dict[str, Any]:
    """The networks without their averages."""
    return {name: value for name, value in state.items() if not name.startswith(tuple(f"{network}_ema." for network in AVERAGED))}


def averages_alone(state: dict[str, Any]) -> dict[str, Any]:
    """The averages, and networks that have none."""

    def left_out(name: str) -> bool:
        network, _, rest = name.partition(".")
        return network in AVERAGED and f"{network}_ema.{rest}" in state

    return {name: value for name, value in state.items() if not left_out(name)}


def without_run_settings(training: dict[str, Any]) -> dict[str, Any]:
    """`training` of a checkpoint, without the settings that belong to one run."""
    return training | {"config": {key: value for key, value in training["config"].items() if key not in RUN_SETTINGS}}


def stripped(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a checkpoint, in float16. `finer` holds levels that the run did not train."""
    kept = {key: checkpoint[key] for key in KEPT if key in checkpoint}
    weights = {key: checkpoint[key] for key in ("state_dict", "finer") if key in checkpoint}
    once = without_averages if checkpoint["training"]["way"] == "unsupervised" else averages_alone
    networks: dict[str, Any] = {key: to_float16(once(state)) for key, state in weights.items()}
    return {**networks, "optimizer_states": [], **kept, "training": without_run_settings(kept["training"])}


def strip_checkpoint(source: Path, out: Path) -> int:
    """Writes the stripped checkpoint; returns its size in bytes."""
    checkpoint = read_checkpoint(source)
    if "training" not in checkpoint:
        raise ValueError(f"{source} was not written by this trainer, so no run can go on from it.")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_checkpoint(out, stripped(checkpoint))
    return out.stat().st_size


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m training.strip", description="Strips a checkpoint to its networks, in float16.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    size = or_exit("strip", lambda: strip_checkpoint(options.checkpoint, options.out))
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
