"""Decoder G: scores, features, styles -> picture (MODEL.md, "Decoder G"; paper section 3.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..shapes import assert_shape
from ..splat import Frames, Layout, blob_frames, local_coordinate_levels, pyramid, splat
from ..windows import Windows, pixel_middles
from . import maps, waves
from .local import FINEST, LocalFeatures
from .ops import StyledConv, ToRGB
from .outlines import Outlines


def channels_at(side: int, c_model: int) -> int:
    """Width at a side of `side` cells: 8c up to 64, then halved at every doubling."""
    return c_model * 8 if side <= 64 else max(1, c_model * 8 * 64 // side)


class NoiseBuffers(nn.Module):
    """The published buffers `noises.noise_i`: part of the format, unused (MODEL.md)."""

    def __init__(self, layers: int, size_in: int) -> None:
        super().__init__()
        for layer in range(layers):
            side = 2 ** ((layer + 5) // 2)
            generator = torch.Generator().manual_seed(layer)
            self.register_buffer(f"noise_{layer}", torch.randn(1, 1, side, side, generator=generator))


class Decoder(nn.Module):
    """
    forward(levels, features, styles, noise) -> pictures [B, 3, R, R] in about [-1, 1], float32.

    levels: {side: scores [B, side, side, K]} for size_in, 2 size_in, ..., R (see splat.pyramid); features
    [B, K, Df]; styles [B, K, Ds]; noise: one map [B or 1, 1, H, W] per SConv in order, or None for none.
    The maps are computed in the dtype of the scores. A decoder of side R is a prefix of the one of side 2R.
    """

    def __init__(
        self,
        resolution: int,
        c_model: int,
        feature_dim: int,
        style_dim: int,
        size_in: int = 16,
        local_order: int = 0,
        map_cells: int = 0,
        map_channels: int = 32,
        outline_cells: int = 0,
        with_waves: bool = False,
    ) -> None:
        super().__init__()
        # Order of the features by place (local.py), cells along a side of blobs' own maps (maps.py) and outlines (outlines.py);
        # 0 = none, as published. Waves are in waves.py.
        self.resolution, self.size_in, self.local_order = resolution, size_in, local_order
        width = channels_at(size_in, c_model)
        self.conv1 = StyledConv(feature_dim, width, style_dim)
        self.to_rgb1 = ToRGB(width, style_dim, upsample=False)
        self.locals = nn.ModuleDict({str(size_in): LocalFeatures(feature_dim, feature_dim, local_order)} if local_order else {})
        self.convs = nn.ModuleList()
        self.to_rgbs = nn.ModuleList()
        for side in self.sides[1:]:
            out = channels_at(side, c_model)
            self.convs.append(StyledConv(width, out, style_dim, upsample=True))
            self.convs.append(StyledConv(out, out, style_dim))
            self.to_rgbs.append(ToRGB(out, style_dim))
            if local_order and side <= FINEST:
                self.locals[str(side)] = LocalFeatures(feature_dim, out, local_order)
            width = out
        laid_on = {side: channels_at(side, c_model) for side in self.sides[1:] if maps.COARSEST <= side <= maps.FINEST}
        self.maps = maps.BlobMaps(feature_dim, laid_on, map_cells, map_channels) if map_cells else None
        self.outlines = Outlines(feature_dim, outline_cells) if outline_cells else None
        waved = {side: channels_at(side, c_model) for side in self.sides if waves.COARSEST <= side <= waves.FINEST}
        self.waves = waves.Waves(feature_dim + style_dim, waved) if with_waves else None
        self.noises = NoiseBuffers(1 + len(self.convs), size_in)

    @property
    def sides(self) -> list[int]:
        """Sides of the levels: size_in, ..., resolution."""
        doublings = int(math.log2(self.resolution // self.size_in))
        return [self.size_in * 2**n for n in range(doublings + 1)]

    @property
    def local_sides(self) -> list[int]:
        """Sides of the levels with features by place."""
        return [int(side) for side in self.locals]

    @property
    def frame_sides(self) -> list[int]:
        """Sides of the levels at which anything depends on the blobs' frames (maps, outlines)."""
        outlined = [side for side in self.sides if side <= maps.FINEST] if self.outlines else []
        return sorted({*outlined, *(self.maps.sides if self.maps else [])})

    def inputs(self, layout: Layout, levels: dict[int, Tensor]) -> tuple[dict[int, Tensor], dict[int, Tensor], Frames | None]:
        """Levels, coordinates and frames as `pictures` takes them, of a layout and the pyramid of its scores."""
        xs, ys, covs, sizes = layout.xs, layout.ys, layout.covs, layout.sizes
        frames = blob_frames(xs, ys, covs, sizes, levels, self.frame_sides) if self.frame_sides else None
        if self.outlines and frames:
            levels = self.outlines(levels, layout.features, frames)
        return levels, local_coordinate_levels(layout, levels, self.local_sides, self.local_order), frames

    def noise_sides(self) -> list[int]:
        """Side of the noise map of every SConv, in the order in which they are used."""
        return [self.size_in] + [side for side in self.sides[1:] for _ in range(2)]

    @staticmethod
    def _cropped(level: Tensor, side: int, windows: Windows | None) -> Tensor:
        """A level [B, side, side, ...], or the windows' crops of it [N, e, e, ...], which may be what is given."""
        return level if windows is None or windows.cut >= side or level.shape[1] < side else windows.crop(level)

    def draw(self, layout: Layout, noise: Sequence[Tensor] | None = None, dtype: torch.dtype = torch.float32) -> Tensor:
        """Pictures [B, 3, R, R] of layouts; the maps are computed in `dtype`."""
        scores = splat(layout.xs, layout.ys, layout.covs, layout.sizes, self.resolution)
        levels = {side: level.to(dtype) for side, level in pyramid(scores, self.size_in).items()}
        levels, coordinates, frames = self.inputs(layout, levels)
        return self(levels, layout.features, layout.styles, noise, coordinates=coordinates, frames=frames)

    def forward(
        self,
        levels: dict[int, Tensor],
        features: Tensor,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,
        windows: Windows | None = None,
        coordinates: dict[int, Tensor] | None = None,
        frames: Frames | None = None,
    ) -> Tensor:
        return self.pictures(levels, features, styles, noise, windows, coordinates, frames)[-1]

    def pictures(
        self,
        levels: dict[int, Tensor],
        features: Tensor,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,
        windows: Windows | None = None,
        coordinates: dict[int, Tensor] | None = None,
        frames: Frames | None = None,
    ) -> list[Tensor]:
        """
        The picture after every level, coarse to fine, of what `inputs` gives: levels corrected by the outlines, coordinates for features
        by place, frames for maps of the blobs' own. With windows, levels finer than their
        cut are computed on the windows alone, and scores of levels without maps or outlines may be given for the windows alone (noise
        is None); windows.py says which part of them is exact.
        """
        coarse = levels[self.size_in]
        batch, height, width, regions = coarse.shape
        assert_shape(features, "B K Df", "features", B=batch, K=regions)
        assert_shape(styles, "B K Ds", "styles", B=batch, K=regions)
        scores = coarse.flatten(1, 2)
        x = torch.bmm(scores, features.to(coarse.dtype))
        if self.locals:
            assert coordinates is not None, "This decoder has features by place: it needs the local coordinates."
            x = x + self.locals[str(self.size_in)](scores, coordinates[self.size_in].flatten(1, 2), features)
        x = x.view(batch, height, width, -1).permute(0, 3, 1, 2)
        x = self.conv1(x, scores, styles, noise[0] if noise else None)
        rgb = self.to_rgb1(x, scores, styles, None)
        own_maps = None
        if self.maps:
            assert frames is not None, "This decoder has maps of the blobs' own: it needs their frames."
            own_maps = self.maps.of(features[:, 1:], frames.presence, coarse.dtype)
        fields: Tensor | None = None
        pictures = [rgb]
        for level, side in enumerate(self.sides[1:]):
            if windows and windows.cut == side // 2:
                x, rgb = windows.crop_maps(x), windows.crop_maps(rgb)
                scores = windows.crop(levels[windows.cut]).flatten(1, 2)
                features, styles = windows.per_window(features), windows.per_window(styles)
                own_maps = own_maps if own_maps is None else windows.per_window(own_maps)
                fields = fields if fields is None else windows.crop(fields)
            first, second = (noise[1 + 2 * level], noise[2 + 2 * level]) if noise else (None, None)
            # The style map of the upsampling SConv has the resolution of its input, the level before.
            x = self.convs[2 * level](x, scores, styles, first)
            here = self._cropped(levels[side], side, windows)
            scores = here.flatten(1, 2)
            if coordinates is not None and str(side) in self.locals:
                local = self._cropped(coordinates[side], side, windows).flatten(1, 2)
                added = self.locals[str(side)](scores, local, features)
                x = x + added.view(len(here), here.shape[1], here.shape[2], -1).permute(0, 3, 1, 2)
            if self.maps and own_maps is not None and frames and side in self.maps.sides:
                places = frames.places[side]
                laid = self.maps(side, own_maps, windows.crop_places(places) if windows and windows.cut < side else places)
                x = x + laid.permute(0, 3, 1, 2)
            pattern: Tensor | None = None
            if self.waves and side in self.waves.sides:
                if fields is None:
                    fields = self.waves.fields(here, self.waves.of(features, styles))
                laid, pattern = self.waves(side, fields, pixel_middles(side, windows, x.device), x.dtype)
                x = x + laid.permute(0, 3, 1, 2)
            x = self.convs[2 * level + 1](x, scores, styles, second)
            rgb = self.to_rgbs[level](x, scores, styles, rgb)
            if pattern is not None and side == waves.FINEST:
                rgb = rgb + pattern.permute(0, 3, 1, 2)
            pictures.append(rgb)
        return pictures
