"""
The unsupervised way from packs of pictures to a model, by the clock, in one go: at 64 px, grown to 128 px in the same run, looked at, and
stripped. On a machine with a GPU, PyTorch, NumPy and Pillow are enough, and no network. From scripts/:

    python -m training.found --packs ../packs --out ../runs/found --minutes 10
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .command import parse as parse_train
from .command import train
from .evaluate.blobs import blob_scores, presence, strongest
from .evaluate.inversion import UnsupervisedModel
from .launch import or_exit
from .loop.run import LAST
from .pictures import write_sheet
from .strip import strip_checkpoint

# The two sides, and the part of the minutes that the first one gets: its images cost a quarter.
SIDES, FIRST_SHARE = (64, 128), 0.5
# Minutes at the end for figures, sheets and the stripped model.
SPARE = 0.75
# Samples that are looked at.
SAMPLES = 256


def parse(arguments: list[str] | None = None) -> tuple[argparse.Namespace, list[str]]:
    """The command line, and what of it goes to training.train."""
    parser = argparse.ArgumentParser(
        prog="python -m training.found", description="Trains an unsupervised model by the clock. Other options are those of training.train."
    )
    parser.add_argument("--packs", required=True, help="packs of pictures of 128 px, or a folder of them (training.pack)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=10.0, help="all in all")
    parser.add_argument("--steps", type=int, default=0, help="of each side instead, for a try")
    return parser.parse_known_args(arguments)


# As published, but for R1's weight (50 is for 256 px: at 64 px it keeps the discriminator at chance) and the widths.
RECIPE = (
    "--batch 128 --c-model 24 --discriminator-c-model 24 --feature-dim 128 --style-dim 128 --blobs 14 --layout-hidden 512 --r1-weight 1 "
    "--fade-images 100000 --checkpoint-minutes 2 --sheet-minutes 2 --keep-minutes 1000 --log-every 50 --profile true"
)


def find(options: argparse.Namespace, more: list[str]) -> dict[str, Any]:
    """Trains, looks and strips; returns the figures, which are also in OUT/found.json."""
    minutes = max(0.1, options.minutes - SPARE)
    for at, (side, share) in enumerate(zip(SIDES, (FIRST_SHARE, 1 - FIRST_SHARE), strict=True)):
        limits = ["--max-steps", str((at + 1) * options.steps)] if options.steps else ["--max-minutes", str(minutes * share)]
        start = ["--resume"] if at else RECIPE.split()
        train(
            parse_train(
                ["unsupervised", "--data", options.packs, "--out", str(options.out), "--resolution", str(side), *start, *more, *limits]
            )
        )
    model = UnsupervisedModel(options.out / LAST)
    layout = model.sample(SAMPLES, 31)
    scores = blob_scores(layout)
    figures = {"images": model.training["images"], "seconds": model.training["seconds"], "presence": presence(scores)}
    (options.out / "found.json").write_text(json.dumps(figures, indent=2) + "\n")
    write_sheet(options.out / "blobs.png", strongest(model, layout, scores))
    figures["bytes"] = strip_checkpoint(options.out / LAST, options.out / "found.ckpt")
    return figures


def main() -> None:
    """Entry point."""
    options, more = parse()
    print(json.dumps(or_exit("found", lambda: find(options, more)), indent=2), file=sys.stderr)


if __name__ == "__main__":
    main()
