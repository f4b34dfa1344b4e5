"""
Measures a checkpoint of the unsupervised way on held-out rooms; writes evaluation-unsupervised.json and a
sheet. From scripts/:

    python -m training.evaluate.unsupervised --checkpoint ../runs/gan/last.ckpt --data ../data/rooms

Its blobs have neither names nor true positions, so the layout of a room is found by inversion (inversion.py), and the blob of a
thing is the one whose cells overlap most with the thing's. There are no figures for recoloured things, whose style is unknown, and
none of layouts, of which there are no true ones.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..data.layouts import SIZE, X, Y, geometry_of, is_present
from ..data.sets import read_description
from ..device import configure_cpu
from ..launch import or_exit
from ..layout.measure import separability
from ..losses import psnr, ssim
from ..pictures import write_sheet
from .blobs import blob_scores, presence, strongest
from .counterfactual import edit_figures, grown_ellipses, read_pairs, region_of, summary, truths_of
from .drawing import Scene, winning_blobs
from .held_out import held_out_rooms, rooms_of_pairs, rooms_of_split, thing_ids, true_picture
from .inversion import UnsupervisedModel, invert, scenes_of_layout
from .scenes import masks
from .set_distance import classes_seen, set_distance, train_finder

KINDS = ("moved", "removed", "duplicated")
# Rooms that are inverted at once, and pictures in a row of the sheet.
BATCH = 8
# Least intersection over union of a blob's and a thing's cells for the blob to be the thing's.
MIN_IOU = 0.1
# True pictures for the classifier, and how many must be held out (a quarter is).
SAMPLES, MIN_HELD_OUT = 500, 8
# Samples that are looked at for blobs that never appear.
LOOKED_AT = 512


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate.unsupervised", description="Figures of an unsupervised model.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="rooms with pairs")
    parser.add_argument("--out", type=Path, help="folder for the figures and the sheet; default: the checkpoint's")
    parser.add_argument("--rooms", type=int, default=64, help="test rooms with pairs that are inverted")
    parser.add_argument("--steps", type=int, default=300, help="of the inversion")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def blob_covering(won: Tensor, thing: Tensor, blobs: int) -> int | None:
    """The blob whose cells have the largest intersection over union with a thing's [side, side]; None when it is below MIN_IOU."""
    iou = [float((thing & (won == k)).sum() / (thing | (won == k)).sum().clamp_min(1)) for k in range(blobs)]
    best = max(range(blobs), key=lambda k: iou[k])
    return best if iou[best] >= MIN_IOU else None


def apply_edit(scene: Scene, blob: int, pair: Mapping[str, Any], ab_norm: float) -> tuple[Scene, list[Tensor]] | None:
    """The pair's edit on a blob: the thing's displacement and change of size. With the ellipses that it changes."""
    old = scene.geometry[blob]
    if pair["kind"] == "removed":
        return scene.without(blob), [old]
    target = pair["added"] if pair["kind"] == "duplicated" else pair["thing"]
    sources = [thing for thing in pair["before"]["things"] if thing["id"] == pair["thing"]]
    targets = [thing for thing in pair["after"]["things"] if thing["id"] == target]
    side = int(pair["size"])
    if not sources or not targets or not is_present(sources[0], side) or not is_present(targets[0], side):
        return None
    source, goal = (torch.from_numpy(geometry_of(things[0], ab_norm)) for things in (sources, targets))
    new = old.clone()
    new[[X, Y]] += goal[[X, Y]] - source[[X, Y]]
    new[SIZE] *= (goal[SIZE] / source[SIZE]).clamp(0.1, 10.0)
    if pair["kind"] == "duplicated":
        return scene.with_copy(blob, new), [new]
    return scene.with_geometry(blob, new), [old, new]


def classes_of(won: Tensor, mask: Tensor, line: Mapping[str, Any], blobs: int) -> dict[int, str]:
    """The class of most of each blob's cells in a room."""
    names = {int(thing["id"]): str(thing["class"]) for thing in line["things"]}
    classes: dict[int, str] = {}
    for blob in range(blobs):
        cells = mask[won == blob]
        if len(cells):
            classes[blob] = names.get(int(cells.mode().values), "background")
    return classes


