"""The loop of a run: log, validation, sheets, checkpoints, a clean stop."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, distributed

from .checkpoint import write_checkpoint
from .config import Config
from .log import RunLog

LAST = "last.ckpt"


class Trainee(Protocol):
    """What the loop drives: one of the two ways."""

    step_count: int
    images: int
    # Part of --max-minutes that is left; 1 without it. The loop keeps it.
    minutes_left: float

    def step(self) -> dict[str, Tensor]: ...
    def validate(self) -> dict[str, float]: ...
    def sheet(self, path: Path) -> None: ...
    def state(self) -> dict[str, Any]: ...


def git_revision() -> str:
    """The commit that this code is at, or an empty text."""
    here = Path(__file__).resolve().parent
    found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else ""


class Loop:
    """Runs a trainee until its limits or a signal; rank 0 writes."""

    def __init__(self, trainee: Trainee, config: Config, rank: int = 0, world: int = 1) -> None:
        self.trainee, self.config, self.rank, self.world = trainee, config, rank, world
        self.out = Path(config.out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.log = RunLog(self.out, rank == 0)
        self.seconds = 0.0
        self.figures: dict[str, float] = {}
        self.stopping = False
        self.dataset_id = ""
        self._since = time.monotonic()

    def restore(self, training: dict[str, Any]) -> None:
        """Takes over the clock and the figures of a checkpoint."""
        self.seconds, self.figures = training["seconds"], dict(training["figures"])

    def _spent(self) -> float:
        return self.seconds + time.monotonic() - self._since

    def _should_stop(self) -> bool:
        config, trainee = self.config, self.trainee
        stop = self.stopping
        stop |= 0 < config.max_images <= trainee.images or 0 < config.max_steps <= trainee.step_count
        stop |= 0 < config.max_minutes * 60 <= time.monotonic() - self._since
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
            "step": self.trainee.step_count,
            "images": self.trainee.images,
            "seconds": round(self._spent(), 1),
            "config": self.config.to_dict(),
            "dataset": self.dataset_id,
            "revision": git_revision(),
            "figures": self.figures,
        }
        content = self.trainee.state() | {
            "training": training,
            "global_step": self.trainee.step_count,
            "rng": torch.get_rng_state(),
        }
        write_checkpoint(self.out / name, content)

    def validate(self) -> None:
        """Logs the figures on the validation rooms (rank 0)."""
        if self.rank:
            return
        start = time.monotonic()
        if figures := self.trainee.validate():
            self.figures = figures | {"images": self.trainee.images}
            self.log.write("validation", **self._progress(), **figures, took=time.monotonic() - start)

    def _progress(self) -> dict[str, float]:
        return {"step": self.trainee.step_count, "images": self.trainee.images, "seconds": round(self._spent(), 1)}

    def run(self) -> None:
        """Until a limit is reached, or SIGTERM or SIGINT asks for the end; then a last checkpoint."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        config, trainee = self.config, self.trainee
        self._since = time.monotonic()
        self.log.write("start", **self._progress(), config=config.to_dict())
        saved = kept = self._since
        # The first sheet comes with the first line of the log: a run that starts wrong shows it at once.
        drawn = -1e9
        marked, marked_images, sums, counted = self._since, trainee.images, {}, 0
        validated = trainee.images
        while not self._should_stop():
            if config.max_minutes > 0:
                trainee.minutes_left = 1 - (time.monotonic() - self._since) / (60 * config.max_minutes)
            for name, value in trainee.step().items():
                sums[name] = sums.get(name, 0.0) + value.float()
            counted += 1
            if trainee.step_count % config.log_every == 0:
                now = time.monotonic()
                rate = (trainee.images - marked_images) / max(1e-9, now - marked)
                means = {name: float(total) / counted for name, total in sums.items()}
                self.log.write("train", **self._progress(), **means, images_per_second=rate)
                sums, counted = {}, 0
                if not all(abs(value) < 1e9 for value in means.values()):
                    raise FloatingPointError("The loss is no longer finite; go on from the last checkpoint with a lower --lr.")
                if trainee.images - validated >= config.validate_images:
                    self.validate()
                    validated = trainee.images
                now = time.monotonic()
                if now - drawn > config.sheet_minutes * 60:
                    self._sheet()
                    drawn = time.monotonic()
                if now - saved > config.checkpoint_minutes * 60:
                    self.save()
                    saved = now
                if now - kept > config.keep_minutes * 60:
                    self.save(f"images-{trainee.images:09d}.ckpt")
                    kept = now
                marked, marked_images = time.monotonic(), trainee.images
        self.validate()
        self._sheet()
        self.save()
        self.log.write("stop", **self._progress())

    def _sheet(self) -> None:
        if self.rank == 0 and self.config.sheet_minutes > 0:
            self.trainee.sheet(self.out / "sheets" / f"{self.trainee.images:09d}.png")

    def _stop(self, *_: object) -> None:
        self.stopping = True
