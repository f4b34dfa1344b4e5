"""The networks reproduce the authors' published code, and files of before still load."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from training.checkpoint import build_decoder, build_layout_network, decoder_from_config, read_checkpoint, strip_prefix
from training.config import Config
from training.data.attributes import Schema
from training.networks.encoder import AttributeEncoder
from training.splat import Layout, pyramid, splat

GOLDEN = Path(__file__).resolve().parents[3] / "tests/golden/official-small"
EDITS = ["move", "hide", "enlarge", "duplicate", "reverse_depth", "restyle", "remove_most", "rotate"]


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """float32 tensors of a safetensors file."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    tensors = {}
    for name, about in json.loads(raw[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        assert about["dtype"] == "F32"
        first, last = (8 + length + offset for offset in about["data_offsets"])
        array = np.frombuffer(raw[first:last], dtype="<f4").reshape(about["shape"]).copy()
        tensors[name] = torch.from_numpy(array)
    return tensors


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    """The golden tensors and the two networks of the published checkpoint."""
    checkpoint = read_checkpoint(GOLDEN / "blobgan.ckpt")
    decoder = build_decoder(checkpoint["hyper_parameters"])
    decoder.load_state_dict(strip_prefix(checkpoint["state_dict"], "generator_ema"), strict=True)
    layout = build_layout_network(checkpoint["hyper_parameters"])
    layout.load_state_dict(strip_prefix(checkpoint["state_dict"], "layout_net_ema"), strict=True)
    tensors = read_safetensors(GOLDEN / "golden.safetensors")
    mean = torch.load(GOLDEN / "mean_latent.pt", weights_only=True)
    return {"tensors": tensors, "decoder": decoder, "layout": layout, "mean": mean}


def layout_of(tensors: dict[str, torch.Tensor], name: str) -> Layout:
    """The golden layout; its sizes start with the background's."""
    keys = ("xs", "ys", "sizes", "covs", "features", "spatial_style")
    xs, ys, sizes, covs, features, styles = (tensors[f"{name}.{key}"] for key in keys)
    return Layout(xs, ys, sizes[:, 1:], covs, features, styles)


def draw(golden: dict[str, Any], layout: Layout) -> tuple[torch.Tensor, torch.Tensor]:
    """Picture [1, 3, R, R] and scores [1, K, R, R]."""
    noise = [golden["tensors"][f"noise.{n}"] for n in range(5)]
    scores = splat(layout.xs, layout.ys, layout.covs, layout.sizes, 64)
    with torch.no_grad():
        image = golden["decoder"](pyramid(scores), layout.features, layout.styles, noise)
    return image, scores.permute(0, 3, 1, 2)


@pytest.mark.parametrize("case", ["case0", "case1", "case2"])
def test_case(golden: dict[str, Any], case: str) -> None:
    tensors = golden["tensors"]
    with torch.no_grad():
        layout = golden["layout"](tensors[f"{case}.z"], float(tensors[f"{case}.truncate"]), golden["mean"])
    truth = layout_of(tensors, case)
    for name in ("xs", "ys", "sizes", "covs", "features", "styles"):
        torch.testing.assert_close(getattr(layout, name), getattr(truth, name), atol=1e-5, rtol=1e-5)
    image, scores = draw(golden, layout)
    torch.testing.assert_close(scores, tensors[f"{case}.scores"], atol=1e-5, rtol=0)
    expected = tensors[f"{case}.image"]
    assert (image - expected).abs().max() < 2e-4 * expected.std()


@pytest.mark.parametrize("edit", EDITS)
def test_edit(golden: dict[str, Any], edit: str) -> None:
    image, _ = draw(golden, layout_of(golden["tensors"], f"edit.{edit}"))
    expected = golden["tensors"][f"edit.{edit}.image"]
    assert (image - expected).abs().max() < 2e-4 * expected.std()


def test_the_shipped_checkpoint_loads() -> None:
    checkpoint = read_checkpoint(Path(__file__).resolve().parents[3] / "models/training/decoder.ckpt")
    config = Config.from_dict(checkpoint["training"]["config"])
    # Settings that its training relies on, by the names that the file has.
    assert config.placeless and config.local_order == 3 and config.small_weight == 8.0 and config.optimiser == "muon"
    assert config.map_cells == 16 and config.outline_cells == 16 and config.waves
    encoder = AttributeEncoder(Schema.from_dict(checkpoint["schema"]), config.feature_dim, config.style_dim, config.encoder_hidden)
    for module, name in (
        (build_decoder(checkpoint["hyper_parameters"]), "generator_ema"),
        (decoder_from_config(config), "generator_ema"),
        (encoder, "attribute_encoder_ema"),
    ):
        module.load_state_dict(strip_prefix(checkpoint["state_dict"], name), strict=True)
