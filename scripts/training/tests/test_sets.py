"""Several sets read as one, and checkpoints that go on with rooms of a kind that they do not know."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from training.checkpoint import part, read_checkpoint
from training.data.attributes import KIND, Schema
from training.data.sets import dataset_id, folders_of, read_about, shard_names
from training.data.shards import RoomStore, schema_of
from training.growth import grow_checkpoint, grown_schema
from training.layout_data import plan_slots
from training.networks.encoder import AttributeEncoder
from training.train import parse, train

from .synthetic import write_dataset, write_shard

SMALL = "--c-model 2 --feature-dim 16 --style-dim 16 --encoder-hidden 32 --resolution 32 --batch 8 --compile false"
QUIET = "--dtype float32 --log-every 5 --sheet-minutes 0 --threads 1 --warmup-images 1 --validation-rooms 4"


@pytest.fixture(scope="module")
def bedrooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("bedrooms"), shards=1)


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("living"), shards=1, seed=2, kind="living room")


@pytest.fixture
def both(bedrooms: Path, living: Path) -> str:
    return f"{bedrooms},{living}"


def run(out: Path, data: str | Path, *more: str) -> dict:
    """Trains and reads the last checkpoint."""
    train(parse(["supervised", "--data", str(data), "--out", str(out), *SMALL.split(), *QUIET.split(), *more]))
    return read_checkpoint(out / "last.ckpt")


def encoder_of(checkpoint: dict, schema: Schema, prefix: str) -> AttributeEncoder:
    encoder = AttributeEncoder(schema, 16, 16, 32)
    encoder.load_state_dict(part(checkpoint["state_dict"], prefix))
    return encoder


def vectors(encoder: AttributeEncoder, data: str | Path, schema: Schema) -> torch.Tensor:
    """Features and styles of the first eight rooms."""
    store = RoomStore(data, schema, 0.004, 32)
    store.refresh()
    batch = store.batch(list(range(8)), np.zeros(8, bool), 15)
    tensors = [torch.from_numpy(batch[name]) for name in ("codes", "numbers", "mirrored")]
    with torch.no_grad():
        return torch.cat(encoder(*tensors), dim=-1)


def test_what_several_sets_hold_is_what_any_of_them_holds(both: str, bedrooms: Path, living: Path) -> None:
    about = read_about(both)
    assert about["kinds"] == ["bedroom", "living room"]
    # As of bedrooms alone, and what is new at the end.
    assert about["classes"] == ["bed", "lamp", "window", "sofa"]
    assert [model["key"] for model in about["models"]] == ["bed-1", "bed-2", "lamp-1", "window-1", "sofa-1"]
    assert folders_of(both) == [bedrooms, living]
    assert shard_names(both) == ["000000", "1/000000"]
    assert read_about(bedrooms)["kinds"] == ["bedroom"]


def test_the_id_of_one_set_is_that_of_its_description(both: str, bedrooms: Path) -> None:
    assert dataset_id(bedrooms) == hashlib.sha256((bedrooms / "dataset.json").read_bytes()).hexdigest()[:16]
    assert dataset_id(both) != dataset_id(bedrooms)


def test_sets_of_different_sizes_are_refused_in_one_sentence(bedrooms: Path, tmp_path: Path) -> None:
    small = write_dataset(tmp_path / "small", size=32)
    with pytest.raises(ValueError, match="has pictures of 32 px"):
        read_about(f"{bedrooms},{small}")
    with pytest.raises(FileNotFoundError, match="render rooms first"):
        read_about(f"{bedrooms},{tmp_path / 'nowhere'}")


def test_the_kind_of_room_is_known_to_surfaces_and_background_alone(both: str, bedrooms: Path) -> None:
    schema = schema_of(both)
    at = next(at for at, c in enumerate(schema.categories) if c.name == KIND)
    assert schema.categories[at].groups == ["feature"]
    assert KIND not in {category.name for category in schema_of(bedrooms).categories}
    store = RoomStore(both, schema, 0.004, 32)
    store.refresh()
    for room, kind in ((store.rooms[3], 1), (store.rooms[64 + 3], 2)):
        assert room.codes[0, at] == kind
        for name, codes in zip(room.names, room.codes[1:]):
            assert codes[at] == (kind if name.endswith(("floor", "ceiling", "wall")) else 0)


def test_rooms_of_both_are_there_and_split_as_before(both: str, bedrooms: Path, living: Path) -> None:
    store = RoomStore(both, schema_of(both), 0.004, 32)
    assert store.refresh() == 2
    assert len(store.rooms) == 128
    assert store.of_split("test") == [0, 40, 64, 104]
    assert store.first_of("test", 3) == [0, 64, 40]
    assert store.first_of("train", 999) and len(store.first_of("train", 999)) == len(store.of_split("train"))
    assert {"sofa", "bed"} <= {name for room in store.rooms for name in room.names}
    for at, data in ((5, bedrooms), (64 + 5, living)):
        alone = RoomStore(data, schema_of(data), 0.004, 32)
        alone.refresh()
        np.testing.assert_array_equal(store.picture(store.rooms[at]), alone.picture(alone.rooms[5]))
        assert list((data / "cache" / "32").iterdir())


def test_rooms_without_pictures_are_there_for_layouts_alone(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=3)
    for shard in ("000000", "000002"):
        # As `npm run dataset -- --layouts` leaves them: of the first there are pictures as well.
        layouts = data / "layouts" / shard
        layouts.mkdir(parents=True)
        (layouts / "rooms.jsonl").write_bytes((data / "shards" / shard / "rooms.jsonl").read_bytes())
    shutil.rmtree(data / "shards" / "000002")
    assert shard_names(data) == ["000000", "000001"]
    assert shard_names(data, layouts=True) == ["000000", "000001", "000002"]
    painted = RoomStore(data, schema_of(data), 0.004, 32)
    painted.refresh()
    every = RoomStore(data, schema_of(data), 0.004, 32, layouts=True)
    every.refresh()
    assert (len(painted.rooms), len(every.rooms)) == (128, 192)
    np.testing.assert_array_equal(every.picture(every.rooms[0]), painted.picture(painted.rooms[0]))


def test_slots_are_named_after_the_classes_of_every_kind(both: str) -> None:
    store = RoomStore(both, schema_of(both), 0.004, 32)
    store.refresh()
    plan = plan_slots([store.rooms[at] for at in store.of_split("train")], 0.004, least=0.01, most=64)
    assert {"bed", "sofa", "lamp", "window", "floor"} <= set(plan.slots) and plan.covered == 1


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
        # Of the kind of room it knows nothing yet.
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
    # The epoch under way ends with the rooms that it began with.
    now = run(tmp_path, both, "--resume", "--max-steps", "6")
    assert now["feed"]["shards"] == ["000000"]
    later = run(tmp_path, both, "--resume", "--max-steps", "20")
    assert later["feed"]["shards"] == ["000000", "1/000000"]
    assert later["schema"] == now["schema"]
    weight = later["state_dict"]["attribute_encoder.feature.embeddings.0.weight"]
    assert not torch.equal(weight[-1], now["state_dict"]["attribute_encoder.feature.embeddings.0.weight"][-1])
    # And on bedrooms alone again: it forgets nothing that it knows.
    assert run(tmp_path, bedrooms, "--resume", "--max-steps", "22")["schema"] == later["schema"]


def test_nothing_new_changes_nothing(bedrooms: Path, tmp_path: Path) -> None:
    first = write_dataset(tmp_path / "rooms")
    checkpoint = run(tmp_path / "run", first, "--max-steps", "2")
    state = {name: value.clone() for name, value in checkpoint["state_dict"].items()}
    write_shard(first, 1, 64)
    schema = Schema.from_dict(checkpoint["schema"])
    assert grow_checkpoint(checkpoint, schema_of(first)) == schema == grown_schema(schema, schema_of(bedrooms))
    assert all(torch.equal(value, checkpoint["state_dict"][name]) for name, value in state.items())
    shutil.rmtree(first)
