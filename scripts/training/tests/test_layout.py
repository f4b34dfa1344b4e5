"""The layout network of the supervised way: slots, codes, rows, and the whole step on made-up rooms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from training import layout_start
from training.checkpoint import build_layout_network, part, read_checkpoint
from training.data.layouts import ANGLE, ASPECT, SIZE, X, absent_geometry
from training.layout_autoencoder import filled, reconstruction
from training.layout_codes import SlotData, data_of_layout, fit_codes, row_targets
from training.layout_measure import separability
from training.layout_slots import choose_slots, class_of, order_slots, overlapping, slot_names, violated, walls_of
from training.layout_start import main_directions, start_linear
from training.layout_student import Expansion, Student, rows_of, shorten
from training.layout_view import LayoutView
from training.networks import LayoutNetwork
from training.networks.ops import EqualLinear, pixel_norm
from training.train_layout import learn, parse

from .synthetic import write_dataset
from .test_supervised import run


def made_up(count: int = 200, slots: int = 3, df: int = 6, ds: int = 5) -> SlotData:
    """Random layouts; slot 0 is always there."""
    generator = torch.Generator().manual_seed(0)

    def draw(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=generator)

    present = draw(count, slots) < 0.6
    present[:, 0] = True
    geometry = draw(count, slots, 5) * 0.8 + 0.1
    geometry[..., SIZE] = torch.where(present, geometry[..., SIZE] * 20, -8.0)
    geometry[..., ASPECT] = geometry[..., ASPECT] * 3 + 1
    geometry[..., ANGLE] = geometry[..., ANGLE] * 3 - 1.5
    vectors = [pixel_norm(torch.randn(count, slots + 1, d, generator=generator)) for d in (df, ds)]
    return SlotData(present, geometry, *vectors)


def placed(*xs: float) -> np.ndarray:
    """Round things of one size at these places, [M, 5]."""
    geometry = np.tile(absent_geometry(), (len(xs), 1))
    geometry[:, X], geometry[:, SIZE] = xs, 2.0
    return geometry


def test_names_are_counted_from_left_to_right() -> None:
    assert slot_names(["toy car 2", "bed", "toy car 5"], placed(0.7, 0.5, 0.2)) == ["toy car 2", "bed", "toy car"]
    assert class_of("table lamp 2") == "table lamp" and class_of("back wall") == "back wall"
    assert choose_slots([["bed"], ["bed", "rug"], ["bed"], ["bed"]], 0.5, 9) == ["bed"]


def test_what_stands_to_one_side_is_counted_by_side() -> None:
    names = ["wardrobe", "bed", "nightstand", "wardrobe 2", "wardrobe 3", "nightstand 2"]
    xs = (0.9, 0.7, 0.6, 0.1, 0.3, 0.8)
    # From the middle outwards, odd on the left and even on the right; a nightstand's middle is its bed.
    assert slot_names(names, placed(*xs)) == ["wardrobe 2", "bed", "nightstand", "wardrobe 3", "wardrobe", "nightstand 2"]
    assert slot_names(["nightstand"], placed(0.8)) == ["nightstand 2"]
    mirrored = slot_names(names, placed(*(1 - x for x in xs)))
    assert mirrored == ["wardrobe", "bed", "nightstand 2", "wardrobe 4", "wardrobe 2", "nightstand"]


def test_what_hangs_on_a_wall_is_counted_wall_by_wall() -> None:
    names = ["picture", "left wall", "picture", "picture", "picture", "back wall", "right wall", "window"]
    room = placed(0.7, 0.0, 0.06, 0.3, 0.97, 0.5, 1.0, 0.02)
    # Side walls are seen as tall and narrow, a back wall is wide: 0.06 is on the one, 0.3 on the other.
    room[[1, 6], SIZE], room[[1, 6], ASPECT], room[[1, 6], ANGLE] = 40, 6, np.pi / 2
    room[5, SIZE] = 60
    assert walls_of(room, names).tolist() == [0, 1, 1, 0, 2, 0, 2, 1]

    def found() -> list[str]:
        return [name for name in slot_names(names, room) if class_of(name) in ("picture", "window")]

    assert found() == ["picture 5", "picture 2", "picture", "picture 3", "window 2"]
    # Beside a window at the back, what is to the right of it is counted for itself.
    room[7, X] = 0.5
    assert found() == ["picture 4", "picture 2", "picture", "picture 3", "window"]
    # A room without walls has everything at the back.
    assert slot_names(["window", "window"], placed(0.9, 0.0)) == ["window 5", "window"]


def test_the_order_follows_the_majority() -> None:
    behind = np.zeros((4, 4))
    for back, front, count in ((2, 0, 9), (0, 3, 9), (3, 1, 9), (1, 2, 1)):
        behind[back, front] = count
    order = order_slots(behind)
    assert order == [2, 0, 3, 1]
    assert violated(behind, order) == pytest.approx(1 / 28)


def test_overlap_needs_touching_outlines() -> None:
    blobs = np.array([[0.3, 0.5, 2.0, 1.0, 0.0], [0.38, 0.5, 2.0, 1.0, 0.0], [0.9, 0.5, 2.0, 1.0, 0.0]], np.float32)
    meets = overlapping(blobs, 0.004)
    assert meets[0, 1] and not meets[0, 2]


def test_rows_say_exactly_their_layouts() -> None:
    data = made_up()
    network = LayoutNetwork(3, 6, 5, 16, 8, ab_norm=0.003)
    back = data_of_layout(network.cut(rows_of(data)), 0.003)
    assert torch.equal(back.present, data.present)
    torch.testing.assert_close(back.geometry[..., :4], data.geometry[..., :4], atol=2e-3, rtol=2e-3)
    turn = torch.sin(back.geometry[..., ANGLE] - data.geometry[..., ANGLE])
    assert turn[data.geometry[..., ASPECT] > 1.1].abs().max() < 1e-2
    torch.testing.assert_close(back.features, pixel_norm(data.features), atol=1e-4, rtol=1e-4)


def test_codes_hold_what_varies() -> None:
    data = made_up()
    codes = fit_codes(data, ["floor", "bed", "lamp"], 6, 5)
    assert codes.used[1, 0] == 0 and codes.used[2, 0] == 1
    encoded = codes.encode(data)
    assert encoded[:, 2][~data.present[:, 1]].abs().sum(1).eq(1).all()
    centred = encoded[:, 1, 1:6]
    torch.testing.assert_close(centred.mean(0), torch.zeros(5), atol=1e-3, rtol=0)
    torch.testing.assert_close(centred.std(0), torch.ones(5), atol=1e-2, rtol=0)
    # Axes along which vectors hardly vary are left out.
    rough = fit_codes(data, ["floor", "bed", "lamp"], 6, 5, least=float(codes.feature_std[1, 1]))
    assert int(rough.used[1].sum()) < int(codes.used[1].sum())


def exact_numbers(data: SlotData) -> tuple[Expansion, LayoutView, torch.Tensor]:
    """The expansion and view of these layouts' codes, and the learned numbers that say them exactly."""
    codes = fit_codes(data, ["floor", "bed", "lamp"], 6, 5, least=0.0)
    encoded, numbers = codes.encode(data), row_targets(data)
    expansion = Expansion(codes, numbers, data.present)
    exact = torch.cat([((numbers - expansion.mean) / expansion.std).flatten(1), encoded[..., 6:].flatten(1)], dim=1)
    return expansion, LayoutView(codes, expansion), exact


