"""
Writes what training can go on from and nothing else: the networks of a checkpoint in float16, each once, without the optimisers'
moments. Of a supervised run those are the averages, which are what is drawn; of an unsupervised one the networks as they are, whose
averages forget half in a few hundred steps anyway. From scripts/:

    python -m training.strip --checkpoint ../runs/first/last.ckpt --out ../models/training/decoder.ckpt

With `--networks-of` the layout network and the reader of another checkpoint go into it, which were trained with the same encoder.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch

from .checkpoint import read_checkpoint, strip_prefix, write_checkpoint
from .launch import or_exit

KEPT = ("hyper_parameters", "ab_norm", "schema", "slots", "training", "global_step", "mean_latent", "attributes")
# Settings that mean nothing to another run: its paths, and when it was to end.
RUN_SETTINGS = ("data", "out", "max_images", "max_minutes", "max_steps", "decay_from", "decay_to", "decay_share")
# Networks that have averages.
AVERAGED = ("generator", "layout_net", "attribute_encoder")
ENCODER = "attribute_encoder_ema"
# What is learned of an encoder that stays as it is.
LAID_ON_ENCODER = ("layout_net.", "layout_net_ema.", "vector_reader.")


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


def with_networks_of(checkpoint: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """
    A checkpoint with the layout network and the reader that another one has.

    Raises ValueError when the other has neither, or its encoder says other things of a room.
    """
    encoders = [strip_prefix(one["state_dict"], ENCODER) for one in (checkpoint, other)]
    same = encoders[0].keys() == encoders[1].keys() and all(
        torch.equal(value.half(), encoders[1][name].half()) for name, value in encoders[0].items()
    )
    if not encoders[0] or not same:
        raise ValueError("The two checkpoints have different attribute encoders, so the networks of one mean nothing to the other.")
    taken = {name: value for name, value in other["state_dict"].items() if name.startswith(LAID_ON_ENCODER)}
    if not taken:
        raise ValueError("The other checkpoint has no layout network and no reader.")
    hyper = checkpoint["hyper_parameters"]
    if "layout_net_ema" in {name.split(".")[0] for name in taken}:
        hyper = hyper | {key: other["hyper_parameters"][key] for key in ("n_features_max", "noise_dim", "layout_net")}
    found = {key: other["training"][key] for key in ("layout", "reader") if key in other["training"]}
    return checkpoint | {
        "state_dict": checkpoint["state_dict"] | taken,
        "hyper_parameters": hyper,
        **{key: other[key] for key in ("slots", "mean_latent", "attributes") if other.get(key) is not None and len(other[key])},
        "training": checkpoint["training"] | found,
    }


def stripped(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a checkpoint, in float16. `finer` holds levels that the run did not train."""
    kept = {key: checkpoint[key] for key in KEPT if key in checkpoint}
    weights = {key: checkpoint[key] for key in ("state_dict", "finer") if key in checkpoint}
    once = without_averages if checkpoint["training"]["way"] == "unsupervised" else averages_alone
    networks: dict[str, Any] = {key: to_float16(once(state)) for key, state in weights.items()}
    return {**networks, "optimizer_states": [], **kept, "training": without_run_settings(kept["training"])}


def strip_checkpoint(source: Path, out: Path, networks_of: Path | None = None) -> int:
    """Writes the stripped checkpoint, with the layout network and reader of another one if it is named; returns its size in bytes."""
    checkpoint = read_checkpoint(source)
    if "training" not in checkpoint:
        raise ValueError(f"{source} was not written by this trainer, so no run can go on from it.")
    if networks_of:
        checkpoint = with_networks_of(checkpoint, read_checkpoint(networks_of))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_checkpoint(out, stripped(checkpoint))
    return out.stat().st_size


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m training.strip", description="Strips a checkpoint to its networks, in float16.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--networks-of", type=Path, help="a checkpoint with the same encoder, whose layout network and reader are taken")
    options = parser.parse_args()
    size = or_exit("strip", lambda: strip_checkpoint(options.checkpoint, options.out, options.networks_of))
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
