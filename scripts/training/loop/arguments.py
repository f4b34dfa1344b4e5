"""The command line of what learns beside a checkpoint's decoder and is written into a copy of it."""

from __future__ import annotations

import argparse
from pathlib import Path


def copy_parser(command: str, description: str, checkpoint: str = "of the supervised way") -> argparse.ArgumentParser:
    """A parser with what all of them take: checkpoint, rooms, the copy, threads and seed. `checkpoint` is the help of the first."""
    parser = argparse.ArgumentParser(prog=f"python -m training.{command}", description=description)
    parser.add_argument("--checkpoint", type=Path, required=True, help=checkpoint)
    parser.add_argument("--data", help="rooms (several sets: A,B); default: those that the checkpoint was trained on")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint to write")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    return parser


def add_steps(parser: argparse.ArgumentParser, steps: int) -> None:
    """Where the training ends: after so many steps, or by the clock."""
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--minutes", type=float, default=0.0, help="about the longest; 0 = as long as the steps take")
