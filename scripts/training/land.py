"""
Writes what training can go on from and nothing else: the networks of a checkpoint (plain, averaged, discriminator) in
float16, without the optimisers' moments. Of an unsupervised run the averages stay behind as well: they are as large as the
networks, and forget half in a few hundred steps anyway. From scripts/:

    python -m training.land --checkpoint ../runs/first/last.ckpt --out ../models/training/decoder.ckpt
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

KEPT = ("hyper_parameters", "ab_norm", "schema", "slots", "training", "global_step", "mean_latent")
# Where a run lay on one machine, and when it was to end, says nothing of the next one.
OF_THE_RUN = ("data", "out", "max_images", "max_minutes", "max_steps", "decay_from", "decay_to", "decay_share")
# Of an unsupervised run: they begin anew with the networks.
AVERAGED = ("generator_ema.", "layout_net_ema.")


def halved(state: dict[str, Any]) -> dict[str, Any]:
    """
    Weights in float16.

    Raises ValueError when one is not finite, or too large for float16.
    """
    import torch

    small = {}
    for name, value in state.items():
        small[name] = value.half() if value.is_floating_point() else value
        if not torch.isfinite(small[name]).all():
            raise ValueError(f"{name} does not fit into float16; land an earlier checkpoint of the run.")
    return small


def without_averages(state: dict[str, Any]) -> dict[str, Any]:
    """The networks that learn, alone."""
    return {name: value for name, value in state.items() if not name.startswith(AVERAGED)}


def portable(training: dict[str, Any]) -> dict[str, Any]:
    """`training` of a checkpoint, with what is of use on other machines and in other runs."""
    return training | {"config": {key: value for key, value in training["config"].items() if key not in OF_THE_RUN}}


def landed(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """The part of a checkpoint that is kept, in float16. `finer` holds levels that the run had set aside."""
    kept = {key: checkpoint[key] for key in KEPT if key in checkpoint}
    learned = {key: checkpoint[key] for key in ("state_dict", "finer") if key in checkpoint}
    if checkpoint["training"]["way"] == "unsupervised":
        learned["state_dict"] = without_averages(learned["state_dict"])
    networks = {key: halved(state) for key, state in learned.items()}
    return {**networks, "optimizer_states": [], **kept, "training": portable(kept["training"])}


def land(source: Path, out: Path) -> int:
    """Writes the landed checkpoint; gives its size in bytes."""
    from .checkpoint import read_checkpoint, write_checkpoint

    checkpoint = read_checkpoint(source)
    if "training" not in checkpoint:
        raise ValueError(f"{source} was not written by this trainer, so no run can go on from it.")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_checkpoint(out, landed(checkpoint))
    return out.stat().st_size


def main() -> None:
    """Entry point: bad input is one sentence, not a trace."""
    parser = argparse.ArgumentParser(prog="python -m training.land", description="Keeps a checkpoint's networks alone.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    try:
        size = land(options.checkpoint, options.out)
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"land: {error}")
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
