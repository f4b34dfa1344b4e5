"""
Learns the layout network of a layout-supervised checkpoint and writes it into a copy. From scripts/:

    python -m training.train_layout --checkpoint ../runs/first/last.ckpt --data ../data/rooms --out ../runs/first/model.ckpt
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .machine import reexec_with_allocator

if TYPE_CHECKING:
    from collections.abc import Callable

    from .config import Config
    from .layout_codes import SlotData
    from .layout_data import SlotPlan
    from .layout_view import LayoutView
    from .networks import FlowNetwork, LayoutNetwork


@dataclass
class Layouts:
    """True layouts, each also mirrored: those to learn from, and those of the validation and test rooms."""

    plan: SlotPlan
    train: SlotData
    held: SlotData


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    from .layout_autoencoder import DOUBT_WEIGHT, PRICE
    from .networks.flow import FlowForm

    parser = argparse.ArgumentParser(prog="python -m training.train_layout", description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, help="of the supervised way")
    parser.add_argument("--data", help="rooms (several sets: A,B); default: those that the checkpoint was trained on")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint to write")
    parser.add_argument("--least", type=float, default=0.04, help="share of rooms that a slot must be in")
    parser.add_argument("--most-slots", type=int, default=64)
    parser.add_argument("--feature-size", type=int, default=16, help="most numbers of a code for what a thing is")
    parser.add_argument("--style-size", type=int, default=24, help="most numbers of a code for how it looks")
    parser.add_argument(
        "--form", choices=["flow", "published"], default="flow", help="of the layout network; published: noise to blobs at once"
    )
    parser.add_argument("--flow-width", type=int, default=FlowForm.width, help="of the part that sees the room as a whole")
    parser.add_argument("--flow-depth", type=int, default=FlowForm.depth)
    parser.add_argument("--flow-told", type=int, default=FlowForm.told, help="numbers that it tells each slot")
    parser.add_argument("--flow-head", type=int, default=FlowForm.head, help="width of each slot's own part")
    parser.add_argument("--flow-near", type=int, default=10, help="other slots whose places each slot's own part sees")
    parser.add_argument("--flow-draws", type=int, default=3, help="layouts that it draws, to take the one where the least overlaps")
    parser.add_argument("--flow-steps", type=int, default=40_000, help="of training; those of drawing are always 8")
    parser.add_argument("--hidden", type=int, default=256, help="width of the published form")
    parser.add_argument("--latent", type=int, default=128, help="numbers of z that the autoencoder uses")
    parser.add_argument("--autoencoder-steps", type=int, default=5_000)
    parser.add_argument("--price", type=float, default=PRICE, help="of a nat of the divergence; 1 = a true variational autoencoder")
    parser.add_argument("--doubt", type=float, default=DOUBT_WEIGHT, help="weight of things that are half there in fresh layouts")
    parser.add_argument("--finish-steps", type=int, default=0, help="of an adversarial half; 0 = none; many let rare things vanish")
    parser.add_argument("--judge-steps", type=int, default=1000, help="of the classifier that measures the result")
    parser.add_argument("--minutes", type=float, default=12.0, help="about the longest; the steps are fewer on a slow machine")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def read(options: argparse.Namespace, checkpoint: dict[str, Any], config: Config) -> Layouts:
    """The rooms that are there as layouts in slots."""
    from .checkpoint import part
    from .data.attributes import Schema
    from .data.shards import RoomStore
    from .layout_data import joined, plan_slots, slot_data
    from .networks.encoder import AttributeEncoder

    schema = Schema.from_dict(checkpoint["schema"])
    encoder = AttributeEncoder(schema, config.feature_dim, config.style_dim, config.encoder_hidden)
    encoder.load_state_dict(part(checkpoint["state_dict"], "attribute_encoder_ema"))
    store = RoomStore(options.data or config.data, schema, config.ab_norm, config.resolution, layouts=True)
    store.refresh()
    rooms, held = store.of_split("train"), store.of_split("validation") + store.of_split("test")
    if len(rooms) < 32 or len(held) < 2:
        raise ValueError(f"There are {len(rooms)} training rooms; the distribution of layouts needs many more.")
    plan = plan_slots([store.rooms[at] for at in rooms], config.ab_norm, options.least, options.most_slots)

    def both_ways(chosen: list[int]) -> SlotData:
        return joined(*(slot_data(store, chosen, plan.slots, encoder, mirrored) for mirrored in (False, True)))

    return Layouts(plan, both_ways(rooms), both_ways(held))


def measure(network: LayoutNetwork | FlowNetwork, layouts: Layouts, view: LayoutView, steps: int) -> dict[str, float]:
    """What tells the network's layouts from rooms that it has not seen."""
    import torch

    from .layout_codes import data_of_layout
    from .layout_measure import pair_error, presence_error, separability

    generator = torch.Generator().manual_seed(99)

    @torch.no_grad()
    def drawn(count: int) -> SlotData:
        return data_of_layout(network(torch.randn(count, network.noise_dim, generator=generator)), network.ab_norm)

    count = len(layouts.train.present)
    sampled, held = drawn(count), drawn(len(layouts.held.present))
    rows = [view.of_codes(view.codes.encode(data)) for data in (layouts.train, sampled, layouts.held, held)]
    return {
        "separability": separability(*rows, steps=steps, blur=lambda row: view.blurred(row, generator)),
        "separability_exact": separability(*rows, steps=steps),
        "presence_error": presence_error(layouts.train.present, sampled.present),
        "pair_error": pair_error(layouts.train.present, sampled.present),
    }


