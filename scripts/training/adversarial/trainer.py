"""The trainer of the unsupervised way, as published: layout network and decoder against a discriminator, on pictures alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..checkpoint import add_prefix, decoder_from_config, hyper_parameters, strip_prefix
from ..config import Config
from ..data.attributes import Schema
from ..data.sampler import to_tensors
from ..loop.run import RunTrainer
from ..networks import Discriminator, LayoutNetwork
from ..optim.ema import decay_of_half_life, ema_copy
from ..optim.optimiser import load_optimiser, make_optimiser, optimiser_state
from ..optim.schedule import learning_rate_at
from ..pictures import to_unit_range, write_sheet
from ..splat import ABSENT_SIZE, Layout
from .discriminator import DiscriminatorLoss, make_discriminator_optimiser, step_generator
from .jitter import jitter_layout
from .losses import generator_loss

# Published: the average forgets half in 10,000 images of batches of 32, whatever the batch.
EMA_DECAY = decay_of_half_life(32, 10_000)
SHEET_SCENES = 8


class Generator(nn.Module):
    """Layout network and decoder."""

    def __init__(self, config: Config, dtype: torch.dtype) -> None:
        super().__init__()
        self.layout = LayoutNetwork(
            config.blobs, config.feature_dim, config.style_dim, config.noise_dim, config.layout_hidden,
            ab_norm=config.ab_norm,
        )  # fmt: skip
        self.decoder = decoder_from_config(config)
        self.config, self.dtype = config, dtype

    def draw(self, layout: Layout, noise: list[Tensor]) -> Tensor:
        """Pictures [B, 3, R, R] of layouts."""
        return self.decoder.draw(layout, noise, self.dtype)

    def noise(self, batch: int, generator: torch.Generator) -> list[Tensor]:
        """Fresh noise maps, one per SConv."""
        device = next(self.parameters()).device
        return [torch.randn(batch, 1, s, s, generator=generator).to(device) for s in self.decoder.noise_sides()]

    def forward(self, z: Tensor, generator: torch.Generator) -> Tensor:
        layout = jitter_layout(self.layout(z), self.config, generator)
        return self.draw(layout, self.noise(len(z), generator))


class GeneratorLoss(nn.Module):
    """forward gives the generator's loss; a module, so that DistributedDataParallel can wrap it."""

    def __init__(self, generator: Generator, discriminate: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.generator, self.discriminate = generator, discriminate

    def forward(self, z: Tensor, generator: torch.Generator) -> Tensor:
        return generator_loss(self.discriminate(self.generator(z, generator)))


class Unsupervised(RunTrainer):
    """Generator (layout network and decoder) and discriminator."""

    def __init__(self, config: Config, schema: Schema, device: torch.device, dtype: torch.dtype, rank: int = 0, world: int = 1) -> None:
        super().__init__(config, schema, device, rank, world)
        self.model: Generator = Generator(config, dtype).to(device)
        # Channels last: on a processor in bfloat16 a step takes two thirds of the time.
        self.discriminator = Discriminator(config.resolution, config.discriminator_c_model).to(device)
        self.discriminator = self.discriminator.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average: Generator = ema_copy(self.model)
        self.optimiser = make_optimiser(self.model, config)
        self.discriminator_optimiser = make_discriminator_optimiser(list(self.discriminator.parameters()), config)
        # A plain function, so that the discriminator is not a part of the generator's module.
        g_loss: nn.Module = GeneratorLoss(self.model, lambda pictures: self.discriminator(pictures.to(dtype)))
        d_loss: nn.Module = DiscriminatorLoss(self.discriminator, config, dtype)
        if world > 1:
            g_loss, d_loss = DistributedDataParallel(g_loss), DistributedDataParallel(d_loss)
        self.g_loss, self.d_loss = g_loss, d_loss

    def _latents(self, generator: torch.Generator) -> Tensor:
        batch = self.config.batch // self.world
        return torch.randn(batch, self.config.noise_dim, generator=generator).to(self.device)

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        """Trains the discriminator on the next batch, then gives the generator's loss."""
        generator = step_generator(self.config, self.step_count, self.rank)
        real = to_unit_range(to_tensors(self.sampler.next_batch(), self.device)["pictures"])
        self.discriminator.requires_grad_(True)
        with torch.no_grad():
            fake = self.model(self._latents(generator), generator)
        losses = self.d_loss((real,), (fake,), self.step_count % self.config.r1_every == 0)
        self.discriminator_optimiser.zero_grad(set_to_none=True)
        losses["loss"].backward()
        self.discriminator_optimiser.step()
        self.discriminator.requires_grad_(False)
        g_loss = self.g_loss(self._latents(generator), generator)
        return g_loss, {"d_loss": losses["d_loss"], "g_loss": g_loss}

    def learning_rate(self) -> float:
        return learning_rate_at(self.images, self.config, minutes_left=1 - self.progress.minutes)

    def ema_decay(self) -> float:
        return EMA_DECAY

    def validate(self) -> dict[str, float]:
        """No figure is cheap and honest here; the sheets show how the samples look."""
        return {}

    @torch.no_grad()
    def sheet(self, path: Path) -> None:
        """Rows: samples, the same with their last blob moved, and with it removed."""
        generator = torch.Generator().manual_seed(0)
        z = torch.randn(SHEET_SCENES, self.config.noise_dim, generator=generator).to(self.device)
        layout = self.average.layout(z)
        noise = self.average.noise(1, generator)
        moved, hidden = layout.map(torch.clone), layout.map(torch.clone)
        moved.xs[:, -1] += torch.where(moved.xs[:, -1] < 0.5, 0.25, -0.25)
        hidden.sizes[:, -1] = ABSENT_SIZE
        write_sheet(path, [self.average.draw(each, noise) for each in (layout, moved, hidden)])

    def state(self) -> dict[str, Any]:
        """The checkpoint's networks, optimisers and place in the data."""
        parts = {
            "generator": self.model.decoder,
            "layout_net": self.model.layout,
            "discriminator": self.discriminator,
            "generator_ema": self.average.decoder,
            "layout_net_ema": self.average.layout,
        }
        state_dict: dict[str, Tensor] = {}
        for name, module in parts.items():
            state_dict |= add_prefix(module, name)
        return {
            "state_dict": state_dict,
            "hyper_parameters": hyper_parameters(self.config, self.config.blobs),
            "ab_norm": self.config.ab_norm,
            "mean_latent": self.average.layout.mean_latent().cpu(),
            "optimizer_states": [
                optimiser_state(self.optimiser, self.model),
                optimiser_state(self.discriminator_optimiser, self.discriminator),
            ],
            "schema": self.schema.to_dict(),
            "slots": [],
            "feed": self.sampler.state(),
        }

    def load(self, checkpoint: dict[str, Any]) -> None:
        """Goes on from a checkpoint of the same form."""
        state = checkpoint["state_dict"]
        self.model.decoder.load_state_dict(strip_prefix(state, "generator"))
        self.model.layout.load_state_dict(strip_prefix(state, "layout_net"))
        self.discriminator.load_state_dict(strip_prefix(state, "discriminator"))
        # A stripped checkpoint (strip.py) has no averages: they start as copies of the networks.
        averaged = any(name.startswith("generator_ema.") for name in state)
        self.average.decoder.load_state_dict(strip_prefix(state, "generator_ema" if averaged else "generator"))
        self.average.layout.load_state_dict(strip_prefix(state, "layout_net_ema" if averaged else "layout_net"))
        if optimisers := checkpoint.get("optimizer_states"):
            load_optimiser(self.optimiser, self.model, optimisers[0])
            load_optimiser(self.discriminator_optimiser, self.discriminator, optimisers[1])
        if "feed" in checkpoint:
            self.sampler.load(checkpoint["feed"])
        self.step_count = checkpoint["training"]["step"]
        self.images = checkpoint["training"]["images"]
