"""The generator of the unsupervised way: noise -> layout -> picture."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ..checkpoint import decoder_from_config
from ..config import Config
from ..networks import LayoutNetwork
from ..splat import Layout
from .jitter import jitter_layout

# pictures = draw(layout, noise)
Draw = Callable[[Layout, list[Tensor]], Tensor]


class Generator(nn.Module):
    """Layout network and decoder."""

    def __init__(self, config: Config, dtype: torch.dtype) -> None:
        super().__init__()
        self.layout = LayoutNetwork(
            config.blobs, config.feature_dim, config.style_dim, config.noise_dim, config.layout_hidden,
            ab_norm=config.ab_norm,
        )  # fmt: skip
        self.decoder = decoder_from_config(config)
        self.config, self.dtype = config, dtype

    def draw(self, layout: Layout, noise: list[Tensor]) -> Tensor:
        """Pictures [B, 3, R, R] of layouts."""
        return self.decoder.draw(layout, noise, self.dtype)

    def noise(self, batch: int, generator: torch.Generator) -> list[Tensor]:
        """Fresh noise maps, one per SConv."""
        device = next(self.parameters()).device
        return [
            torch.randn(batch, 1, side, side, generator=generator, device=generator.device).to(device)
            for side in self.decoder.noise_sides()
        ]

    def forward(self, z: Tensor, generator: torch.Generator, draw: Draw | None = None) -> Tensor:
        """Pictures of jittered layouts; `draw` takes the place of this one's."""
        layout = jitter_layout(self.layout(z), self.config, generator)
        return (draw or self.draw)(layout, self.noise(len(z), generator))
