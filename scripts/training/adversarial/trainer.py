"""The trainer of the unsupervised way, as published: layout network and decoder against a discriminator, on pictures alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..checkpoint import add_prefix, hyper_parameters, strip_prefix
from ..config import Config
from ..data.attributes import Schema
from ..data.packs import PackSampler, packs_of
from ..data.sampler import BatchSampler, Sampler
from ..data.shards import RoomStore
from ..loop.levels import load_prefix
from ..loop.run import RunTrainer
from ..networks import Discriminator
from ..networks.discriminator import moved_block
from ..optim.ema import decay_of_half_life, ema_copy
from ..optim.optimiser import load_optimiser, make_optimiser, optimiser_state
from ..optim.schedule import learning_rate_at
from ..pictures import to_unit_range, write_sheet
from ..splat import ABSENT_SIZE
from .compiled import compile_networks
from .discriminator import DiscriminatorLoss, make_discriminator_optimiser, step_generator
from .generator import Draw, Generator
from .losses import generator_loss

# Published: the average forgets half in 10,000 images of batches of 32, whatever the batch.
EMA_DECAY = decay_of_half_life(32, 10_000)
SHEET_SCENES = 8


class GeneratorLoss(nn.Module):
    """forward gives the generator's loss; a module, so that DistributedDataParallel can wrap it."""

    def __init__(self, generator: Generator, discriminate: Callable[[Tensor], Tensor], draw: Draw) -> None:
        super().__init__()
        self.generator, self.discriminate, self.draw = generator, discriminate, draw

    def forward(self, z: Tensor, generator: torch.Generator) -> Tensor:
        return generator_loss(self.discriminate(self.generator(z, generator, self.draw)))


class Unsupervised(RunTrainer):
    """Generator (layout network and decoder) and discriminator."""

    def __init__(self, config: Config, schema: Schema, device: torch.device, dtype: torch.dtype, rank: int = 0, world: int = 1) -> None:
        super().__init__(config, schema, device, rank, world)
        self.sampler = self._sampler()
        self.model: Generator = Generator(config, dtype).to(device)
        # Channels last: on a processor in bfloat16 a step takes two thirds of the time.
        self.discriminator = Discriminator(config.resolution, config.discriminator_c_model).to(device)
        self.discriminator = self.discriminator.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average: Generator = ema_copy(self.model)
        self.optimiser = make_optimiser(self.model, config)
        self.discriminator_optimiser = make_discriminator_optimiser(list(self.discriminator.parameters()), config)
        self.dtype = dtype
        # Images at which the discriminator last grew.
        self.grown_at = 0
        # On a processor compiling takes longer than it saves.
        self.compiled = compile_networks(self.model, self.discriminator) if config.compile and device.type == "cuda" else None
        self._make_losses()

    def _sampler(self) -> Sampler:
        config = self.config
        if packs := packs_of(config.data):
            return PackSampler(packs, config, self.device, self.rank, self.world)
        self.store = RoomStore(config.data, self.schema, config.ab_norm, config.resolution)
        return BatchSampler(self.store, config, self.rank, self.world, self.device)

    def _make_losses(self) -> None:
        """The two losses; made anew when the discriminator's layers change."""
        draw: Draw = self.compiled.draw if self.compiled else self.model.draw
        judge: Callable[..., Tensor] = self.compiled.judge if self.compiled else self.discriminator
        # A plain function, so that the discriminator is not a part of the generator's module.
        g_loss: nn.Module = GeneratorLoss(self.model, lambda pictures: judge(pictures.to(self.dtype)), draw)
        d_loss: nn.Module = DiscriminatorLoss(self.discriminator, self.config, self.dtype, judge)
        self.draw = draw
        if self.world > 1:
            g_loss, d_loss = DistributedDataParallel(g_loss), DistributedDataParallel(d_loss)
        self.g_loss, self.d_loss = g_loss, d_loss

    def _latents(self, generator: torch.Generator) -> Tensor:
        batch = self.config.batch // self.world
        return torch.randn(batch, self.config.noise_dim, generator=generator, device=generator.device).to(self.device)

    def _fade(self) -> None:
        """How far the discriminator has passed from its former first layer to the new ones."""
        if self.discriminator.former is None:
            return
        part = (self.images - self.grown_at) / max(1, self.config.fade_images)
        self.discriminator.fade.fill_(min(1.0, part))
        # Compiling it anew without the former layer would take longer than that layer does.
        if part >= 1 and not self.compiled:
            for parameter in self.discriminator_optimiser.param_groups.pop()["params"]:
                self.discriminator_optimiser.state.pop(parameter, None)
            self.discriminator.end_fade()

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        """Trains the discriminator on the next batch, then gives the generator's loss."""
        self._fade()
        generator = step_generator(self.config, self.step_count, self.rank, device=self.device)
        real = to_unit_range(self.sampler.tensors()["pictures"])
        if self.compiled and not self.compiled.checked:
            self.compiled.check(self.model, self.discriminator, self._latents(generator), real.to(self.dtype), generator)
        self.discriminator.requires_grad_(True)
        with torch.no_grad():
            fake = self.model(self._latents(generator), generator, self.draw)
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
            "grown_at": self.grown_at,
        }

    def load(self, checkpoint: dict[str, Any]) -> None:
        """Goes on from a checkpoint of the same form, or of half the side: decoder and discriminator grow by a level."""
        state = checkpoint["state_dict"]
        self.step_count = checkpoint["training"]["step"]
        self.images = checkpoint["training"]["images"]
        before, now = int(checkpoint["hyper_parameters"]["resolution"]), self.config.resolution
        if before > now:
            raise ValueError(f"The checkpoint draws {before} px, and this run {now}: the unsupervised way only grows.")
        grown = before < now
        # A stripped checkpoint (strip.py) has no averages: they start as copies of the networks.
        averaged = any(name.startswith("generator_ema.") for name in state)
        for module, suffix in ((self.model, ""), (self.average, "_ema" if averaged else "")):
            load_prefix(module.decoder, strip_prefix(state, f"generator{suffix}"))
            module.layout.load_state_dict(strip_prefix(state, f"layout_net{suffix}"))
        self._load_discriminator(strip_prefix(state, "discriminator"), grown)
        self.grown_at = self.images if grown else checkpoint.get("grown_at", 0)
        if optimisers := checkpoint.get("optimizer_states"):
            load_optimiser(self.optimiser, self.model, optimisers[0])
            if grown:
                optimisers[1]["state"] = {moved_block(name): moments for name, moments in optimisers[1]["state"].items()}
            load_optimiser(self.discriminator_optimiser, self.discriminator, optimisers[1])
        if "feed" in checkpoint:
            self.sampler.load(checkpoint["feed"])

    def _load_discriminator(self, state: dict[str, Tensor], grown: bool) -> None:
        discriminator = self.discriminator
        if grown:
            discriminator.grow_from(state)
        else:
            if "former.0.weight" in state:
                # A run that was stopped while the network faded in.
                discriminator.begin_fade(state["former.0.weight"].shape[1])
            discriminator.load_state_dict(state)
        if discriminator.former is not None:
            self.discriminator_optimiser.add_param_group({"params": list(discriminator.former.parameters())})
