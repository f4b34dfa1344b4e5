"""The flow network: codes to layouts, and the choice among candidates."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.checkpoint import build_layout_network, read_checkpoint, strip_prefix
from training.data.layouts import SIZE
from training.layout.codes import LayoutCodes, data_of_layout, fit_codes
from training.layout.flow import (
    FlowModel,
    export_flow,
    nearest_tokens,
    used_indices,
)
from training.networks import FlowNetwork
from training.networks.flow import PRESENCE_FADE, FlowForm, Velocity, matrix_exponential
from training.networks.overlap import overlap_penalty
from training.splat import ABSENT_SIZE, covariance_from_axes

from ..layout.made_up import made_up


def untrained(codes: LayoutCodes, width: int = 24) -> FlowNetwork:
    """A network whose velocity is zero."""
    form = FlowForm(codes.shape[0], int(codes.used.sum()), codes.shape[1] - 6, width=width, context_dim=4, head_dim=8, steps=4)
    return export_flow(FlowModel(form, used_indices(codes)[1], torch.zeros(codes.shape[0], 0)), codes, 6, 5, 0.003)


def test_the_code_of_a_true_layout_says_that_layout() -> None:
    data = made_up()
    # A floor is larger than anything, and a wall's middle lies on the picture's edge.
    data.geometry[:, 0, SIZE], data.geometry[:, 0, 0] = 200, 0
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5, least=0.0)
    network = untrained(codes)
    at, _ = used_indices(codes)
    found = data_of_layout(network.to_layout(codes.encode(data).flatten(1)[:, at]), network.ab_norm)
    assert torch.equal(found.present, data.present)
    there = data.present
    same = [found.to_code_geometry()[there], data.to_code_geometry()[there]]
    torch.testing.assert_close(*same, atol=1e-3, rtol=1e-3)
    for name in ("features", "styles"):
        torch.testing.assert_close(getattr(found, name)[:, 1:][there], getattr(data, name)[:, 1:][there], atol=2e-3, rtol=1e-2)
        torch.testing.assert_close(getattr(found, name)[:, 0], getattr(data, name)[:, 0], atol=2e-3, rtol=1e-2)


def test_what_is_nearly_gone_is_gone() -> None:
    data = made_up()
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5)
    network = untrained(codes)
    code = torch.zeros(1, network.form.numbers)
    presence = int(network.place[2 * codes.shape[1]])
    sizes = []
    for value in (-2.0, -PRESENCE_FADE, 0.0, PRESENCE_FADE, 2.0):
        code[0, presence] = value
        sizes.append(float(network.to_layout(code).sizes[0, 1]))
    assert sizes[0] == sizes[1] == ABSENT_SIZE and sizes[3] == sizes[4] > 0
    assert sizes[2] == pytest.approx((sizes[1] + sizes[3]) / 2, abs=1e-4)
    # The first slot is in every room: its presence is 1 for every code.
    assert float(network.to_layout(code - 5).sizes[0, 0]) > ABSENT_SIZE / 2


def test_the_exponential_is_the_ellipse() -> None:
    aspect, angle = torch.tensor([1.0, 2.0, 5.0]), torch.tensor([0.3, -1.2, 0.7])
    log = aspect.log()
    found = matrix_exponential(log * torch.cos(2 * angle), log * torch.sin(2 * angle)) * 0.01
    truth = covariance_from_axes(0.01 * aspect, 0.01 / aspect, torch.cos(angle), torch.sin(angle))
    torch.testing.assert_close(found + 1e-5 * torch.eye(2), truth, atol=1e-6, rtol=1e-4)
    assert matrix_exponential(torch.tensor([1e3]), torch.tensor([1e3])).isfinite().all()


def test_the_part_of_a_thing_sees_exact_places_of_what_is_near_it() -> None:
    near = torch.tensor([[0, 9, 4, 1], [9, 0, 2, 0], [4, 2, 0, 3], [1, 0, 3, 0]])
    # Everything is near the floor (slot 1), which is no neighbour.
    found = nearest_tokens(near, ["bed", "floor", "lamp", "rug"], 2)
    assert found.tolist() == [[0, 0], [3, 4], [1, 3], [1, 4], [3, 1]]
    codes = fit_codes(made_up(), ["bed", "lamp", "rug"], 6, 5)
    at, place = used_indices(codes)
    form = FlowForm(codes.shape[0], len(at), codes.shape[1] - 6, width=16, context_dim=1, head_dim=16, neighbours=1)
    torch.manual_seed(0)
    velocity = Velocity(form)
    velocity.near.copy_(torch.tensor([[0], [2], [1], [1]]))
    for parameter in (velocity.tell.weight, velocity.tell.bias):
        torch.nn.init.zeros_(parameter)
    for parameter in (velocity.heads.first, velocity.heads.last):
        torch.nn.init.normal_(parameter)
    x = torch.randn(1, len(at), requires_grad=True)
    owner = at // codes.shape[1]
    (slope,) = torch.autograd.grad(velocity(x, torch.zeros(1, sum(form.time_parts)), place)[:, owner == 1].sum(), x)
    # Without context the first slot depends on itself, and on presence and geometry of the second alone.
    moved = set((slope[0] != 0).nonzero()[:, 0].tolist())
    geometry = (owner == 2) & (at % codes.shape[1] < 6)
    assert moved == set(((owner == 1) | geometry).nonzero()[:, 0].tolist())


def test_of_several_draws_the_first_is_taken_where_nothing_overlaps() -> None:
    codes = fit_codes(made_up(), ["bed", "lamp", "rug"], 6, 5)
    form = FlowForm(codes.shape[0], int(codes.used.sum()), codes.shape[1] - 6, width=24, context_dim=4, head_dim=8, steps=2)
    learner = FlowModel(form, used_indices(codes)[1], torch.zeros(codes.shape[0], 0))
    apart = torch.tensor([[0, 1], [1, 2], [0, 2]])
    network = export_flow(learner, codes, 6, 5, 0.003, candidates=3, disjoint=apart)
    # The velocity is zero: a candidate is the noise itself, rolled by a third of its length.
    z = torch.randn(200, form.numbers, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        taken = network.latent(z)
        draws = [z.roll(-(draw * form.numbers // 3), dims=1) for draw in range(3)]
        costs = torch.stack([overlap_penalty(network.to_layout(draw), apart) for draw in draws])
    clear = (costs == 0).float()
    assert 0.1 < clear[0].mean() < 0.9
    first = torch.where(clear.any(0), clear.argmax(0), costs.argmin(0))
    assert torch.equal(taken, torch.stack(draws)[first, torch.arange(200)])


def test_files_keep_their_names() -> None:
    form = FlowForm(tokens=4, numbers=30, components=5, context_dim=3, head_dim=7, neighbours=2, candidates=3, disjoint_pairs=8)
    written = form.to_dict()
    assert set(written) == {"tokens", "numbers", "components", "width", "depth", "told", "head", "steps", "near", "draws", "apart"}
    assert (written["told"], written["head"], written["near"], written["draws"], written["apart"]) == (3, 7, 2, 3, 8)
    assert FlowForm.from_dict(written) == form
    golden = read_checkpoint(Path(__file__).resolve().parents[4] / "tests/golden/trainer-flow/blobgan.ckpt")
    network = build_layout_network(golden["hyper_parameters"])
    network.load_state_dict(strip_prefix(golden["state_dict"], "layout_net_ema"), strict=True)
    assert isinstance(network, FlowNetwork) and network.form.candidates == 3
