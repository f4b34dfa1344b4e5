"""
Muon (K. Jordan 2024; J. Liu et al. 2025, arXiv 2502.16982): a weight moves along the orthogonal matrix that is nearest to the
momentum of its gradients, so that directions that are seldom asked for are learned as fast as the common ones.
torch.optim.Muon takes matrices alone, no convolutions or stacks, and computes in bfloat16, which most processors emulate.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

MOMENTUM = 0.95
# Newton and Schulz's iteration: Jordan's coefficients and steps, singular values end between 0.7 and 1.2.
STEPS = 5
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
# Root mean square of an update of Adam in practice (Liu et al., section 2.2): one learning rate suits both.
UPDATE = 0.2
# A weight with fewer rows or columns (to RGB) is left to AdamW.
LEAST = 4


class Muon(torch.optim.Optimizer):
    """Muon for weights, AdamW without decay for everything else. `stacked`: weights that are so many matrices (0: none)."""

    def __init__(
        self,
        parameters: list[nn.Parameter],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.99),
        eps: float = 1e-8,
        stacked: Mapping[nn.Parameter, int] | None = None,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "betas": betas, "eps": eps})
        self.shapes = {p: shape_of(p, (stacked or {}).get(p, 1)) for p in parameters}

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if shape := self.shapes[p]:
                    self._move_weight(p, state, shape, group["lr"])
                else:
                    self._move(p, state, group)

    @staticmethod
    def _move_weight(p: nn.Parameter, state: dict[str, Tensor], shape: tuple[int, int, int], lr: float) -> None:
        assert p.grad is not None
        # Under Adam's names, so that one can go on from the other.
        momentum = kept(state, "exp_avg", p)
        momentum.lerp_(p.grad, 1 - MOMENTUM)
        update = orthogonal(p.grad.lerp(momentum, MOMENTUM).reshape(shape))
        p.sub_(update.reshape(p.shape), alpha=lr * UPDATE * max(shape[1:]) ** 0.5)

    @staticmethod
    def _move(p: nn.Parameter, state: dict[str, Tensor], group: dict) -> None:
        assert p.grad is not None
        beta1, beta2 = group["betas"]
        steps = kept(state, "step", torch.zeros(()))
        mean, square = kept(state, "exp_avg", p), kept(state, "exp_avg_sq", p)
        steps += 1
        mean.lerp_(p.grad, 1 - beta1)
        square.lerp_(p.grad.square(), 1 - beta2)
        n = float(steps)
        below = (square / (1 - beta2**n)).sqrt_().add_(group["eps"])
        p.addcdiv_(mean, below, value=-group["lr"] / (1 - beta1**n))


def kept(state: dict[str, Tensor], name: str, like: Tensor) -> Tensor:
    """What a state has under a name; zeros of this form the first time."""
    if name not in state:
        state[name] = torch.zeros_like(like)
    return state[name]


def shape_of(p: Tensor, stacked: int = 1) -> tuple[int, int, int] | None:
    """
    (matrices, rows, columns) of a weight: the rows are what it gives, the columns what it takes (channels in and the
    kernel's places). None for what is no matrix.
    """
    shape = [side for side in p.shape if side > 1]
    if len(shape) < 2 or not stacked:
        return None
    rows, columns = shape[0] // stacked, p.numel() // shape[0]
    return (stacked, rows, columns) if min(rows, columns) >= LEAST else None


def orthogonal(matrices: Tensor) -> Tensor:
    """[N, R, C] -> about U V^T of each."""
    turned = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if turned else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp_min(1e-12)
    a, b, c = COEFFICIENTS
    for _ in range(STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if turned else x
