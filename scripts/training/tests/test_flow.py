"""The flow form of layout network: codes to layouts, noise to codes, and the whole step on made-up rooms."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.checkpoint import build_layout_network, part, read_checkpoint
from training.data.layouts import SIZE
from training.layout_apart import slots_apart
from training.layout_codes import LayoutCodes, SlotData, data_of_layout, fit_codes
from training.layout_flow import Learner, export_flow, halfway, nearest, owned, places, train_flow, weights
from training.networks import FlowNetwork
from training.networks.apart import ALLOWED, clash
from training.networks.flow import FADE, FlowForm, Velocity, exponential
from training.splat import ABSENT_SIZE, Layout, covariance_from_axes
from training.train_layout import learn, parse

from .synthetic import write_dataset
from .test_layout import made_up
from .test_supervised import run


def untrained(codes: LayoutCodes, width: int = 24) -> FlowNetwork:
    """A network whose velocity is zero."""
    form = FlowForm(codes.shape[0], int(codes.used.sum()), codes.shape[1] - 6, width=width, told=4, head=8, steps=4)
    return export_flow(Learner(form, places(codes)[1], torch.zeros(codes.shape[0], 0)), codes, 6, 5, 0.003)


def test_the_code_of_a_true_layout_says_that_layout() -> None:
    data = made_up()
    # A floor is larger than anything, and a wall's middle lies on the picture's edge.
    data.geometry[:, 0, SIZE], data.geometry[:, 0, 0] = 200, 0
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5, least=0.0)
    network = untrained(codes)
    at, _ = places(codes)
    found = data_of_layout(network.cut(codes.encode(data).flatten(1)[:, at]), network.ab_norm)
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
    for value in (-2.0, -FADE, 0.0, FADE, 2.0):
        code[0, presence] = value
        sizes.append(float(network.cut(code).sizes[0, 1]))
    assert sizes[0] == sizes[1] == ABSENT_SIZE and sizes[3] == sizes[4] > 0
    assert sizes[2] == pytest.approx((sizes[1] + sizes[3]) / 2, abs=1e-4)
    # The first slot is in every room: no number of the code takes it away.
    assert float(network.cut(code - 5).sizes[0, 0]) > ABSENT_SIZE / 2


def test_the_exponential_is_the_ellipse() -> None:
    aspect, angle = torch.tensor([1.0, 2.0, 5.0]), torch.tensor([0.3, -1.2, 0.7])
    log = aspect.log()
    found = exponential(log * torch.cos(2 * angle), log * torch.sin(2 * angle)) * 0.01
    truth = covariance_from_axes(0.01 * aspect, 0.01 / aspect, torch.cos(angle), torch.sin(angle))
    torch.testing.assert_close(found + 1e-5 * torch.eye(2), truth, atol=1e-6, rtol=1e-4)
    assert exponential(torch.tensor([1e3]), torch.tensor([1e3])).isfinite().all()


def test_numbers_of_what_is_not_there_are_noise_of_a_known_velocity() -> None:
    data = made_up()
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5)
    at, place = places(codes)
    row = codes.shape[1]
    true = codes.encode(data).flatten(1)[:, at]
    mine = owned(true, codes)
    there = torch.cat([torch.ones(len(true), 1, dtype=torch.bool), data.present], dim=1)
    expected = there[:, at // row] | (at % row == 0)
    assert torch.equal(mine, expected) and not mine.all()
    t = torch.rand(len(true), 1, generator=torch.Generator().manual_seed(1))
    between, way = halfway(true, mine, t, torch.Generator().manual_seed(2))
    torch.testing.assert_close((between + (1 - t) * way)[mine], true[mine], atol=1e-4, rtol=1e-4)
    # Of two independent normal ends, E[end - beginning | between].
    gone = torch.zeros_like(mine[:1]).expand(50_000, -1)[:, :1]
    half = torch.full((50_000, 1), 0.75)
    between, way = halfway(torch.zeros(50_000, 1), gone, half, torch.Generator().manual_seed(3))
    assert float(between.var()) == pytest.approx(0.75**2 + 0.25**2, rel=0.03)
    torch.testing.assert_close(way, between * 0.8)


def test_what_cannot_be_seen_counts_less() -> None:
    codes = fit_codes(made_up(), ["bed", "lamp", "rug"], 6, 5)
    at, _ = places(codes)
    tolerance = torch.zeros(len(at))
    tolerance[-1] = 2.0
    plain, seen = weights(codes, None), weights(codes, tolerance)
    assert float(seen.sum()) == pytest.approx(1, abs=1e-5)
    assert float(seen[-1] / seen[-2]) == pytest.approx(float(plain[-1] / plain[-2]) / 5, rel=1e-4)


def test_a_flow_learns_which_things_come_together() -> None:
    # Two kinds of codes, and nothing between them: averages would be in the middle.
    data = made_up()
    codes = fit_codes(data, ["bed", "lamp", "rug"], 6, 5)
    count = int(codes.used.sum())
    sign = torch.where(torch.rand(2000, 1, generator=torch.Generator().manual_seed(3)) < 0.7, 1.0, -1.0)
    true = sign * torch.linspace(0.5, 1.5, count)
    # Everything is there in both kinds.
    number = places(codes)[0] % codes.shape[1]
    true[:, number == 0] = 1
    form = FlowForm(codes.shape[0], count, codes.shape[1] - 6, width=64, told=8, head=16, near=1)
    losses: list[float] = []
    near = torch.tensor([[0], [2], [3], [1]])
    learner = train_flow(true, codes, form, near, steps=750, say=lambda _, step, loss: losses.append(loss))
    network = export_flow(learner, codes, 6, 5, 0.003)
    with torch.no_grad():
        drawn = network.hidden(torch.randn(400, count, generator=torch.Generator().manual_seed(4)))
    assert losses[-1] < 0.5 * losses[0]
    assert (drawn[:, -1] > 0).float().mean() == pytest.approx(0.7, abs=0.12)
    assert (drawn[:, number == 0] > 0).float().mean() > 0.95
    assert (drawn.sign() == drawn[:, -1:].sign())[:, number > 0].float().mean() > 0.95
    assert (drawn.abs() - true[0].abs()).abs().mean() < 0.2


def test_the_part_of_a_thing_sees_exact_places_of_what_is_near_it() -> None:
    near = torch.tensor([[0, 9, 4, 1], [9, 0, 2, 0], [4, 2, 0, 3], [1, 0, 3, 0]])
    # Everything is near the floor (slot 1), which is no neighbour.
    found = nearest(near, ["bed", "floor", "lamp", "rug"], 2)
    assert found.tolist() == [[0, 0], [3, 4], [1, 3], [1, 4], [3, 1]]
    codes = fit_codes(made_up(), ["bed", "lamp", "rug"], 6, 5)
    at, place = places(codes)
    form = FlowForm(codes.shape[0], len(at), codes.shape[1] - 6, width=16, told=1, head=16, near=1)
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
    # The room tells nothing: the first slot depends on itself, and on presence and geometry of the second alone.
    moved = set((slope[0] != 0).nonzero()[:, 0].tolist())
    geometry = (owner == 2) & (at % codes.shape[1] < 6)
    assert moved == set(((owner == 1) | geometry).nonzero()[:, 0].tolist())


def test_a_flow_of_rooms_is_learned_and_written(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=64)
    run(tmp_path / "run", data, "--max-steps", "10")
    words = f"--checkpoint {tmp_path}/run/last.ckpt --out {tmp_path}/model.ckpt --data {data} --threads 1"
    few = "--flow-steps 300 --flow-width 64 --flow-told 8 --flow-head 16 --judge-steps 50"
    figures = learn(parse([*words.split(), *few.split()]))
    assert figures["slots"] == 8 and figures["presence_error"] < 0.15
    checkpoint = read_checkpoint(tmp_path / "model.ckpt")
    network = build_layout_network(checkpoint["hyper_parameters"])
    assert isinstance(network, FlowNetwork)
    network.load_state_dict(part(checkpoint["state_dict"], "layout_net_ema"), strict=True)
    assert not any(key.startswith("layout_net.mlp") for key in checkpoint["state_dict"])
    with torch.no_grad():
        layout = network(torch.randn(64, network.noise_dim))
        mean = network(torch.randn(2, network.noise_dim), 1.0, checkpoint["mean_latent"])
    bed = checkpoint["slots"].index("bed")
    assert (layout.sizes[:, bed] > 0).float().mean() > 0.9
    assert layout.xs[:, bed].std() > 0.01
    torch.testing.assert_close(mean.xs[0], mean.xs[1])


def test_what_overlaps_is_measured_by_the_smaller_box() -> None:
    # Half the width of the second lies in the first, at the same height; the third touches nothing, and the fourth is not there.
    layout = Layout(
        xs=torch.tensor([[0.4, 0.6, 0.9, 0.4]]),
        ys=torch.full((1, 4), 0.5),
        sizes=torch.tensor([[1.0, 1.0, 1.0, -8.0]]),
        covs=torch.diag_embed(torch.tensor([[[0.04, 0.01], [0.0025, 0.01], [0.0025, 0.01], [1.0, 1.0]]])),
        features=torch.zeros(1, 5, 1),
        styles=torch.zeros(1, 5, 1),
    )
    pairs = torch.tensor([[0, 1], [0, 2], [1, 2], [0, 3]])
    assert clash(layout, pairs[:1]).item() == pytest.approx(0.5 - ALLOWED, abs=1e-3)
    assert clash(layout, pairs).item() == pytest.approx(0.5 - ALLOWED, abs=1e-3)
    assert clash(layout, pairs[1:]).item() == 0


def test_slots_are_apart_that_are_together_and_hardly_ever_overlap() -> None:
    rooms = 50
    # Three things of a quarter of the picture's width: the second beside the first, the third over both; a floor under all.
    geometry = torch.tensor([[0.2, 0.5, 4, 1, 0], [0.5, 0.5, 4, 1, 0], [0.35, 0.5, 4, 1, 0], [0.5, 0.5, 90, 1, 0]]).expand(rooms, 4, 5)
    present = torch.ones(rooms, 4, dtype=torch.bool)
    data = SlotData(present, geometry, torch.zeros(rooms, 5, 1), torch.zeros(rooms, 5, 1))
    slots = ["bed", "lamp", "rug", "floor"]
    assert slots_apart(data, slots, 0.004).tolist() == [[0, 1]]
    # Of too few rooms nothing can be said.
    present[20:, 1] = False
    assert slots_apart(data, slots, 0.004).tolist() == []


def test_of_several_draws_the_first_is_taken_where_nothing_overlaps() -> None:
    codes = fit_codes(made_up(), ["bed", "lamp", "rug"], 6, 5)
    form = FlowForm(codes.shape[0], int(codes.used.sum()), codes.shape[1] - 6, width=24, told=4, head=8, steps=2)
    learner = Learner(form, places(codes)[1], torch.zeros(codes.shape[0], 0))
    apart = torch.tensor([[0, 1], [1, 2], [0, 2]])
    network = export_flow(learner, codes, 6, 5, 0.003, draws=3, apart=apart)
    # The velocity is zero: a draw is the noise itself, turned on by a third of its length.
    z = torch.randn(200, form.numbers, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        taken = network.hidden(z)
        draws = [z.roll(-(draw * form.numbers // 3), dims=1) for draw in range(3)]
        costs = torch.stack([clash(network.cut(draw), apart) for draw in draws])
    clear = (costs == 0).float()
    assert 0.1 < clear[0].mean() < 0.9
    first = torch.where(clear.any(0), clear.argmax(0), costs.argmin(0))
    assert torch.equal(taken, torch.stack(draws)[first, torch.arange(200)])