def class_consistency(rooms: Sequence[Mapping[int, str]], blobs: int) -> dict[str, Any]:
    """Per blob its most frequent class over rooms, and the share of rooms in which it has it; the mean share over blobs."""
    rows: list[dict[str, Any]] = []
    for blob in range(blobs):
        counts = Counter(room[blob] for room in rooms if blob in room)
        if counts:
            name, times = counts.most_common(1)[0]
            rows.append({"blob": blob, "class": name, "rooms": sum(counts.values()), "share": times / sum(counts.values())})
    return {"mean_share": sum(row["share"] for row in rows) / max(1, len(rows)), "blobs": rows}


def sample_edit_locality(model: UnsupervisedModel, count: int) -> dict[str, float]:
    """Median locality of moving and of removing the fourth largest blob of samples."""
    shares: dict[str, list[float]] = {"moved": [], "removed": []}
    for scene in scenes_of_layout(model.sample(count, 11), model.ab_norm):
        before = model.draw(scene)
        order = scene.geometry[:, SIZE].argsort(descending=True)
        blob = int(order[min(3, len(order) - 1)])
        old = scene.geometry[blob]
        # The ellipse q = s is empty unless s > 0.
        if old[SIZE] <= 0:
            continue
        moved = old.clone()
        moved[X] += 0.2 if old[X] < 0.5 else -0.2
        edits = {"moved": (scene.with_geometry(blob, moved), [old, moved]), "removed": (scene.without(blob), [old])}
        for name, (after, ellipses) in edits.items():
            change = (model.draw(after) - before).abs().sum(1)[0]
            local = change[grown_ellipses(ellipses, model.side, model.ab_norm)].sum()
            shares[name].append(float(local / change.sum().clamp_min(1e-6)))
    return {name: float(torch.tensor(values).median()) if values else float("nan") for name, values in shares.items()}


