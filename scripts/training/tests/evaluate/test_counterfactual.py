"""Counterfactual pairs: regions, edits and figures, with a painter that is perfect on made-up rooms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from training.data.layouts import X
from training.evaluate.counterfactual import (
    KINDS,
    depth_of,
    edit_for_pair,
    grown_ellipses,
    mean_colour_picture,
    measure_pair,
    read_pairs,
    region_psnr,
    summary,
    surrounding_ring,
)
from training.evaluate.drawing import Scene
from training.evaluate.telling import rgb_of_hex

from .pairs import AB, SIDE, Colours, Painter, write_pair


@pytest.mark.parametrize("kind", KINDS)
def test_a_perfect_painter_is_perfect_where_the_edit_is(kind: str, tmp_path: Path) -> None:
    write_pair(tmp_path / kind, kind)
    ((at, pair),) = read_pairs(tmp_path / kind)
    measured = measure_pair(Painter(), Colours(), tmp_path / kind, at, pair, SIDE)  # type: ignore[arg-type]
    assert measured is not None
    figures, pictures = measured
    assert figures["psnr"] > 18 and figures["psnr"] > figures["no_edit"] + 8
    # In a region of one colour the mean colour is perfect.
    assert (figures["mean_colour"] > 40) == (kind not in ("moved", "swapped", "turned", "relit"))
    # The colour around the region is right where a thing was removed, wrong where one is.
    assert (figures["surround_colour"] > 40) == (kind == "removed")
    assert figures["locality"] > 0.99
    assert ("delta_e" in figures) == (kind == "recoloured") and figures.get("delta_e", 0) < 4
    assert len(pictures) == 4 and not torch.equal(pictures[2], pictures[3])


class Named:
    """Graphs that know colours alone, and that hear everything."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []

    def told(
        self, features: torch.Tensor, styles: torch.Tensor, told: dict[str, Any], light: dict[str, float] | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        self.heard.append(told if light is None else light)
        if light is not None:
            return features, styles * 0.5
        colour = torch.from_numpy(rgb_of_hex(told["colour"])).float() if "colour" in told else styles
        return features, colour.expand_as(styles)


ASKED = {
    "recoloured": {"colour": "#1a33e6"}, "repatterned": {"pattern": "checks", "patternScale": 0.3, "colourB": "#ffffff"},
    "swapped": {"model": "bed-9"}, "turned": {"facing": -45},
    "relit": {"light.night": 1, "light.sunColour.r": 1, "light.sunColour.g": 0.5, "light.sunColour.b": 0},
}  # fmt: skip


@pytest.mark.parametrize("kind", ASKED)
def test_what_a_person_says_is_asked_by_name_and_moves_the_vectors(kind: str, tmp_path: Path) -> None:
    pair = write_pair(tmp_path / kind, kind)
    graphs = Named()
    measured = measure_pair(Painter(), Colours(), tmp_path / kind, 0, pair, SIDE, None, graphs)  # type: ignore[arg-type]
    assert measured is not None
    assert graphs.heard == [pytest.approx(ASKED[kind]) if kind == "turned" else ASKED[kind]]
    # A pattern and a model are no colours.
    assert (measured[0]["psnr"] > 18) == (kind not in ("repatterned", "swapped"))
    if kind == "recoloured":
        assert measured[0]["delta_e"] < 4
        blind = measure_pair(Painter(), Colours(), tmp_path / kind, 0, pair, SIDE, None, Deaf())  # type: ignore[arg-type]
        assert blind is not None and blind[0]["delta_e"] > 40


class Deaf(Named):
    """Graphs that know nothing."""

    def told(self, features: torch.Tensor, styles: torch.Tensor, *_: object) -> tuple[torch.Tensor, torch.Tensor]:
        return features, styles


def test_figures_of_pairs_are_summed_up() -> None:
    row = {"psnr": 24.0, "no_edit": 10.0, "mean_colour": 18.0, "surround_colour": 12.0, "locality": 0.9}
    assert summary([]) == {"pairs": 0}
    assert "delta_e_median" not in summary([row])
    figures = summary([row | {"delta_e": value, "locality": value / 10} for value in (1.0, 2.0, 9.0)])
    assert (figures["pairs"], figures["over_baselines"], figures["delta_e_median"]) == (3, 6, 2)
    assert figures["delta_e_p90"] == pytest.approx(7.6) and figures["locality_p10"] == pytest.approx(0.12)


def test_a_thing_is_as_deep_in_the_room_as_the_renderer_put_it() -> None:
    before = {10: 0, 11: 1, 12: 2, 13: 3}
    # The copy 40 stands behind 12; 11 is hidden after the edit, and absent.
    assert depth_of(40, before, {10: 0, 40: 1, 12: 2, 13: 3}) == 1
    assert depth_of(40, before, {10: 0, 13: 1, 40: 2, 12: 3}) == 4
    assert depth_of(40, before, {40: 0, 10: 1, 12: 2, 13: 3}) == 0
    rows = torch.arange(4.0)[:, None]
    scene = Scene(rows.expand(4, 5), torch.arange(5.0)[:, None], torch.arange(5.0)[:, None])
    for depth, order in ((0, [2, 0, 1, 3]), (2, [0, 1, 2, 3]), (3, [0, 1, 3, 2])):
        moved = scene.at_depth(2, depth)
        assert moved.geometry[:, 0].tolist() == order
        assert moved.features[:, 0].tolist() == moved.styles[:, 0].tolist() == [0, *(at + 1 for at in order)]


def test_an_edit_that_was_not_asked_for_is_not_made(tmp_path: Path) -> None:
    pair = write_pair(tmp_path / "moved", "moved")
    edit = edit_for_pair(pair, Colours(), SIDE)  # type: ignore[arg-type]
    assert edit is not None
    changed = (edit.before.geometry != edit.after.geometry).any(-1)
    assert changed.sum() == 1 and torch.equal(edit.before.styles, edit.after.styles)
    assert float(edit.after.geometry[changed][0, X]) == pytest.approx(0.7, abs=0.01)
    (tmp_path / "progress.json").write_text(json.dumps({"pairs": {"moved": 0}}))
    assert list(read_pairs(tmp_path / "moved")) == []
    assert edit_for_pair(pair | {"thing": 99}, Colours(), SIDE) is None  # type: ignore[arg-type]


def test_grown_ellipses_have_their_margin() -> None:
    round_blob = torch.tensor([0.5, 0.5, 5.0, 1.0, 0.0])
    area = float(grown_ellipses([round_blob], 256, AB, margin=0.1).float().mean())
    assert area == pytest.approx(np.pi * (np.sqrt(5 * (AB + 1e-5)) + 0.1) ** 2, rel=0.01)


def test_the_ring_lies_around_the_region() -> None:
    region = torch.zeros(64, 64, dtype=torch.bool)
    region[20:30, 40:50] = True
    around = surrounding_ring(region, width=2 / 64)
    assert not (around & region).any() and int(around.sum()) == 14 * 14 - 10 * 10
    assert surrounding_ring(torch.ones(8, 8, dtype=torch.bool)).all()
    picture = torch.zeros(1, 3, 64, 64)
    picture[0, 1, region], picture[0, 2, around] = 0.8, -0.4
    assert mean_colour_picture(picture, region)[0, :, 0, 0].tolist() == pytest.approx([0, 0.8, 0])
    assert mean_colour_picture(picture, around)[0, :, 63, 63].tolist() == pytest.approx([0, 0, -0.4])


def test_region_psnr_looks_at_the_region_alone() -> None:
    truth, picture, region = torch.zeros(1, 3, 4, 4), torch.zeros(1, 3, 4, 4), torch.zeros(4, 4, dtype=torch.bool)
    region[0], picture[..., 0, :], picture[..., 3, :] = True, 0.2, 1.0
    assert region_psnr(picture, truth, region) == pytest.approx(20.0, abs=1e-3)
