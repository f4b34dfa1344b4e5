"""What tests of an unsupervised model share."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..runs import run_unsupervised
from ..synthetic import write_dataset


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of two steps."""
    data = write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)
    out = tmp_path_factory.mktemp("run")
    run_unsupervised(out, data, "--blobs", "6", "--max-steps", "2")
    return out / "last.ckpt"
