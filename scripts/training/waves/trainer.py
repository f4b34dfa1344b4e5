"""
Trains waves (networks/waves.py) on what the attribute encoder makes of things: phases, where a surface is seen, and what patterns are
made of.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.attributes import AttributeReader, Schema
from ..data.dropout import drop_colours
from ..loop.loop import Trainer
from ..networks.encoder import AttributeEncoder
from ..networks.waves import GROUNDS, WAVES, Waves, homographies
from ..optim.ema import ema_copy, warmed_up
from ..optim.schedule import linear_decay, warm_up
from ..reader.things import Mixer, Things
from ..reader.trainer import encode
from .truth import PLANES, Surfaces, amounts_of, surfaces_of

BATCH, POINTS = 512, 48
LEARNING_RATE, WARM_UP_STEPS, DECAY_SHARE, MIN_RATE = 2e-2, 200, 0.9, 0.005
EMA_DECAY, EMA_WARM_UP = 0.998, 20
MIX_RATE, COLOUR_DROPOUT = 0.3, 0.1
# Largest deviation of the noise on vectors, whose numbers have a mean square of 1.
NOISE = 0.02
# How much of a batch are surfaces that have patterns; the rest is whatever else there is.
PATTERNED_SHARE = 0.8
POSES_WEIGHT, GROUND_WEIGHT, GATES_WEIGHT, COLOUR_WEIGHT = 4.0, 0.2, 1.0, 2.0
# In periods: a phase that is further off than half of this is as good as lost.
PHASE_SCALE = 0.25


def phase_errors(found: Tensor, surfaces: Surfaces, points: np.ndarray) -> tuple[Tensor, Tensor]:
    """Of homographies [T, 9]: differences from the true coordinates in periods [T, P, 2], and which points are seen [T, P]."""
    true, counted = surfaces.coordinates(points)
    full = torch.from_numpy(np.concatenate([points, np.ones_like(points[..., :1])], axis=-1)).float()
    u, v, below = (torch.einsum("tpc,tc->tp", full, found[:, 3 * n : 3 * n + 3]) for n in range(3))
    here = torch.stack([u, v], dim=-1) / below.clamp_min(0.05)[..., None]
    mask = torch.from_numpy(counted)
    truth = torch.from_numpy(np.where(counted[..., None], true, 0.0)).float()
    return torch.where(mask[..., None], here - truth, 0.0).abs(), mask


class WavesTrainer(Trainer):
    """Learns the homographies and amounts of things [T] whose encoder stays as it is."""

    model: Waves
    average: Waves
    batch_size = BATCH
    max_gradient_norm = 1.0

    def __init__(self, things: Things, schema: Schema, encoder: AttributeEncoder, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.generator = np.random.default_rng(seed)
        self.schema, self.reader, self.encoder = schema, AttributeReader(schema), encoder
        surfaces = surfaces_of(things, schema)
        if not surfaces.patterned.any():
            raise ValueError("No room has a surface with a pattern.")
        classes = schema.categories[0]
        grounds = np.isin(things.codes[:, 0], [classes.code(name) for name in PLANES])
        patterned, others = np.flatnonzero(surfaces.patterned), np.flatnonzero(~surfaces.patterned)
        # Among grounds alone: a mixer gives a plain wall the pattern of another one.
        self.patterned = Mixer(things.take(patterned), schema, MIX_RATE)
        self.others = things.take(others[grounds[others]]), things.take(others[~grounds[others]])
        self.model = Waves(encoder.feature_dim + encoder.style_dim, {})
        for ground in range(len(GROUNDS)):
            known = surfaces.poses[surfaces.ground == ground]
            if len(known):
                self.model.surfaces.middle[ground] = torch.from_numpy(known.mean(axis=0))
                self.model.surfaces.spread[ground] = torch.from_numpy(known.std(axis=0) + 1e-3)
        self.average = ema_copy(self.model)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.0, fused=True)

    def _others(self, count: int) -> Things:
        """Half of them plain surfaces, half of them anything else."""
        chosen = [
            group.take(self.generator.integers(len(group), size=size))
            for group, size in zip(self.others, (count // 2, count - count // 2), strict=True)
            if len(group)
        ]
        codes, numbers, mirrored = (np.concatenate([getattr(one, name) for one in chosen]) for name in ("codes", "numbers", "mirrored"))
        return Things(codes, numbers, mirrored)

    def _vectors(self, things: Things) -> tuple[Tensor, Tensor]:
        things.numbers = drop_colours(things.numbers[:, None], self.schema, COLOUR_DROPOUT, self.generator)[:, 0]
        with torch.no_grad():
            features, styles = encode(self.encoder, self.reader, things)
        level = torch.from_numpy(self.generator.uniform(-NOISE, NOISE, (len(things), 1)).clip(0).astype(np.float32))
        return features + level * torch.randn_like(features), styles + level * torch.randn_like(styles)

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        known = int(BATCH * PATTERNED_SHARE)
        things, others = self.patterned.draw(known, self.generator), self._others(BATCH - known)
        surfaces = surfaces_of(things, self.schema)
        features, styles = (torch.cat(pair) for pair in zip(self._vectors(things), self._vectors(others), strict=True))
        vectors = torch.cat([features, styles], dim=-1)
        poses, logits = self.model.surfaces.read(vectors)
        made = self.model.amounts(vectors)
        # Others have none of any wave.
        amounts = F.pad(torch.from_numpy(amounts_of(things, self.schema, surfaces.patterned)), (0, 0, 0, len(others)))
        gates = F.smooth_l1_loss(made[:, :WAVES], amounts[:, :WAVES], beta=0.1)
        coloured = (amounts[:, :WAVES] != 0).any(1) & ~torch.isnan(amounts).any(1)
        colour = (made[coloured, WAVES:] - amounts[coloured, WAVES:]).abs().mean()
        grounds = torch.from_numpy(np.concatenate([surfaces.ground, np.full(len(others), len(GROUNDS))]))
        told = F.cross_entropy(logits, grounds)
        rows = np.flatnonzero(surfaces.patterned)
        true = surfaces.take(rows)
        own = poses[rows, true.ground]
        errors, counted = phase_errors(homographies(own), true, self.generator.random((len(rows), POINTS, 2)))
        share = ((errors / (errors + PHASE_SCALE)).sum((1, 2)) / (2 * counted.sum(1).clamp_min(1))).mean()
        off = (own - torch.from_numpy(true.poses).float()) / self.model.surfaces.spread[true.ground]
        pose = F.smooth_l1_loss(off, torch.zeros_like(off), beta=0.05)
        loss = share + POSES_WEIGHT * pose + GROUND_WEIGHT * told + GATES_WEIGHT * gates + COLOUR_WEIGHT * colour
        return loss, {"loss": loss, "phase": share, "pose": pose, "ground": told, "gates": gates, "colour": colour}

    def learning_rate(self) -> float:
        return LEARNING_RATE * warm_up(self.step_count + 1, WARM_UP_STEPS) * linear_decay(1 - self.progress.done, DECAY_SHARE, MIN_RATE)

    def ema_decay(self) -> float:
        return warmed_up(EMA_DECAY, self.step_count, EMA_WARM_UP)


@torch.no_grad()
def measure_surfaces(model: Waves, encoder: AttributeEncoder, schema: Schema, things: Things) -> dict[str, float]:
    """Mean errors of phases in periods, by patterned surface (median and 80th percentile), and how many grounds are told wrong."""
    surfaces = surfaces_of(things, schema)
    features, styles = encode(encoder, AttributeReader(schema), things)
    vectors = torch.cat([features, styles], dim=-1)
    wrong = model.surfaces.read(vectors)[1].argmax(-1).numpy() != surfaces.ground
    rows = np.flatnonzero(surfaces.patterned)
    points = np.random.default_rng(0).random((len(rows), 256, 2))
    errors, counted = phase_errors(model.surfaces(vectors[rows]), surfaces.take(rows), points)
    seen = counted.sum(1) > 0
    made, amounts = model.amounts(vectors[rows]), torch.from_numpy(amounts_of(things.take(rows), schema, surfaces.patterned[rows]))
    gates, colour = ((made - amounts).abs()[:, part].nanmean() for part in (slice(WAVES), slice(WAVES, None)))
    figures = {"surfaces": float(seen.sum()), "told_wrong": float(wrong.mean()), "gates": float(gates), "colour": float(colour)}
    if seen.any():
        means = (errors.sum(1) / counted.sum(1, keepdim=True).clamp_min(1))[seen].amax(1)
        figures |= {"phase_median": float(means.quantile(0.5)), "phase_80": float(means.quantile(0.8))}
    return figures
