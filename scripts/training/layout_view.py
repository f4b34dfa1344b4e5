"""
Layouts as they are compared: the numbers of the codes, nothing of what is absent, each known to a tolerance within which
the drawn picture stays the same to the eye (about 30 dB for all of them together).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .layout_codes import APPEARANCE, GEOMETRY, PRESENCE, SIZE_UNIT, VISIBLE_SIZE, LayoutCodes
from .layout_student import Expansion, shape_numbers

# Of x and y (2.5 px at 256 px), asinh(s / 0.5), the two numbers of the shape; and of the vectors' components.
GEOMETRY_TOLERANCE = (0.01, 0.01, 0.07, 0.07, 0.07)
VECTOR_TOLERANCE = 0.35
PRESENCE_SLOPE = 4.0
# A little below what is not there.
GONE_SIZE = VISIBLE_SIZE - 1


class LayoutView(nn.Module):
    """
    Views are [B, S + n]: presence (+-1) of S slots, then the n numbers that the codes use, zero where absent.
    `tolerance` [n] is in the units of those numbers (deviations); `owner` [n] is the token (0 = background) of each.
    """

    tolerance: Tensor
    owner: Tensor
    at: Tensor
    is_size: Tensor
    least: Tensor

    def __init__(self, codes: LayoutCodes, expansion: Expansion) -> None:
        super().__init__()
        self.codes, self.expansion = codes, expansion
        tokens, size = codes.shape
        self.slots = tokens - 1
        ratio = torch.zeros(tokens, size)
        ratio[1:, GEOMETRY] = torch.tensor(GEOMETRY_TOLERANCE) / codes.geometry_std
        deviations = torch.cat([codes.feature_std, codes.style_std], dim=1)
        ratio[:, APPEARANCE:] = VECTOR_TOLERANCE / deviations.clamp_min(1e-6)
        used = codes.used.bool().clone()
        used[:, PRESENCE] = False
        at = used.flatten().nonzero()[:, 0]
        self.register_buffer("at", at)
        self.register_buffer("owner", at // size)
        self.register_buffer("is_size", at % size == GEOMETRY.start + 2)
        self.register_buffer("tolerance", ratio.flatten()[at])
        # Smaller than this no true thing of a slot is, but for a few in a hundred.
        small = codes.geometry_mean[:, 2] - 2 * codes.geometry_std[:, 2]
        self.register_buffer("least", torch.sinh(small) * SIZE_UNIT)

    def of_codes(self, codes: Tensor) -> Tensor:
        """Of true layouts' codes [B, S+1, D]."""
        always = self.codes.used[1:, PRESENCE] == 0
        presence = torch.where(always, 1.0, torch.sign(codes[:, 1:, PRESENCE]))
        return torch.cat([presence, codes.flatten(1)[:, self.at].clamp(-6, 6) * self.owned(presence > 0)], dim=1)

    def read(self, learned: Tensor) -> tuple[Tensor, Tensor]:
        """What the network gives: sizes [B, S], and the numbers [B, n] of every slot, absent or not."""
        numbers = self.expansion.geometry(learned)
        sizes = torch.asinh(numbers[..., 0] / SIZE_UNIT)[..., None]
        geometry = torch.cat([torch.sigmoid(numbers[..., 1:3]), sizes, shape_numbers(numbers[..., 3:])], dim=-1)
        geometry = F.pad((geometry - self.codes.geometry_mean) / self.codes.geometry_std, (1, 0, 1, 0))
        flat = torch.cat([geometry, self.expansion.appearance(learned)], dim=-1).flatten(1)
        return numbers[..., 0], flat[:, self.at]

    def of_learned(self, learned: Tensor) -> Tensor:
        """The view of what the network gives; presence is a step with the gradient of a slope."""
        sizes, values = self.read(learned)
        soft = torch.sigmoid(self.crossing(sizes))
        there = (sizes > VISIBLE_SIZE).float() + soft - soft.detach()
        return torch.cat([there * 2 - 1, values.clamp(-6, 6) * self.owned(there)], dim=1)

    def crossing(self, sizes: Tensor) -> Tensor:
        """
        Logits [B, S] of being there. In deviations of the size: with a slope as steep as the picture's, what is clearly
        there or gone would have no gradient, and what is in doubt would drown everything else.
        """
        return PRESENCE_SLOPE / self.expansion.std[:, 0] * (sizes - VISIBLE_SIZE)

    def doubt(self, sizes: Tensor) -> Tensor:
        """
        How far sizes [B, S] are from being clearly there or clearly gone, in deviations, summed over the slots that can be
        gone; mean over the batch. What is in between is drawn half transparent.
        """
        between = torch.minimum(sizes - GONE_SIZE, self.least - sizes).clamp_min(0)
        return (between / self.expansion.std[:, 0] * self.codes.used[1:, PRESENCE]).sum(1).mean()

    def owned(self, there: Tensor) -> Tensor:
        """Per slot [B, S] -> per number [B, n]; the background is always there."""
        return F.pad(there.float(), (1, 0), value=1.0)[:, self.owner]

    def blurred(self, view: Tensor, generator: torch.Generator, times: float = 1.0) -> Tensor:
        """Each number is known to (a multiple of) its tolerance alone; scaled back to a deviation of about 1."""
        tolerance = self.tolerance * times
        noise = torch.randn(len(view), len(self.at), generator=generator) * tolerance
        values = view[:, self.slots :] + noise * self.owned(view[:, : self.slots] > 0)
        return torch.cat([view[:, : self.slots], values * torch.rsqrt(1 + tolerance.square())], dim=1)

    def hidden(self, view: Tensor, share: float, generator: torch.Generator) -> Tensor:
        """Half of the rows with a share of their slots taken out of sight."""
        seen = torch.rand(len(view), self.slots, generator=generator) >= share
        seen |= torch.rand(len(view), 1, generator=generator) < 0.5
        return view * torch.cat([seen.float(), self.owned(seen)], dim=1)
