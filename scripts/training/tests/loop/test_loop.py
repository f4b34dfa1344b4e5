"""The loop of every training: limits, log, schedule, average."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from training.config import Config
from training.loop.loop import Limits, Loop, Trainer
from training.optim.ema import decay_of_half_life, ema_copy, warmed_up
from training.optim.schedule import learning_rate_at, linear_decay, warm_up


class Doubling(Trainer):
    """Learns one number, whose loss is given."""

    batch_size = 4
    model: nn.Linear
    average: nn.Linear

    def __init__(self, losses: list[float]) -> None:
        super().__init__()
        self.model = nn.Linear(1, 1, bias=False)
        nn.init.zeros_(self.model.weight)
        self.average = ema_copy(self.model)
        self.optimiser = torch.optim.SGD(self.model.parameters(), lr=9.0)
        self.given, self.seen = losses, list[float]()

    def losses(self) -> tuple[Tensor, dict[str, Tensor]]:
        self.seen.append(self.progress.done)
        loss = self.model.weight.sum() * 0 + self.given[self.step_count] - self.model.weight.sum()
        return loss, {"loss": loss}

    def learning_rate(self) -> float:
        return 2.0

    def ema_decay(self) -> float:
        return 0.75


def test_steps_are_counted_logged_and_averaged() -> None:
    trainer, lines = Doubling([1.0, 2.0, 3.0, 4.0, 5.0]), list[tuple[str, dict[str, Any]]]()
    Loop(trainer, Limits(steps=5), lambda kind, **values: lines.append((kind, values)), log_every=2, kind="made up").run()
    assert (trainer.step_count, trainer.images) == (5, 20)
    # The trainer's rate, not the optimiser's own.
    assert float(trainer.model.weight.detach()) == 10
    assert trainer.seen == [0, 0.2, 0.4, 0.6, 0.8]
    assert [(kind, line["step"], line["images"], line["loss"]) for kind, line in lines] == [
        ("made up", 2, 8, (1 + 2 - 2) / 2), ("made up", 4, 16, (3 - 4 + 4 - 6) / 2),
    ]  # fmt: skip
    expected = 0.0
    for weight in (2, 4, 6, 8, 10):
        expected = 0.75 * expected + 0.25 * weight
    assert float(trainer.average.weight) == pytest.approx(expected)


def test_the_first_limit_ends_it() -> None:
    by_images = Doubling([0.0] * 9)
    Loop(by_images, Limits(steps=9, images=10)).run()
    assert by_images.step_count == 3
    by_clock = Doubling([0.0] * 9)
    Loop(by_clock, Limits(steps=9, minutes=1e-9)).run()
    assert by_clock.step_count == 0


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), 1e12])
def test_a_loss_that_diverges_stops_it(loss: float) -> None:
    with pytest.raises(FloatingPointError, match="no longer finite"):
        Loop(Doubling([loss] * 3), Limits(steps=3), log_every=1).run()


def test_rates_rise_and_fall_linearly() -> None:
    assert [warm_up(done, 4) for done in (1, 2, 4, 9)] == [0.25, 0.5, 1, 1]
    assert warm_up(3, 0) == 1
    assert [linear_decay(left, 0.5) for left in (1.0, 0.5, 0.25, 0.0, -1.0)] == [1, 1, 0.5, 0, 0]
    assert linear_decay(0.0, 0.5, 0.1) == 0.1
    config = Config(lr=1.0, batch=10, warmup_images=100, decay_from=1000, decay_to=2000)
    rates = [learning_rate_at(images, config) for images in (0, 40, 90, 1000, 1500, 2500)]
    assert rates == pytest.approx([0.1, 0.5, 1, 1, 0.5, 0])
    assert learning_rate_at(90, config, fresh_at=50) == pytest.approx(0.5)
    by_clock = Config(lr=1.0, batch=10, warmup_images=0, decay_share=0.5)
    assert [learning_rate_at(0, by_clock, minutes_left=left) for left in (0.8, 0.25)] == pytest.approx([1, 0.5])


def test_an_average_forgets_half_in_its_half_life() -> None:
    assert decay_of_half_life(8, 80) ** 10 == pytest.approx(0.5)
    assert [warmed_up(0.9, step, 10) for step in (0, 10, 1000)] == pytest.approx([0.1, 11 / 20, 0.9])
