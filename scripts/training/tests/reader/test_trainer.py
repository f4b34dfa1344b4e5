"""Learning to read vectors, also of layouts that the encoder did not make."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.data.shards import RoomStore, schema_of
from training.loop.loop import Limits, Loop
from training.networks.encoder import AttributeEncoder
from training.reader.measure import measure_reader
from training.reader.things import things_of
from training.reader.trainer import ReaderTrainer, encode

from ..synthetic import write_dataset


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RoomStore:
    data: Path = write_dataset(tmp_path_factory.mktemp("rooms"), shards=2)
    store = RoomStore(data, schema_of(data), 0.004, 32)
    store.refresh()
    return store


def test_the_reader_gets_used_to_what_sampled_layouts_have_beyond_the_encoders_vectors(store: RoomStore) -> None:
    torch.manual_seed(0)
    schema = store.reader.schema
    encoder = AttributeEncoder(schema, 16, 16, 32).requires_grad_(False)
    held_out = things_of(store, "test")
    features, styles = encode(encoder, store.reader, held_out)
    # Off by the same for all, as a layout network may be.
    shift = 0.8 * torch.randn(16)
    sampled = (features + shift, styles + shift)
    colours = [at for at, number in enumerate(schema.numbers) if number.name.startswith("attribute.accent")]
    true = torch.from_numpy(store.reader.normalise(held_out.numbers))[:, colours]

    def error(used: bool) -> float:
        trainer = ReaderTrainer(things_of(store, "train"), schema, encoder, sampled if used else None)
        Loop(trainer, Limits(steps=200)).run()
        figures = measure_reader(trainer.average, encoder, schema, held_out, None)
        assert figures["error"]["attribute.accent.r"] < 0.2
        with torch.no_grad():
            return float((trainer.average(*sampled).numbers[:, colours] - true).abs().nanmean())

    assert error(True) < 0.7 * error(False)
