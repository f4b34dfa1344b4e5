"""The command behind training/train_layout.py: from the command line to the written checkpoint."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..checkpoint import add_prefix, attribute_encoder_of, build_decoder, read_checkpoint, strip_prefix, write_checkpoint
from ..config import Config
from ..data.attributes import Schema
from ..data.shards import RoomStore
from ..device import configure_cpu, pick_dtype
from ..launch import or_exit
from ..loop.arguments import copy_parser
from ..loop.log import RunLog
from ..loop.loop import Log
from ..networks import Decoder, FlowNetwork
from ..networks.encoder import AttributeEncoder
from ..networks.flow import FlowForm
from ..pictures import write_sheet
from ..strip import without_run_settings
from .codes import LayoutCodes, SlotData, data_of_layout, fit_codes
from .disjoint import find_disjoint_pairs
from .embedding import LayoutEmbedding
from .flow import FlowTrainer, export_flow, nearest_tokens, train_flow, used_indices
from .measure import compare_layouts
from .slot_data import SlotPlan, TrueLayouts, plan_slots, read_true_layouts

MIN_TRAIN_ROOMS, MIN_HELD_OUT_ROOMS = 32, 2
SHEET_ROWS, SHEET_COLUMNS, SHEET_TRUNCATION = 4, 8, 0.3


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = copy_parser("train_layout", "Trains the layout network of a checkpoint and writes it into a copy.")
    parser.add_argument("--min-share", type=float, default=0.04, help="share of rooms that a slot must be in")
    parser.add_argument("--max-slots", type=int, default=64)
    parser.add_argument("--feature-size", type=int, default=16, help="most components of a thing's feature in a code")
    parser.add_argument("--style-size", type=int, default=24, help="most components of a thing's style in a code")
    parser.add_argument("--flow-width", type=int, default=FlowForm.width, help="of the blocks that see the whole code")
    parser.add_argument("--flow-depth", type=int, default=FlowForm.depth, help="number of those blocks")
    parser.add_argument("--flow-context-dim", type=int, default=FlowForm.context_dim, help="numbers that each slot gets from them")
    parser.add_argument("--flow-head-dim", type=int, default=FlowForm.head_dim, help="width of each slot's own layers")
    parser.add_argument("--flow-neighbours", type=int, default=10, help="other slots whose geometry each slot's own layers see")
    parser.add_argument("--flow-candidates", type=int, default=3, help="layouts per sample; the one with the least overlap is taken")
    parser.add_argument("--flow-steps", type=int, default=40_000, help="of training; sampling always takes 8")
    parser.add_argument("--classifier-steps", type=int, default=1000, help="of the classifier that measures the result")
    parser.add_argument("--minutes", type=float, default=12.0, help="about the longest; a slow machine makes fewer steps")
    return parser.parse_args(arguments)


def read_layouts(options: argparse.Namespace, config: Config, schema: Schema, encoder: AttributeEncoder) -> tuple[SlotPlan, TrueLayouts]:
    """The slots, and the rooms of the data in them."""
    store = RoomStore(options.data or config.data, schema, config.ab_norm, config.resolution, layouts=True)
    store.refresh()
    rooms = store.of_split("train")
    if len(rooms) < MIN_TRAIN_ROOMS or len(store.rooms) - len(rooms) < MIN_HELD_OUT_ROOMS:
        raise ValueError(f"There are {len(rooms)} training rooms; the distribution of layouts needs many more.")
    plan = plan_slots([store.rooms[at] for at in rooms], config.ab_norm, options.min_share, options.max_slots)
    return plan, read_true_layouts(store, plan.slots, encoder)


def measure(network: FlowNetwork, layouts: TrueLayouts, embedding: LayoutEmbedding, steps: int) -> dict[str, float]:
    """How far the network's layouts are from held-out true ones."""
    generator = torch.Generator().manual_seed(99)

    @torch.no_grad()
    def sample(count: int) -> SlotData:
        return data_of_layout(network(torch.randn(count, network.noise_dim, generator=generator)), network.ab_norm)

    sampled, held_out_sampled = (sample(len(data.present)) for data in (layouts.train, layouts.held_out))
    return compare_layouts(embedding, layouts.train, sampled, layouts.held_out, held_out_sampled, generator, steps)


