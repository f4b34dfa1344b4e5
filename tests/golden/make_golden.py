"""
Writes a golden folder of any form with the trainer's networks and random weights: blobgan.ckpt, golden.safetensors.

    PYTHONPATH=scripts python3 tests/golden/make_golden.py OUT --resolution 128 --c-model 1 ...

official-small comes from the authors' code and has one stage. The trainer's networks reproduce it (their own test), so
what they draw at other sizes stands for the published code there: several stages, other widths, an input grid of 8.
"""

from __future__ import annotations

import argparse
import json
import struct
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.checkpoint import add_prefix, build_decoder, build_layout_network, hyper_parameters, write_checkpoint
from training.config import Config
from training.data.attributes import AttributeReader, Category, Number, Schema
from training.networks.encoder import AttributeEncoder
from training.networks.flow import FlowForm, FlowNetwork
from training.networks.vector_reader import VectorReader
from training.networks.waves import WaveSurfaces
from training.splat import Layout, splat


def arguments() -> argparse.Namespace:
    """The form of the model; small by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name, value in {
        "resolution": 128,
        "c-model": 1,
        "size-in": 8,
        "feature-dim": 12,
        "style-dim": 10,
        "blobs": 4,
        "noise-dim": 16,
        "hidden-dim": 24,
        "seed": 1,
    }.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--ab-norm", type=float, default=0.01)
    parser.add_argument("--flow", action="store_true", help="a layout network that is a flow, beyond the published form")
    parser.add_argument("--local", action="store_true", help="features by place, beyond the published form")
    parser.add_argument("--local-order", type=int, default=1)
    parser.add_argument("--map-cells", type=int, default=0, help="maps of the blobs' own, beyond the published form")
    parser.add_argument("--map-channels", type=int, default=3)
    parser.add_argument("--outline-cells", type=int, default=0, help="outlines of the blobs' own, beyond the published form")
    parser.add_argument("--waves", action="store_true", help="waves for patterns of surfaces, beyond the published form")
    parser.add_argument("--attributes", action="store_true", help="an attribute encoder and its reader, beyond the published form")
    return parser.parse_args()


def write_safetensors(path: Path, tensors: dict[str, Tensor]) -> None:
    """float32 only."""
    header, at, parts = {}, 0, []
    for name, tensor in tensors.items():
        data = tensor.detach().float().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
        parts.append(data)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def randomise(network: torch.nn.Module, generator: torch.Generator) -> None:
    """Biases and noise weights start at constants that would hide a mistake; the first noise keeps its 0."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.endswith("bias") or name.endswith("noise.weight"):
                parameter.add_(0.3 * torch.randn(parameter.shape, generator=generator))
            if name == "conv1.noise.weight":
                parameter.zero_()
            if name.startswith(("locals.", "maps.", "waves.projections.")) or name in ("outlines.weight", "waves.weight"):
                parameter.copy_(torch.randn(parameter.shape, generator=generator))


@torch.no_grad()
def randomise_surfaces(surfaces: WaveSurfaces, generator: torch.Generator) -> None:
    """Cameras that stand before their grounds: some periods of a pattern are seen, and no horizon."""
    usual = torch.tensor([-1.2, -1.0, -1.4, 0.2, 0.5, 0.1, 0.1, 0.8, 0.8, 0.1, -0.4, -0.1, -0.8, 0.4])
    surfaces.middle.copy_(usual + 0.02 * torch.randn(surfaces.middle.shape, generator=generator))
    surfaces.spread.copy_(0.02 * torch.rand(surfaces.spread.shape, generator=generator))


def flow_form(blobs: int, components: int) -> FlowForm:
    """Every fourth number of a code is unused, so that codes and tokens differ."""
    total = (blobs + 1) * (6 + components)
    return FlowForm(
        blobs + 1, total - total // 4, components,
        width=20, depth=2, context_dim=3, head_dim=7, steps=3, neighbours=2, candidates=3, disjoint_pairs=2 * blobs,
    )  # fmt: skip


