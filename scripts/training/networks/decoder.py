"""Decoder G: scores, features, styles -> picture (MODEL.md, "Decoder G"; paper section 3.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from .ops import StyledConv, ToRGB


def channels_at(side: int, c_model: int) -> int:
    """Width at a side of `side` cells: 8c up to 64, then halved at every doubling."""
    return c_model * 8 if side <= 64 else max(1, c_model * 8 * 64 // side)


class NoiseBuffers(nn.Module):
    """The published buffers `noises.noise_i`; nothing reads them (MODEL.md), they are there for the format."""

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
        self, resolution: int, c_model: int, feature_dim: int, style_dim: int, size_in: int = 16
    ) -> None:
        super().__init__()
        self.resolution, self.size_in = resolution, size_in
        width = channels_at(size_in, c_model)
        self.conv1 = StyledConv(feature_dim, width, style_dim)
        self.to_rgb1 = ToRGB(width, style_dim, upsample=False)
        self.convs = nn.ModuleList()
        self.to_rgbs = nn.ModuleList()
        for side in self.sides[1:]:
            out = channels_at(side, c_model)
            self.convs.append(StyledConv(width, out, style_dim, upsample=True))
            self.convs.append(StyledConv(out, out, style_dim))
            self.to_rgbs.append(ToRGB(out, style_dim))
            width = out
        self.noises = NoiseBuffers(1 + len(self.convs), size_in)

    @property
    def sides(self) -> list[int]:
        """Sides of the levels: size_in, ..., resolution."""
        doublings = int(math.log2(self.resolution // self.size_in))
        return [self.size_in * 2**n for n in range(doublings + 1)]

    def noise_sides(self) -> list[int]:
        """Side of the noise map of every SConv, in the order in which they are used."""
        return [self.size_in] + [side for side in self.sides[1:] for _ in range(2)]

    def forward(
        self,
        levels: dict[int, Tensor],
        features: Tensor,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,
        crop: tuple[int, int, int, int] | None = None,
    ) -> Tensor:
        return self.pictures(levels, features, styles, noise, crop)[-1]

    def pictures(
        self,
        levels: dict[int, Tensor],
        features: Tensor,
        styles: Tensor,
        noise: Sequence[Tensor] | None = None,
        crop: tuple[int, int, int, int] | None = None,
    ) -> list[Tensor]:
        """
        The picture after every level, coarse to fine.

        crop (cut, top, left, extent): from the first level finer than side `cut` on, only the window with this
        corner and extent, in cells of side `cut`, is computed. See crops.py for the part of it that is exact.
        """
        flat = {side: scores.flatten(1, 2) for side, scores in levels.items()}
        # Without crop a level is whole; with it, finer levels hold the window alone.
        coarse = levels[self.size_in]
        batch, high, wide, _ = coarse.shape
        x = torch.bmm(flat[self.size_in], features.to(coarse.dtype))
        x = x.view(batch, high, wide, -1).permute(0, 3, 1, 2)
        x = self.conv1(x, flat[self.size_in], styles, noise[0] if noise else None)
        rgb = self.to_rgb1(x, flat[self.size_in], styles, None)
        pictures = [rgb]
        for level, side in enumerate(self.sides[1:]):
            if crop and crop[0] == side // 2:
                _, top, left, extent = crop
                x = x[:, :, top : top + extent, left : left + extent]
                rgb = rgb[:, :, top : top + extent, left : left + extent]
            up, conv = self.convs[2 * level], self.convs[2 * level + 1]
            first, second = (noise[1 + 2 * level], noise[2 + 2 * level]) if noise else (None, None)
            # The style map of the upsampling SConv lies on its input grid, the level before.
            x = up(x, self._before(levels, flat, side, crop), styles, first)
            x = conv(x, flat[side], styles, second)
            rgb = self.to_rgbs[level](x, flat[side], styles, rgb)
            pictures.append(rgb)
        return pictures

    @staticmethod
    def _before(
        levels: dict[int, Tensor], flat: dict[int, Tensor], side: int, crop: tuple[int, int, int, int] | None
    ) -> Tensor:
        if crop and crop[0] == side // 2:
            _, top, left, extent = crop
            return levels[side // 2][:, top : top + extent, left : left + extent].flatten(1, 2)
        return flat[side // 2]
