"""Samples of the layout network against true layouts: a classifier, names, nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..data.shards import RoomStore
from ..layout.codes import SlotData, data_of_layout, fit_codes
from ..layout.embedding import LayoutEmbedding
from ..layout.measure import compare_layouts
from ..layout.slot_data import TrueLayouts, read_true_layouts
from ..layout.slots import class_of
from ..pictures import to_unit_range
from .drawing import ConvertedModel, Scene, scenes_of_slots
from .scenes import SceneEncoder

# Most components of features and styles in the codes that layouts are compared by.
FEATURE_SIZE, STYLE_SIZE = 16, 24


@dataclass
class Reference:
    """True layouts in the model's slots, and how to compare layouts."""

    layouts: TrueLayouts
    embedding: LayoutEmbedding

    def rows(self, data: SlotData) -> Tensor:
        """Embeddings [N, ...] of layouts."""
        return self.embedding.embed(self.embedding.codes.encode(data))


def read_reference(data: str | Path, model: ConvertedModel, encoder: SceneEncoder) -> Reference:
    """The rooms of a dataset, also those without pictures."""
    store = RoomStore(data, encoder.schema, model.ab_norm, model.side, layouts=True)
    store.refresh()
    layouts = read_true_layouts(store, model.names, encoder.encoder)
    return Reference(layouts, LayoutEmbedding(fit_codes(layouts.train, model.names, FEATURE_SIZE, STYLE_SIZE)))


def sample(model: ConvertedModel, count: int, seed: int) -> SlotData:
    """`count` layouts of fresh z, as slots."""
    return data_of_layout(model.sample(count, seed), model.ab_norm)


def measure_samples(model: ConvertedModel, reference: Reference) -> dict[str, Any]:
    """
    Figures of layout.measure.compare_layouts: the classifier learns from the training rooms and as many samples, stops on one
    half of the validation and test rooms and is judged on the other.
    """
    train, held_out = reference.layouts.train, reference.layouts.held_out
    sampled = [sample(model, len(data.present), seed) for data, seed in ((train, 1), (held_out, 2))]
    generator = torch.Generator().manual_seed(7)
    figures = compare_layouts(reference.embedding, train, sampled[0], held_out, sampled[1], generator)
    return {
        "classifier": figures["separability"],
        "classifier_exact": figures["separability_exact"],
        "held_out": len(held_out.present),
        "presence_error": figures["presence_error"],
        "pair_error": figures["pair_error"],
    }


def measure_names(model: ConvertedModel, reference: Reference, count: int = 1000) -> dict[str, Any]:
    """
    Slots over seeds: how often each is present, the deviation of its place, and how often the nearest class of its feature (by the
    mean over true things) is its own.
    """
    data, train = sample(model, count, 3), reference.layouts.train
    classes = [class_of(name) for name in model.names]
    kinds = sorted(set(classes))
    means = []
    for kind in kinds:
        members = [at for at, other in enumerate(classes) if other == kind]
        means.append(train.features[:, 1:][:, members][train.present[:, members]].mean(0))
    nearest = torch.cdist(data.features[:, 1:].flatten(0, 1), torch.stack(means)).argmin(1).view(count, -1)
    own = torch.tensor([kinds.index(kind) for kind in classes])
    right = nearest == own
    present = data.present
    return {
        "own_class": float(right[present].float().mean()),
        "slots": {
            name: {
                "there": float(present[:, at].float().mean()),
                "own_class": float(right[present[:, at], at].float().mean()) if present[:, at].any() else None,
                "wander": float(data.geometry[present[:, at], at, :2].std(0).mean()) if present[:, at].sum() > 1 else None,
            }
            for at, name in enumerate(model.names)
        },
    }


def scenes_of(model: ConvertedModel, count: int, seed: int) -> list[Scene]:
    """Sampled scenes, absent blobs and all."""
    return scenes_of_slots(sample(model, count, seed))


def neighbours(model: ConvertedModel, reference: Reference, count: int, seed: int) -> tuple[list[int], list[float]]:
    """
    The training layout nearest to each of `count` samples (its row in the training layouts), and its distance divided by the mean
    distance of held-out rooms to their nearest training room: far below 1 is a copy.
    """
    known = reference.rows(reference.layouts.train)
    distances, at = torch.cdist(reference.rows(sample(model, count, seed)), known).min(1)
    usual = torch.cdist(reference.rows(reference.layouts.held_out), known).min(1).values.mean()
    return at.tolist(), (distances / usual).tolist()


def training_pictures(model: ConvertedModel, layouts: TrueLayouts, rows: list[int]) -> list[Tensor]:
    """Pictures [1, 3, side, side] of training layouts: as rendered, or as the model draws them where a room has no picture."""
    pictures: list[Tensor] = []
    for row in rows:
        mirrored, at = divmod(row, len(layouts.train_rooms))
        room = layouts.store.rooms[layouts.train_rooms[at]]
        if layouts.store.has_picture(room):
            picture = to_unit_range(torch.from_numpy(layouts.store.picture(room).copy()).permute(2, 0, 1)[None])
            pictures.append(picture.flip(-1) if mirrored else picture)
        else:
            data = layouts.train
            pictures.append(model.draw(Scene(data.geometry[row], data.features[row], data.styles[row])))
    return pictures