@torch.no_grad()
def randomise_flow(network: FlowNetwork, generator: torch.Generator) -> None:
    """Numbers for what training measures or what it starts with as zeros."""

    def draw(tensor: Tensor, deviation: float) -> None:
        tensor.copy_(deviation * torch.randn(tensor.shape, generator=generator))

    for name, parameter in network.velocity.named_parameters():
        if name == "heads.last" or ".narrow" in name or name == "heads.bias":
            draw(parameter, 0.2)
    draw(network.times, 0.2)
    draw(network.axes, 0.5)
    draw(network.mean, 0.5)
    means = torch.tensor([0.5, 0.5, 1.0, 0.3, 0.1])
    network.geometry_mean.copy_(means)
    network.geometry_std.copy_(torch.tensor([0.1, 0.1, 0.4, 0.3, 0.3]))
    network.always[0] = 1
    used = torch.arange(len(network.place)) % 4 != 3
    place = torch.full_like(network.place, network.form.numbers)
    place[used] = torch.randperm(int(used.sum()), generator=generator).float()
    network.place.copy_(place)
    network.apart.copy_(torch.randint(network.blobs, network.apart.shape, generator=generator))
    network.velocity.near.copy_(torch.randint(network.form.tokens, network.velocity.near.shape, generator=generator))


def attribute_schema() -> Schema:
    """A few attributes of each kind, in both groups."""
    categories = [
        Category("class", ["background", "bed", "lamp"], ["feature"]),
        Category("attribute.pattern", ["none", "checks"], ["feature", "style"]),
    ]  # fmt: skip
    numbers = [
        Number("attribute.wood.r", ["style"], 0.5, 0.5), Number("light.exposure", ["style"], 1.1, 0.2),
        Number("patternScale", ["feature", "style"], 0.6, 0.6), Number("yaw.cos", ["feature"], 0.3, 1.2),
    ]  # fmt: skip
    return Schema(categories, numbers)


