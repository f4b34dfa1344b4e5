"""Waves: what is laid where, and a decoder that is extended by them."""

from __future__ import annotations

import math

import torch

from training.checkpoint import decoder_from_config, read_checkpoint, strip_prefix
from training.config import Config
from training.loop.levels import load_prefix
from training.networks.waves import COEFFICIENTS, COLOURS, WAVES, Waves, wave_basis

from .test_maps import SHIPPED, draw, layout_of


def test_waves_are_those_of_the_patterns() -> None:
    u, v = torch.tensor([0.0, 0.25, 0.5, 1.0]), torch.tensor([0.5, 0.5, 0.5, 1.5])
    waves = wave_basis(u, v)
    assert waves.shape == (4, WAVES)
    torch.testing.assert_close(waves[:, 0], torch.tensor([1.0, 0.0, -1.0, 1.0]), atol=1e-6, rtol=0)
    # Lines lie at whole numbers, and are thin.
    torch.testing.assert_close(waves[:, 2], torch.tensor([1.0, 0.0, 0.0, 1.0]), atol=1e-3, rtol=0)
    # The next row is half a period further: so is its dot, in the middle between four corners.
    assert (waves[:, 7] > 0.9).tolist() == [False, False, True, True]
    # Below the rail, and above it.
    assert waves[0, 8] < -0.9 and waves[3, 8] > 0.9


def test_a_pattern_goes_on_under_what_stands_before_it() -> None:
    torch.manual_seed(0)
    waves = Waves(6, {128: 4, 256: 3})
    assert waves.sides == [128, 256]
    # A wall whose stripes are 8 to the picture, its middle hidden but for a trace of score; the other blob has no surface.
    homographies = torch.zeros(1, 2, COEFFICIENTS)
    homographies[0, 0] = torch.tensor([8.0, 0, 0, 0, 8, 0, 0, 0, 1])
    amounts = torch.zeros(1, 2, WAVES + COLOURS)
    amounts[0, 0, 0] = 1.0
    amounts[0, 0, WAVES:] = torch.tensor([0.5, 0.0, -0.2])
    for projection in waves.projections.values():
        torch.nn.init.normal_(projection)
    scores = torch.zeros(1, 128, 128, 2)
    scores[..., 0] = 1.0
    scores[:, 40:80, 40:80] = torch.tensor([0.01, 0.99])
    fields = waves.fields(scores, (homographies, amounts))
    for side in (128, 256):
        middles = (torch.arange(side)[None] + 0.5) / side
        laid, pattern = waves(side, fields, (middles, middles), torch.float32)
        assert laid.shape == (1, side, side, waves.projections[str(side)].shape[0])
        wave = torch.cos(2 * math.pi * 8 * middles)[0, :, None] * waves.projections[str(side)][:, 0] / math.sqrt(WAVES)
        torch.testing.assert_close(laid[0, 3], wave, atol=1e-4, rtol=0)
        torch.testing.assert_close(pattern[0, 3, :, 0], 0.5 * torch.cos(2 * math.pi * 8 * middles)[0], atol=1e-4, rtol=0)
        assert not pattern[..., 1].any()
        # Hidden it is weaker by its score, not another one.
        torch.testing.assert_close(
            laid[0, side * 60 // 128, side * 45 // 128 : side * 75 // 128],
            0.01 * wave[side * 45 // 128 : side * 75 // 128],
            atol=1e-4,
            rtol=0,
        )


def test_a_decoder_draws_the_same_when_it_is_given_waves() -> None:
    checkpoint = read_checkpoint(SHIPPED)
    state = {
        name: value.float() for name, value in strip_prefix(checkpoint["state_dict"] | checkpoint.get("finer", {}), "generator_ema").items()
    }
    state = {name: value for name, value in state.items() if not name.startswith("waves.")}
    config = Config.from_dict(checkpoint["training"]["config"] | {"resolution": 256, "waves": False})
    before, after = decoder_from_config(config), decoder_from_config(Config.from_dict({**vars(config), "waves": True}))
    for decoder in (before, after):
        load_prefix(decoder, state)
    layout = layout_of([3.0, 20.0, 6.0], config.feature_dim)
    picture = draw(before, layout)
    assert torch.equal(draw(after, layout), picture)
    assert after.waves
    after.waves.surfaces.middle.normal_()
    torch.nn.init.normal_(after.waves.weight)
    changed = (draw(after, layout) - picture).abs()
    assert changed.max() > 0.05
