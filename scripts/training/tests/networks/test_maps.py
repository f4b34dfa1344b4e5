"""Maps of the blobs' own: what is laid where, and a decoder that is extended by them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from training.checkpoint import decoder_from_config, read_checkpoint, strip_prefix
from training.config import Config
from training.loop.levels import EXTENSIONS, load_prefix
from training.networks.decoder import Decoder
from training.networks.maps import REACH, BlobMaps, hats
from training.splat import Layout, covariance_from_axes, presence, splat

SHIPPED = Path(__file__).resolve().parents[4] / "models/training/decoder.ckpt"


def layout_of(sizes: list[float], feature_dim: int) -> Layout:
    """One room of blobs of these sizes in a row, of which the last are in front."""
    blobs = len(sizes)
    generator = torch.Generator().manual_seed(1)
    first, second = torch.rand(2, 1, blobs, generator=generator) * 0.004 + 0.001
    angle = torch.rand(1, blobs, generator=generator) * 3
    features, styles = torch.randn(2, 1, blobs + 1, feature_dim, generator=generator)
    covs = covariance_from_axes(first, second, angle.cos(), angle.sin())
    xs, ys = torch.linspace(0.2, 0.8, blobs)[None], torch.linspace(0.3, 0.6, blobs)[None]
    return Layout(xs, ys, torch.tensor([sizes]), covs, features, styles)


def test_hats_interpolate_and_end_a_cell_beyond_the_map() -> None:
    step = 2 * REACH / 4
    places = torch.tensor([-REACH, -REACH + step / 4, 0.0, REACH, REACH + step / 2, REACH + step, -9.0])
    expected = [[1, 0, 0, 0, 0], [0.75, 0.25, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0.5], [0] * 5, [0] * 5]
    torch.testing.assert_close(hats(places, 5), torch.tensor(expected, dtype=torch.float32))


def test_maps_lie_where_sampling_them_would_put_them() -> None:
    torch.manual_seed(0)
    maps = BlobMaps(6, {32: 7}, cells=5, channels=3)
    for parameter in maps.parameters():
        torch.nn.init.normal_(parameter)
    features, weights = torch.randn(2, 4, 6), torch.rand(2, 4)
    across, down = torch.rand(2, 4, 9) * 2 * REACH - REACH, torch.rand(2, 4, 8) * 2 * REACH - REACH
    made = maps.of(features, weights, torch.float32)
    found = maps(32, made, (across, down))
    expected = torch.zeros(2, 8, 9, 7)
    for room in range(2):
        for blob in range(4):
            own = (maps.weight @ features[room, blob] * maps.scale * weights[room, blob]).view(1, 5, 5, 3).permute(0, 3, 1, 2)
            rows, columns = torch.meshgrid(down[room, blob], across[room, blob], indexing="ij")
            seen = F.grid_sample(own, torch.stack([columns, rows], -1)[None] / REACH, align_corners=True)
            expected[room] += torch.einsum("chw,dc->hwd", seen[0], maps.projections["32"]) / 3**0.5
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_a_blob_that_is_absent_or_hidden_is_not_there() -> None:
    layout = layout_of([2.0, -8.0, 0.0, 900.0], 4)
    # The last one covers the picture.
    found = presence(layout.sizes, splat(layout.xs, layout.ys, layout.covs, layout.sizes, 64))
    assert found[0, :3].max() < 4e-4 and found[0, 0] == 0 and found[0, 3] == 1
    alone = presence(layout.sizes[:, :1], splat(layout.xs[:, :1], layout.ys[:, :1], layout.covs[:, :1], layout.sizes[:, :1], 64))
    torch.testing.assert_close(alone, torch.sigmoid(torch.tensor([[2.0]])))


def draw(decoder: Decoder, layout: Layout) -> Tensor:
    with torch.no_grad():
        return decoder.draw(layout)


def test_the_shipped_decoder_draws_the_same_when_it_is_extended() -> None:
    # As it was before it had any of them, and at 128 px, the finest level that has maps.
    checkpoint = read_checkpoint(SHIPPED)
    own = {name: value.float() for name, value in strip_prefix(checkpoint["state_dict"], "generator_ema").items()}
    state = {name: value for name, value in own.items() if not name.startswith(EXTENSIONS)}
    bare = checkpoint["training"]["config"] | {"resolution": 128, "map_cells": 0, "outline_cells": 0, "waves": False}
    before = decoder_from_config(Config.from_dict(bare))
    after = decoder_from_config(Config.from_dict(bare | {"map_cells": 16, "outline_cells": 16}))
    for decoder in (before, after):
        load_prefix(decoder, state)
    assert after.frame_sides == [16, 32, 64, 128]
    layout = layout_of([3.0, 20.0, 6.0], 128)
    picture = draw(before, layout)
    assert torch.equal(draw(after, layout), picture)
    assert after.maps
    torch.nn.init.normal_(after.maps.weight)
    assert (draw(after, layout) - picture).abs().max() > 0.1
    torch.nn.init.zeros_(after.maps.weight)
    assert after.outlines
    torch.nn.init.normal_(after.outlines.weight)
    assert (draw(after, layout) - picture).abs().max() > 0.1


def test_a_map_reaches_as_far_as_it_says() -> None:
    torch.manual_seed(0)
    decoder = Decoder(64, 1, 6, 6, map_cells=4, map_channels=3)
    layout = layout_of([3.0, 8.0], 6)
    layout.xs[:], layout.ys[:] = torch.tensor([0.25, 0.7]), torch.tensor([0.3, 0.7])
    picture = draw(decoder, layout)
    assert decoder.maps
    torch.nn.init.normal_(decoder.maps.weight)
    changed = (draw(decoder, layout) - picture).abs().amax(dim=(0, 1)) > 0
    reach = (REACH + 2 * REACH / 3) * torch.sqrt(layout.sizes[0, :, None] * layout.covs[0].diagonal(dim1=-2, dim2=-1))
    middles = (torch.arange(64) + 0.5) / 64
    # Cells that a map reaches at 32 px, and what the convolutions after it read.
    margin = 8 / 64
    inside = torch.zeros(64, 64, dtype=torch.bool)
    for x, y, (wide, high) in zip(layout.xs[0], layout.ys[0], reach, strict=True):
        inside |= ((middles - y).abs()[:, None] < high + margin) & ((middles - x).abs()[None] < wide + margin)
    assert changed.any() and not (changed & ~inside).any()
    assert not inside.all()
