"""
Measures a converted model on rooms that it has not seen; writes evaluation.json and a contact sheet. From scripts/:

    python -m training.evaluate --model ../models/default --data ../data/rooms
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

# Rooms in a row of the contact sheet.
WIDTH = 8


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description="Figures of a converted model.")
    parser.add_argument("--model", type=Path, required=True, help="folder that npm run convert wrote")
    parser.add_argument("--data", required=True, help="rooms, and pairs if there are any (several sets: A,B)")
    parser.add_argument("--checkpoint", type=Path, help="with the attribute encoder; default: decoder.ckpt in models/training beside the model")
    parser.add_argument("--out", type=Path, help="folder for evaluation.json and contact-sheet.png; default: the model's")
    parser.add_argument("--rooms", type=int, default=500, help="most test rooms of a set")
    parser.add_argument("--pairs", type=int, default=500, help="most pairs of a kind of a set")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Everything; gives what evaluation.json says."""
    import numpy as np
    import torch

    from ..data.sets import folders_of, read_about
    from ..machine import set_up_processor
    from ..sheets import write_sheet
    from .counterfactual import KINDS, measure_pair, read_pairs, summary
    from .drawing import ConvertedModel
    from .held_out import measure_rooms, unseen_rooms, true_picture
    from .samples import measure_names, measure_samples, neighbours, read_layouts, scenes_of, training_pictures
    from .truth import Encoding

    set_up_processor(options.threads)
    model = ConvertedModel(options.model, options.threads)
    checkpoint = options.checkpoint or options.model.parent / "training" / "decoder.ckpt"
    encoding, size = Encoding(checkpoint), int(read_about(options.data)["size"])
    rooms = unseen_rooms(options.data, options.rooms)
    held, drawn = measure_rooms(model, encoding, rooms, size)
    shown = rooms[:WIDTH]
    width = len(shown)
    rows = [
        torch.cat([true_picture(room, size, model.side) for room in shown]),
        torch.cat([drawn[room.key] for room in shown]),
    ]
    found: dict[str, Any] = {"held_out": held, "counterfactual": {}}
    everything: list[dict[str, float]] = []
    for kind in KINDS:
        figures, best = [], []
        for data in folders_of(options.data):
            folder = data / "pairs" / kind
            found_here = (
                measured
                for at, pair in read_pairs(folder)
                if (measured := measure_pair(model, encoding, folder, at, pair, size, drawn.get((data, int(pair["i"])))))
            )
            for measured in islice(found_here, options.pairs):
                figures.append(measured[0])
                best.append(measured[1]) if len(best) < width else None
        found["counterfactual"][kind] = summary(figures)
        everything += figures if kind != "recoloured" else []
        if len(best) == width:
            rows += [torch.cat([pictures[part] for pictures in best]) for part in (0, 1, 2, 3)]
    if everything:
        locality = [row["locality"] for row in everything]
        found["locality"] = {"median": float(np.median(locality)), "p10": float(np.percentile(locality, 10))}
    layouts = read_layouts(options.data, model, encoding)
    found["samples"] = measure_samples(model, layouts)
    found["naming"] = {"rooms": held.pop("naming"), "samples": measure_names(model, layouts)}
    nearest, near = neighbours(model, layouts, width, 4)
    found["samples"]["nearest"] = near
    rows.append(torch.cat([model.draw(scene) for scene in scenes_of(model, width, 4)]))
    rows.append(torch.cat(training_pictures(model, layouts, nearest)))
    rows += list(torch.cat([model.draw(scene) for scene in scenes_of(model, 3 * width, 5)]).split(width))
    found["model"] = {"id": model.manifest["id"], "resolution": model.side, "bytes": model.bytes}
    out = options.out or options.model
    out.mkdir(parents=True, exist_ok=True)
    (out / "evaluation.json").write_text(json.dumps(found, indent=2) + "\n")
    write_sheet(out / "contact-sheet.png", rows)
    return found


def main() -> None:
    """Entry point: bad input is one sentence, not a trace."""
    try:
        found = evaluate(parse())
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"evaluate: {error}")
    print(json.dumps({key: value for key, value in found.items() if key != "naming"}, indent=2))


if __name__ == "__main__":
    main()
