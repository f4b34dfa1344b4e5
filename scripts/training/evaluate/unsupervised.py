"""
Measures a checkpoint of the unsupervised way on rooms that it has not seen; writes evaluation-unsupervised.json and a
sheet. From scripts/:

    python -m training.evaluate.unsupervised --checkpoint ../runs/gan/last.ckpt --data ../data/rooms

Its blobs have no names and no true places, so the blobs of a room are searched for (search.py), and the blob of a thing is
the one whose cells share most with the thing's. What asks for more than that is left out: a recoloured thing's style is
known of no blob, and there are no true layouts to tell sampled ones from.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data.layouts import SIZE, X, Y, geometry_of, is_present
from ..data.sets import read_about
from ..layout_measure import separability
from ..losses import psnr, ssim
from ..machine import set_up_processor
from ..model import covariances
from ..sheets import write_sheet
from ..splat import ABSENT_SIZE, splat
from .counterfactual import compared, near, read_pairs, region_of, summary, truths_of
from .drawing import Scene
from .held_out import UnseenRoom, rooms_of_pairs, true_picture, unseen_rooms
from .search import FoundModel, layout_of, scenes_of_layout, search
from .truth import masks

KINDS = ("moved", "removed", "duplicated")
# Rooms that are searched for at once, and pictures in a row of the sheet.
BATCH = 8
# Of a blob's and a thing's cells together, the share that both must have for the blob to be the thing's.
LEAST_OVERLAP = 0.1
VISIBLE_SIZE = 0.0
# True pictures for the classifier; a quarter is held out, and fewer than these say nothing.
SAMPLES, LEAST_HELD = 500, 8


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate.unsupervised", description="Figures of an unsupervised model.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="rooms with pairs")
    parser.add_argument("--out", type=Path, help="folder for the figures and the sheet; default: the checkpoint's")
    parser.add_argument("--rooms", type=int, default=64, help="test rooms with pairs that are searched for")
    parser.add_argument("--steps", type=int, default=300, help="of the search")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def winners(scene: Scene, side: int, ab_norm: float) -> Tensor:
    """[side, side]: the blob that wins each cell, -1 = the background."""
    g = scene.geometry[None]
    return splat(g[..., X], g[..., Y], covariances(g, ab_norm), g[..., SIZE], side)[0].argmax(-1) - 1


def blob_of(won: Tensor, thing: Tensor, blobs: int) -> int | None:
    """The blob whose cells share most with a thing's [side, side]; None when none shares a tenth."""
    shared = [float((thing & (won == k)).sum() / (thing | (won == k)).sum().clamp_min(1)) for k in range(blobs)]
    best = max(range(blobs), key=lambda k: shared[k])
    return best if shared[best] >= LEAST_OVERLAP else None


def edited(scene: Scene, blob: int, pair: Mapping[str, Any], ab_norm: float) -> tuple[Scene, list[Tensor]] | None:
    """The pair's edit on a blob that was found: moved as far as the thing was, and grown as much."""
    old = scene.geometry[blob]
    if pair["kind"] == "removed":
        gone = old.clone()
        gone[SIZE] = ABSENT_SIZE
        return scene.with_geometry(blob, gone), [old]
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
    """What most of each blob's cells show in a room."""
    names = {int(thing["id"]): str(thing["class"]) for thing in line["things"]}
    found: dict[int, str] = {}
    for blob in range(blobs):
        cells = mask[won == blob]
        if len(cells):
            found[blob] = names.get(int(cells.mode().values), "background")
    return found


def steadiness(seen: Sequence[Mapping[int, str]], blobs: int) -> dict[str, Any]:
    """Per blob the class that it shows most often, and in which part of its rooms; the mean over blobs, and that of the commonest class alone."""
    rows = []
    for blob in range(blobs):
        counts = Counter(room[blob] for room in seen if blob in room)
        if counts:
            name, times = counts.most_common(1)[0]
            rows.append({"blob": blob, "class": name, "rooms": sum(counts.values()), "share": times / sum(counts.values())})
    return {"mean_share": sum(row["share"] for row in rows) / max(1, len(rows)), "blobs": rows}


def own_edits(model: FoundModel, count: int) -> dict[str, float]:
    """Locality of moving and of removing one blob of fresh samples, the largest that is not the largest three."""
    shares: dict[str, list[float]] = {"moved": [], "removed": []}
    for scene in scenes_of_layout(model.sample(count, 11), model.ab_norm):
        before = model.draw(scene)
        order = scene.geometry[:, SIZE].argsort(descending=True)
        blob = int(order[min(3, len(order) - 1)])
        old = scene.geometry[blob]
        if old[SIZE] <= VISIBLE_SIZE:
            continue
        moved, gone = old.clone(), old.clone()
        moved[X] += 0.2 if old[X] < 0.5 else -0.2
        gone[SIZE] = ABSENT_SIZE
        for name, row, places in (("moved", moved, [old, moved]), ("removed", gone, [old])):
            change = (model.draw(scene.with_geometry(blob, row)) - before).abs().sum(1)[0]
            shares[name].append(float(change[near(places, model.side, model.ab_norm)].sum() / change.sum().clamp_min(1e-6)))
    return {name: float(torch.tensor(values).median()) if values else float("nan") for name, values in shares.items()}


