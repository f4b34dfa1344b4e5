"""The converted model."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.data.layouts import SIZE, X
from training.evaluate import drawing
from training.evaluate.drawing import ConvertedModel
from training.evaluate.samples import scenes_of

MODEL = Path(__file__).parents[4] / "models" / "default"


def test_the_converted_model_draws_its_samples() -> None:
    model = ConvertedModel(MODEL, threads=1)
    bed = model.names.index("bed")
    scene = next(scene for scene in scenes_of(model, 16, 0) if scene.geometry[bed, SIZE] > 0)
    picture = model.draw(scene)
    assert picture.shape == (1, 3, model.side, model.side) and float(picture.std()) > 0.05
    moved = scene.geometry[bed].clone()
    moved[X] = 1 - moved[X] + 0.2
    changed = (model.draw(scene.with_geometry(bed, moved)) - picture).abs().mean()
    assert float(changed) > 0.001
    doubled = scene.with_copy(bed, moved)
    assert len(doubled.geometry) == len(scene.geometry) + 1 and model.draw(doubled).shape == picture.shape


def test_samples_do_not_depend_on_how_many_are_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model = ConvertedModel(MODEL, threads=1)
    together = model.sample(5, 3)
    monkeypatch.setattr(drawing, "SAMPLE_BATCH", 2)
    parts = model.sample(5, 3)
    assert parts.sizes.shape == (5, len(model.names))
    for name in ("xs", "sizes", "covs", "features"):
        assert torch.allclose(getattr(parts, name), getattr(together, name), atol=1e-4)


def test_what_is_no_model_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="npm run convert"):
        ConvertedModel(tmp_path)
