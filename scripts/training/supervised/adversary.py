"""
The adversarial term of the layout-supervised way: a discriminator that is conditioned on the layout, feature matching, and
edited rooms, of which there is no render.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..adversarial.discriminator import DiscriminatorLoss, make_discriminator_optimiser, step_generator
from ..adversarial.losses import feature_matching_loss, generator_loss
from ..checkpoint import add_prefix, strip_prefix
from ..config import Config
from ..data.attributes import SURFACES, Schema
from ..networks import Discriminator
from ..networks.ops import EqualLinear
from ..optim.optimiser import load_optimiser, optimiser_state
from ..pictures import to_unit_range
from .edits import edit_geometry, swap_styles
from .model import SupervisedModel

LAYOUT_CHANNELS = 8
# Random numbers of a step: the noise maps have their own.
NOISE_STREAM = 500


class LayoutDiscriminator(nn.Module):
    """
    Pictures [B, 3, R, R] and a layout (scores [B, R, R, K], vectors [B, K, Df + Ds]) -> logits [B, 1]. Each blob's
    vectors are mixed down to a few channels and painted with its score; where `conditional` [B] is 0, not 1, the layout is hidden.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.mix = EqualLinear(config.feature_dim + config.style_dim, LAYOUT_CHANNELS)
        self.network = Discriminator(config.resolution, config.discriminator_c_model, extra=LAYOUT_CHANNELS)

    def inputs(self, pictures: Tensor, scores: Tensor, vectors: Tensor, conditional: Tensor) -> Tensor:
        """[B, 3 + LAYOUT_CHANNELS, R, R] in the dtype of the scores."""
        painted = torch.einsum("bhwk,bkc->bchw", scores, self.mix(vectors).to(scores.dtype))
        return torch.cat([pictures.to(scores.dtype), painted * conditional.to(scores.dtype).view(-1, 1, 1, 1)], dim=1)

    def trunk(self, *inputs: Tensor) -> list[Tensor]:
        """The maps after every block, fine to coarse."""
        return self.network.trunk(self.inputs(*inputs))

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.network(self.inputs(*inputs))


class Adversary:
    """Discriminator, its optimiser, and the terms that it adds to the decoder's loss."""

    def __init__(self, config: Config, schema: Schema, device: torch.device, rank: int, world: int) -> None:
        self.config, self.rank = config, rank
        self.discriminator = LayoutDiscriminator(config).to(device)
        loss: nn.Module = DiscriminatorLoss(self.discriminator, config)
        self.discriminator_loss = DistributedDataParallel(loss) if world > 1 else loss
        self.discriminator_optimiser = make_discriminator_optimiser(list(self.discriminator.parameters()), config)
        classes = schema.categories[0]
        self.surfaces = torch.tensor([classes.code(name) for name in SURFACES], device=device)

    def noise(self, sides: list[int], batch: int, step: int) -> list[Tensor]:
        """Noise maps [B, 1, side, side] of a step, one per SConv."""
        generator = step_generator(self.config, step, self.rank, NOISE_STREAM)
        return [torch.randn(batch, 1, side, side, generator=generator).to(self.surfaces.device) for side in sides]

    def edited(self, batch: dict[str, Tensor], vectors: tuple[Tensor, Tensor], generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Geometry, features and styles of edited copies of the batch's first rooms."""
        count = max(1, round(len(batch["geometry"]) * self.config.adversary_edits))
        codes = batch["codes"][:count, :, 0]
        surfaces = torch.isin(codes[:, 1:], self.surfaces)
        geometry = edit_geometry(batch["geometry"][:count], surfaces, self.config, generator)
        features, styles = vectors
        return geometry, features[:count], swap_styles(styles[:count], codes, generator)

    def step(
        self, model: SupervisedModel, batch: dict[str, Tensor], noise: list[Tensor], parts: dict[str, Tensor], step: int
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """
        Trains the discriminator on a batch, then returns the decoder's adversarial loss and what the log shows. `parts` is the
        model's output for the batch and the noise, with its graph: picture, features, styles.
        """
        config = self.config
        generator = step_generator(config, step, self.rank)
        truth, drawn = to_unit_range(batch["pictures"]), parts["picture"]
        vectors = parts["features"], parts["styles"]
        scores = model.levels(batch["geometry"])[config.resolution]
        geometry, features, styles = self.edited(batch, vectors, generator)
        edited = model.decode(geometry, features, styles, [maps[: len(geometry)] for maps in noise])[-1]
        edited_scores = model.levels(geometry)[config.resolution]
        joint = torch.cat(vectors, dim=-1).detach()
        count = len(geometry)
        # The layout of edited rooms is hidden, and that of as many real ones: the discriminator would otherwise learn that
        # edited layouts, not edited pictures, are fake.
        conditional = torch.cat([torch.ones(len(truth), device=truth.device), torch.zeros(count, device=truth.device)])
        real = (
            torch.cat([truth, truth[-count:]]), torch.cat([scores, scores[-count:]]), torch.cat([joint, joint[-count:]]), conditional,
        )  # fmt: skip
        fake = (
            torch.cat([drawn, edited]), torch.cat([scores, edited_scores]), torch.cat([joint, joint[:count]]), conditional,
        )  # fmt: skip
        self.discriminator.requires_grad_(True)
        losses = self.discriminator_loss(real, (fake[0].detach(), *fake[1:]), step % config.r1_every == 0)
        self.discriminator_optimiser.zero_grad(set_to_none=True)
        losses["loss"].backward()
        self.discriminator_optimiser.step()
        self.discriminator.requires_grad_(False)
        maps = self.discriminator.trunk(*fake)
        g_loss = generator_loss(self.discriminator.network.head(maps[-1]))
        with torch.no_grad():
            real_maps = self.discriminator.trunk(truth, scores, joint, conditional[: len(truth)])
        feature_matching = feature_matching_loss(real_maps, [m[: len(truth)] for m in maps])
        loss = config.adversary_weight * g_loss + config.matching_weight * feature_matching
        return loss, {"d_loss": losses["d_loss"], "g_loss": g_loss, "feature_matching": feature_matching}

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """State dict entries and optimiser state."""
        return add_prefix(self.discriminator, "seeing_discriminator"), optimiser_state(self.discriminator_optimiser, self.discriminator)

    def load(self, state_dict: dict[str, Tensor], optimiser: dict[str, Any] | None) -> None:
        """Goes on from `state` at the same resolution; where that has no discriminator, the new one stays."""
        saved = strip_prefix(state_dict, "seeing_discriminator")
        if saved:
            self.discriminator.load_state_dict(saved)
        if saved and optimiser:
            load_optimiser(self.discriminator_optimiser, self.discriminator, optimiser)
