"""Outlines of the blobs' own: what they make of scores."""

from __future__ import annotations

import torch

from training.networks.outlines import FLOOR, LIMIT, Outlines
from training.splat import Frames, blob_frames, covariance_from_axes, pyramid, splat


def test_scores_are_as_they_were_at_first_to_the_last_bit() -> None:
    outlines = Outlines(6, 5)
    scores = torch.rand(2, 16, 16, 4).softmax(-1)
    places = {side: (torch.randn(2, 3, side), torch.randn(2, 3, side)) for side in (16, 32)}
    frames = Frames(places, torch.rand(2, 3))
    levels = {32: torch.rand(2, 32, 32, 4).softmax(-1).bfloat16(), 16: scores}
    found = outlines(levels, torch.randn(2, 4, 6), frames)
    assert all(torch.equal(found[side], level) for side, level in levels.items())


def test_a_map_multiplies_the_odds_of_its_blob() -> None:
    outlines = Outlines(6, 3)
    scores = torch.tensor([0.1, 0.3, 0.6]).expand(1, 1, 1, 3)
    maps = torch.zeros(1, 2, 3, 3)
    middle, away = torch.zeros(1, 2, 1), torch.full((1, 2, 1), 9.0)
    # The second blob is half of what it was, the first one and the background are as they were.
    maps[0, 1, 1, 1] = -torch.log(torch.tensor(2.0))
    expected = torch.tensor([0.1, 0.3, 0.3]) / 0.7
    torch.testing.assert_close(outlines.corrected(scores, maps, (middle, middle))[0, 0, 0], expected)
    assert torch.equal(outlines.corrected(scores, maps, (away, middle)), scores)
    # What has no score at all can be had from the map, within its limit.
    maps[0, 0, 1, 1] = 99.0
    hidden = torch.tensor([0.0, 0.0, 1.0]).expand(1, 1, 1, 3)
    weight = FLOOR * torch.expm1(torch.tensor(LIMIT))
    torch.testing.assert_close(outlines.corrected(hidden, maps, (middle, middle))[0, 0, 0, 1], weight / (weight + 0.5))


def test_outlines_learn_a_shape_that_is_no_ellipse() -> None:
    torch.manual_seed(0)
    # Two round blobs; of the one in front only the left half is to be seen.
    xs, ys, sizes = torch.tensor([[0.5, 0.5]]), torch.tensor([[0.5, 0.5]]), torch.tensor([[20.0, 8.0]])
    round_one = torch.full((1, 2), 0.004)
    covs = covariance_from_axes(round_one, round_one, torch.ones(1, 2), torch.zeros(1, 2))
    levels = pyramid(splat(xs, ys, covs, sizes, 32))
    seen = levels[32].argmax(-1)
    seen[:, :, 16:] = seen[:, :, 16:].clamp_max(1)
    frames = blob_frames(xs, ys, covs, sizes, levels, (16, 32))
    outlines = Outlines(6, 8)
    features = torch.randn(1, 3, 6)
    optimiser = torch.optim.Adam(outlines.parameters(), 0.02)

    def right() -> float:
        return float((outlines(levels, features, frames)[32].argmax(-1) == seen).float().mean())

    before = right()
    for _ in range(60):
        optimiser.zero_grad()
        found = outlines(levels, features, frames)[32]
        (-torch.log(found.gather(-1, seen[..., None]) + 1e-2).mean()).backward()
        optimiser.step()
    assert before < 0.95 < right()
