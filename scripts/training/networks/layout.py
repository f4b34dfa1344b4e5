"""Layout network F: noise -> layout (MODEL.md, "Layout network F"; paper section 3.2)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..shapes import assert_shape
from ..splat import Layout, covariance_from_logits
from .ops import EqualLinear, pixel_norm, truncate


class PixelNorm(nn.Module):
    """Layer 0 of the published `mlp`; it has no parameters."""

    def forward(self, x: Tensor) -> Tensor:
        return pixel_norm(x)


class LayoutNetwork(nn.Module):
    """
    z [B, noise_dim] -> Layout of `blobs` blobs and a background.

    The output row: sizes (M+1), background feature (Df), background style (Ds), then per blob x, y (2),
    covariance (4), feature (Df), style (Ds).
    """

    def __init__(
        self,
        blobs: int,
        feature_dim: int,
        style_dim: int,
        noise_dim: int = 512,
        hidden_dim: int = 1024,
        lr_mul: float = 0.01,
        ab_norm: float = 0.02,
    ) -> None:
        super().__init__()
        self.blobs, self.feature_dim, self.style_dim = blobs, feature_dim, style_dim
        self.noise_dim, self.ab_norm = noise_dim, ab_norm
        row = self.row_length(blobs, feature_dim, style_dim)
        layers: list[nn.Module] = [PixelNorm()]
        for layer in range(8):
            size_in = noise_dim if layer == 0 else hidden_dim
            size_out = row if layer == 7 else hidden_dim
            layers.append(EqualLinear(size_in, size_out, lr_mul=lr_mul, active=layer < 7))
        self.mlp = nn.Sequential(*layers)

    @staticmethod
    def row_length(blobs: int, feature_dim: int, style_dim: int) -> int:
        """Numbers in an output row."""
        return (blobs + 1) * (1 + feature_dim + style_dim) + blobs * 6

    def latent(self, z: Tensor) -> Tensor:
        """h [B, hidden_dim] of z [B, noise_dim]: the input of layer 8, where truncation acts."""
        assert_shape(z, "B Z", "z", Z=self.noise_dim)
        return self.mlp[:-1](z)

    def row(self, z: Tensor, truncation: float = 0.0, mean_latent: Tensor | None = None) -> Tensor:
        """[B, row_length]: the output of layer 8."""
        return self.mlp[-1](truncate(self.latent(z), mean_latent, truncation))

    def to_layout(self, row: Tensor) -> Layout:
        """Output rows [B, row_length] -> layouts."""
        m, df, ds = self.blobs, self.feature_dim, self.style_dim
        sizes, rest = row[:, : m + 1], row[:, m + 1 :]
        background, rest = rest[:, : df + ds], rest[:, df + ds :].view(len(row), m, 6 + df + ds)
        feature = torch.cat([background[:, None, :df], rest[..., 6 : 6 + df]], dim=1)
        style = torch.cat([background[:, None, df:], rest[..., 6 + df :]], dim=1)
        centres = torch.sigmoid(rest[..., :2])
        return Layout(
            xs=centres[..., 0],
            ys=centres[..., 1],
            sizes=sizes[:, 1:],
            covs=covariance_from_logits(rest[..., 2:6], self.ab_norm),
            features=pixel_norm(feature),
            styles=pixel_norm(style),
        )

    def forward(self, z: Tensor, truncation: float = 0.0, mean_latent: Tensor | None = None) -> Layout:
        return self.to_layout(self.row(z, truncation, mean_latent))

    @torch.no_grad()
    def mean_latent(self, count: int = 10_000, seed: int = 0) -> Tensor:
        """Mean of h over `count` draws of z, as published. Shape [hidden_dim]."""
        generator = torch.Generator().manual_seed(seed)
        z = torch.randn(count, self.noise_dim, generator=generator)
        return self.latent(z.to(next(self.parameters()))).mean(0)
