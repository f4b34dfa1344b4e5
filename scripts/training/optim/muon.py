"""
Muon (K. Jordan 2024; J. Liu et al. 2025, arXiv 2502.16982): a weight moves along the orthogonal matrix that is nearest to the
momentum of its gradients, so that rare directions are learned as fast as common ones. torch.optim.Muon takes matrices only, no
convolutions or stacks, and computes in bfloat16, which most processors emulate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ..shapes import assert_shape

MOMENTUM = 0.95
# Newton-Schulz iteration with Jordan's coefficients: singular values end between 0.7 and 1.2.
STEPS = 5
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
# Root mean square of Adam's updates in practice (Liu et al., section 2.2), so that one learning rate suits both.
UPDATE_RMS = 0.2
# A matrix that is so many times as long as wide is orthogonalised by way of its gram matrix: in a quarter of the time.
LONG = 4
# A weight with fewer rows or columns (to RGB) is left to AdamW.
MIN_SIDE = 4


class Muon(torch.optim.Optimizer):
    """
    Muon for weights, AdamW without weight decay for everything else. `stacked`: how many matrices a weight holds, if not 1 (0: leave
    it to AdamW).
    """

    def __init__(
        self,
        parameters: list[nn.Parameter],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.99),
        eps: float = 1e-8,
        stacked: Mapping[Tensor, int] | None = None,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "betas": betas, "eps": eps})
        self.shapes = {p: matrix_shape(p, (stacked or {}).get(p, 1)) for p in parameters}

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if shape := self.shapes[p]:
                    self._muon_update(p, state, shape, group["lr"])
                else:
                    self._adam_update(p, state, group)

    @staticmethod
    def _muon_update(p: nn.Parameter, state: dict[str, Tensor], shape: tuple[int, int, int], lr: float) -> None:
        assert p.grad is not None
        # Named as Adam's, so that a run can change its optimiser.
        momentum = state_tensor(state, "exp_avg", p)
        momentum.lerp_(p.grad, 1 - MOMENTUM)
        update = orthogonalise(p.grad.lerp(momentum, MOMENTUM).reshape(shape))
        p.sub_(update.reshape(p.shape), alpha=lr * UPDATE_RMS * max(shape[1:]) ** 0.5)

    @staticmethod
    def _adam_update(p: nn.Parameter, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        assert p.grad is not None
        beta1, beta2 = group["betas"]
        steps = state_tensor(state, "step", torch.zeros(()))
        mean, square = state_tensor(state, "exp_avg", p), state_tensor(state, "exp_avg_sq", p)
        steps += 1
        mean.lerp_(p.grad, 1 - beta1)
        square.lerp_(p.grad.square(), 1 - beta2)
        n = float(steps)
        below = (square / (1 - beta2**n)).sqrt_().add_(group["eps"])
        p.addcdiv_(mean, below, value=-group["lr"] / (1 - beta1**n))


def state_tensor(state: dict[str, Tensor], name: str, like: Tensor) -> Tensor:
    """An entry of a state; zeros of the shape of `like` the first time."""
    if name not in state:
        state[name] = torch.zeros_like(like)
    return state[name]


def matrix_shape(p: Tensor, stacked: int = 1) -> tuple[int, int, int] | None:
    """
    (matrices, rows, columns) of a weight: rows are outputs, columns inputs (channels in times the kernel's size). None for
    biases, and for weights that are too narrow.
    """
    shape = [side for side in p.shape if side > 1]
    if len(shape) < 2 or not stacked:
        return None
    rows, columns = shape[0] // stacked, p.numel() // shape[0]
    return (stacked, rows, columns) if min(rows, columns) >= MIN_SIDE else None


def orthogonalise(matrices: Tensor) -> Tensor:
    """[N, R, C] -> about U V^T of each."""
    assert_shape(matrices, "N R C", "matrices")
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp_min(1e-12)
    a, b, c = COEFFICIENTS
    gram = x @ x.mT
    if x.shape[2] < LONG * x.shape[1]:
        for step in range(STEPS):
            gram = gram if step == 0 else x @ x.mT
            x = a * x + torch.baddbmm(gram, gram, gram, beta=b, alpha=c) @ x
        return x.mT if tall else x
    # Every step multiplies x by a polynomial of its gram matrix, which is small: the long matrix is multiplied once, at the end.
    product = None
    for step in range(STEPS):
        factor = torch.baddbmm(gram, gram, gram, beta=b, alpha=c)
        factor.diagonal(dim1=1, dim2=2).add_(a)
        product = factor if product is None else factor @ product
        if step < STEPS - 1:
            gram = factor @ gram @ factor
    assert product is not None
    x = product @ x
    return x.mT if tall else x
