"""
Writes what training can go on from and nothing else: the networks of a checkpoint (plain, averaged, discriminator) in
float16, without the optimisers' moments. From scripts/:

    python -m training.land --checkpoint ../runs/first/last.ckpt --out ../models/training/decoder.ckpt
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

KEPT = ("hyper_parameters", "ab_norm", "schema", "slots", "training", "global_step", "mean_latent")
# Where a run lay on one machine says nothing on another.
PLACES = ("data", "out")


def landed(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """
    The part of a checkpoint that is kept, in float16.

    Raises ValueError when a weight is not finite, or too large for float16.
    """
    import torch

    small = {}
    for name, value in checkpoint["state_dict"].items():
        small[name] = value.half() if value.is_floating_point() else value
        if not torch.isfinite(small[name]).all():
            raise ValueError(f"{name} does not fit into float16; land an earlier checkpoint of the run.")
    kept = {key: checkpoint[key] for key in KEPT if key in checkpoint}
    training = kept["training"]
    config = {key: value for key, value in training["config"].items() if key not in PLACES}
    return {"state_dict": small, "optimizer_states": [], **kept, "training": training | {"config": config}}


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
