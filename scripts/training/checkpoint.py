"""Checkpoints in the published format (a PyTorch zip with `state_dict` and `hyper_parameters`)."""

from __future__ import annotations

import os
import pickle
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .config import Config
from .data.attributes import Schema
from .networks import Decoder, FlowNetwork, LayoutNetwork
from .networks.encoder import AttributeEncoder
from .networks.flow import build_flow

# Builtins that a published checkpoint names; other classes outside torch become placeholders without code.
SAFE_BUILTINS = {"dict", "list", "set", "tuple", "int", "float", "str", "bool", "complex", "slice", "bytearray"}


class Placeholder:
    """Stands for a class of OmegaConf or Lightning: holds its state and runs none of its code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args = args

    def __setstate__(self, state: Any) -> None:
        self.state = state


class PlaceholderDict(Placeholder, dict[Any, Any]):
    """A placeholder of a class that derives from dict."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        known = module.split(".")[0] in ("torch", "collections")
        if known or (module == "builtins" and name in SAFE_BUILTINS) or (module, name) == ("_codecs", "encode"):
            return super().find_class(module, name)
        return type(name, (PlaceholderDict if name == "AttributeDict" else Placeholder,), {})


def _safe_pickle() -> types.ModuleType:
    module = types.ModuleType("safe_pickle")
    module.Unpickler = _Unpickler  # type: ignore[attr-defined]
    module.load = pickle.load  # type: ignore[attr-defined]
    return module


def to_plain(value: Any) -> Any:
    """Placeholders of OmegaConf -> dicts, lists and numbers."""
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    state = getattr(value, "state", None)
    if isinstance(state, dict):
        return to_plain(state["_content"]) if "_content" in state else state.get("_val")
    return value


def read_checkpoint(path: str | Path) -> dict[str, Any]:
    """
    Reads a checkpoint of this trainer or a published one.

    Raises FileNotFoundError when there is no such file, ValueError when it is not a checkpoint, each with one sentence.
    """
    if not Path(path).exists():
        raise FileNotFoundError(f"There is no checkpoint {path}.")
    try:
        loaded = torch.load(path, map_location="cpu", pickle_module=_safe_pickle(), weights_only=False)
    except (RuntimeError, pickle.UnpicklingError, EOFError) as error:
        raise ValueError(f"{path} is not a PyTorch checkpoint: {error}") from error
    if not isinstance(loaded, dict) or "state_dict" not in loaded or "hyper_parameters" not in loaded:
        raise ValueError(f"{path} has no state_dict and hyper_parameters, so it is not a checkpoint of this model.")
    loaded["hyper_parameters"] = to_plain(loaded["hyper_parameters"])
    return loaded


def write_checkpoint(path: str | Path, content: dict[str, Any]) -> None:
    """Writes under a temporary name and renames, so that a reader never sees half a file."""
    path = Path(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    torch.save(content, draft)
    os.replace(draft, path)


def strip_prefix(state: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The entries `prefix.*`, without the prefix."""
    return {key[len(prefix) + 1 :]: value for key, value in state.items() if key.startswith(prefix + ".")}


def add_prefix(module: nn.Module, prefix: str) -> dict[str, Tensor]:
    """A module's state dict under `prefix.*`."""
    return {f"{prefix}.{key}": value.detach().cpu() for key, value in module.state_dict().items()}


def hyper_parameters(config: Config, blobs: int) -> dict[str, Any]:
    """The published names of the numbers that fix a model's form; `blobs` is M of the layout network."""
    return {
        "dim": config.style_dim,
        "noise_dim": config.noise_dim,
        "resolution": config.resolution,
        "lr": config.lr,
        "ab_norm": config.ab_norm,
        "spatial_style": True,
        "n_features_max": blobs,
        "generator": {
            "style_dim": config.style_dim,
            "size_in": config.size_in,
            "c_model": config.c_model,
            "spatial_style": True,
            "size": config.resolution,
            "override_c_in": config.feature_dim,
            "local": config.local,
            "local_order": config.local_order,
            "map_cells": config.map_cells,
            "map_channels": config.map_channels,
            "outline_cells": config.outline_cells,
            "waves": config.waves,
        },
        "layout_net": {
            "n_features_max": blobs,
            "feature_dim": config.feature_dim,
            "style_dim": config.style_dim,
            "noise_dim": config.noise_dim,
            "norm_features": True,
            "mlp_lr_mul": 0.01,
            "mlp_hidden_dim": config.layout_hidden,
            "spatial_style": True,
        },
        "feature_jitter_xy": config.jitter_xy,
        "feature_jitter_shift": config.jitter_size,
        "feature_jitter_angle": config.jitter_angle,
    }


def decoder_from_config(config: Config) -> Decoder:
    """The decoder that a configuration asks for."""
    extended = config.way == "supervised"
    return Decoder(
        config.resolution, config.c_model, config.feature_dim, config.style_dim, config.size_in,
        local_order=config.local_order if config.local and extended else 0,
        map_cells=config.map_cells if extended else 0, map_channels=config.map_channels,
        outline_cells=config.outline_cells if extended else 0, with_waves=config.waves and extended,
    )  # fmt: skip


def build_decoder(hyper: Mapping[str, Any]) -> Decoder:
    """A decoder as the hyper-parameters describe it."""
    g = hyper["generator"]
    feature_dim = g.get("override_c_in") or hyper["layout_net"]["feature_dim"]
    order = g.get("local_order", 1) if g.get("local") else 0
    return Decoder(
        g["size"], g["c_model"], feature_dim, g["style_dim"], g["size_in"], order,
        map_cells=g.get("map_cells", 0), map_channels=g.get("map_channels", 32), outline_cells=g.get("outline_cells", 0),
        with_waves=g.get("waves", False),
    )  # fmt: skip


def build_layout_network(hyper: Mapping[str, Any]) -> LayoutNetwork | FlowNetwork:
    """A layout network as the hyper-parameters describe it."""
    net = hyper["layout_net"]
    if "flow" in net:
        return build_flow(net, hyper.get("ab_norm", 0.02))
    return LayoutNetwork(
        net["n_features_max"],
        net["feature_dim"],
        net["style_dim"],
        net["noise_dim"],
        net["mlp_hidden_dim"],
        net["mlp_lr_mul"],
        hyper.get("ab_norm", 0.02),
    )


def attribute_encoder_of(checkpoint: Mapping[str, Any], path: str | Path) -> tuple[Config, Schema, AttributeEncoder]:
    """
    The configuration, schema and averaged attribute encoder of a checkpoint read from `path`; a stripped one suffices.

    Raises ValueError when it is not of the layout-supervised way.
    """
    if "schema" not in checkpoint or checkpoint["training"]["way"] != "supervised":
        raise ValueError(f"{path} is not a checkpoint of the layout-supervised way.")
    config, schema = Config.from_dict(checkpoint["training"]["config"]), Schema.from_dict(checkpoint["schema"])
    encoder = AttributeEncoder(schema, config.feature_dim, config.style_dim, config.encoder_hidden).requires_grad_(False)
    encoder.load_state_dict(strip_prefix(checkpoint["state_dict"], "attribute_encoder_ema"))
    return config, schema, encoder
