"""Training a flow on codes."""

from __future__ import annotations

import pytest
import torch

from training.layout.codes import fit_codes
from training.layout.flow import FlowTrainer, export_flow, interpolate, known_numbers, loss_weights, train_flow, used_indices
from training.networks.flow import FlowForm

from ..layout.made_up import made_up


def test_numbers_of_what_is_not_there_are_noise_of_a_known_velocity() -> None:
    data = made_up()
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5)
    at, _ = used_indices(codes)
    row = codes.shape[1]
    true = codes.encode(data).flatten(1)[:, at]
    mine = known_numbers(true, codes)
    there = torch.cat([torch.ones(len(true), 1, dtype=torch.bool), data.present], dim=1)
    expected = there[:, at // row] | (at % row == 0)
    assert torch.equal(mine, expected) and not mine.all()
    t = torch.rand(len(true), 1, generator=torch.Generator().manual_seed(1))
    between, way = interpolate(true, mine, t, torch.Generator().manual_seed(2))
    torch.testing.assert_close((between + (1 - t) * way)[mine], true[mine], atol=1e-4, rtol=1e-4)
    # The expected velocity between two independent noises, given the point between them.
    gone = torch.zeros_like(mine[:1]).expand(50_000, -1)[:, :1]
    half = torch.full((50_000, 1), 0.75)
    between, way = interpolate(torch.zeros(50_000, 1), gone, half, torch.Generator().manual_seed(3))
    assert float(between.var()) == pytest.approx(0.75**2 + 0.25**2, rel=0.03)
    torch.testing.assert_close(way, between * 0.8)


def test_what_cannot_be_seen_counts_less() -> None:
    codes = fit_codes(made_up(), ["bed", "lamp", "rug"], 6, 5)
    at, _ = used_indices(codes)
    tolerance = torch.zeros(len(at))
    tolerance[-1] = 2.0
    plain, seen = loss_weights(codes, None), loss_weights(codes, tolerance)
    assert float(seen.sum()) == pytest.approx(1, abs=1e-5)
    assert float(seen[-1] / seen[-2]) == pytest.approx(float(plain[-1] / plain[-2]) / 5, rel=1e-4)


def test_a_flow_learns_which_things_come_together() -> None:
    # Two kinds of codes, and nothing between them: averages would be in the middle.
    data = made_up()
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5)
    count = int(codes.used.sum())
    sign = torch.where(torch.rand(2000, 1, generator=torch.Generator().manual_seed(3)) < 0.7, 1.0, -1.0)
    true = sign * torch.linspace(0.5, 1.5, count)
    # Everything is present in both kinds.
    number = used_indices(codes)[0] % codes.shape[1]
    true[:, number == 0] = 1
    form = FlowForm(codes.shape[0], count, codes.shape[1] - 6, width=64, context_dim=8, head_dim=16, neighbours=1)
    losses: list[float] = []
    near = torch.tensor([[0], [2], [3], [1]])
    trainer = FlowTrainer(true, codes, form, near)
    model = train_flow(trainer, steps=750, log=lambda _, **line: losses.append(line["loss"]))
    network = export_flow(model, codes, 6, 5, 0.003)
    with torch.no_grad():
        drawn = network.latent(torch.randn(400, count, generator=torch.Generator().manual_seed(4)))
    assert losses[-1] < 0.5 * losses[0]
    assert (drawn[:, -1] > 0).float().mean() == pytest.approx(0.7, abs=0.12)
    assert (drawn[:, number == 0] > 0).float().mean() > 0.95
    assert (drawn.sign() == drawn[:, -1:].sign())[:, number > 0].float().mean() > 0.95
    assert (drawn.abs() - true[0].abs()).abs().mean() < 0.2
