"""Settings and data of every test."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from .synthetic import write_dataset

# Small networks beside whatever else the machine does: more threads only wait for each other.
torch.set_num_threads(1)


@pytest.fixture(scope="session")
def bedrooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("bedrooms"), shards=1)


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("living"), shards=1, seed=2, kind="living room")


@pytest.fixture
def both(bedrooms: Path, living: Path) -> str:
    return f"{bedrooms},{living}"
