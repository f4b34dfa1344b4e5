"""
The adversarial term of the layout-supervised way: a discriminator that sees the layout too, feature matching, and
edited rooms, which no render shows.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from .checkpoint import part, prefixed
from .config import Config
from .data.attributes import SURFACES, Schema
from .gan import discriminator_loss, generator_loss, make_discriminator_optimiser, matching_loss, r1_penalty
from .jitter import edit_geometry, swap_styles
from .model import SupervisedModel, to_unit
from .networks import Discriminator
from .networks.ops import EqualLinear
from .optimiser import load_optimiser, optimiser_state

SEEN_CHANNELS = 8


class SeeingDiscriminator(nn.Module):
    """
    Pictures [B, 3, R, R] and a layout (scores [B, R, R, K], vectors [B, K, Df + Ds]) -> logits [B, 1]. Each blob's
    vectors are mixed down to a few channels and painted with its score; `seen` [B] of 0 and 1 can blind it.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.mix = EqualLinear(config.feature_dim + config.style_dim, SEEN_CHANNELS)
        self.network = Discriminator(config.resolution, config.discriminator_c_model, extra=SEEN_CHANNELS)

    def inputs(self, pictures: Tensor, scores: Tensor, vectors: Tensor, seen: Tensor) -> Tensor:
        """[B, 3 + SEEN_CHANNELS, R, R] in the dtype of the scores."""
        painted = torch.einsum("bhwk,bkc->bchw", scores, self.mix(vectors).to(scores.dtype))
        return torch.cat([pictures.to(scores.dtype), painted * seen.to(scores.dtype).view(-1, 1, 1, 1)], dim=1)

    def trunk(self, *inputs: Tensor) -> list[Tensor]:
        return self.network.trunk(self.inputs(*inputs))

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.network(self.inputs(*inputs))


class DiscriminatorLoss(nn.Module):
    """forward gives the discriminator's loss; a module, so that DistributedDataParallel can wrap it."""

    def __init__(self, discriminator: SeeingDiscriminator, config: Config) -> None:
        super().__init__()
        self.discriminator, self.config = discriminator, config

    def forward(
        self, real: tuple[Tensor, ...], fake: tuple[Tensor, ...], regularise: bool
    ) -> dict[str, Tensor]:
        loss = discriminator_loss(self.discriminator(*real), self.discriminator(*fake))
        parts = {"discriminator": loss.detach()}
        if regularise:
            # Gradients of gradients in float32.
            picture, rest = real[0].float(), (real[1].float(), *real[2:])
            penalty = r1_penalty(lambda p: self.discriminator(p, *rest), picture)
            loss = loss + self.config.r1_weight * self.config.r1_every * penalty
        return {"loss": loss, **parts}


class Adversary:
    """Discriminator, its optimiser, and the terms that it gives the decoder."""

    def __init__(self, config: Config, schema: Schema, device: torch.device, rank: int, world: int) -> None:
        self.config, self.rank = config, rank
        self.discriminator = SeeingDiscriminator(config).to(device)
        loss: nn.Module = DiscriminatorLoss(self.discriminator, config)
        self.loss = DistributedDataParallel(loss) if world > 1 else loss
        self.optimiser = make_discriminator_optimiser(list(self.discriminator.parameters()), config)
        names = schema.categories[0]
        self.surfaces = torch.tensor([names.code(name) for name in SURFACES], device=device)

    def noise(self, sides: list[int], batch: int, step: int) -> list[Tensor]:
        """Noise maps [B, 1, side, side] of a step, one per SConv."""
        random = torch.Generator().manual_seed(self._seed(step) + 500)
        return [torch.randn(batch, 1, side, side, generator=random).to(self.surfaces.device) for side in sides]

    def _seed(self, step: int) -> int:
        return (self.config.seed * 1_000_003 + step) * 1_009 + self.rank

    def random(self, step: int) -> torch.Generator:
        """A step's and rank's randomness: a resumed run draws the same."""
        return torch.Generator().manual_seed(self._seed(step))

    def edited(
        self, model: SupervisedModel, batch: dict[str, Tensor], vectors: tuple[Tensor, Tensor], random: torch.Generator
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Geometry, features and styles of edited copies of the batch's first rooms."""
        count = max(1, round(len(batch["geometry"]) * self.config.adversary_edits))
        codes = batch["codes"][:count, :, 0]
        surfaces = torch.isin(codes[:, 1:], self.surfaces)
        geometry = edit_geometry(batch["geometry"][:count], surfaces, self.config, random)
        features, styles = vectors
        return geometry, features[:count], swap_styles(styles[:count], codes, random)

    def step(
        self, model: SupervisedModel, batch: dict[str, Tensor], parts: dict[str, Tensor], step: int
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """
        Trains the discriminator on a batch, then gives the decoder's adversarial loss. `parts` is what the model gave
        for the batch, with its graph: picture, features, styles.
        """
        random, config = self.random(step), self.config
        truth, fake = to_unit(batch["pictures"]), parts["picture"]
        vectors = parts["features"], parts["styles"]
        scores = model.levels(batch["geometry"])[config.resolution]
        geometry, features, styles = self.edited(model, batch, vectors, random)
        pictures = model.decode(geometry, features, styles, [maps[: len(geometry)] for maps in batch["noise"]])[-1]
        edited_scores = model.levels(geometry)[config.resolution]
        joint = torch.cat(vectors, dim=-1).detach()
        seen, blind = torch.ones(len(truth), device=truth.device), torch.zeros(len(geometry), device=truth.device)
        count = len(geometry)
        # Edited rooms are judged by their look alone, against as many real ones whose layout is hidden as well: the
        # discriminator would otherwise learn that edited layouts, not edited pictures, are unreal.
        real = (
            torch.cat([truth, truth[-count:]]), torch.cat([scores, scores[-count:]]),
            torch.cat([joint, joint[-count:]]), torch.cat([seen, blind]),
        )  # fmt: skip
        made = (
            torch.cat([fake, pictures]), torch.cat([scores, edited_scores]),
            torch.cat([joint, joint[:count]]), torch.cat([seen, blind]),
        )  # fmt: skip
        self.discriminator.requires_grad_(True)
        judged = self.loss(real, (made[0].detach(), *made[1:]), step % config.r1_every == 0)
        self.optimiser.zero_grad(set_to_none=True)
        judged["loss"].backward()
        self.optimiser.step()
        self.discriminator.requires_grad_(False)
        maps = self.discriminator.trunk(*made)
        adversarial = generator_loss(self.discriminator.network.head(maps[-1]))
        with torch.no_grad():
            real_maps = self.discriminator.trunk(truth, scores, joint, seen)
        matching = matching_loss(real_maps, [m[: len(truth)] for m in maps])
        loss = config.adversary_weight * adversarial + config.matching_weight * matching
        return loss, {
            "discriminator": judged["discriminator"], "adversarial": adversarial.detach(), "matching": matching.detach(),
        }  # fmt: skip

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """State dict entries and optimiser state."""
        return prefixed(self.discriminator, "seeing_discriminator"), optimiser_state(self.optimiser, self.discriminator)

    def load(self, state_dict: dict[str, Tensor], optimiser: dict[str, Any] | None) -> None:
        """Goes on from what `state` gave at the same resolution; without a discriminator there, with a new one."""
        saved = part(state_dict, "seeing_discriminator")
        if saved:
            self.discriminator.load_state_dict(saved)
        if saved and optimiser:
            load_optimiser(self.optimiser, self.discriminator, optimiser)
