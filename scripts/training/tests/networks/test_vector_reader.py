"""The reader of vectors."""

from __future__ import annotations

import torch

from training.data.attributes import Category, Number, Schema
from training.networks.vector_reader import Reading, VectorReader

SCHEMA = Schema([Category("class", ["bed", "lamp"], ["feature"])], [Number("colour.r", ["style"]), Number("attribute.lampOn", ["style"])])


def test_it_has_an_answer_for_every_attribute() -> None:
    reading = VectorReader(SCHEMA, 8, 4, hidden=16)(torch.randn(5, 8), torch.randn(5, 4))
    assert [tuple(logits.shape) for logits in reading.categories] == [(5, 3)]
    # One number more says whether the room is mirrored.
    assert reading.numbers.shape == reading.known.shape == (5, 3)


def test_the_likeliest_attributes_leave_out_what_is_not_known() -> None:
    numbers, known = torch.tensor([[0.25, -0.5, 1.5]]), torch.tensor([[2.0, -1.0, 3.0]])
    codes, read, mirrored = Reading([torch.tensor([[0.0, 3.0, 1.0]])], numbers, known).attributes()
    assert codes.tolist() == [[1]] and mirrored.tolist() == [1.0]
    assert read[0, 0] == 0.25 and torch.isnan(read[0, 1])
