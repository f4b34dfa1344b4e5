"""A run of `train`: the loop with checkpoints, validation and sheets in a folder, on one process or several."""

from __future__ import annotations

import signal
import subprocess
import time
from abc import abstractmethod
from pathlib import Path
from typing import Any

import torch
from torch import distributed

from ..checkpoint import write_checkpoint
from ..config import Config
from ..data.attributes import Schema
from ..data.sampler import Sampler
from .log import RunLog
from .loop import Limits, Loop, Trainer

LAST = "last.ckpt"
PROFILED_STEPS = 10


class RunTrainer(Trainer):
    """A trainer on a dataset whose state is a checkpoint: one of the two ways. `sampler` gives its batches."""

    sampler: Sampler

    def __init__(self, config: Config, schema: Schema, device: torch.device, rank: int = 0, world: int = 1) -> None:
        super().__init__()
        torch.manual_seed(config.seed)
        self.config, self.schema, self.device, self.rank, self.world = config, schema, device, rank, world
        self.batch_size = config.batch

    @abstractmethod
    def validate(self) -> dict[str, float]:
        """Figures on rooms that are held out; empty when there are none."""

    @abstractmethod
    def sheet(self, path: Path) -> None:
        """Writes a picture of what the average draws."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """The checkpoint's networks, optimisers and place in the data."""

    @abstractmethod
    def load(self, checkpoint: dict[str, Any]) -> None:
        """Goes on from a checkpoint."""


def git_revision() -> str:
    """The commit that this code is at, or an empty text."""
    here = Path(__file__).resolve().parent
    result = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""


class Run(Loop):
    """Runs until a limit or a signal; rank 0 writes."""

    trainer: RunTrainer

    def __init__(self, trainer: RunTrainer, config: Config, dataset: str = "", rank: int = 0, world: int = 1) -> None:
        self.config, self.rank, self.world, self.dataset = config, rank, world, dataset
        self.out = Path(config.out)
        self.out.mkdir(parents=True, exist_ok=True)
        limits = Limits(config.max_steps, config.max_images, config.max_minutes)
        super().__init__(trainer, limits, RunLog(self.out, rank == 0).write, config.log_every)
        # Of the runs that this one goes on from.
        self.earlier_seconds = 0.0
        self.figures: dict[str, float] = {}
        self.stopping = False
        self.validated_images = trainer.images
        now = time.monotonic()
        self.profiled = not config.profile
        # The first sheet comes with the first line of the log: a run that starts wrong shows it at once.
        self.sheet_at, self.saved_at, self.kept_at = -1e9, now, now

    def restore(self, training: dict[str, Any]) -> None:
        """Takes over the clock and the figures of a checkpoint."""
        self.earlier_seconds, self.figures = training["seconds"], dict(training["figures"])

    def seconds(self) -> float:
        """How long the run has taken, over all its parts."""
        return round(self.earlier_seconds + self.elapsed(), 1)

    def position(self) -> dict[str, float]:
        return {**super().position(), "seconds": self.seconds()}

    def should_stop(self) -> bool:
        stop = self.stopping or super().should_stop()
        if self.world > 1:
            # All ranks stop at the same step, or the others would wait for ever.
            votes = torch.tensor([float(stop)], device="cuda" if torch.cuda.is_available() else "cpu")
            distributed.all_reduce(votes)
            stop = bool(votes.item() > 0)
        return stop

    def save(self, name: str = LAST) -> None:
        """Writes a checkpoint (rank 0)."""
        if self.rank:
            return
        training = {
            "way": self.config.way,
            "step": self.trainer.step_count,
            "images": self.trainer.images,
            "seconds": self.seconds(),
            "config": self.config.to_dict(),
            "dataset": self.dataset,
            "revision": git_revision(),
            "figures": self.figures,
        }
        content = self.trainer.state() | {
            "training": training,
            "global_step": self.trainer.step_count,
            "rng": torch.get_rng_state(),
        }
        write_checkpoint(self.out / name, content)

    def validate(self) -> None:
        """Logs the figures on the validation rooms (rank 0)."""
        if self.rank:
            return
        start = time.monotonic()
        if figures := self.trainer.validate():
            self.figures = figures | {"images": self.trainer.images}
            self.write("validation", **figures, took=time.monotonic() - start)

    def write(self, kind: str, **values: Any) -> None:
        """A line of the log."""
        if self.log:
            self.log(kind, **self.position(), **values)

    def profile(self) -> None:
        """Trains a few steps under the profiler and writes where their time goes (rank 0)."""
        activities = [torch.profiler.ProfilerActivity.CPU]
        on_gpu = self.trainer.device.type == "cuda"
        if on_gpu:
            activities.append(torch.profiler.ProfilerActivity.CUDA)
        with torch.profiler.profile(activities=activities) as profiler:
            for _ in range(PROFILED_STEPS):
                self.trainer.step()
        if self.rank == 0:
            table = profiler.key_averages().table(sort_by="self_cuda_time_total" if on_gpu else "self_cpu_time_total", row_limit=40)
            (self.out / "profile.txt").write_text(table + "\n")

    def on_log(self) -> None:
        config = self.config
        if not self.profiled:
            self.profile()
            self.profiled = True
        if self.trainer.images - self.validated_images >= config.validate_images:
            self.validate()
            self.validated_images = self.trainer.images
        if time.monotonic() - self.sheet_at > config.sheet_minutes * 60:
            self.sheet()
            self.sheet_at = time.monotonic()
        now = time.monotonic()
        if now - self.saved_at > config.checkpoint_minutes * 60:
            self.save()
            self.saved_at = now
        if now - self.kept_at > config.keep_minutes * 60:
            self.save(f"images-{self.trainer.images:09d}.ckpt")
            self.kept_at = now

    def run(self) -> None:
        """Until a limit is reached, or SIGTERM or SIGINT asks for the end; then a last checkpoint."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.started_at = self.saved_at = self.kept_at = time.monotonic()
        self.validated_images = self.trainer.images
        self.write("start", config=self.config.to_dict())
        super().run()
        self.validate()
        self.sheet()
        self.save()
        self.write("stop")

    def sheet(self) -> None:
        """Writes the sheet of this moment (rank 0)."""
        if self.rank == 0 and self.config.sheet_minutes > 0:
            self.trainer.sheet(self.out / "sheets" / f"{self.trainer.images:09d}.png")

    def _stop(self, *_: object) -> None:
        self.stopping = True
