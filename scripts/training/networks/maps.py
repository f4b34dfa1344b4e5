"""
Maps of a blob's own: an extension of the published decoder. A blob's feature makes a small map of `cells` x `cells` cells in the
blob's frame, which is laid onto the grids from 32 to 128 px: room for an outline and for a motif, where features by place (local.py)
have ten numbers a channel for all of a blob.

A map lies where its blob is, not where its score is: at the ends of an ellipse, and where the ellipse of another is in front, the
score is nothing although the thing may be what is seen there. Who is on top is left to the convolutions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..shapes import assert_shape

COARSEST, FINEST = 32, 128
# Where a map's first and last cells lie, in half extents of the blob. Beyond them it fades out over the width of a cell.
REACH = 1.4


def hats(places: Tensor, cells: int) -> Tensor:
    """
    places [..., S] in half extents of a blob -> [..., S, cells]: the share of each cell of a map there, by linear interpolation; 0
    beyond the map.
    """
    middles = torch.linspace(-REACH, REACH, cells, device=places.device)
    step = 2 * REACH / (cells - 1)
    return (1 - (places[..., None] - middles).abs() / step).clamp_min(0)


class BlobMaps(nn.Module):
    """
    `of` makes the maps, forward lays them onto a grid. The weights start at zero, so that a trained decoder can be extended by them.
    """

    def __init__(self, feature_dim: int, widths: dict[int, int], cells: int, channels: int) -> None:
        """`widths`: channels of the decoder at every side that maps are laid onto."""
        super().__init__()
        self.cells, self.channels = cells, channels
        self.weight = nn.Parameter(torch.zeros(cells * cells * channels, feature_dim))
        self.projections = nn.ParameterDict({str(side): nn.Parameter(torch.randn(width, channels)) for side, width in widths.items()})
        self.scale = 1.0 / math.sqrt(feature_dim)
        self.projection_scale = 1.0 / math.sqrt(channels)

    @property
    def sides(self) -> list[int]:
        """Sides of the levels that maps are laid onto."""
        return sorted(int(side) for side in self.projections)

    def of(self, features: Tensor, weights: Tensor, dtype: torch.dtype) -> Tensor:
        """Features [B, M, Df] and weights [B, M] of blobs -> their maps [B, M, cells, cells, channels] (down, across), in `dtype`."""
        assert_shape(features, "B M Df", "features")
        assert_shape(weights, "B M", "weights", B=features.shape[0], M=features.shape[1])
        maps = (features * weights[..., None]) @ (self.weight * self.scale).T
        return maps.to(dtype).unflatten(-1, (self.cells, self.cells, self.channels))

    def forward(self, side: int, maps: Tensor, places: Sequence[Tensor]) -> Tensor:
        """
        Maps [B, M, cells, cells, channels] and the places (across [B, M, W], down [B, M, H]) of a grid's columns and rows in the
        blobs' frames -> [B, H, W, C], what is added at the level of this side.
        """
        across, down = (hats(place, self.cells).to(maps.dtype) for place in places)
        batch, blobs, width, cells = across.shape
        height = down.shape[2]
        # [B M, H, cells channels], then all blobs' cells in one product.
        rows = torch.matmul(down, maps.flatten(3)).view(batch, blobs, height, cells, self.channels)
        rows = rows.permute(0, 1, 3, 2, 4).reshape(batch, blobs * cells, height * self.channels)
        columns = across.permute(0, 2, 1, 3).reshape(batch, width, blobs * cells)
        laid = torch.bmm(columns, rows).view(batch, width, height, self.channels).permute(0, 2, 1, 3)
        projection = self.projections[str(side)] * self.projection_scale
        return torch.matmul(laid, projection.T.to(maps.dtype))
