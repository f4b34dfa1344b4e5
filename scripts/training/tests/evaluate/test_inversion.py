"""Inversion of an unsupervised model."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.checkpoint import write_checkpoint
from training.evaluate.inversion import LayoutVariables, UnsupervisedModel, invert, layout_of, scenes_of_layout


def test_a_layout_is_what_its_numbers_stand_for(checkpoint: Path) -> None:
    model = UnsupervisedModel(checkpoint)
    layout = model.sample(4, 1)
    back = LayoutVariables.of(layout, model.ab_norm).layout()
    for name in ("xs", "ys", "sizes", "covs"):
        assert torch.allclose(getattr(back, name), getattr(layout, name), atol=1e-5), name
    for first, second in zip(scenes_of_layout(layout, model.ab_norm), range(4), strict=True):
        assert torch.allclose(layout_of(first, model.ab_norm).covs[0], layout.covs[second], atol=1e-5)


def test_the_search_finds_a_picture_that_the_model_can_draw(checkpoint: Path) -> None:
    model = UnsupervisedModel(checkpoint)
    truth = model.picture(model.sample(2, 77))
    short, long = (torch.cat([model.draw(scene) for scene in invert(model, truth, steps)]) for steps in (1, 100))
    # L1, as an untrained decoder leaves -1 to 1, to which PSNR is clamped.
    reconstruction_loss = [(drawn - truth).abs().mean((1, 2, 3)) for drawn in (short, long)]
    assert (reconstruction_loss[1] < 0.7 * reconstruction_loss[0]).all()


def test_a_supervised_checkpoint_is_refused(tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "other.ckpt", {"training": {"way": "supervised"}, "state_dict": {}, "hyper_parameters": {}})
    with pytest.raises(ValueError, match="not a checkpoint of the unsupervised way"):
        UnsupervisedModel(tmp_path / "other.ckpt")