def fit_flow(
    options: argparse.Namespace, config: Config, plan: SlotPlan, layouts: TrueLayouts, codes: LayoutCodes, log: Log
) -> FlowNetwork:
    """Trains a flow on the true layouts."""
    embedding = LayoutEmbedding(codes)
    indices, _ = used_indices(codes)
    neighbours = min(options.flow_neighbours, len(plan.slots))
    form = FlowForm(
        tokens=codes.shape[0],
        numbers=len(indices),
        components=options.feature_size + options.style_size,
        width=options.flow_width,
        depth=options.flow_depth,
        context_dim=options.flow_context_dim,
        head_dim=options.flow_head_dim,
        neighbours=neighbours,
    )
    tolerance = torch.zeros(codes.used.numel()).index_copy(0, embedding.indices, embedding.tolerance)[indices]
    trainer = FlowTrainer(
        codes.encode(layouts.train).flatten(1)[:, indices],
        codes,
        form,
        nearest_tokens(torch.from_numpy(plan.near).float(), plan.slots, neighbours),
        tolerance=tolerance,
        dtype=pick_dtype("auto", torch.device("cpu")),
        seed=options.seed,
    )
    model = train_flow(trainer, options.flow_steps, options.minutes, log)
    disjoint = find_disjoint_pairs(layouts.train, plan.slots, config.ab_norm)
    return export_flow(model, codes, config.feature_dim, config.style_dim, config.ab_norm, options.flow_candidates, disjoint)


@torch.no_grad()
def sample_sheet(path: Path, decoder: Decoder, network: FlowNetwork, mean_latent: Tensor) -> None:
    """Writes sampled scenes: four rows without truncation, and the first row again with it."""
    z = torch.randn(SHEET_ROWS * SHEET_COLUMNS, network.noise_dim, generator=torch.Generator().manual_seed(1))
    rows = [(part, 0.0) for part in z.split(SHEET_COLUMNS)]
    rows.append((z[:SHEET_COLUMNS], SHEET_TRUNCATION))
    write_sheet(path, [decoder.draw(network(part, truncation, mean_latent)) for part, truncation in rows])


def with_layout_network(checkpoint: dict[str, Any], network: FlowNetwork, slots: list[str]) -> dict[str, Any]:
    """The checkpoint with this layout network in place of its own."""
    hyper = checkpoint["hyper_parameters"]
    layout_hyper = hyper["layout_net"] | {"n_features_max": len(slots), "noise_dim": network.noise_dim, "flow": network.form.to_dict()}
    hyper = hyper | {"n_features_max": len(slots), "noise_dim": network.noise_dim, "layout_net": layout_hyper}
    old = ("layout_net.", "layout_net_ema.")
    state = {key: value for key, value in checkpoint["state_dict"].items() if not key.startswith(old)}
    state |= add_prefix(network, "layout_net") | add_prefix(network, "layout_net_ema")
    return checkpoint | {
        "hyper_parameters": hyper, "state_dict": state, "slots": slots, "mean_latent": network.mean_latent(),
    }  # fmt: skip


def train_layout(options: argparse.Namespace) -> dict[str, Any]:
    """Trains, measures and writes; returns the figures."""
    configure_cpu(options.threads)
    start = time.monotonic()
    checkpoint = read_checkpoint(options.checkpoint)
    config, schema, encoder = attribute_encoder_of(checkpoint, options.checkpoint)
    plan, layouts = read_layouts(options, config, schema, encoder)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    log = RunLog(options.out.parent, True).write
    counts = {"rooms": len(layouts.train.present) // 2, "violated": plan.violated, "covered": plan.covered}
    log("slots", slots=plan.slots, **counts)
    codes = fit_codes(layouts.train, plan.slots, options.feature_size, options.style_size)
    network = fit_flow(options, config, plan, layouts, codes, log)
    figures = counts | {"slots": len(plan.slots)} | measure(network, layouts, LayoutEmbedding(codes), options.classifier_steps)
    figures["minutes"] = (time.monotonic() - start) / 60
    log("layout", **figures)
    checkpoint = with_layout_network(checkpoint, network, plan.slots)
    # The written checkpoint is converted and shipped: it should not name this machine's paths.
    checkpoint["training"] = without_run_settings(checkpoint["training"]) | {"layout": figures}
    checkpoint["layout_codes"] = codes.state()
    write_checkpoint(options.out, checkpoint)
    decoder = build_decoder(checkpoint["hyper_parameters"])
    decoder.load_state_dict(strip_prefix(checkpoint["state_dict"], "generator_ema"))
    sample_sheet(options.out.with_suffix(".png"), decoder, network, checkpoint["mean_latent"])
    return figures


def main() -> None:
    """Entry point."""
    options = parse()
    or_exit("train_layout", lambda: train_layout(options))
