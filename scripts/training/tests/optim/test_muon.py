"""The optimiser of the supervised way."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from training.optim.muon import UPDATE_RMS, Muon, matrix_shape, orthogonalise


@pytest.mark.parametrize("shape", [(1, 6, 40), (3, 12, 16), (2, 24, 9), (1, 200, 9)])
def test_singular_values_become_about_one(shape: tuple[int, int, int]) -> None:
    generator = torch.Generator().manual_seed(0)
    # Of very different sizes, as gradients are.
    matrices = torch.randn(shape, generator=generator) * torch.logspace(0, -1.5, shape[2])
    values = torch.linalg.svdvals(orthogonalise(matrices))
    assert values.min() > 0.6 and values.max() < 1.3
    # The directions stay: what it gives is the matrix's own polar factor, roughly.
    u, _, vt = torch.linalg.svd(matrices, full_matrices=False)
    assert ((u @ vt) * orthogonalise(matrices)).sum() > 0.85 * shape[0] * min(shape[1:])


def test_what_is_a_matrix() -> None:
    assert matrix_shape(torch.zeros(1, 16, 8, 3, 3)) == (1, 16, 72)
    assert matrix_shape(torch.zeros(40, 8), 5) == (5, 8, 8)
    assert matrix_shape(torch.zeros(40, 8), 0) is None
    for plain in (torch.zeros(16), torch.zeros(1, 3, 16, 1, 1), torch.zeros(1, 3, 1, 1)):
        assert matrix_shape(plain) is None


def test_a_step_is_as_large_as_adams_and_biases_get_adam() -> None:
    torch.manual_seed(0)
    weight, bias, same = nn.Parameter(torch.randn(32, 64)), nn.Parameter(torch.randn(32)), nn.Parameter(torch.zeros(32))
    same.data.copy_(bias.data)
    before = weight.detach().clone()
    muon = Muon([weight, bias], lr=0.01, betas=(0.9, 0.99), eps=1e-8)
    adam = torch.optim.AdamW([same], lr=0.01, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.0)
    for _ in range(3):
        weight.grad, bias.grad = torch.randn(32, 64), torch.randn(32)
        same.grad = bias.grad.clone()
        last = weight.detach().clone()
        muon.step()
        adam.step()
        moved = (weight.detach() - last).square().mean().sqrt()
        assert 0.7 * UPDATE_RMS * 0.01 < moved < 1.3 * UPDATE_RMS * 0.01
    torch.testing.assert_close(bias, same)
    assert not torch.equal(weight, before)