@torch.no_grad()
def attribute_networks(config: Config, generator: torch.Generator) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """What a checkpoint has of attributes beside its networks' own, and three things: two of the encoder's, one that nobody knows."""
    schema = attribute_schema()
    encoder, reader = (
        AttributeEncoder(schema, config.feature_dim, config.style_dim, 9),
        VectorReader(schema, config.feature_dim, config.style_dim, 11),
    )
    for network in (encoder, reader):
        randomise(network, generator)
    codes = torch.tensor([[2, 1], [3, 0], [0, 2]])
    raw = torch.tensor([[0.9, 1.0, 0.2, -1.0], [0.1, 9.0, 0.0, 0.5], [0.0, 0.0, 0.0, 0.0]])
    known = torch.tensor([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    mirrored = torch.tensor([0.0, 1.0, 0.0])
    normal = AttributeReader(schema).normalise(raw.numpy())
    numbers = torch.where(known > 0, torch.from_numpy(normal).float(), torch.nan)
    features, styles = (part[:, 0] for part in encoder(codes[:, None], numbers[:, None], mirrored))
    reading = reader(features, styles)
    read_codes, _, read_mirrored = reading.attributes()
    middle, half = (torch.tensor([getattr(number, part) for number in schema.numbers]) for part in ("middle", "half"))
    content = {
        "schema": schema.to_dict(), "state": add_prefix(encoder, "attribute_encoder_ema") | add_prefix(reader, "vector_reader"),
        "attributes": {
            "categories": [{"name": c.name.removeprefix("attribute."), "values": c.values} for c in schema.categories],
            "numbers": [
                {"name": name.removeprefix("attribute."), "low": -9.0, "high": 9.0}
                for name in [*(n.name for n in schema.numbers), "mirrored"]
            ],
            "classes": [], "models": [], "lights": [],
        },
    }  # fmt: skip
    tensors = {
        "categories": codes, "numbers": torch.cat([raw, mirrored[:, None]], 1), "known": torch.cat([known, torch.ones(3, 1)], 1),
        "features": features, "styles": styles, "read.categories": read_codes, "read.known": (reading.known > 0).float(),
        "read.numbers": torch.cat([reading.numbers[:, :-1] * half + middle, read_mirrored[:, None]], 1),
    }  # fmt: skip
    return content, {f"attributes.{name}": tensor.float() for name, tensor in tensors.items()}


def named(prefix: str, layout: Layout) -> dict[str, Tensor]:
    """The names of golden files; the background's size, which nothing uses, is 0."""
    return {
        f"{prefix}.xs": layout.xs,
        f"{prefix}.ys": layout.ys,
        f"{prefix}.covs": layout.covs,
        f"{prefix}.sizes": torch.cat([torch.zeros_like(layout.sizes[:, :1]), layout.sizes], dim=1),
        f"{prefix}.features": layout.features,
        f"{prefix}.spatial_style": layout.styles,
    }


@torch.no_grad()
def main() -> None:
    """Two cases from z, and one edit with a blob more."""
    args = arguments()
    torch.manual_seed(args.seed)
    generator = torch.Generator().manual_seed(args.seed)
    config = Config(
        resolution=args.resolution, c_model=args.c_model, size_in=args.size_in, feature_dim=args.feature_dim,
        style_dim=args.style_dim, ab_norm=args.ab_norm, noise_dim=args.noise_dim, layout_hidden=args.hidden_dim,
        local=args.local, local_order=args.local_order, map_cells=args.map_cells, map_channels=args.map_channels,
        outline_cells=args.outline_cells, waves=args.waves,
        jitter_xy=0.0, jitter_size=0.0, jitter_angle=0.0,
    )  # fmt: skip
    hyper = hyper_parameters(config, args.blobs)
    if args.flow:
        hyper["layout_net"]["flow"] = flow_form(args.blobs, 5).to_dict()
    decoder, network = build_decoder(hyper), build_layout_network(hyper)
    for part in (decoder, network):
        randomise(part, generator)
    if decoder.waves:
        randomise_surfaces(decoder.waves.surfaces, generator)
    if isinstance(network, FlowNetwork):
        randomise_flow(network, generator)
        mean = network.mean_latent(1000)
    else:
        mean = torch.randn(args.hidden_dim, generator=generator)
    args.out.mkdir(parents=True, exist_ok=True)
    state = {**add_prefix(decoder, "generator_ema"), **add_prefix(network, "layout_net_ema")}
    checkpoint = {"state_dict": state, "hyper_parameters": hyper, "mean_latent": mean,
                  "slots": [f"thing {slot + 1}" for slot in range(args.blobs)], "training": {"steps": 0}}  # fmt: skip
    told: dict[str, Tensor] = {}
    if args.attributes:
        content, told = attribute_networks(config, torch.Generator().manual_seed(args.seed))
        checkpoint["state_dict"] = state | content.pop("state")
        checkpoint |= content
    write_checkpoint(args.out / "blobgan.ckpt", checkpoint)

    noise = [torch.randn(1, 1, side, side, generator=generator) for side in decoder.noise_sides()]
    tensors = {f"noise.{index}": noise_map for index, noise_map in enumerate(noise)}

    def draw(layout: Layout) -> tuple[Tensor, Tensor]:
        scores = splat(layout.xs, layout.ys, layout.covs, layout.sizes, args.resolution)
        return decoder.draw(layout, noise), scores.permute(0, 3, 1, 2)

    for case, truncation in enumerate((0.0, 0.4)):
        z = torch.randn(1, network.noise_dim, generator=generator)
        if isinstance(network, FlowNetwork) and case == 1:
            # The first of several candidates would be taken; rolled back, the same noise is the second.
            z = z.roll(network.form.numbers // network.form.candidates, dims=1)
        layout = network(z, truncation, mean)
        tensors |= {f"case{case}.z": z, f"case{case}.truncate": torch.tensor([truncation])}
        tensors |= named(f"case{case}", layout)
        tensors[f"case{case}.image"], scores = draw(layout)
        if case == 0:
            tensors["case0.scores"] = scores
    again = [*range(args.blobs), 0]
    with_background = [0, *(blob + 1 for blob in again)]
    edited = Layout(
        layout.xs[:, again], layout.ys[:, again] + 0.1, layout.sizes[:, again], layout.covs[:, again],
        layout.features[:, with_background], layout.styles[:, with_background],
    )  # fmt: skip
    tensors |= named("edit.duplicate", edited)
    tensors["edit.duplicate.image"], _ = draw(edited)
    write_safetensors(args.out / "golden.safetensors", tensors | told)


if __name__ == "__main__":
    main()