def told_apart(model: FoundModel, train: Tensor, held: Tensor) -> float:
    """How often a small network tells sampled from true pictures (as small as 16 px), layout_measure.separability."""

    @torch.no_grad()
    def sampled(count: int, seed: int) -> Tensor:
        layout = model.sample(count, seed)
        return torch.cat([model.picture(layout.map(lambda t, at=at: t[at : at + 32])) for at in range(0, count, 32)])

    rows = [train, sampled(len(train), 21), held, sampled(len(held), 22)]
    return separability(*(torch.nn.functional.avg_pool2d(row.clamp(-1, 1), model.side // 16).flatten(1) for row in rows))


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Everything; gives what the file says."""
    set_up_processor(options.threads)
    model = FoundModel(options.checkpoint)
    size = int(read_about(options.data)["size"])
    blobs = model.layout.blobs
    rooms = rooms_of_pairs(options.data)[: options.rooms]
    if not rooms:
        raise ValueError(f"{options.data} has no pairs to measure edits with.")
    truths = torch.cat([true_picture(room, size, model.side) for room in rooms])
    scenes: list[Scene] = []
    for first in range(0, len(rooms), BATCH):
        scenes += search(model, truths[first : first + BATCH], options.steps)
        print(f"{len(scenes)} of {len(rooms)} rooms searched for", file=sys.stderr)
    drawn = torch.cat([model.draw(scene) for scene in scenes])
    won = [winners(scene, model.side, model.ab_norm) for scene in scenes]
    seen = [classes_of(won[at], small_mask(room, size, model.side), room.line, blobs) for at, room in enumerate(rooms)]
    found: dict[str, Any] = {
        "held_out": {"rooms": len(rooms), "psnr": float(psnr(drawn, truths).mean()), "ssim": float(ssim(drawn, truths).mean())},
        "counterfactual": {},
        "naming": steadiness(seen, blobs),
        "own_edits_locality": own_edits(model, 64),
    }
    index = {int(room.line["i"]): at for at, room in enumerate(rooms)}
    width = min(BATCH, len(rooms))
    sheet = [truths[:width], drawn[:width]]
    for kind in KINDS:
        figures, shown, missed = [], [], 0
        folder = options.data / "pairs" / kind
        for at, pair in read_pairs(folder):
            place = index.get(int(pair["i"]))
            region = region_of(folder, at, pair, size, model.side) if place is not None else None
            if place is None or region is None or not region.any():
                continue
            thing = small_mask(rooms[place], size, model.side) == int(pair["thing"])
            blob = blob_of(won[place], thing, blobs)
            edit = edited(scenes[place], blob, {**pair, "kind": kind, "size": size}, model.ab_norm) if blob is not None else None
            if edit is None:
                missed += 1
                continue
            pictures = truths_of(folder, at, size, model.side)
            after = model.draw(edit[0])
            before = drawn[place : place + 1]
            figures.append(compared(before, after, pictures, region, near(edit[1], model.side, model.ab_norm)))
            shown.append([*pictures, before, after])
        found["counterfactual"][kind] = summary(figures) | {"without_a_blob": missed}
        if len(shown) >= width:
            sheet += [torch.cat([pictures[part] for pictures in shown[:width]]) for part in range(4)]
    every = unseen_rooms(options.data, SAMPLES)
    true = torch.cat([true_picture(room, size, model.side) for room in every])
    kept = len(true) // 4
    apart = told_apart(model, true[kept:], true[:kept]) if kept >= LEAST_HELD else None
    found["samples"] = {"classifier": apart, "pictures": len(true)}
    with torch.no_grad():
        sheet += list(model.picture(model.sample(4 * width, 5)).split(width))
    training = model.training
    found["trained"] = {"images": training["images"], "hours": round(training["seconds"] / 3600, 2), "resolution": model.side}
    out = options.out or options.checkpoint.parent
    out.mkdir(parents=True, exist_ok=True)
    (out / "evaluation-unsupervised.json").write_text(json.dumps(found, indent=2) + "\n")
    write_sheet(out / "sheet-unsupervised.png", sheet)
    return found


def small_mask(room: UnseenRoom, size: int, side: int) -> Tensor:
    """[side, side]: the id of the thing at every cell's middle."""
    step = size // side
    return torch.from_numpy(masks(room.masks, size, room.at)[step // 2 :: step, step // 2 :: step].copy())


def main() -> None:
    """Entry point: bad input is one sentence, not a trace."""
    try:
        print(json.dumps(evaluate(parse()), indent=2))
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"evaluate: {error}")


if __name__ == "__main__":
    main()
