"""The unsupervised way, as published: layout network and decoder against a discriminator, on pictures alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from .checkpoint import hyper_parameters, part, prefixed
from .config import Config
from .data.attributes import Schema
from .data.shards import RoomStore
from .ema import ema_copy, ema_update
from .feed import Feed, to_tensors
from .gan import discriminator_loss, generator_loss, make_discriminator_optimiser, r1_penalty
from .jitter import jitter_layout
from .model import build_decoder_of, to_unit
from .networks import Discriminator, LayoutNetwork
from .optimiser import load_optimiser, make_optimiser, optimiser_state
from .sheets import write_sheet
from .splat import Layout, pyramid, splat

# Published: the average forgets half in 10,000 images of batches of 32, whatever the batch.
EMA_DECAY = 0.5 ** (32 / 10_000)
SHEET_SCENES = 8


class Generator(nn.Module):
    """Layout network and decoder."""

    def __init__(self, config: Config, dtype: torch.dtype) -> None:
        super().__init__()
        self.layout = LayoutNetwork(
            config.blobs, config.feature_dim, config.style_dim, config.noise_dim, config.layout_hidden,
            ab_norm=config.ab_norm,
        )  # fmt: skip
        self.decoder = build_decoder_of(config)
        self.config, self.dtype = config, dtype

    def draw(self, layout: Layout, noise: list[Tensor]) -> Tensor:
        """A layout's picture [B, 3, R, R]."""
        scores = splat(layout.xs, layout.ys, layout.covs, layout.sizes, self.config.resolution)
        levels = {side: level.to(self.dtype) for side, level in pyramid(scores, self.config.size_in).items()}
        return self.decoder(levels, layout.features, layout.styles, noise)

    def noise(self, batch: int, generator: torch.Generator) -> list[Tensor]:
        """Fresh noise maps, one per SConv."""
        device = next(self.parameters()).device
        return [torch.randn(batch, 1, s, s, generator=generator).to(device) for s in self.decoder.noise_sides()]

    def forward(self, z: Tensor, generator: torch.Generator) -> Tensor:
        layout = jitter_layout(self.layout(z), self.config, generator)
        return self.draw(layout, self.noise(len(z), generator))


class GeneratorStep(nn.Module):
    """forward gives the generator's loss; a module of its own, so that DistributedDataParallel can wrap it."""

    def __init__(self, generator: Generator, discriminate: Any) -> None:
        super().__init__()
        self.generator, self.discriminate = generator, discriminate

    def forward(self, z: Tensor, random: torch.Generator) -> Tensor:
        return generator_loss(self.discriminate(self.generator(z, random)))


class DiscriminatorStep(nn.Module):
    """forward gives the discriminator's loss, with R1 when `regularise`. Pictures are judged in `dtype`; R1, a gradient's gradient, in float32."""

    def __init__(self, discriminator: Discriminator, config: Config, dtype: torch.dtype) -> None:
        super().__init__()
        self.discriminator, self.config, self.dtype = discriminator, config, dtype

    def forward(self, real: Tensor, fake: Tensor, regularise: bool) -> dict[str, Tensor]:
        loss = discriminator_loss(*(self.discriminator(pictures.to(self.dtype)) for pictures in (real, fake)))
        parts = {"discriminator": loss}
        if regularise:
            parts["r1"] = r1_penalty(self.discriminator, real)
            loss = loss + self.config.r1_weight * self.config.r1_every * parts["r1"]
        return {"loss": loss, **parts}


