"""
Where the layout network's training starts: as the linear map from noise to the normal distribution that has the mean and
the main correlations of the true layouts. From there samples have the colours of true rooms from the first step on; an
untrained network finds its way from their average.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .layout_codes import APPEARANCE, SlotData, row_targets
from .layout_student import GEOMETRY_NUMBERS, Expansion, Student
from .layout_view import VECTOR_TOLERANCE
from .networks.ops import GAIN, SLOPE, EqualLinear

# What the main correlations leave out is made up by scaling, up to this factor.
MOST_SCALE = 1.6
# Correlations seen in few rooms count less.
RARE = 30
# Share of the untrained weights that stays.
UNTRAINED = 0.15
MOST_WEIGHT = 8.0
# Of the numbers in front of a blob's vectors: s, x, y, c0..c3 (in deviations; the axes matter least).
GEOMETRY_WEIGHT = (6.0, 8.0, 8.0, 4.0, 4.0, 4.0, 4.0)


def learned_targets(data: SlotData, expansion: Expansion) -> tuple[Tensor, Tensor]:
    """What the student should give for true layouts, [N, columns], and which of it means something."""
    codes = expansion.codes
    geometry = (row_targets(data) - expansion.mean) / expansion.std
    appearance = codes.encode(data)[..., APPEARANCE:]
    there = data.present[..., None].expand(-1, -1, GEOMETRY_NUMBERS).clone()
    there[..., 0] = True
    tokens = torch.cat([torch.ones(len(geometry), 1, dtype=torch.bool), data.present], dim=1)
    known = tokens[..., None] & codes.used[:, APPEARANCE:].bool()
    return torch.cat([geometry.flatten(1), appearance.flatten(1)], dim=1), torch.cat([there.flatten(1), known.flatten(1)], dim=1)


def main_directions(values: Tensor, known: Tensor, weights: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """
    Mean [columns] and directions [columns, count] of values [N, columns] of which some are not known: mean + directions z,
    z normal, has their variances, and the correlations that matter most by the weights.
    """
    seen = known.float()
    often = seen.sum(0).clamp_min(1)
    mean = (values * seen).sum(0) / often
    centred = (values - mean) * seen * weights
    together = seen.T @ seen
    covariance = (centred.T @ centred) / together.clamp_min(1) * (together / (together + RARE))
    variance = centred.square().sum(0) / often
    # Columns that are never known would be hundreds of equal eigenvalues.
    used = known.any(0).nonzero()[:, 0]
    found, axes = torch.linalg.eigh(covariance[used][:, used].double())
    directions = torch.zeros(len(mean), count)
    directions[used] = (axes[:, -count:] * found[-count:].clamp_min(0).sqrt()).float()
    reached = directions.square().sum(1).clamp_min(1e-6)
    scale = (variance / reached).sqrt().clamp_max(MOST_SCALE)
    return mean, directions * (scale / weights)[:, None]


def _set(layer: EqualLinear, weight: Tensor, bias: Tensor | None = None) -> None:
    with torch.no_grad():
        layer.weight.mul_(UNTRAINED).add_(weight / layer.scale)
        if bias is not None:
            layer.bias.copy_(bias / layer.lr_mul)


def start_linear(student: Student, data: SlotData, expansion: Expansion) -> int:
    """
    Makes the student linear in the first numbers of z; returns in how many. Each takes two units of every hidden layer,
    as leaky ReLU of x minus that of -x is (1 + slope) x.
    """
    values, known = learned_targets(data, expansion)
    deviations = torch.cat([expansion.codes.feature_std, expansion.codes.style_std], dim=1)
    geometry = torch.tensor(GEOMETRY_WEIGHT).repeat(expansion.slots)
    weights = torch.cat([geometry, (deviations / VECTOR_TOLERANCE).clamp(1.0, MOST_WEIGHT).flatten()])
    layers = [layer for layer in student.body if isinstance(layer, EqualLinear)]
    hidden = layers[0].weight.shape[0]
    count = min(hidden // 2, layers[0].weight.shape[1], int(known.any(0).sum()))
    mean, directions = main_directions(values, known, weights, count)
    pair = torch.zeros(hidden, count)
    pair[:count], pair[count : 2 * count] = torch.eye(count), -torch.eye(count)
    back = pair.T / ((1 + SLOPE) * GAIN)
    entry = torch.zeros(hidden, layers[0].weight.shape[1])
    entry[:, :count] = pair
    _set(layers[0], entry)
    for layer in layers[1:]:
        _set(layer, pair @ back)
    _set(student.head, directions @ back, mean)
    return count
