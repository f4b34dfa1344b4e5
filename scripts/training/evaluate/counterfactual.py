"""
Counterfactual pairs (scripts/dataset/FORMAT.md): the renderer changed one thing of a room, or its light; the same edit on the thing's
blob should draw the room that it rendered.

Edits of what a thing is are made in two ways: with the vectors of its true attributes after the edit, and by name, as the page
makes them, of what the model's own reader reads (telling.py). The ellipse is in both ways that of the true room after the edit,
also where a thing was turned or swapped: a person may have to shape it so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..data.attributes import numbers_of
from ..data.layouts import ANGLE, ASPECT, SIZE, X, Y
from ..splat import COVARIANCE_EPSILON
from .colours import colour_difference
from .drawing import ConvertedModel, Scene, averaged, compared_side
from .scenes import SceneEncoder, coverage_mask, masks, pictures, unit_picture
from .telling import AttributeGraphs, hex_of_rgb

# Edits of where things are, and of what they are.
PLACE_KINDS = ("moved", "removed", "duplicated")
ATTRIBUTE_KINDS = ("recoloured", "repatterned", "swapped", "turned", "relit")
KINDS = (*PLACE_KINDS, *ATTRIBUTE_KINDS)
# A change counts as local up to this distance from the ellipse (24 px at 256 px).
MARGIN = 24 / 256
# Width of the ring around a region whose colour is a baseline (8 px at 256 px).
RING = 8 / 256


@dataclass
class Edit:
    """A scene before and after the edit of one blob, and the ellipses (rows of geometry [5]) that the edit changes."""

    before: Scene
    after: Scene
    ellipses: list[Tensor]


def edit_for_pair(pair: Mapping[str, Any], encoder: SceneEncoder, size: int, graphs: AttributeGraphs | None = None) -> Edit | None:
    """
    The pair's edit on blobs; None when the thing has no blob (too little of it is in the frame). With `graphs` an edit of what a
    thing is is made by name.
    """
    scene, blobs = encoder.scene(pair["before"], size)
    after, after_blobs = encoder.scene(pair["after"], size)
    kind = pair["kind"]
    if kind == "relit":
        return relit_edit(pair, (scene, blobs), (after, after_blobs), graphs)
    thing = pair["thing"]
    if thing not in blobs:
        return None
    blob = blobs[thing]
    old = scene.geometry[blob]
    if kind == "removed":
        return Edit(scene, scene.without(blob), [old])
    target = pair["added"] if kind == "duplicated" else thing
    if target not in after_blobs:
        return None
    new = after.geometry[after_blobs[target]]
    if kind == "duplicated":
        depth = depth_of(target, blobs, after_blobs)
        return Edit(scene, scene.with_copy(blob, new).at_depth(blob + 1, depth), [new])
    edited = scene
    if kind in ATTRIBUTE_KINDS:
        row = after_blobs[target] + 1
        features, styles = after.features[row : row + 1], after.styles[row : row + 1]
        if graphs is not None:
            features, styles = graphs.told(scene.features[blob + 1 :][:1], scene.styles[blob + 1 :][:1], told_of(pair))
        elif kind == "recoloured":
            features = scene.features[blob + 1 :][:1]
        edited = scene.with_vectors([blob + 1], features, styles)
    if kind in ("recoloured", "repatterned"):
        return Edit(scene, edited, [old])
    others = {number: at - (at > blob) for number, at in blobs.items() if number != thing}
    return Edit(scene, edited.with_geometry(blob, new).at_depth(blob, depth_of(thing, others, after_blobs)), [old, new])


def relit_edit(
    pair: Mapping[str, Any], before: tuple[Scene, dict[int, int]], after: tuple[Scene, dict[int, int]], graphs: AttributeGraphs | None
) -> Edit:
    """The edit of a whole room's light: the vectors of everything change, and nothing else does."""
    (scene, blobs), (lit, lit_blobs) = before, after
    if graphs is not None:
        light = {name: value for name, value in numbers_of(None, pair["after"]).items() if name.startswith("light.")}
        features, styles = graphs.told(scene.features, scene.styles, {}, light)
        return Edit(scene, replace(scene, features=features, styles=styles), [])
    both = [(blobs[number] + 1, lit_blobs[number] + 1) for number in blobs.keys() & lit_blobs.keys()]
    rows, lit_rows = (list(rows) for rows in zip((0, 0), *both, strict=True))
    return Edit(scene, scene.with_vectors(rows, lit.features[lit_rows], lit.styles[lit_rows]), [])


