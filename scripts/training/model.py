"""The layout-supervised model: rooms' true layouts and attributes -> pictures -> loss."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import Config
from .crops import Windows
from .data.attributes import Schema
from .data.layouts import ANGLE, ASPECT, SIZE, X, Y
from .losses import gradient_l1, l1, log_error, lowpass_l1, masked, small_things, structure
from .networks.decoder import Decoder
from .networks.encoder import AttributeEncoder
from .splat import covariance_from_axes, places, pyramid, splat


def covariances(geometry: Tensor, ab_norm: float) -> Tensor:
    """Rows of data/layouts.py [..., 5] -> Sigma [..., 2, 2]."""
    aspect, angle = geometry[..., ASPECT], geometry[..., ANGLE]
    return covariance_from_axes(ab_norm * aspect, ab_norm / aspect, torch.cos(angle), torch.sin(angle))


def to_unit(pictures: Tensor) -> Tensor:
    """uint8 -> [-1, 1]."""
    return pictures.float() / 127.5 - 1


def build_decoder_of(config: Config) -> Decoder:
    """The decoder that a configuration asks for."""
    form = (config.resolution, config.c_model, config.feature_dim, config.style_dim, config.size_in)
    return Decoder(*form, local_order=config.local_order if config.local and config.way == "supervised" else 0)


class SupervisedModel(nn.Module):
    """Decoder and attribute encoder; forward gives the training loss and its parts."""

    def __init__(self, config: Config, schema: Schema, dtype: torch.dtype) -> None:
        super().__init__()
        self.decoder = build_decoder_of(config)
        self.encoder = AttributeEncoder(schema, config.feature_dim, config.style_dim, config.encoder_hidden)
        self.config, self.dtype = config, dtype

    def levels(self, geometry: Tensor) -> dict[int, Tensor]:
        """Scores at every level, in the dtype of the maps; no gradient: the geometry is given."""
        with torch.no_grad():
            covs = covariances(geometry, self.config.ab_norm)
            scores = splat(geometry[..., X], geometry[..., Y], covs, geometry[..., SIZE], self.config.resolution)
            levels = pyramid(scores, self.config.size_in)
        return {side: level.to(self.dtype) for side, level in levels.items()}

    def decode(
        self,
        geometry: Tensor,
        features: Tensor,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,
        windows: Windows | None = None,
        levels: dict[int, Tensor] | None = None,
    ) -> list[Tensor]:
        """Pictures after every level of rooms of this geometry [B, M, 5]; `levels` are its scores, if they are there."""
        levels = self.levels(geometry) if levels is None else levels
        found = None
        if sides := self.decoder.local_sides:
            with torch.no_grad():
                covs = covariances(geometry, self.config.ab_norm)
                x, y, sizes = geometry[..., X], geometry[..., Y], geometry[..., SIZE]
                found = {side: places(x, y, covs, sizes, levels[side], self.decoder.local_order) for side in sides}
        return self.decoder.pictures(levels, features, styles, noise, windows, found)

    def pictures(self, batch: dict[str, Tensor], windows: Windows | None = None) -> list[Tensor]:
        """Pictures after every level, coarse to fine; the last ones of the windows alone, if there are some."""
        return self.painted(batch, windows)[0]

    def painted(
        self, batch: dict[str, Tensor], windows: Windows | None = None, levels: dict[int, Tensor] | None = None
    ) -> tuple[list[Tensor], Tensor, Tensor]:
        """The pictures, and the features and styles that they were painted from."""
        features, styles = self.encoder(batch["codes"], batch["numbers"], batch["mirrored"])
        return self.decode(batch["geometry"], features, styles, batch.get("noise"), windows, levels), features, styles

    def forward(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """
        {"loss", "l1", ...}: means over the batch, of windows alone where `batch["windows"]` has their corners. With noise
        in the batch also picture, features and styles, for the adversarial term.
        """
        config = self.config
        whole = to_unit(batch["pictures"])
        levels = self.levels(batch["geometry"])
        windows = Windows(config.crop_level, config.crop_cells, batch["windows"]) if "windows" in batch else None
        pictures, features, styles = self.painted(batch, windows, levels)
        cells = None
        if config.small_weight:
            cells = small_things(levels[config.resolution], batch["geometry"][..., SIZE], config.small_weight)
        if windows is None:
            parts = self.missed(pictures[-1], whole, cells)
        else:
            here = cells if cells is None else windows.of_maps(cells)
            parts = self.missed(pictures[-1], windows.of_maps(whole), here, windows.valid(config.resolution))
        for side, picture in zip(self.decoder.sides, pictures[:-1]):
            # Levels that a person sees while dragging; under windows only the whole ones, which nothing else teaches the walls.
            if config.preview_weight and side >= 64 and (windows is None or side <= windows.cut):
                factor = whole.shape[-1] // side
                small = F.avg_pool2d(whole, factor)
                extra = self.missed(picture, small, cells if cells is None else F.avg_pool2d(cells, factor))
                parts["loss"] = parts["loss"] + config.preview_weight * extra["loss"]
        if "noise" in batch:
            parts |= {"picture": pictures[-1], "features": features, "styles": styles}
        return parts

    def missed(
        self, picture: Tensor, truth: Tensor, cells: Tensor | None, valid: Tensor | None = None
    ) -> dict[str, Tensor]:
        """{"loss", "l1", ...} of a picture; `cells` weigh the L1 terms, `valid` masks the exact part of windows."""
        config = self.config
        difference = masked(picture - truth, valid)
        weighed = difference if cells is None else difference * cells
        parts = {"l1": l1(weighed), "lowpass": lowpass_l1(weighed)}
        loss = parts["l1"] + config.lowpass_weight * parts["lowpass"]
        if config.gradient_weight:
            parts["gradient"] = gradient_l1(difference)
            loss = loss + config.gradient_weight * parts["gradient"]
        if config.structure_weight:
            parts["structure"] = structure(picture, truth, valid)
            loss = loss + config.structure_weight * parts["structure"]
        if config.log_error_weight:
            parts["log_error"] = log_error((picture - truth) if valid is None else (picture - truth) * valid, cells)
            loss = loss + config.log_error_weight * parts["log_error"]
        return {"loss": loss, **parts}
