"""What the layout network draws, against true layouts: a classifier, names, neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data.shards import RoomStore
from ..layout_codes import SlotData, data_of_layout, fit_codes, row_targets
from ..layout_data import joined, slot_data
from ..layout_measure import pair_error, presence_error, separability
from ..layout_slots import class_of
from ..layout_student import Expansion
from ..layout_view import LayoutView
from ..model import to_unit
from .drawing import ConvertedModel, Scene
from .truth import Encoding

SIZES = (16, 24)


@dataclass
class Layouts:
    """True layouts in the model's slots (the training rooms, the rest; each also mirrored), and how to compare them."""

    store: RoomStore
    train_rooms: list[int]
    train: SlotData
    held: SlotData
    view: LayoutView

    def rows(self, data: SlotData) -> Tensor:
        """Views [N, ...] of layouts."""
        return self.view.of_codes(self.view.codes.encode(data))


def read_layouts(data: str | Path, model: ConvertedModel, encoding: Encoding) -> Layouts:
    """The rooms of a dataset, also those of which there are numbers alone."""
    store = RoomStore(data, encoding.schema, model.ab_norm, model.side, layouts=True)
    store.refresh()
    train, held = store.of_split("train"), store.of_split("validation") + store.of_split("test")
    if not train or not held:
        raise ValueError(f"{data} has too few rooms to compare sampled layouts with.")

    def both_ways(rooms: list[int]) -> SlotData:
        return joined(*(slot_data(store, rooms, model.names, encoding.network, m) for m in (False, True)))

    known, rest = both_ways(train), both_ways(held)
    codes = fit_codes(known, model.names, *SIZES)
    view = LayoutView(codes, Expansion(codes, row_targets(known), known.present))
    return Layouts(store, train, known, rest, view)


def sampled(model: ConvertedModel, count: int, seed: int) -> SlotData:
    """`count` layouts of fresh z, as slots."""
    return data_of_layout(model.sample(count, seed), model.ab_norm)


def measure_samples(model: ConvertedModel, layouts: Layouts) -> dict[str, Any]:
    """
    classifier: share of held-out layouts, half of them sampled, that a small network tells apart, every number known to
    its tolerance (layout_view.py); classifier_exact: with every digit. It learns from the training rooms and as many
    samples, stops on one half of the validation and test rooms and is judged on the other.
    """
    generator = torch.Generator().manual_seed(7)
    drawn = sampled(model, len(layouts.train.present), 1)
    rows = [layouts.rows(part) for part in (layouts.train, drawn, layouts.held, sampled(model, len(layouts.held.present), 2))]
    return {
        "classifier": separability(*rows, blur=lambda row: layouts.view.blurred(row, generator)),
        "classifier_exact": separability(*rows),
        "held_out": len(layouts.held.present),
        "presence_error": presence_error(layouts.train.present, drawn.present),
        "pair_error": pair_error(layouts.train.present, drawn.present),
    }


def measure_names(model: ConvertedModel, layouts: Layouts, count: int = 1000) -> dict[str, Any]:
    """
    Slots over seeds: how often each is there, how far it wanders, and how often its feature is nearest to those of its own
    class among all classes (true things, by the mean of each class).
    """
    data = sampled(model, count, 3)
    classes = [class_of(name) for name in model.names]
    kinds = sorted(set(classes))
    means = []
    for kind in kinds:
        members = [at for at, other in enumerate(classes) if other == kind]
        there = layouts.train.present[:, members]
        means.append(layouts.train.features[:, 1:][:, members][there].mean(0))
    nearest = torch.cdist(data.features[:, 1:].flatten(0, 1), torch.stack(means)).argmin(1).view(count, -1)
    own = torch.tensor([kinds.index(kind) for kind in classes])
    right = nearest == own
    there = data.present
    return {
        "own_class": float(right[there].float().mean()),
        "slots": {
            name: {
                "there": float(there[:, at].float().mean()),
                "own_class": float(right[there[:, at], at].float().mean()) if there[:, at].any() else None,
                "wander": float(data.geometry[there[:, at], at, :2].std(0).mean()) if there[:, at].sum() > 1 else None,
            }
            for at, name in enumerate(model.names)
        },
    }


def scenes_of(model: ConvertedModel, count: int, seed: int) -> list[Scene]:
    """Samples to draw; what is not there has its size of -8."""
    data = sampled(model, count, seed)
    return [Scene(*parts) for parts in zip(data.geometry, data.features, data.styles)]


def neighbours(model: ConvertedModel, layouts: Layouts, count: int, seed: int) -> tuple[list[int], list[float]]:
    """
    The training layout nearest to each of `count` samples (its row in `layouts.train`: rooms, then their mirror images), and how
    near: its distance over the mean distance of a held-out room to its own nearest training room. Far below 1 is a copy.
    """
    known = layouts.rows(layouts.train)
    distances, at = torch.cdist(layouts.rows(sampled(model, count, seed)), known).min(1)
    usual = torch.cdist(layouts.rows(layouts.held), known).min(1).values.mean()
    return at.tolist(), (distances / usual).tolist()


def training_pictures(model: ConvertedModel, layouts: Layouts, rows: list[int]) -> list[Tensor]:
    """Pictures [1, 3, side, side] of training layouts: as rendered; as the model draws them where a room has no picture."""
    found: list[Tensor] = []
    for row in rows:
        mirrored, at = divmod(row, len(layouts.train_rooms))
        room = layouts.store.rooms[layouts.train_rooms[at]]
        if layouts.store.has_picture(room):
            picture = to_unit(torch.from_numpy(layouts.store.picture(room).copy()).permute(2, 0, 1)[None])
            found.append(picture.flip(-1) if mirrored else picture)
        else:
            data = layouts.train
            found.append(model.draw(Scene(data.geometry[row], data.features[row], data.styles[row])))
    return found