class Unsupervised:
    """One run's networks, optimisers and data. The loop that drives it is loop.py."""

    def __init__(
        self, config: Config, schema: Schema, device: torch.device, dtype: torch.dtype, rank: int = 0, world: int = 1
    ) -> None:
        torch.manual_seed(config.seed)
        self.config, self.schema, self.device, self.rank, self.world = config, schema, device, rank, world
        self.generator = Generator(config, dtype).to(device)
        # Channels last: on a processor in bfloat16 a step takes two thirds of the time.
        self.discriminator = Discriminator(config.resolution, config.discriminator_c_model).to(device, memory_format=torch.channels_last)
        self.average = ema_copy(self.generator)
        self.optimiser = make_optimiser(self.generator, config, config.lr)
        self.adversary = make_discriminator_optimiser(list(self.discriminator.parameters()), config)
        self.store = RoomStore(config.data, schema, config.ab_norm, config.resolution)
        self.feed = Feed(self.store, config, rank, world)
        # A plain function, so that the discriminator is not a part of the generator's module.
        step_g: nn.Module = GeneratorStep(self.generator, lambda pictures: self.discriminator(pictures.to(dtype)))
        step_d: nn.Module = DiscriminatorStep(self.discriminator, config, dtype)
        if world > 1:
            # Frozen parts do not take part in the discriminator's R1-free steps: nothing is unused in either.
            step_g, step_d = DistributedDataParallel(step_g), DistributedDataParallel(step_d)
        self.step_g, self.step_d = step_g, step_d
        self.step_count, self.images, self.minutes_left = 0, 0, 1.0

    def _random(self) -> torch.Generator:
        """This step's and rank's randomness: a resumed run draws the same."""
        seed = (self.config.seed * 1_000_003 + self.step_count) * 1_009 + self.rank
        return torch.Generator().manual_seed(seed)

    def _latents(self, random: torch.Generator) -> Tensor:
        batch = self.config.batch // self.world
        return torch.randn(batch, self.config.noise_dim, generator=random).to(self.device)

    def step(self) -> dict[str, Tensor]:
        """A discriminator step, then a generator step."""
        random = self._random()
        real = to_unit(to_tensors(self.feed.next(), self.device)["pictures"])
        self.discriminator.requires_grad_(True)
        with torch.no_grad():
            fake = self.generator(self._latents(random), random)
        parts = self.step_d(real, fake, self.step_count % self.config.r1_every == 0)
        self.adversary.zero_grad(set_to_none=True)
        parts["loss"].backward()
        self.adversary.step()
        self.discriminator.requires_grad_(False)
        loss = self.step_g(self._latents(random), random)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        ema_update(self.average, self.generator, EMA_DECAY)
        self.step_count += 1
        self.images += self.config.batch
        return {name: value.detach() for name, value in parts.items() if name != "r1"} | {"generator": loss.detach()}

    def validate(self) -> dict[str, float]:
        """No figure is cheap and honest here; the sheets show how the samples look."""
        return {}

    @torch.no_grad()
    def sheet(self, path: Path) -> None:
        """Rows: samples, the same with their last blob moved, and with it removed."""
        random = torch.Generator().manual_seed(0)
        z = torch.randn(SHEET_SCENES, self.config.noise_dim, generator=random).to(self.device)
        layout = self.average.layout(z)
        noise = self.average.noise(1, random)
        moved, hidden = layout.map(torch.clone), layout.map(torch.clone)
        moved.xs[:, -1] += torch.where(moved.xs[:, -1] < 0.5, 0.25, -0.25)
        hidden.sizes[:, -1] = -8.0
        write_sheet(path, [self.average.draw(each, noise) for each in (layout, moved, hidden)])

    def state(self) -> dict[str, Any]:
        """The checkpoint's networks, optimisers and feed."""
        parts = {
            "generator": self.generator.decoder,
            "layout_net": self.generator.layout,
            "discriminator": self.discriminator,
            "generator_ema": self.average.decoder,
            "layout_net_ema": self.average.layout,
        }
        state_dict: dict[str, Tensor] = {}
        for name, module in parts.items():
            state_dict |= prefixed(module, name)
        return {
            "state_dict": state_dict,
            "hyper_parameters": hyper_parameters(self.config, self.config.blobs),
            "ab_norm": self.config.ab_norm,
            "mean_latent": self.average.layout.mean_latent().cpu(),
            "optimizer_states": [
                optimiser_state(self.optimiser, self.generator),
                optimiser_state(self.adversary, self.discriminator),
            ],
            "schema": self.schema.to_dict(),
            "slots": [],
            "feed": self.feed.state(),
        }

    def load(self, checkpoint: dict[str, Any]) -> None:
        """Goes on from a checkpoint of the same form."""
        state = checkpoint["state_dict"]
        self.generator.decoder.load_state_dict(part(state, "generator"))
        self.generator.layout.load_state_dict(part(state, "layout_net"))
        self.discriminator.load_state_dict(part(state, "discriminator"))
        # A landed checkpoint (land.py) has the networks alone: the averages begin anew with them.
        averaged = any(name.startswith("generator_ema.") for name in state)
        self.average.decoder.load_state_dict(part(state, "generator_ema" if averaged else "generator"))
        self.average.layout.load_state_dict(part(state, "layout_net_ema" if averaged else "layout_net"))
        if optimisers := checkpoint.get("optimizer_states"):
            load_optimiser(self.optimiser, self.generator, optimisers[0])
            load_optimiser(self.adversary, self.discriminator, optimisers[1])
        if "feed" in checkpoint:
            self.feed.load(checkpoint["feed"])
        self.step_count = checkpoint["training"]["step"]
        self.images = checkpoint["training"]["images"]
