"""What the blobs of an unsupervised model are for."""

from __future__ import annotations

import pytest
import torch

from training.evaluate.blobs import CROP, crop_around, presence


def test_blobs_that_never_appear_and_blobs_that_take_the_room_are_counted() -> None:
    scores = torch.zeros(40, 8, 8, 3)
    scores[..., 0] = 0.95
    scores[::2, 3, 4, 1] = 0.5
    scores[0, 2, 2, 2] = 0.5
    scores[..., 2] += 0.01
    found = presence(scores)
    assert found["there"] == [1.0, 0.5, pytest.approx(0.025)]
    assert found["never"] == 1
    assert found["whole"] == [1.0, 0.0, 0.0] and found["taken"] == 1.0


def test_a_crop_is_around_the_blob() -> None:
    # Redder to the right, greener downwards: a pixel says where it is.
    ramp = torch.linspace(-1, 1, 64)
    picture = torch.stack([ramp.expand(64, 64), ramp[:, None].expand(64, 64), torch.zeros(64, 64)])[None]
    scores = torch.zeros(32, 32)
    scores[6:10, 22:26] = 1
    crop = crop_around(picture, scores)
    assert crop.shape == (1, 3, CROP, CROP)
    assert float(crop[0, 0].mean()) == pytest.approx(0.5, abs=0.05)
    assert float(crop[0, 1].mean()) == pytest.approx(-0.5, abs=0.05)
    assert 0.2 < float(crop[0, 0].amax() - crop[0, 0].amin()) < 0.8
