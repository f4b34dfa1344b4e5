"""The converted model."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.data.layouts import SIZE, X
from training.evaluate import drawing
from training.evaluate.drawing import ConvertedModel, averaged, compared_side
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


def test_finer_drawings_are_compared_as_averages_of_what_is_shown() -> None:
    assert [compared_side(side) for side in (64, 256, 512)] == [64, 256, 256]
    # What is beyond the range is shown as its end.
    picture = torch.tensor([[1.0, -1.0], [5.0, 1.0]]).expand(1, 3, 2, 2)
    torch.testing.assert_close(averaged(picture, 1), torch.full((1, 3, 1, 1), 0.5))
    torch.testing.assert_close(averaged(picture, 2), picture.clamp(-1, 1))