def make_flow(
    options: argparse.Namespace, config: Config, layouts: Layouts, view: LayoutView, say: Callable[..., None]
) -> FlowNetwork:
    """A flow of the true layouts (layout_flow.py)."""
    import torch

    from .layout_apart import slots_apart
    from .layout_flow import export_flow, nearest, places, train_flow
    from .machine import pick_dtype
    from .networks.flow import FlowForm

    codes = view.codes
    at, _ = places(codes)
    near = min(options.flow_near, len(layouts.plan.slots))
    form = FlowForm(
        codes.shape[0], len(at), options.feature_size + options.style_size,
        options.flow_width, options.flow_depth, options.flow_told, options.flow_head, near=near,
    )  # fmt: skip
    tolerance = torch.zeros(codes.used.numel()).index_copy(0, view.at, view.tolerance)[at]
    learner = train_flow(
        codes.encode(layouts.train).flatten(1)[:, at],
        codes,
        form,
        nearest(torch.from_numpy(layouts.plan.near).float(), layouts.plan.slots, near),
        steps=options.flow_steps,
        minutes=options.minutes,
        dtype=pick_dtype("auto", torch.device("cpu")),
        seed=options.seed,
        tolerance=tolerance,
        say=say,
    )
    apart = slots_apart(layouts.train, layouts.plan.slots, config.ab_norm)
    return export_flow(learner, codes, config.feature_dim, config.style_dim, config.ab_norm, options.flow_draws, apart)


def make_published(
    options: argparse.Namespace, config: Config, layouts: Layouts, view: LayoutView, say: Callable[..., None]
) -> LayoutNetwork:
    """The published form: the decoder of an autoencoder of the true layouts (layout_autoencoder.py), and a finish if asked for."""
    import torch

    from .layout_autoencoder import Autoencoder, train_autoencoder
    from .layout_finish import finish_student
    from .layout_start import start_linear
    from .layout_student import Student, shorten
    from .machine import pick_dtype
    from .networks import LayoutNetwork

    start = time.monotonic()
    torch.manual_seed(options.seed)
    network = LayoutNetwork(
        len(layouts.plan.slots), config.feature_dim, config.style_dim, config.noise_dim, options.hidden, ab_norm=config.ab_norm
    )
    views = view.of_codes(view.codes.encode(layouts.train))
    settings: dict[str, Any] = {"dtype": pick_dtype("auto", torch.device("cpu")), "seed": options.seed, "say": say}
    autoencoder = Autoencoder(Student(network, view.expansion), view, config.noise_dim, options.latent)
    start_linear(autoencoder.student, layouts.train, view.expansion)
    share = options.minutes / 2 if options.finish_steps else options.minutes
    autoencoder = train_autoencoder(
        autoencoder, views, steps=options.autoencoder_steps, minutes=share, price=options.price, doubt=options.doubt, **settings
    )
    student = autoencoder.student
    if options.finish_steps:
        left = max(0.0, options.minutes - (time.monotonic() - start) / 60)
        student = finish_student(
            autoencoder, view, views, steps=options.finish_steps, minutes=left, price=options.price, **settings
        )
    network = student.export(network)
    shorten(network.mlp[-1])
    return network


def learn(options: argparse.Namespace) -> dict[str, Any]:
    """Everything, to the written checkpoint; gives the figures."""
    import torch

    from .checkpoint import build_decoder, part, prefixed, read_checkpoint, write_checkpoint
    from .config import Config
    from .land import portable
    from .layout_codes import fit_codes, row_targets
    from .layout_student import Expansion
    from .layout_view import LayoutView
    from .log import RunLog
    from .machine import set_up_processor
    from .networks import FlowNetwork
    from .sheets import scene_sheet

    set_up_processor(options.threads)
    start = time.monotonic()
    checkpoint = read_checkpoint(options.checkpoint)
    if "schema" not in checkpoint or checkpoint["training"]["way"] != "supervised":
        raise ValueError(f"{options.checkpoint} is no checkpoint of the layout-supervised way.")
    config = Config.from_dict(checkpoint["training"]["config"])
    layouts = read(options, checkpoint, config)
    plan = layouts.plan
    options.out.parent.mkdir(parents=True, exist_ok=True)
    log = RunLog(options.out.parent, True)
    counted = {"rooms": len(layouts.train.present) // 2, "violated": plan.violated, "covered": plan.covered}
    log.write("slots", slots=plan.slots, **counted)
    codes = fit_codes(layouts.train, plan.slots, options.feature_size, options.style_size)
    expansion = Expansion(codes, row_targets(layouts.train), layouts.train.present)
    view = LayoutView(codes, expansion)
    make = make_flow if options.form == "flow" else make_published
    network = make(options, config, layouts, view, log.write)
    figures = counted | {"slots": len(plan.slots)} | measure(network, layouts, view, options.judge_steps)
    figures["minutes"] = (time.monotonic() - start) / 60
    log.write("layout", **figures)
    hyper = checkpoint["hyper_parameters"]
    hyper["n_features_max"] = hyper["layout_net"]["n_features_max"] = len(plan.slots)
    hyper["layout_net"]["mlp_hidden_dim"] = options.hidden
    hyper["layout_net"].pop("flow", None)
    if isinstance(network, FlowNetwork):
        hyper["layout_net"]["flow"] = network.form.to_dict()
    hyper["noise_dim"] = hyper["layout_net"]["noise_dim"] = network.noise_dim
    checkpoint["slots"] = plan.slots
    checkpoint["mean_latent"] = network.mean_latent()
    others = {key: value for key, value in checkpoint["state_dict"].items() if not key.startswith(("layout_net.", "layout_net_ema."))}
    checkpoint["state_dict"] = others | prefixed(network, "layout_net") | prefixed(network, "layout_net_ema")
    # This is the file that is converted and shipped.
    checkpoint["training"] = portable(checkpoint["training"]) | {"layout": figures}
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
