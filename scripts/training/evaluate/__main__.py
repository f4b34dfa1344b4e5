"""
Measures a converted model on held-out rooms; writes evaluation.json and a contact sheet. From scripts/:

    python -m training.evaluate --model ../models/default --data ../data/rooms
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.sets import folders_of, read_description
from ..device import configure_cpu
from ..launch import or_exit
from ..pictures import write_sheet
from .counterfactual import ATTRIBUTE_KINDS, KINDS, PLACE_KINDS, measure_pair, read_pairs, summary
from .drawing import ConvertedModel
from .forced_choice import MOST_ROOMS, forced_choice
from .held_out import HeldOutRoom, held_out_rooms, measure_rooms, true_picture
from .patterns import Patterns
from .samples import measure_names, measure_samples, neighbours, read_reference, scenes_of, training_pictures
from .scenes import SceneEncoder, masks
from .sharpness import Sharpness

# Rooms in a row of the contact sheet.
WIDTH = 8


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description="Figures of a converted model.")
    parser.add_argument("--model", type=Path, required=True, help="folder that npm run convert wrote")
    parser.add_argument("--data", required=True, help="rooms, and pairs if there are any (several sets: A,B)")
    parser.add_argument("--checkpoint", type=Path, help="with the attribute encoder; default: ../training/decoder.ckpt of the model")
    parser.add_argument("--out", type=Path, help="folder for evaluation.json and contact-sheet.png; default: the model's")
    parser.add_argument("--rooms", type=int, default=500, help="most test rooms of a set")
    parser.add_argument("--pairs", type=int, default=500, help="most pairs of a kind of a set")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Measures everything; returns what evaluation.json holds."""
    configure_cpu(options.threads)
    model = ConvertedModel(options.model, options.threads)
    checkpoint = options.checkpoint or options.model.parent / "training" / "decoder.ckpt"
    encoder, size = SceneEncoder(checkpoint), int(read_description(options.data)["size"])
    rooms = held_out_rooms(options.data, options.rooms)
    held, drawn = measure_rooms(model, encoder, rooms, size)
    shown = rooms[:WIDTH]
    width = len(shown)
    rows = [
        torch.cat([true_picture(room, size, model.side) for room in shown]),
        torch.cat([drawn[room.key] for room in shown]),
    ]
    result_of_pictures = picture_figures(model, rooms, drawn, size)
    graphs = model.attribute_graphs()
    result: dict[str, Any] = {"held_out": held, **result_of_pictures, "counterfactual": {}, "by_name": {}}
    localities: list[float] = []
    for kind in KINDS:
        figures: list[dict[str, float]] = []
        named: list[dict[str, float]] = []
        examples: list[list[torch.Tensor]] = []
        for data in folders_of(options.data):
            folder, count = data / "pairs" / kind, 0
            for at, pair in read_pairs(folder):
                if count == options.pairs:
                    break
                before = drawn.get((data, int(pair["i"])))
                measured = measure_pair(model, encoder, folder, at, pair, size, before)
                if measured is None:
                    continue
                count += 1
                figures.append(measured[0])
                shown_pictures = measured[1]
                if graphs is not None and kind in ATTRIBUTE_KINDS:
                    by_name = measure_pair(model, encoder, folder, at, pair, size, before, graphs)
                    if by_name is not None:
                        named.append(by_name[0])
                        shown_pictures = [*shown_pictures, by_name[1][-1]]
                if len(examples) < width:
                    examples.append(shown_pictures)
        result["counterfactual"][kind] = summary(figures)
        if named:
            result["by_name"][kind] = summary(named)
        localities += [row["locality"] for row in figures if kind in PLACE_KINDS]
        if len(examples) == width:
            rows += [torch.cat(pictures) for pictures in zip(*examples, strict=True)]
    if localities:
        result["locality"] = {"median": float(np.median(localities)), "p10": float(np.percentile(localities, 10))}
    reference = read_reference(options.data, model, encoder)
    result["samples"] = measure_samples(model, reference)
    result["naming"] = {"rooms": held.pop("naming"), "samples": measure_names(model, reference)}
    nearest, near = neighbours(model, reference, width, 4)
    result["samples"]["nearest"] = near
    rows.append(torch.cat([model.draw(scene) for scene in scenes_of(model, width, 4)]))
    rows.append(torch.cat(training_pictures(model, reference.layouts, nearest)))
    rows += list(torch.cat([model.draw(scene) for scene in scenes_of(model, 3 * width, 5)]).split(width))
    result["model"] = {"id": model.manifest["id"], "resolution": model.side, "bytes": model.bytes}
    out = options.out or options.model
    out.mkdir(parents=True, exist_ok=True)
    (out / "evaluation.json").write_text(json.dumps(result, indent=2) + "\n")
    write_sheet(out / "contact-sheet.png", rows)
    return result


def picture_figures(
    model: ConvertedModel, rooms: Sequence[HeldOutRoom], drawn: Mapping[tuple[Path, int], torch.Tensor], size: int
) -> dict[str, Any]:
    """Sharpness, errors by class, patterns and the forced choice of drawn test rooms."""
    sharpness, patterns = Sharpness(), Patterns()
    for room in rooms:
        picture, truth = drawn[room.key], true_picture(room, size, model.side)
        mask, things = torch.from_numpy(masks(room.masks, size, room.at).copy()), room.line["things"]
        sharpness.add(picture, truth, mask, things)
        patterns.add(picture, truth, mask, things)
    judged = rooms[:MOST_ROOMS]
    pictures = (torch.cat([drawn[room.key] for room in judged]), torch.cat([true_picture(room, size, model.side) for room in judged]))
    return {**sharpness.figures(), "patterns": patterns.figures(), "forced_choice": forced_choice(*pictures)}


def main() -> None:
    """Entry point."""
    options = parse()
    result = or_exit("evaluate", lambda: evaluate(options))
    print(json.dumps({key: value for key, value in result.items() if key != "naming"}, indent=2))


if __name__ == "__main__":
    main()
