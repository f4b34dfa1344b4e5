"""The networks of the unsupervised way as a GPU runs them fastest: compiled, and compared with themselves before they are trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from .generator import Draw, Generator

# Root mean square of the difference, as a part of that of the plain result: bfloat16 rounds by less, wrong code is off by more.
MOST_APART = 0.05


def apart(one: Tensor, other: Tensor) -> float:
    """Root mean square of the difference, as a part of that of `other`."""
    return float((one.float() - other.float()).square().mean().sqrt() / other.float().square().mean().sqrt().clamp_min(1e-8))


class CompiledNetworks:
    """Drawing and judging, compiled. They share the weights of the plain networks."""

    def __init__(self, draw: Draw, judge: Callable[..., Tensor]) -> None:
        self.draw, self.judge = draw, judge
        self.checked = False

    @torch.no_grad()
    def check(self, model: Generator, discriminator: nn.Module, z: Tensor, real: Tensor, generator: torch.Generator) -> None:
        """
        Compares both with the plain networks on latents z [B, Z] and true pictures [B, 3, R, R].

        Raises FloatingPointError when they are not the same: silently wrong code was seen on a GPU.
        """
        layout, noise = model.layout(z), model.noise(len(z), generator)
        pairs: Sequence[tuple[str, Tensor, Tensor]] = (
            ("decoder", self.draw(layout, noise), model.draw(layout, noise)),
            ("discriminator", self.judge(real), discriminator(real)),
        )
        for name, fast, plain in pairs:
            if (difference := apart(fast, plain)) > MOST_APART:
                raise FloatingPointError(
                    f"The compiled {name} is off by {difference:.2f} of what it should give; train with --compile false."
                )
        self.checked = True


def compile_networks(model: Generator, discriminator: nn.Module) -> CompiledNetworks:
    """Both compiled, when they are first called."""
    import torch._inductor.config as inductor

    # With it, levels of odd widths came out wrong on a GPU (L1 0.29 for 0.08), without a word.
    inductor.comprehensive_padding = False
    return CompiledNetworks(torch.compile(model.draw, dynamic=False), torch.compile(discriminator, dynamic=False))
