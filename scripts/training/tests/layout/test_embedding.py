"""Embeddings of layouts, as they are compared."""

from __future__ import annotations

import pytest
import torch

from training.layout.codes import VECTOR_TOLERANCE, fit_codes
from training.layout.embedding import LayoutEmbedding

from .made_up import made_up


def test_presence_comes_first_and_absent_things_have_no_numbers() -> None:
    data = made_up()
    embedding = LayoutEmbedding(fit_codes(data, ["floor", "bed", "lamp"], 6, 5))
    rows = embedding.embed(embedding.codes.encode(data))
    assert rows.shape == (len(data.present), 3 + len(embedding.owner))
    assert torch.equal(rows[:, :3] > 0, data.present)
    absent = ~data.present[:, 1]
    assert absent.any() and rows[absent][:, 3:][:, embedding.owner == 2].abs().max() == 0
    assert rows[~absent][:, 3:][:, embedding.owner == 2].abs().min() > 0


def test_noise_has_the_size_of_the_tolerance_and_leaves_what_is_absent() -> None:
    data = made_up(4000)
    codes = fit_codes(data, ["floor", "bed", "lamp"], 6, 5)
    embedding = LayoutEmbedding(codes)
    rows = embedding.embed(codes.encode(data))
    noisy = embedding.add_tolerance_noise(rows, torch.Generator().manual_seed(0))
    assert torch.equal(noisy == 0, rows == 0) and torch.equal(noisy[:, :3], rows[:, :3])
    # The first component of the background's feature.
    assert float(embedding.tolerance[0]) == pytest.approx(VECTOR_TOLERANCE / float(codes.feature_std[0, 0]))
    scale = torch.rsqrt(1 + embedding.tolerance[0] ** 2)
    noise = noisy[:, 3] / scale - rows[:, 3]
    assert float(noise.std()) == pytest.approx(float(embedding.tolerance[0]), rel=0.05)
