"""Learning rates over a training."""

from __future__ import annotations

from ..config import Config


def warm_up(done: float, total: float) -> float:
    """Factor of a linear warm-up over the first `total` steps or images."""
    return min(1.0, done / max(1, total))


def linear_decay(left: float, share: float, lowest: float = 0.0) -> float:
    """Factor that falls from 1 over the last `share` of a training, of which `left` is to come, down to `lowest`."""
    return min(1.0, max(lowest, left / share))


def learning_rate_at(images: int, config: Config, fresh_at: int = 0, minutes_left: float = 1.0) -> float:
    """
    The rate of a run after `images` images: linear warm-up from where the optimiser's moments were fresh, constant, linear
    decay to zero between two counts of images or over the last part of the run's minutes, if asked for.
    """
    rate = config.lr * warm_up(images - fresh_at + config.batch, config.warmup_images)
    if config.decay_to > 0:
        rate *= linear_decay(config.decay_to - images, max(1, config.decay_to - config.decay_from))
    if config.decay_share > 0:
        rate *= linear_decay(minutes_left, config.decay_share)
    return rate