def told_of(pair: Mapping[str, Any]) -> dict[str, Any]:
    """
    What a person asks for who wants what the renderer did, by name: recoloured, the mean colour that is seen after it; repatterned,
    the pattern with its scale, direction and second colour; swapped, the model; turned, the facing in degrees.
    """
    thing = next(one for one in pair["after"]["things"] if one["id"] == pair["thing"])
    look, kind = thing.get("attributes", {}), pair["kind"]
    if kind == "recoloured":
        return {"colour": hex_of_rgb(thing["colour"])}
    if kind == "swapped":
        return {"model": thing["model"]}
    if kind == "turned":
        return {"facing": math.degrees(thing["yaw"])}
    told = {name: look[name] for name in ("pattern", "patternScale", "patternAcross") if name in look}
    return told | ({"colourB": hex_of_rgb(look["colourB"])} if "colourB" in look else {})


def depth_of(thing: int, others: Mapping[int, int], after: Mapping[int, int]) -> int:
    """
    The depth of a thing after the edit: how many of the `others` (blob by id, back to front, before the edit) are behind it, by
    the renderer's order `after` the edit.
    """
    behind = [at for number, at in others.items() if number in after and after[number] < after[thing]]
    return max(behind) + 1 if behind else 0


def grown_ellipses(ellipses: list[Tensor], side: int, ab_norm: float, margin: float = MARGIN) -> Tensor:
    """[side, side]: the cells inside one of the ellipses grown by a margin."""
    steps = (torch.arange(side) + 0.5) / side
    inside = torch.zeros(side, side, dtype=torch.bool)
    for row in ellipses:
        dx, dy = steps[None, :] - row[X], steps[:, None] - row[Y]
        cos, sin = torch.cos(row[ANGLE]), torch.sin(row[ANGLE])
        size = row[SIZE].clamp_min(0)
        along = torch.sqrt(size * (ab_norm * row[ASPECT] + COVARIANCE_EPSILON)) + margin
        across = torch.sqrt(size * (ab_norm / row[ASPECT] + COVARIANCE_EPSILON)) + margin
        inside |= ((dx * cos + dy * sin) / along).square() + ((dy * cos - dx * sin) / across).square() < 1
    return inside


def surrounding_ring(region: Tensor, width: float = RING) -> Tensor:
    """[side, side]: the cells around a region; every cell where it leaves none."""
    reach = max(1, round(width * region.shape[0]))
    grown = torch.nn.functional.max_pool2d(region.float()[None, None], 2 * reach + 1, 1, reach)[0, 0] > 0
    around = grown & ~region
    return around if around.any() else torch.ones_like(region)


def mean_colour_picture(picture: Tensor, cells: Tensor) -> Tensor:
    """A picture of one colour: the mean of these cells of a picture [1, 3, R, R]."""
    return picture[0][:, cells].mean(1).view(1, 3, 1, 1).expand_as(picture)


def region_psnr(picture: Tensor, truth: Tensor, region: Tensor) -> float:
    """PSNR in dB over the cells of a region, pictures [1, 3, R, R] in [-1, 1]."""
    error = (picture.clamp(-1, 1) - truth).square().mean(1)[0][region].mean()
    return float(10 * torch.log10(4.0 / error.clamp_min(1e-10)))


