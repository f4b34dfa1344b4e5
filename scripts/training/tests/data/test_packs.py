"""Packs of pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from training.config import Config
from training.data.packs import PackSampler, packs_id, packs_of, read_packs, write_packs
from training.data.shards import average_down
from training.pack import pack

from ..synthetic import write_dataset


def pictures(count: int, side: int = 32) -> np.ndarray:
    """Smooth pictures, each of its own colour."""
    ramp = np.linspace(0, 60, side)
    base = ramp[None, :, None, None] + ramp[None, None, :, None] + np.zeros((count, 1, 1, 3))
    return (base + np.linspace(0, 120, count)[:, None, None, None]).astype(np.uint8)


def test_pictures_come_back_in_order_from_packs_below_the_limit(tmp_path: Path) -> None:
    given = pictures(40)
    written = write_packs(tmp_path / "rooms", given, limit=9000)
    assert len(written) > 1 and all(path.stat().st_size <= 9000 for path in written)
    read = read_packs(packs_of(str(tmp_path)))
    assert read.shape == given.shape
    assert np.abs(read.astype(int) - given).mean() < 3


def test_a_name_of_rooms_names_no_packs(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms")
    assert packs_of(str(data)) == []
    with pytest.raises(FileNotFoundError, match=r"There is no pack .*missing\.pack"):
        packs_of(f"{tmp_path}/missing.pack")


def test_what_is_not_a_pack_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.pack").write_bytes(b"PK nothing")
    with pytest.raises(ValueError, match=r"broken\.pack is not a whole pack"):
        read_packs(packs_of(str(tmp_path)))
    with pytest.raises(ValueError, match="cannot be averaged down"):
        average_down(np.zeros((1, 32, 32, 3), np.uint8), 64)


def test_held_out_rooms_are_not_packed(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=1, size=64)
    written = pack(str(data), 32, tmp_path / "packs" / "rooms")
    # Of 64 rooms two are test rooms, two of validation.
    assert len(read_packs(written)) == 60
    assert packs_id(written) == packs_id(packs_of(str(tmp_path / "packs")))


def test_batches_are_reproducible_and_resume(tmp_path: Path) -> None:
    written = write_packs(tmp_path / "rooms", pictures(20))
    config = Config(resolution=16, batch=8)
    whole = PackSampler(written, config, torch.device("cpu"))
    batches = [whole.tensors()["pictures"] for _ in range(5)]
    assert batches[0].shape == (8, 3, 16, 16) and batches[0].dtype == torch.uint8
    # An epoch shows no picture twice, mirrored or not.
    epoch = torch.cat(batches[:2]).float().mean((1, 2, 3))
    assert len(set(epoch.tolist())) == 16
    broken = PackSampler(written, config, torch.device("cpu"))
    for _ in range(3):
        broken.tensors()
    again = PackSampler(written, config, torch.device("cpu"))
    again.load(broken.state())
    for expected in batches[3:]:
        assert torch.equal(again.tensors()["pictures"], expected)


def test_ranks_share_a_batch(tmp_path: Path) -> None:
    written = write_packs(tmp_path / "rooms", pictures(20))
    config = Config(resolution=32, batch=8)
    whole = PackSampler(written, config, torch.device("cpu")).tensors()["pictures"]
    for rank in (0, 1):
        own = PackSampler(written, config, torch.device("cpu"), rank, 2).tensors()["pictures"]
        assert torch.equal(own, whole[rank::2])
