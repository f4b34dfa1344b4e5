"""The trainer of the layout-supervised way: losses, validation, sheets, checkpoints (model.py has the loss)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from ..checkpoint import add_prefix, hyper_parameters, strip_prefix
from ..config import Config
from ..data.attributes import Schema
from ..data.layouts import SIZE, X
from ..data.packs import packs_of
from ..data.sampler import BatchSampler, padded_blob_count, to_tensors
from ..data.shards import RoomStore
from ..loop.levels import load_prefix
from ..loop.run import RunTrainer
from ..losses import psnr, ssim
from ..networks.waves import COARSEST as WAVES_FROM
from ..optim.ema import decay_of_half_life, ema_copy, warmed_up
from ..optim.optimiser import load_optimiser, make_optimiser, optimiser_state
from ..optim.schedule import learning_rate_at
from ..pictures import to_unit_range, write_sheet
from ..splat import ABSENT_SIZE
from .adversary import Adversary
from .model import SupervisedModel

SHEET_ROOMS = 8
# What the sheet edits: the first of these that a room has.
MAIN_THINGS = ("bed", "sofa")

# Steps over which the average warms up (optim/ema.py).
EMA_WARM_UP = 10


class Supervised(RunTrainer):
    """Decoder and attribute encoder, and the discriminator of a run with an adversarial term."""

    def __init__(self, config: Config, schema: Schema, device: torch.device, dtype: torch.dtype, rank: int = 0, world: int = 1) -> None:
        super().__init__(config, schema, device, rank, world)
        if packs_of(config.data):
            raise ValueError(f"{config.data} are packs of pictures alone: the supervised way needs rooms.")
        self.store = RoomStore(config.data, schema, config.ab_norm, config.resolution)
        self.sampler: BatchSampler = BatchSampler(self.store, config, rank, world, device)
        self.model: SupervisedModel = SupervisedModel(config, schema, dtype).to(device)
        for name, parameter in self.model.named_parameters():
            # The published noise injection stays out of a reconstruction: its weights are zero until the adversary.
            trained = config.adversary or "noise.weight" not in name
            # What the encoder's vectors say of surfaces is learned apart (training/waves).
            fixed = name.startswith("decoder.waves.surfaces.") or (config.freeze_encoder and name.startswith("encoder."))
            # Coarse decoders have no level that waves are laid onto.
            fixed = fixed or (name.startswith("decoder.waves.") and config.resolution < WAVES_FROM)
            parameter.requires_grad_(trained and not fixed)
        self.average: SupervisedModel = ema_copy(self.model)
        self.optimiser = make_optimiser(self.model, config)
        forward: nn.Module = self.model
        if world > 1:
            forward = DistributedDataParallel(forward)
        self.forward = torch.compile(forward) if config.compile else forward
        self.adversary = Adversary(config, schema, device, rank, world) if config.adversary else None
        # Step at which the decoder last grew. The average restarts there: it would show the empty new levels for a long time.
        self.grown_at = 0
        # Images at which the optimiser started without moments: the warm-up counts from there.
        self.fresh_at = 0
        # Levels of the checkpoint that are finer than this run trains: kept for a later run at their resolution.
        self.finer: dict[str, Tensor] = {}

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss of the next batch, and its parts."""
        batch = self.sampler.tensors()
        if not self.adversary:
            parts = self.forward(batch)
            return parts["loss"], parts
        sides = self.model.decoder.noise_sides()
        noise = self.adversary.noise(sides, len(batch["pictures"]), self.step_count)
        parts = self.forward(batch, noise)
        adversarial, adversarial_parts = self.adversary.step(self.model, batch, noise, parts, self.step_count)
        loss = parts["loss"] + adversarial
        return loss, {"loss": loss, "l1": parts["l1"], "lowpass": parts["lowpass"], **adversarial_parts}

    def learning_rate(self) -> float:
        return learning_rate_at(self.images, self.config, self.fresh_at, 1 - self.progress.minutes)

    def ema_decay(self) -> float:
        decay = decay_of_half_life(self.config.batch, self.config.ema_half_life)
        return warmed_up(decay, self.step_count - self.grown_at, EMA_WARM_UP)

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """L1 (in [-1, 1]), PSNR and SSIM of the EMA model on the first rooms of the validation split."""
        rooms = self.store.first_of("validation", self.config.validation_rooms)
        if not rooms:
            return {}
        figures: list[Tensor] = []
        size = self.config.batch // self.world
        for first in range(0, len(rooms), size):
            chosen = rooms[first : first + size]
            # A short last batch is filled up, so that there is one shape; its figures are cut off.
            filled = chosen + chosen[:1] * (size - len(chosen))
            batch = self._batch(filled)
            picture, truth = self.average.pictures(batch)[-1], to_unit_range(batch["pictures"])
            each = (picture.clamp(-1, 1) - truth).abs().mean(dim=(1, 2, 3))
            figures.append(torch.stack([each, psnr(picture, truth), ssim(picture, truth)])[:, : len(chosen)])
        mean = torch.cat(figures, dim=1).mean(dim=1).tolist()
        return {"rooms": len(rooms), "l1": mean[0], "psnr": mean[1], "ssim": mean[2]}

    def _batch(self, rooms: list[int]) -> dict[str, Tensor]:
        rows = max(self.sampler.rows, padded_blob_count(max(len(self.store.rooms[at].geometry) for at in rooms)))
        return to_tensors(self.store.batch(rooms, np.zeros(len(rooms), bool), rows), self.device)

    @torch.no_grad()
    def sheet(self, path: Path) -> None:
        """Rows: truth, reconstruction, the bed (or sofa) moved sideways, the bed removed."""
        first_of = self.store.first_of
        rooms = first_of("validation", SHEET_ROOMS) or first_of("train", SHEET_ROOMS)
        batch = self._batch(rooms)
        rows = [to_unit_range(batch["pictures"]), self.average.pictures(batch)[-1]]
        beds = [self._slot(room, MAIN_THINGS) for room in rooms]
        for edit in ("move", "remove"):
            geometry = batch["geometry"].clone()
            for at, bed in enumerate(beds):
                if bed is None:
                    continue
                if edit == "remove":
                    geometry[at, bed, SIZE] = ABSENT_SIZE
                else:
                    x = float(geometry[at, bed, X])
                    geometry[at, bed, X] = x + (0.25 if x < 0.5 else -0.25)
            rows.append(self.average.pictures({**batch, "geometry": geometry})[-1])
        write_sheet(path, rows)

    def _slot(self, room: int, wanted: tuple[str, ...]) -> int | None:
        names = self.store.rooms[room].names
        return next((names.index(name) for name in wanted if name in names), None)

    def state(self) -> dict[str, Any]:
        """The checkpoint's networks, optimisers and place in the data."""
        networks = {"generator": self.model.decoder, "attribute_encoder": self.model.encoder}
        averages = {"generator_ema": self.average.decoder, "attribute_encoder_ema": self.average.encoder}
        state_dict: dict[str, Tensor] = {}
        for name, module in (networks | averages).items():
            state_dict |= add_prefix(module, name)
        config = self.config
        optimisers = [optimiser_state(self.optimiser, self.model)]
        if self.adversary:
            entries, state = self.adversary.state()
            state_dict |= entries
            optimisers.append(state)
        return {
            "state_dict": state_dict,
            "hyper_parameters": hyper_parameters(config, self.sampler.rows),
            "ab_norm": config.ab_norm,
            "optimizer_states": optimisers,
            "schema": self.schema.to_dict(),
            "slots": [],
            "grown_at": self.grown_at,
            "fresh_at": self.fresh_at,
            "finer": self.finer,
            "feed": self.sampler.state(),
        }

    def load(self, checkpoint: dict[str, Any]) -> None:
        """Goes on from a checkpoint. Levels that it lacks are new (the decoder grows); levels finer than this run's are kept."""
        state = checkpoint["state_dict"] | checkpoint.get("finer", {})
        finest = checkpoint["hyper_parameters"]["resolution"]
        pairs = (
            (self.model.decoder, "generator"),
            (self.model.encoder, "attribute_encoder"),
            (self.average.decoder, "generator_ema"),
            (self.average.encoder, "attribute_encoder_ema"),
        )
        for module, name in pairs:
            # A stripped checkpoint has the averages alone.
            finer = load_prefix(module, strip_prefix(state, name) or strip_prefix(state, f"{name}_ema"))
            self.finer |= {f"{name}.{key}": value for key, value in finer.items()}
        if self.config.freeze_encoder:
            # Layout networks were trained with the averaged encoder, so the plain one is replaced by it.
            self.model.encoder.load_state_dict(self.average.encoder.state_dict())
        # A stripped checkpoint (strip.py) has no optimiser's moments and no place in the data: both start anew.
        optimisers = checkpoint.get("optimizer_states") or []
        if optimisers:
            load_optimiser(self.optimiser, self.model, optimisers[0])
        same_size = finest == self.config.resolution
        if self.adversary and same_size:
            self.adversary.load(state, optimisers[1] if len(optimisers) > 1 else None)
        if "feed" in checkpoint:
            self.sampler.load(checkpoint["feed"])
        self.step_count = checkpoint["training"]["step"]
        self.images = checkpoint["training"]["images"]
        grown = finest < self.config.resolution
        self.grown_at = self.step_count if grown else checkpoint.get("grown_at", 0)
        self.fresh_at = checkpoint.get("fresh_at", 0) if optimisers else self.images
