"""The adversarial term of the layout-supervised way."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.config import Config
from training.data.layouts import SIZE, X
from training.gan import matching_loss
from training.jitter import edit_geometry, jitter_layout, swap_styles, turned
from training.splat import Layout

from .synthetic import write_dataset
from .test_supervised import lines, run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("rooms"), shards=1, size=64)


def test_an_adversarial_phase_starts_from_a_reconstruction_and_resumes_exactly(data: Path, tmp_path: Path) -> None:
    adversary = ["--adversary", "true", "--discriminator-c-model", "2"]
    for name, stops in (("whole", ["8"]), ("broken", ["6", "8"])):
        run(tmp_path / name, data, "--max-steps", "5")
        for stop in stops:
            done = run(tmp_path / name, data, "--resume", *adversary, "--max-steps", stop)
        if name == "whole":
            whole = done
    assert whole["state_dict"]["generator.conv1.noise.weight"].abs().max() > 0
    for key, value in whole["state_dict"].items():
        assert torch.equal(value, done["state_dict"][key]), key


def test_the_adversary_is_logged(data: Path, tmp_path: Path) -> None:
    run(tmp_path, data, "--adversary", "true", "--discriminator-c-model", "2", "--max-steps", "5")
    line = lines(tmp_path, "train")[-1]
    assert line["discriminator"] > 0 and line["adversarial"] > 0 and line["matching"] > 0


def test_edits_leave_surfaces_and_absent_blobs_alone() -> None:
    geometry = torch.rand(2, 5, 5) + 0.5
    geometry[:, 4, SIZE] = -8
    surfaces = torch.zeros(2, 5, dtype=torch.bool)
    surfaces[:, 0] = True
    edited = edit_geometry(geometry, surfaces, Config(), torch.Generator().manual_seed(0))
    assert torch.equal(edited[:, [0, 4]], geometry[:, [0, 4]])
    moved = (edited[:, 1:4, X] - geometry[:, 1:4, X]).abs()
    assert 0 < moved.max() <= Config().jitter_xy


def test_styles_are_swapped_within_a_class() -> None:
    styles = torch.arange(2 * 3 * 2, dtype=torch.float32).view(2, 3, 2)
    codes = torch.tensor([[1, 2, 3], [1, 3, 4]])
    swapped = swap_styles(styles, codes, torch.Generator().manual_seed(4))
    allowed = {(0, 0): {(0, 0), (1, 0)}, (0, 2): {(0, 2), (1, 1)}, (1, 1): {(1, 1), (0, 2)}, (0, 1): {(0, 1)}}
    for place, sources in allowed.items():
        assert any(torch.equal(swapped[place], styles[source]) for source in sources)
    changed = [torch.equal(swap_styles(styles, codes, torch.Generator().manual_seed(s)), styles) for s in range(8)]
    assert not all(changed)


def test_jitter_keeps_the_shape_of_every_blob() -> None:
    covs = torch.tensor([[0.02, 0.003], [0.003, 0.01]]).expand(4, 3, 2, 2)
    half = torch.full((4, 3), 0.5)
    layout = Layout(half, half, half, covs, torch.zeros(4, 4, 2), torch.zeros(4, 4, 2))
    jittered = jitter_layout(layout, Config(), torch.Generator().manual_seed(0))
    torch.testing.assert_close(torch.linalg.det(jittered.covs), torch.linalg.det(covs))
    assert 0 < (jittered.xs - 0.5).abs().max() <= 0.04 and 0 < (jittered.sizes - 0.5).abs().max() <= 0.5
    quarter = turned(covs, torch.full((4, 3), torch.pi / 2))
    torch.testing.assert_close(quarter[0, 0], torch.tensor([[0.01, -0.003], [-0.003, 0.02]]))


def test_matching_is_zero_for_equal_maps_only() -> None:
    maps = [torch.randn(2, 3, 4, 4), torch.randn(2, 5, 2, 2)]
    assert float(matching_loss(maps, maps)) == 0
    assert float(matching_loss(maps, [m + 0.1 for m in maps])) > 0.05
