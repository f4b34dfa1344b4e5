"""
Where the error of a checkpoint of the supervised way is: by kind of detail, by class, and by the score that the thing seen in a
pixel has there. From scripts/:

    python -m training.evaluate.details --checkpoint ../models/training/decoder.ckpt --data ../data/rooms-512 --resolution 128

It needs rooms with masks, and no converted model. Kinds and classes are told at the size of the renders, so that thin parts are
what they are in a full picture; a pixel of a smaller picture counts in parts.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..checkpoint import read_checkpoint, strip_prefix
from ..config import Config
from ..data.attributes import SURFACES, Schema
from ..data.layouts import present_things
from ..data.sampler import padded_blob_count, to_tensors
from ..data.sets import read_lines, shard_folder
from ..data.shards import Room, RoomStore
from ..device import configure_cpu, pick_device, pick_dtype
from ..launch import or_exit
from ..loop.levels import load_prefix
from ..pictures import to_unit_range
from ..shapes import assert_shape
from ..supervised.model import SupervisedModel

KINDS = ("thin parts", "outlines", "plain surfaces", "patterned surfaces", "motifs", "plain insides of things")
THIN, OUTLINE, PLAIN_SURFACE, PATTERNED_SURFACE, MOTIF, PLAIN_INSIDE = range(len(KINDS))
# In pixels of a render of 512 px: how wide an outline is, and what is narrower than a thin part.
OUTLINE_WIDTH, THIN_WIDTH = 7, 13
# Bounds of the score of the thing seen; below a half another blob is on top.
SCORES = (0.0, 0.02, 0.1, 0.5, 0.9, 1.01)
BATCH = 8


def dilate(mask: Tensor, width: int) -> Tensor:
    """The greatest value in the square of odd `width` about each cell of [H, W]."""
    return F.max_pool2d(mask[None, None], width, 1, width // 2)[0, 0]


def erode(mask: Tensor, width: int) -> Tensor:
    """The least value in the square of odd `width` about each cell of [H, W]."""
    return -dilate(-mask, width)


def has_motif(thing: Mapping[str, Any]) -> bool:
    """Whether something is drawn on a thing: a pattern, a picture, or the sky in a window."""
    look = thing.get("attributes", {})
    return look.get("pattern", "none") != "none" or "sky" in look


def kinds_of_detail(mask: Tensor, things: Sequence[Mapping[str, Any]]) -> Tensor:
    """[H, W] int64: the place in KINDS of each pixel of a mask of ids [H, W]."""
    assert_shape(mask, "H W", "mask")
    unit = mask.shape[0] / 512
    outline, thin = (max(3, round(width * unit) | 1) for width in (OUTLINE_WIDTH, THIN_WIDTH))
    ids = mask.float()
    kinds = torch.full(mask.shape, PLAIN_SURFACE)
    narrow = torch.zeros(mask.shape, dtype=torch.bool)
    for thing in things:
        own = mask == thing["id"]
        motif = has_motif(thing)
        if thing["class"] in SURFACES:
            kinds[own] = PATTERNED_SURFACE if motif else PLAIN_SURFACE
        elif own.any():
            kinds[own] = MOTIF if motif else PLAIN_INSIDE
            silhouette = own.float()
            narrow |= own & (dilate(erode(silhouette, thin), thin) == 0)
    kinds[dilate(ids, outline) != erode(ids, outline)] = OUTLINE
    kinds[narrow] = THIN
    return kinds


@dataclass
class Part:
    """Pixels, and the sum of their squared errors in [-1, 1]."""

    pixels: float = 0.0
    error: float = 0.0

    @property
    def psnr(self) -> float:
        """In dB, with a peak of 2; infinite where there is no error."""
        return 10 * math.log10(4 * self.pixels / self.error) if self.error else math.inf


class Tally:
    """Squared errors by the name of a part."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}

    def add(self, name: str, share: Tensor, error: Tensor) -> None:
        """Adds errors [S, S]; `share` [H, H] says how much of each pixel belongs to the part, at S or a multiple of it."""
        weight = F.avg_pool2d(share[None, None].float(), share.shape[0] // error.shape[0])[0, 0]
        part = self.parts.setdefault(name, Part())
        part.pixels += float(weight.sum())
        part.error += float((weight * error).sum())

    def lines(self) -> list[str]:
        """A line for each part that has pixels, in the order of their first occurrence: shares of pixels and error, and PSNR."""
        pixels, error = (sum(getattr(part, name) for part in self.parts.values()) for name in ("pixels", "error"))
        return [
            f"{name:28s} {part.pixels / pixels:7.1%} of pixels {part.error / max(error, 1e-30):7.1%} of error {part.psnr:6.2f} dB"
            for name, part in self.parts.items()
            if part.pixels > 0
        ]


@dataclass
class Details:
    """What `measure` gives; `on_top`: share of pixels where the blob with the highest score is the thing that is seen."""

    kinds: Tally
    classes: Tally
    scores: Tally
    on_top: float


def score_range(at: int) -> str:
    """The name of a part of SCORES."""
    return f"score {SCORES[at]:.2f} to {min(1.0, SCORES[at + 1]):.2f}"


def blob_seen(mask: Tensor, things: Sequence[Mapping[str, Any]], side: int) -> Tensor:
    """[side, side] int64: the blob of the thing at each cell's centre, 0 where it has none; `things` are present_things()."""
    table = torch.zeros(256, dtype=torch.int64)
    for at, thing in enumerate(things):
        table[int(thing["id"])] = at + 1
    step = mask.shape[0] // side
    return table[mask[step // 2 :: step, step // 2 :: step].long()]


def thing_mask(store: RoomStore, room: Room) -> Tensor:
    """Ids of the things seen in a room, [size, size] uint8."""
    raw = np.memmap(shard_folder(store.data, room.shard) / "masks.bin", np.uint8, "r")
    return torch.from_numpy(raw.reshape(-1, store.size, store.size)[room.row].copy())


@torch.no_grad()
def measure(model: SupervisedModel, store: RoomStore, rooms: Sequence[int], device: torch.device) -> Details:
    """
    Draws rooms of a store with a model, and adds up their errors.

    Raises ValueError when there are none.
    """
    if not rooms:
        raise ValueError("There are no rooms to measure in this split.")
    kinds, classes, scores, hits = Tally(), Tally(), Tally(), 0.0
    rows = padded_blob_count(max(len(store.rooms[at].geometry) for at in rooms))
    for first in range(0, len(rooms), BATCH):
        chosen = list(rooms[first : first + BATCH])
        batch = to_tensors(store.batch(chosen, np.zeros(len(chosen), bool), rows), device)
        levels = model.levels(batch["geometry"])
        difference = model.pictures_with_vectors(batch, levels=levels)[0][-1].clamp(-1, 1) - to_unit_range(batch["pictures"])
        errors, opacity = difference.square().mean(1).cpu(), levels[store.side].float().cpu()
        for at, error, score in zip(chosen, errors, opacity, strict=True):
            room = store.rooms[at]
            line = read_lines(store.data, room.shard)[room.row]
            mask = thing_mask(store, room)
            detail = kinds_of_detail(mask, line["things"])
            for kind, name in enumerate(KINDS):
                kinds.add(name, detail == kind, error)
            for thing in line["things"]:
                classes.add(str(thing["class"]), mask == thing["id"], error)
            seen = blob_seen(mask, present_things(line, store.size), store.side)
            own = score.gather(-1, seen[..., None])[..., 0]
            for part in range(len(SCORES) - 1):
                scores.add(score_range(part), (own >= SCORES[part]) & (own < SCORES[part + 1]), error)
            hits += float((score.argmax(-1) == seen).float().mean())
    return Details(kinds, classes, scores, hits / len(rooms))


def load_model(path: Path, resolution: int, device: torch.device) -> tuple[SupervisedModel, Schema]:
    """
    The averaged networks of a checkpoint up to a resolution, and the schema of their inputs.

    Raises ValueError when the checkpoint is not of the supervised way.
    """
    checkpoint = read_checkpoint(path)
    if "schema" not in checkpoint:
        raise ValueError(f"{path} has no schema of attributes, so it is not of the supervised way.")
    schema = Schema.from_dict(checkpoint["schema"])
    config = Config.from_dict(checkpoint["training"]["config"] | {"resolution": resolution})
    model = SupervisedModel(config, schema, pick_dtype("auto", device))
    for module, name in ((model.decoder, "generator_ema"), (model.encoder, "attribute_encoder_ema")):
        load_prefix(module, {key: value.float() for key, value in strip_prefix(checkpoint["state_dict"], name).items()})
    return model.to(device).eval(), schema


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate.details", description="Errors by kind of detail.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", required=True, help="rooms with masks; several sets with commas")
    parser.add_argument("--resolution", type=int, default=128)
    parser.add_argument("--rooms", type=int, default=48)
    parser.add_argument("--split", default="validation", choices=("train", "validation", "test"))
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def main() -> None:
    """Prints the figures."""
    options = parse()
    configure_cpu(options.threads)
    device = pick_device()
    model, schema = load_model(options.checkpoint, options.resolution, device)
    store = RoomStore(options.data, schema, model.config.ab_norm, options.resolution)
    store.refresh()
    details = measure(model, store, store.first_of(options.split, options.rooms), device)
    for tally in (details.kinds, details.classes, details.scores):
        print("\n".join(tally.lines()), end="\n\n")
    print(f"The blob on top is the thing that is seen in {details.on_top:.1%} of pixels.")


if __name__ == "__main__":
    or_exit("details", main)