def test_export_expands_the_learned_numbers() -> None:
    data = made_up()
    expansion, _, exact = exact_numbers(data)
    network = LayoutNetwork(3, 6, 5, 16, 8, ab_norm=0.003)
    student, z = Student(network, expansion), torch.randn(4, 16)
    learned = student(z)
    row = LayoutNetwork(3, 6, 5, 16, 8, ab_norm=0.003)
    rows = student.export(row).row(z)
    torch.testing.assert_close(rows, learned @ expansion.matrix.T + expansion.offset, atol=1e-3, rtol=1e-4)
    torch.testing.assert_close(rows[:, 1:4], expansion.geometry(learned)[..., 0], atol=1e-3, rtol=1e-4)
    back = data_of_layout(row.cut(exact @ expansion.matrix.T + expansion.offset), 0.003)
    assert torch.equal(back.present, data.present)
    there = data.present
    assert (back.features[:, 1:][there] - data.features[:, 1:][there]).abs().max() < 0.05


def test_shortened_weights_are_near_and_short() -> None:
    layer = EqualLinear(24, 50, lr_mul=0.01)
    before = layer.weight.detach().clone()
    shorten(layer, 6)
    assert ((layer.weight / before).abs() - 1).abs().max() <= 2**-7
    as_stored = (layer.weight * layer.scale).half().view(torch.int16)
    assert (as_stored & 0b1111).eq(0).float().mean() > 0.99


def test_doubt_is_about_what_is_neither_there_nor_gone() -> None:
    data = made_up()
    codes = fit_codes(data, ["floor", "bed", "lamp"], 6, 5)
    view = LayoutView(codes, Expansion(codes, row_targets(data), data.present))
    assert float(view.doubt(data.geometry[..., SIZE])) < 0.1
    half = data.geometry[..., SIZE].clone()
    half[:, 1] = -1.0
    assert float(view.doubt(half)) > float(view.doubt(data.geometry[..., SIZE])) + 0.1
    # What is always there is in no doubt.
    half[:, 1], half[:, 0] = data.geometry[:, 1, SIZE], -1.0
    assert float(view.doubt(half)) == float(view.doubt(data.geometry[..., SIZE]))


