"""Trains the reader on what the attribute encoder makes of things, and on how sampled layouts differ from that."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..data.attributes import AttributeReader, Schema
from ..data.dropout import drop_colours
from ..loop.loop import Trainer
from ..networks.encoder import AttributeEncoder
from ..networks.vector_reader import Reading, VectorReader
from ..optim.ema import ema_copy, warmed_up
from ..optim.schedule import linear_decay, warm_up
from .things import Mixer, Things

BATCH = 1024
LEARNING_RATE, WARM_UP_STEPS, DECAY_SHARE, MIN_RATE = 3e-3, 200, 0.5, 0.02
EMA_DECAY, EMA_WARM_UP = 0.998, 20
# In how much of the mixed things each unit is another thing's, and how many colours are left out.
MIX_RATE, COLOUR_DROPOUT = 0.3, 0.1
# Largest deviation of the noise on vectors, whose numbers have a mean square of 1.
NOISE = 0.2
# The part of the training after which sampled layouts join in, the steps after which their differences are taken again, and the share of a
# batch that has them.
SAMPLED_FROM, SAMPLED_EVERY, SAMPLED_SHARE = 0.3, 1000, 0.5
NUMBERS_WEIGHT, KNOWN_WEIGHT = 10.0, 2.0
# Numbers are as good as right below this, in normalised units.
TOLERANCE = 0.05

Vectors = tuple[Tensor, Tensor]


def encode(encoder: AttributeEncoder, reader: AttributeReader, things: Things) -> Vectors:
    """Features [T, Df] and styles [T, Ds] of things."""
    numbers = torch.from_numpy(reader.normalise(things.numbers))
    codes, mirrored = torch.from_numpy(things.codes.astype(np.int64)), torch.from_numpy(things.mirrored)
    features, styles = encoder(codes[:, None], numbers[:, None].float(), mirrored)
    return features[:, 0], styles[:, 0]


@torch.no_grad()
def encode_reading(encoder: AttributeEncoder, reading: Reading) -> Vectors:
    """The vectors of what was read."""
    codes, numbers, mirrored = reading.attributes()
    features, styles = encoder(codes[:, None], numbers[:, None], mirrored)
    return features[:, 0], styles[:, 0]


def reading_loss(reading: Reading, codes: Tensor, numbers: Tensor, mirrored: Tensor) -> dict[str, Tensor]:
    """{"loss", ...} against codes [B, C], normalised numbers [B, N] (NaN = unknown) and mirrored [B]."""
    true = torch.cat([numbers, mirrored[:, None]], dim=1)
    known = ~torch.isnan(true)
    categories = torch.stack([F.cross_entropy(logits, codes[:, at]) for at, logits in enumerate(reading.categories)]).sum()
    errors = F.smooth_l1_loss(reading.numbers, torch.where(known, true, reading.numbers.detach()), reduction="none", beta=TOLERANCE)
    numbers_loss = errors.sum() / known.sum().clamp_min(1)
    known_loss = F.binary_cross_entropy_with_logits(reading.known, known.float())
    loss = categories + NUMBERS_WEIGHT * numbers_loss + KNOWN_WEIGHT * known_loss
    return {"loss": loss, "categories": categories, "numbers": numbers_loss, "known": known_loss}


class ReaderTrainer(Trainer):
    """
    Learns to read things [T] of an encoder that stays as it is. `sampled`: features [S, Df] and styles [S, Ds] of sampled layouts, to whose
    differences from the encoder's own the reader gets used; None without a layout network.
    """

    model: VectorReader
    average: VectorReader
    batch_size = BATCH
    max_gradient_norm = 1.0

    def __init__(self, things: Things, schema: Schema, encoder: AttributeEncoder, sampled: Vectors | None = None, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.generator = np.random.default_rng(seed)
        self.schema, self.reader, self.encoder, self.sampled = schema, AttributeReader(schema), encoder, sampled
        self.mixer = Mixer(things, schema, MIX_RATE)
        self.model = VectorReader(schema, encoder.feature_dim, encoder.style_dim)
        self.average = ema_copy(self.model)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
        self.differences: Vectors | None = None

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        things = self.mixer.draw(BATCH, self.generator)
        things.numbers = drop_colours(things.numbers[:, None], self.schema, COLOUR_DROPOUT, self.generator)[:, 0]
        with torch.no_grad():
            vectors = self._disturbed(encode(self.encoder, self.reader, things))
        reading = self.model(*vectors)
        codes, numbers = torch.from_numpy(things.codes.astype(np.int64)), torch.from_numpy(self.reader.normalise(things.numbers)).float()
        parts = reading_loss(reading, codes, numbers, torch.from_numpy(things.mirrored))
        return parts["loss"], parts

    def _disturbed(self, vectors: Vectors) -> Vectors:
        """Vectors with noise, a share of them with the differences of sampled ones."""
        due = self.differences is None or self.step_count % SAMPLED_EVERY == 0
        if self.sampled is not None and due and self.progress.done > SAMPLED_FROM:
            self.differences = differences_of(self.average, self.encoder, self.sampled)
        level = torch.from_numpy(self.generator.uniform(0, NOISE, (BATCH, 1)).astype(np.float32))
        noisy = [vector + level * torch.randn_like(vector) for vector in vectors]
        if self.differences is None:
            return noisy[0], noisy[1]
        share = int(BATCH * SAMPLED_SHARE)
        chosen = torch.from_numpy(self.generator.integers(len(self.differences[0]), size=share))
        for at, vector in enumerate(vectors):
            noisy[at][:share] = vector[:share] + self.differences[at][chosen]
        return noisy[0], noisy[1]

    def learning_rate(self) -> float:
        return LEARNING_RATE * warm_up(self.step_count + 1, WARM_UP_STEPS) * linear_decay(1 - self.progress.done, DECAY_SHARE, MIN_RATE)

    def ema_decay(self) -> float:
        return warmed_up(EMA_DECAY, self.step_count, EMA_WARM_UP)


@torch.no_grad()
def differences_of(model: VectorReader, encoder: AttributeEncoder, vectors: Vectors) -> Vectors:
    """What vectors have beyond what the encoder makes of what is read of them."""
    features, styles = encode_reading(encoder, model(*vectors))
    return vectors[0] - features, vectors[1] - styles