def sample_separability(model: UnsupervisedModel, train: Tensor, held: Tensor) -> float:
    """How well a classifier tells sampled from true pictures at 16 px (layout.measure.separability)."""

    @torch.no_grad()
    def sample(count: int, seed: int) -> Tensor:
        return torch.cat([model.picture(part) for part in model.sample(count, seed).split(32)])

    rows = [train, sample(len(train), 21), held, sample(len(held), 22)]
    return separability(*(torch.nn.functional.avg_pool2d(row.clamp(-1, 1), model.side // 16).flatten(1) for row in rows))


def measure_sets(model: UnsupervisedModel, data: Path, size: int) -> dict[str, float]:
    """
    set_distance: of samples from true pictures, by features of a classifier that learned the classes of training rooms; set_distance_true:
    of two halves of the true ones. Empty where there are too few rooms.
    """
    rooms = [room for room in rooms_of_split(data, "train")[: 2 * SAMPLES] if room.pictures.exists()]
    half = len(rooms) // 3
    if half < MIN_HELD_OUT:
        return {}
    classes = sorted({str(thing["class"]) for room in rooms for thing in room.line["things"]})
    names = [{int(thing["id"]): str(thing["class"]) for thing in room.line["things"]} for room in rooms]
    true = torch.cat([true_picture(room, size, model.side) for room in rooms])
    seen = classes_seen(np.stack([masks(room.masks, size, room.at) for room in rooms]), names, classes)
    # A third teaches the classifier; the two others are compared, with each other and with samples.
    finder = train_finder(true[:half], seen[:half])
    one, other = true[half : 2 * half], true[2 * half : 3 * half]
    with torch.no_grad():
        sampled = torch.cat([model.picture(part) for part in model.sample(half, 41).split(32)])
    return {"set_distance": set_distance(finder, sampled, one), "set_distance_true": set_distance(finder, other, one)}


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Measures everything; returns what evaluation-unsupervised.json holds."""
    configure_cpu(options.threads)
    model = UnsupervisedModel(options.checkpoint)
    out = options.out or options.checkpoint.parent
    out.mkdir(parents=True, exist_ok=True)
    size = int(read_description(options.data)["size"])
    blobs = model.layout.blobs
    rooms = rooms_of_pairs(options.data)[: options.rooms]
    if not rooms:
        raise ValueError(f"{options.data} has no pairs to measure edits with.")
    truths = torch.cat([true_picture(room, size, model.side) for room in rooms])
    scenes: list[Scene] = []
    for first in range(0, len(rooms), BATCH):
        scenes += invert(model, truths[first : first + BATCH], options.steps)
        print(f"{len(scenes)} of {len(rooms)} rooms inverted", file=sys.stderr)
    drawn = torch.cat([model.draw(scene) for scene in scenes])
    won = [winning_blobs(scene, model.side, model.ab_norm) for scene in scenes]
    classes = [classes_of(won[at], thing_ids(room, size, model.side), room.line, blobs) for at, room in enumerate(rooms)]
    result: dict[str, Any] = {
        "held_out": {"rooms": len(rooms), "psnr": float(psnr(drawn, truths).mean()), "ssim": float(ssim(drawn, truths).mean())},
        "counterfactual": {},
        "naming": class_consistency(classes, blobs),
        "own_edits_locality": sample_edit_locality(model, 64),
    }
    index = {int(room.line["i"]): at for at, room in enumerate(rooms)}
    width = min(BATCH, len(rooms))
    sheet = [truths[:width], drawn[:width]]
    for kind in KINDS:
        figures, shown, without_blob = [], [], 0
        folder = options.data / "pairs" / kind
        for at, pair in read_pairs(folder):
            place = index.get(int(pair["i"]))
            region = region_of(folder, at, pair, size, model.side) if place is not None else None
            if place is None or region is None or not region.any():
                continue
            thing = thing_ids(rooms[place], size, model.side) == int(pair["thing"])
            blob = blob_covering(won[place], thing, blobs)
            edit = apply_edit(scenes[place], blob, {**pair, "kind": kind, "size": size}, model.ab_norm) if blob is not None else None
            if edit is None:
                without_blob += 1
                continue
            pictures = truths_of(folder, at, size, model.side)
            after = model.draw(edit[0])
            before = drawn[place : place + 1]
            figures.append(edit_figures(before, after, pictures, region, grown_ellipses(edit[1], model.side, model.ab_norm)))
            shown.append([*pictures, before, after])
        result["counterfactual"][kind] = summary(figures) | {"without_a_blob": without_blob}
        if len(shown) >= width:
            sheet += [torch.cat([pictures[part] for pictures in shown[:width]]) for part in range(4)]
    every = held_out_rooms(options.data, SAMPLES)
    true = torch.cat([true_picture(room, size, model.side) for room in every])
    held_out = len(true) // 4
    separability_of_samples = sample_separability(model, true[held_out:], true[:held_out]) if held_out >= MIN_HELD_OUT else None
    result["samples"] = {"classifier": separability_of_samples, "pictures": len(true)} | measure_sets(model, options.data, size)
    sampled = model.sample(LOOKED_AT, 31)
    scores = blob_scores(sampled)
    result["presence"] = presence(scores)
    write_sheet(out / "sheet-blobs.png", strongest(model, sampled, scores))
    with torch.no_grad():
        sheet += list(model.picture(model.sample(4 * width, 5)).split(width))
    training = model.training
    result["trained"] = {"images": training["images"], "hours": round(training["seconds"] / 3600, 2), "resolution": model.side}
    (out / "evaluation-unsupervised.json").write_text(json.dumps(result, indent=2) + "\n")
    write_sheet(out / "sheet-unsupervised.png", sheet)
    return result


def main() -> None:
    """Entry point."""
    options = parse()
    print(json.dumps(or_exit("evaluate", lambda: evaluate(options)), indent=2))


if __name__ == "__main__":
    main()