def read_pairs(folder: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Index and line of every complete pair."""
    path, progress = folder / "pairs.jsonl", folder.parent / "progress.json"
    if not path.exists():
        return
    lines = path.read_text().splitlines()
    if progress.exists():
        # A run that was interrupted may have written lines beyond its progress.
        lines = lines[: json.loads(progress.read_text())["pairs"].get(folder.name, 0)]
    for at, line in enumerate(lines):
        yield at, json.loads(line)


def measure_pair(
    model: ConvertedModel,
    encoder: SceneEncoder,
    folder: Path,
    at: int,
    pair: Mapping[str, Any],
    size: int,
    before: Tensor | None = None,
    graphs: AttributeGraphs | None = None,
) -> tuple[dict[str, float], list[Tensor]] | None:
    """
    Figures of a pair, and the pictures for the contact sheet: truth before and after, drawn before and after. `before` is the
    drawing before the edit, if it exists already; `graphs` make the edit by name.

    psnr: of the drawing after the edit against the true render, in the region that the edited things cover before or after.
    Baselines in the same region: no_edit, the drawing before the edit; mean_colour, the mean colour of the true render after the
    edit (the best single colour); surround_colour, the mean colour of the ring around the region before the edit (what can be
    guessed). locality: share of the absolute change that is inside the grown ellipses (1 of a whole room). delta_e, of a recoloured
    thing: CIE Delta E 2000 of the mean colour drawn in the region and the one that the renderer's thing has.
    """
    edit = edit_for_pair(pair, encoder, size, graphs)
    if edit is None:
        return None
    side = compared_side(model.side)
    region = region_of(folder, at, pair, size, side)
    if not region.any():
        return None
    before = model.draw(edit.before) if before is None else before
    after = model.draw(edit.after)
    ellipses = grown_ellipses(edit.ellipses, side, model.ab_norm) if edit.ellipses else torch.ones_like(region)
    shown = [*truths_of(folder, at, size, model.side), before, after]
    *truths, drawn_before, drawn_after = (averaged(picture, side) for picture in shown)
    figures = edit_figures(drawn_before, drawn_after, truths, region, ellipses)
    if pair["kind"] == "recoloured":
        asked = next(thing["colour"] for thing in pair["after"]["things"] if thing["id"] == pair["thing"])
        colour = (drawn_after[0][:, region].mean(1) + 1) / 2
        figures["delta_e"] = colour_difference(colour.double().numpy(), np.array(asked))
    return figures, shown


def region_of(folder: Path, at: int, pair: Mapping[str, Any], size: int, side: int) -> Tensor:
    """
    [side, side]: the cells that the edited things cover before or after the edit; for duplicates the copy only, for another light
    the whole picture.
    """
    if pair["thing"] is None:
        return torch.ones(side, side, dtype=torch.bool)
    ids = [int(pair["thing"]), *([int(pair["added"])] if pair.get("added") is not None else [])]
    shown = ids[-1:] if pair["kind"] == "duplicated" else ids
    region = torch.zeros(side, side, dtype=torch.bool)
    for when in ("before", "after"):
        region |= coverage_mask(masks(folder / f"{when}-masks.bin", size, at), shown, side)
    return region


def truths_of(folder: Path, at: int, size: int, side: int) -> list[Tensor]:
    """The true renders before and after, each [1, 3, side, side] in [-1, 1]."""
    return [unit_picture(pictures(folder / f"{when}.bin", size, at), side) for when in ("before", "after")]


def edit_figures(before: Tensor, after: Tensor, truths: list[Tensor], region: Tensor, ellipses: Tensor) -> dict[str, float]:
    """The figures of measure_pair: drawings and true renders [1, 3, R, R], region and grown ellipses [R, R]."""
    change = (after.clamp(-1, 1) - before.clamp(-1, 1)).abs().sum(1)[0]
    return {
        "psnr": region_psnr(after, truths[1], region),
        "no_edit": region_psnr(before, truths[1], region),
        "mean_colour": region_psnr(mean_colour_picture(truths[1], region), truths[1], region),
        "surround_colour": region_psnr(mean_colour_picture(truths[0], surrounding_ring(region)), truths[1], region),
        "locality": float(change[ellipses].sum() / change.sum().clamp_min(1e-6)),
    }


def summary(rows: list[dict[str, float]]) -> dict[str, Any]:
    """Means over pairs; of the locality the median and the tenth percentile, of Delta E the median and the ninetieth."""
    if not rows:
        return {"pairs": 0}
    names = ("psnr", "no_edit", "mean_colour", "surround_colour")
    mean = {name: float(np.mean([row[name] for row in rows])) for name in names}
    locality, differences = [row["locality"] for row in rows], [row["delta_e"] for row in rows if "delta_e" in row]
    colour = {"delta_e_median": float(np.median(differences)), "delta_e_p90": float(np.percentile(differences, 90))} if differences else {}
    return {
        "pairs": len(rows), **mean,
        "over_baselines": mean["psnr"] - max(mean["no_edit"], mean["mean_colour"]),
        "over_fair_baselines": mean["psnr"] - max(mean["no_edit"], mean["surround_colour"]),
        "locality_median": float(np.median(locality)), "locality_p10": float(np.percentile(locality, 10)), **colour,
    }  # fmt: skip
