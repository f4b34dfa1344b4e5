"""The loop of every training: steps until a limit, learning rate, moving average, a log of mean losses."""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..optim.ema import ema_update

# log("kind", name=value, ...): RunLog.write.
Log = Callable[..., None]
# A mean loss beyond this has diverged.
MAX_LOSS = 1e9


@dataclass(frozen=True)
class Limits:
    """Where a training ends; 0 = no limit."""

    steps: int = 0
    images: int = 0
    minutes: float = 0.0


@dataclass(frozen=True)
class Progress:
    """The part of the steps and of the minutes that is over, 0 without a limit."""

    steps: float = 0.0
    minutes: float = 0.0

    @property
    def done(self) -> float:
        """Whichever is further: a schedule comes to its end on a slow machine, too."""
        return max(self.steps, self.minutes)


class Trainer(ABC):
    """Networks, optimiser and data of a training. A new way to train is a subclass that says what its losses are."""

    model: nn.Module
    average: nn.Module
    optimiser: torch.optim.Optimizer
    batch_size: int
    max_gradient_norm: float = math.inf

    def __init__(self) -> None:
        self.step_count, self.images = 0, 0
        # The loop keeps it.
        self.progress = Progress()

    @abstractmethod
    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss of the next batch, with its graph, and what the log shows of it."""

    @abstractmethod
    def learning_rate(self) -> float:
        """Of the step that follows."""

    @abstractmethod
    def ema_decay(self) -> float:
        """Of the step that follows."""

    def step(self) -> dict[str, Tensor]:
        """One step of the optimiser and of the moving average; what the log shows, detached."""
        loss, parts = self.losses()
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if math.isfinite(self.max_gradient_norm):
            nn.utils.clip_grad_norm_(self.model.parameters(), self.max_gradient_norm)
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate()
        self.optimiser.step()
        ema_update(self.average, self.model, self.ema_decay())
        self.step_count += 1
        self.images += self.batch_size
        return {name: value.detach() for name, value in parts.items()}


class Loop:
    """Runs a trainer until its limits."""

    def __init__(self, trainer: Trainer, limits: Limits, log: Log | None = None, log_every: int = 250, kind: str = "train") -> None:
        self.trainer, self.limits, self.log, self.log_every, self.kind = trainer, limits, log, log_every, kind
        self.started_at = time.monotonic()

    def elapsed(self) -> float:
        """Seconds since `run` began."""
        return time.monotonic() - self.started_at

    def position(self) -> dict[str, float]:
        """What every line of the log begins with."""
        return {"step": self.trainer.step_count, "images": self.trainer.images}

    def progress(self) -> Progress:
        """How far the training is."""
        limits = self.limits
        return Progress(
            self.trainer.step_count / limits.steps if limits.steps > 0 else 0.0,
            self.elapsed() / (60 * limits.minutes) if limits.minutes > 0 else 0.0,
        )

    def should_stop(self) -> bool:
        """Whether a limit is reached."""
        return self.progress().done >= 1 or 0 < self.limits.images <= self.trainer.images

    def on_log(self) -> None:
        """Called after every line of losses."""

    def run(self) -> None:
        """
        Steps until a limit is reached.

        Raises FloatingPointError when the loss diverges.
        """
        trainer, sums = self.trainer, dict[str, Tensor]()
        self.started_at = marked_at = time.monotonic()
        marked_images, counted = trainer.images, 0
        while not self.should_stop():
            trainer.progress = self.progress()
            for name, value in trainer.step().items():
                sums[name] = sums[name] + value.double() if name in sums else value.double()
            counted += 1
            if trainer.step_count % self.log_every == 0:
                rate = (trainer.images - marked_images) / max(1e-9, time.monotonic() - marked_at)
                means = {name: float(total) / counted for name, total in sums.items()}
                if self.log:
                    self.log(self.kind, **self.position(), **means, images_per_second=rate)
                sums, counted = {}, 0
                if not all(abs(value) < MAX_LOSS for value in means.values()):
                    raise FloatingPointError("The loss is no longer finite; go on from the last checkpoint with a lower learning rate.")
                self.on_log()
                marked_at, marked_images = time.monotonic(), trainer.images
