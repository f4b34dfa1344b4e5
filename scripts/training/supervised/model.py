"""The layout-supervised model: rooms' true layouts and attributes -> pictures -> loss."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..checkpoint import decoder_from_config
from ..config import Config
from ..data.attributes import Schema
from ..data.layouts import SIZE, X, Y, covariances
from ..losses import gradient_l1, l1, log_error, lowpass_l1, masked, pixel_weights, ssim_loss
from ..networks.encoder import AttributeEncoder
from ..pictures import to_unit_range
from ..shapes import assert_shape
from ..splat import Layout
from ..windows import Windows
from .scores import score_levels

# Levels from this side on are taught by the picture averaged down (its structure is measured in windows of 11 px); those below
# FULL_PREVIEW count less by as much as they are smaller.
COARSEST_PREVIEW, FULL_PREVIEW = 16, 64


class SupervisedModel(nn.Module):
    """Decoder and attribute encoder; forward gives the training loss and its parts."""

    def __init__(self, config: Config, schema: Schema, dtype: torch.dtype) -> None:
        super().__init__()
        self.decoder = decoder_from_config(config)
        self.encoder = AttributeEncoder(schema, config.feature_dim, config.style_dim, config.encoder_hidden)
        self.config, self.dtype = config, dtype

    def levels(self, geometry: Tensor, windows: Windows | None = None) -> dict[int, Tensor]:
        """Scores of blobs [B, M, 5] at every level, in the dtype of the maps, without gradient; the finest of the windows alone."""
        config = self.config
        return score_levels(geometry, config.ab_norm, config.resolution, config.size_in, windows, self.dtype)

    def decode(
        self,
        geometry: Tensor,
        features: Tensor,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,
        windows: Windows | None = None,
        levels: dict[int, Tensor] | None = None,
    ) -> list[Tensor]:
        """Pictures after every level of rooms with this geometry [B, M, 5]; `levels` are its scores, to not compute them again."""
        levels = self.levels(geometry, windows) if levels is None else levels
        covs = covariances(geometry, self.config.ab_norm)
        layout = Layout(geometry[..., X], geometry[..., Y], geometry[..., SIZE], covs, features, styles)
        levels, coordinates, frames = self.decoder.inputs(layout, levels)
        return self.decoder.pictures(levels, features, styles, noise, windows, coordinates, frames)

    def pictures(self, batch: dict[str, Tensor], windows: Windows | None = None) -> list[Tensor]:
        """Pictures after every level, coarse to fine; with windows the finer ones are of the windows alone."""
        return self.pictures_with_vectors(batch, windows=windows)[0]

    def pictures_with_vectors(
        self,
        batch: dict[str, Tensor],
        noise: Sequence[Tensor] | None = None,
        windows: Windows | None = None,
        levels: dict[int, Tensor] | None = None,
    ) -> tuple[list[Tensor], Tensor, Tensor]:
        """The pictures, and the features and styles that they were decoded from."""
        features, styles = self.encoder(batch["codes"], batch["numbers"], batch["mirrored"])
        return self.decode(batch["geometry"], features, styles, noise, windows, levels), features, styles

    def forward(self, batch: dict[str, Tensor], noise: Sequence[Tensor] | None = None) -> dict[str, Tensor]:
        """
        {"loss", "l1", ...}: means over the batch, or over the windows whose corners are in `batch["windows"]`. With `noise`
        also picture, features and styles, for the adversarial term.
        """
        config = self.config
        whole = to_unit_range(batch["pictures"])
        windows = Windows(config.crop_level, config.crop_cells, batch["windows"]) if "windows" in batch else None
        levels = self.levels(batch["geometry"], windows)
        pictures, features, styles = self.pictures_with_vectors(batch, noise, windows, levels)

        def weights(side: int) -> Tensor | None:
            """Of the pixels at a level, [B, 1, side, side] or of the windows."""
            if not config.small_weight:
                return None
            sizes = batch["geometry"][..., SIZE]
            level = levels[side]
            own = sizes if windows is None or level.shape[1] == side else windows.per_window(sizes)
            # Means of a level are those of every other.
            return pixel_weights(level, own, config.small_weight) / pixel_weights(levels[config.size_in], sizes, config.small_weight).mean()

        if windows is None:
            parts = self.reconstruction_loss(pictures[-1], whole, weights(config.resolution))
        else:
            finest = weights(config.resolution)
            if finest is not None and finest.shape[-1] == config.resolution:
                finest = windows.crop_maps(finest)
            valid = windows.valid_mask(config.resolution)
            parts = self.reconstruction_loss(pictures[-1], windows.crop_maps(whole), finest, valid)
        for side, picture in zip(self.decoder.sides, pictures[:-1], strict=False):
            # Levels that the page shows before the last one; the coarser, the shorter. With windows only the levels that are whole: they
            # alone train the walls.
            if config.preview_weight and side >= COARSEST_PREVIEW and (windows is None or side <= windows.cut):
                small = F.avg_pool2d(whole, whole.shape[-1] // side)
                preview = self.reconstruction_loss(picture, small, weights(side))
                parts["loss"] = parts["loss"] + config.preview_weight * min(1.0, side / FULL_PREVIEW) * preview["loss"]
                if side < FULL_PREVIEW:
                    parts[f"l1_{side}"] = preview["l1"]
        if noise is not None:
            parts |= {"picture": pictures[-1], "features": features, "styles": styles}
        return parts

    def reconstruction_loss(self, picture: Tensor, truth: Tensor, weights: Tensor | None, valid: Tensor | None = None) -> dict[str, Tensor]:
        """
        {"loss", "l1", ...} of pictures [B, 3, R, R]; `weights` [B, 1, R, R] are those of the L1 terms, `valid` masks the exact part
        of windows.
        """
        assert_shape(truth, "B 3 R R", "truth", B=len(picture), R=picture.shape[-1])
        config = self.config
        difference = masked(picture - truth, valid)
        weighted = difference if weights is None else difference * weights
        parts = {"l1": l1(weighted), "lowpass": lowpass_l1(weighted)}
        loss = parts["l1"] + config.lowpass_weight * parts["lowpass"]
        if config.gradient_weight:
            parts["gradient"] = gradient_l1(difference)
            loss = loss + config.gradient_weight * parts["gradient"]
        if config.structure_weight:
            parts["structure"] = ssim_loss(picture, truth, valid)
            loss = loss + config.structure_weight * parts["structure"]
        if config.log_error_weight:
            parts["log_error"] = log_error((picture - truth) if valid is None else (picture - truth) * valid, weights)
            loss = loss + config.log_error_weight * parts["log_error"]
        return {"loss": loss, **parts}
