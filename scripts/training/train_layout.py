"""
Learns the layout network of a layout-supervised checkpoint and writes it into a copy. From scripts/:

    python -m training.train_layout --checkpoint ../runs/first/last.ckpt --data ../data/rooms --out ../runs/first/model.ckpt
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from .machine import reexec_with_allocator


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.train_layout", description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, help="of the supervised way")
    parser.add_argument("--data", type=Path, help="rooms; default: those that the checkpoint was trained on")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint to write")
    parser.add_argument("--least", type=float, default=0.01, help="share of rooms that a slot must be in")
    parser.add_argument("--most-slots", type=int, default=40)
    parser.add_argument("--feature-size", type=int, default=10, help="numbers of a code for what a thing is")
    parser.add_argument("--style-size", type=int, default=12, help="numbers of a code for how it looks")
    parser.add_argument("--teacher-steps", type=int, default=3000)
    parser.add_argument("--teacher-width", type=int, default=1024)
    parser.add_argument("--teacher-layers", type=int, default=3)
    parser.add_argument("--pool", type=int, default=20_000, help="pairs that the student learns from")
    parser.add_argument("--student-steps", type=int, default=3000)
    parser.add_argument("--finish-steps", type=int, default=8000, help="of the adversarial finish; 0 = none")
    parser.add_argument("--hidden", type=int, default=512, help="width of the layout network")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def learn(options: argparse.Namespace) -> dict[str, Any]:
    """Everything, to the written checkpoint; gives the figures."""
    import torch

    from .checkpoint import build_decoder, part, prefixed, read_checkpoint, write_checkpoint
    from .config import Config
    from .data.attributes import Schema
    from .data.shards import RoomStore
    from .layout_codes import data_of_layout, fit_codes
    from .layout_data import joined, plan_slots, slot_data
    from .layout_finish import CriticView, RealLayouts, finish_student
    from .layout_measure import pair_error, presence_error, separability
    from .layout_student import train_student
    from .layout_teacher import train_teacher
    from .log import RunLog
    from .networks import LayoutNetwork
    from .networks.encoder import AttributeEncoder
    from .sheets import scene_sheet

    if options.threads:
        torch.set_num_threads(options.threads)
    start = time.monotonic()
    checkpoint = read_checkpoint(options.checkpoint)
    if "schema" not in checkpoint or checkpoint["training"]["way"] != "supervised":
        raise ValueError(f"{options.checkpoint} is no checkpoint of the layout-supervised way.")
    config = Config.from_dict(checkpoint["training"]["config"])
    schema = Schema.from_dict(checkpoint["schema"])
    data = options.data or Path(config.data)
    encoder = AttributeEncoder(schema, config.feature_dim, config.style_dim, config.encoder_hidden)
    encoder.load_state_dict(part(checkpoint["state_dict"], "attribute_encoder_ema"))
    store = RoomStore(data, schema, config.ab_norm, config.resolution, data / "cache")
    store.refresh()
    rooms = store.of_split("train")
    if len(rooms) < 32:
        raise ValueError(f"There are {len(rooms)} training rooms; the distribution of layouts needs many more.")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    log = RunLog(options.out.parent, True)
    plan = plan_slots([store.rooms[at] for at in rooms], config.ab_norm, options.least, options.most_slots)
    log.write("slots", rooms=len(rooms), slots=plan.slots, violated=plan.violated, covered=plan.covered)
    both = [slot_data(store, rooms, plan.slots, encoder, mirrored) for mirrored in (False, True)]
    layouts = joined(*both)
    codes = fit_codes(layouts, plan.slots, options.feature_size, options.style_size)
    encoded = codes.encode(layouts)
    present = torch.cat([torch.ones(len(encoded), 1, dtype=torch.bool), layouts.present], dim=1)
    teacher = train_teacher(
        encoded,
        present,
        codes.used,
        noise_dim=config.noise_dim,
        steps=options.teacher_steps,
        width=options.teacher_width,
        layers=options.teacher_layers,
        seed=options.seed,
        say=log.write,
    )
    network = LayoutNetwork(
        len(plan.slots), config.feature_dim, config.style_dim, config.noise_dim, options.hidden, ab_norm=config.ab_norm
    )
    student = train_student(
        network, teacher, codes, pool=options.pool, steps=options.student_steps, seed=options.seed, say=log.write
    )
    if options.finish_steps:
        student = finish_student(
            student,
            CriticView(codes, student.expansion),
            RealLayouts(encoded, teacher, options.seed),
            noise_dim=config.noise_dim,
            steps=options.finish_steps,
            seed=options.seed,
            say=log.write,
        )
    network = student.export(network)
    figures = {"rooms": len(rooms), "slots": len(plan.slots), "violated": plan.violated, "covered": plan.covered}
    z = torch.randn(min(4096, len(encoded)), config.noise_dim, generator=torch.Generator().manual_seed(99))
    with torch.no_grad():
        taught, drawn = codes.decode(teacher.sample(z)), data_of_layout(network(z), config.ab_norm)
        for name, sampled in (("teacher", taught), ("network", drawn)):
            figures |= {
                f"{name}_separability": separability(encoded, codes.encode(sampled)),
                f"{name}_presence_error": presence_error(layouts.present, sampled.present),
                f"{name}_pair_error": pair_error(layouts.present, sampled.present),
            }
    figures["minutes"] = (time.monotonic() - start) / 60
    log.write("layout", **figures)
    hyper = checkpoint["hyper_parameters"]
    hyper["n_features_max"] = hyper["layout_net"]["n_features_max"] = len(plan.slots)
    hyper["layout_net"]["mlp_hidden_dim"] = options.hidden
    checkpoint["slots"] = plan.slots
    checkpoint["mean_latent"] = network.mean_latent()
    checkpoint["state_dict"] |= prefixed(network, "layout_net") | prefixed(network, "layout_net_ema")
    checkpoint["training"]["layout"] = figures
    checkpoint["layout_codes"] = codes.state()
    write_checkpoint(options.out, checkpoint)
    decoder = build_decoder(hyper)
    decoder.load_state_dict(part(checkpoint["state_dict"], "generator_ema"))
    scene_sheet(options.out.with_suffix(".png"), decoder, network, checkpoint["mean_latent"])
    return figures


def main() -> None:
    """Entry point: bad input is one sentence, not a trace."""
    reexec_with_allocator()
    options = parse()
    try:
        learn(options)
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"train_layout: {error}")


if __name__ == "__main__":
    main()
