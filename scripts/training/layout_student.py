"""
The published network while it learns: its last layer gives the numbers of the codes, and is expanded to the published
output row when it is done.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .layout_codes import LayoutCodes, SlotData, row_targets
from .networks import LayoutNetwork
from .networks.ops import EqualLinear

GEOMETRY_NUMBERS = 7
# Bits of the last layer's weights that are kept; float16 has 10.
MANTISSA = 6


def rows_of(data: SlotData) -> Tensor:
    """Output rows [N, row_length] that say exactly these layouts."""
    numbers = row_targets(data)
    count = len(numbers)
    sizes = torch.cat([torch.zeros(count, 1), numbers[..., 0]], dim=1)
    background = torch.cat([data.features[:, 0], data.styles[:, 0]], dim=1)
    blobs = torch.cat([numbers[..., 1:], data.features[:, 1:], data.styles[:, 1:]], dim=-1)
    return torch.cat([sizes, background, blobs.flatten(1)], dim=1)


class Expansion(nn.Module):
    """
    The linear map from the learned numbers to the output row: per slot size, place and axes in units of their
    deviation, and vectors as multiples of their main components.
    """

    matrix: Tensor
    offset: Tensor

    def __init__(self, codes: LayoutCodes, numbers: Tensor, present: Tensor) -> None:
        super().__init__()
        self.codes = codes
        slots, nf, ns = codes.shape[0] - 1, codes.feature_axes.shape[1], codes.style_axes.shape[1]
        df, ds = codes.feature_mean.shape[1], codes.style_mean.shape[1]
        weight = present.float()[..., None]
        count = weight.sum(0).clamp_min(1)
        mean = (numbers * weight).sum(0) / count
        std = (((numbers - mean).square() * weight).sum(0) / count).sqrt().clamp_min(0.05)
        # Size also says whether the blob is there, so its deviation is over all rooms.
        mean[:, 0], std[:, 0] = numbers[..., 0].mean(0), numbers[..., 0].std(0).clamp_min(0.5)
        self.slots, self.sizes = slots, (nf, ns)
        row = (slots + 1) * (1 + df + ds) + slots * 6
        columns = slots * GEOMETRY_NUMBERS + (slots + 1) * (nf + ns)
        matrix, offset = torch.zeros(row, columns), torch.zeros(row)
        vectors = slots * GEOMETRY_NUMBERS
        for token in range(slots + 1):
            slot = token - 1
            start = slots + 1 if token == 0 else slots + 1 + df + ds + slot * (6 + df + ds) + 6
            at = vectors + token * (nf + ns)
            matrix[start : start + df, at : at + nf] = (codes.feature_axes[token] * codes.feature_std[token][:, None]).T
            offset[start : start + df] = codes.feature_mean[token]
            start, at = start + df, at + nf
            matrix[start : start + ds, at : at + ns] = (codes.style_axes[token] * codes.style_std[token][:, None]).T
            offset[start : start + ds] = codes.style_mean[token]
            if token:
                rows = [token] + list(range(start - df - 6, start - df))
                for number, place in enumerate(rows):
                    matrix[place, slot * GEOMETRY_NUMBERS + number] = std[slot, number]
                    offset[place] = mean[slot, number]
        self.register_buffer("matrix", matrix)
        self.register_buffer("offset", offset)
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)

    def geometry(self, learned: Tensor) -> Tensor:
        """[B, S, 7]: s, x, y (pre-sigmoid), c0..c3."""
        part = learned[:, : self.slots * GEOMETRY_NUMBERS].view(len(learned), self.slots, GEOMETRY_NUMBERS)
        return part * self.std + self.mean

    def appearance(self, learned: Tensor) -> Tensor:
        """[B, S + 1, nf + ns] in units of the codes."""
        return learned[:, self.slots * GEOMETRY_NUMBERS :].view(len(learned), self.slots + 1, sum(self.sizes))


class Student(nn.Module):
    """The published network up to its last layer, and a last layer that gives what Expansion takes."""

    def __init__(self, network: LayoutNetwork, expansion: Expansion) -> None:
        super().__init__()
        self.body = network.mlp[:-1]
        last = network.mlp[-1]
        self.head = EqualLinear(last.weight.shape[1], expansion.matrix.shape[1], lr_mul=last.lr_mul)
        self.expansion = expansion

    def forward(self, z: Tensor) -> Tensor:
        return self.head(self.body(z))

    def export(self, network: LayoutNetwork) -> LayoutNetwork:
        """The network with this body and the expanded last layer."""
        network.mlp[:-1].load_state_dict(self.body.state_dict())
        last, matrix = network.mlp[-1], self.expansion.matrix
        with torch.no_grad():
            last.weight.copy_(matrix @ self.head.weight)
            last.bias.copy_(matrix @ self.head.bias + self.expansion.offset / last.lr_mul)
        return network.eval().requires_grad_(False)


@torch.no_grad()
def shorten(layer: EqualLinear, bits: int = MANTISSA) -> None:
    """
    Rounds the weights that count (times their scale) to so many bits of mantissa: as float16 under brotli they are a
    seventh smaller, and places differ by less than a pixel.
    """
    mantissa, exponent = torch.frexp(layer.weight * layer.scale)
    steps = 2.0 ** (bits + 1)
    layer.weight.copy_(torch.ldexp(torch.round(mantissa * steps) / steps, exponent) / layer.scale)


def shape_numbers(axes: Tensor) -> Tensor:
    """c0..c3 [..., 4] -> ln A cos 2 angle, ln A sin 2 angle: the ellipse, whatever axis the numbers name."""
    log_aspect = (F.logsigmoid(axes[..., 0]) - F.logsigmoid(axes[..., 1])) / 2
    i = F.normalize(axes[..., 2:], dim=-1)
    turn = torch.stack([i[..., 0] ** 2 - i[..., 1] ** 2, 2 * i[..., 0] * i[..., 1]], dim=-1)
    return log_aspect[..., None] * turn
