"""Checkpoints that go on with classes that they do not know."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.checkpoint import read_checkpoint, strip_prefix
from training.data.attributes import KIND, Schema
from training.data.shards import RoomStore, schema_of
from training.networks.encoder import AttributeEncoder
from training.supervised.growth import grow_checkpoint, merge_schemas

from ..runs import run
from ..synthetic import write_dataset, write_shard


def encoder_of(checkpoint: dict[str, Any], schema: Schema, prefix: str) -> AttributeEncoder:
    encoder = AttributeEncoder(schema, 16, 16, 32)
    encoder.load_state_dict(strip_prefix(checkpoint["state_dict"], prefix))
    return encoder


def vectors(encoder: AttributeEncoder, data: str | Path, schema: Schema) -> torch.Tensor:
    """Features and styles of the first eight rooms."""
    store = RoomStore(data, schema, 0.004, 32)
    store.refresh()
    batch = store.batch(list(range(8)), np.zeros(8, bool), 15)
    tensors = [torch.from_numpy(batch[name]) for name in ("codes", "numbers", "mirrored")]
    with torch.no_grad():
        return torch.cat(encoder(*tensors), dim=-1)


def test_a_grown_encoder_gives_what_it_gave(both: str, bedrooms: Path, tmp_path: Path) -> None:
    checkpoint = run(tmp_path, bedrooms, "--max-steps", "6")
    old = Schema.from_dict(checkpoint["schema"])
    before = {name: vectors(encoder_of(checkpoint, old, name), bedrooms, old) for name in ("attribute_encoder", "attribute_encoder_ema")}
    moments = {k: v["exp_avg"].clone() for k, v in checkpoint["optimizer_states"][0]["state"].items()}
    new = grow_checkpoint(checkpoint, schema_of(both))
    assert Schema.from_dict(checkpoint["schema"]) == new
    assert new.categories[0].values[: len(old.categories[0].values)] == old.categories[0].values
    assert new.categories[0].values[-1] == "sofa" and new.categories[-1].name == KIND
    assert new.numbers[: len(old.numbers)] == old.numbers
    for name, was in before.items():
        encoder = encoder_of(checkpoint, new, name)
        # The kind of room has no weight yet.
        torch.testing.assert_close(vectors(encoder, both, new), was, atol=1e-5, rtol=1e-5)
    rows = [checkpoint["state_dict"][f"{name}.feature.embeddings.0.weight"][-1] for name in before]
    assert torch.equal(*rows)
    for name, moment in moments.items():
        grown = checkpoint["optimizer_states"][0]["state"][name]["exp_avg"]
        assert grown.shape[0] >= moment.shape[0]
        if not name.startswith("encoder."):
            assert torch.equal(grown, moment)


def test_a_run_on_bedrooms_goes_on_with_living_rooms_beside_them(both: str, bedrooms: Path, tmp_path: Path) -> None:
    run(tmp_path, bedrooms, "--max-steps", "5")
    assert read_checkpoint(tmp_path / "last.ckpt")["feed"]["shards"] == ["000000"]
    # The epoch ends with the rooms that it started with.
    now = run(tmp_path, both, "--resume", "--max-steps", "6")
    assert now["feed"]["shards"] == ["000000"]
    later = run(tmp_path, both, "--resume", "--max-steps", "20")
    assert later["feed"]["shards"] == ["000000", "1/000000"]
    assert later["schema"] == now["schema"]
    weight = later["state_dict"]["attribute_encoder.feature.embeddings.0.weight"]
    assert not torch.equal(weight[-1], now["state_dict"]["attribute_encoder.feature.embeddings.0.weight"][-1])
    # On bedrooms alone again the schema stays.
    assert run(tmp_path, bedrooms, "--resume", "--max-steps", "22")["schema"] == later["schema"]


def test_nothing_new_changes_nothing(bedrooms: Path, tmp_path: Path) -> None:
    first = write_dataset(tmp_path / "rooms")
    checkpoint = run(tmp_path / "run", first, "--max-steps", "2")
    state = {name: value.clone() for name, value in checkpoint["state_dict"].items()}
    write_shard(first, 1, 64)
    schema = Schema.from_dict(checkpoint["schema"])
    assert grow_checkpoint(checkpoint, schema_of(first)) == schema == merge_schemas(schema, schema_of(bedrooms))
    assert all(torch.equal(value, checkpoint["state_dict"][name]) for name, value in state.items())
    shutil.rmtree(first)