def test_views_agree_on_what_is_learned_and_what_is_true() -> None:
    data = made_up()
    _, view, exact = exact_numbers(data)
    true = view.of_codes(view.codes.encode(data))
    exact.requires_grad_(True)
    shown = view.of_learned(exact)
    torch.testing.assert_close(shown, true, atol=2e-2, rtol=1e-2)
    assert (true[:, : view.slots] > 0).equal(data.present)
    # Whether a thing is there can be learned through what is seen of it.
    shown[:, : view.slots].sum().backward()
    sizes = exact.grad[:, [7]]
    # Even of what is clearly there, or clearly gone.
    assert (sizes > 1e-3).all()
    blurred = view.blurred(true, torch.Generator().manual_seed(0))
    assert torch.equal(blurred[true == 0], true[true == 0]) and not torch.equal(blurred, true)


def test_main_directions_have_the_correlations_of_what_is_known() -> None:
    generator = torch.Generator().manual_seed(0)
    mixing = torch.randn(6, 3, generator=generator)
    values = torch.randn(4000, 3, generator=generator) @ mixing.T + 2.0
    known = torch.rand(values.shape, generator=generator) < 0.8
    known[:, 5] = False
    mean, directions = main_directions(values, known, torch.ones(6), 3)
    torch.testing.assert_close(mean[:5], torch.full((5,), 2.0), atol=0.15, rtol=0)
    torch.testing.assert_close((directions @ directions.T)[:5, :5], (mixing @ mixing.T)[:5, :5], atol=0.4, rtol=0.1)
    assert directions[5].abs().max() == 0


def test_a_student_starts_with_the_spread_of_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_start, "UNTRAINED", 0.0)
    data = made_up()
    expansion, _, exact = exact_numbers(data)
    student = Student(LayoutNetwork(3, 6, 5, 128, 128, ab_norm=0.003), expansion)
    count = start_linear(student, data, expansion)
    z = torch.randn(500, 128, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        drawn = student(z)
        torch.testing.assert_close(student(z) + student(-z), 2 * student(0 * z), atol=1e-3, rtol=1e-3)
    assert count == 64
    # Slot 0 is always there: all of its numbers count.
    assert (drawn[:, :7].std(0) / exact[:, :7].std(0)).sub(1).abs().max() < 0.25
    assert (drawn[:, :7].mean(0) - exact[:, :7].mean(0)).abs().max() < 0.2


def test_reconstruction_costs_least_at_the_truth() -> None:
    data = made_up()
    _, view, exact = exact_numbers(data)
    true = view.of_codes(view.codes.encode(data))
    right = reconstruction(view, exact, true)
    wrong = reconstruction(view, exact.roll(1, 0), true)
    assert float(right["numbers"]) < 0.1
    assert all(float(wrong[name]) > 5 * float(right[name]) + 1 for name in right)


def test_latents_pass_the_pixel_norm_unchanged() -> None:
    latents = torch.randn(5, 20)
    z = filled(latents, 128, torch.Generator().manual_seed(0))
    torch.testing.assert_close(pixel_norm(z)[:, :20], latents, atol=1e-4, rtol=1e-4)


def test_separability_is_a_half_for_equal_sets_only() -> None:
    one, other, three, four = torch.randn(4, 600, 12, generator=torch.Generator().manual_seed(1))
    assert separability(one, other, three, four, steps=50) < 0.6
    assert separability(one, other + 1, three, four + 1, steps=100) > 0.9
    # A difference within the blur is none.
    random = torch.Generator().manual_seed(2)
    blur = lambda rows: rows + 30 * torch.randn(rows.shape, generator=random)  # noqa: E731
    assert separability(one, other + 1, three, four + 1, steps=100, blur=blur) < 0.65


def test_a_layout_network_is_learned_and_written(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=64)
    run(tmp_path / "run", data, "--max-steps", "10")
    words = f"--checkpoint {tmp_path}/run/last.ckpt --out {tmp_path}/model.ckpt --data {data} --hidden 64 --threads 1"
    few = "--form published --autoencoder-steps 300 --finish-steps 10 --latent 32 --judge-steps 50"
    figures = learn(parse([*words.split(), *few.split()]))
    assert figures["slots"] == 8 and figures["covered"] == 1.0 and figures["violated"] < 0.1
    assert figures["presence_error"] < 0.15
    assert figures["separability"] <= 1
    checkpoint = read_checkpoint(tmp_path / "model.ckpt")
    assert sorted(checkpoint["slots"])[:2] == ["back wall", "bed"] and checkpoint["slots"][-1] in ("bed", "lamp", "window")
    network = build_layout_network(checkpoint["hyper_parameters"])
    network.load_state_dict(part(checkpoint["state_dict"], "layout_net_ema"), strict=True)
    layout = network(torch.randn(64, 512))
    bed = checkpoint["slots"].index("bed")
    assert (layout.sizes[:, bed] > 0).float().mean() > 0.9
    assert layout.xs[:, bed].std() > 0.01
    assert checkpoint["mean_latent"].shape == (64,)
    assert (tmp_path / "model.png").exists()
