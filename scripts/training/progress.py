"""How far a training of so many steps, or so many minutes, is."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator


def progress(steps: int, minutes: float = math.inf) -> Iterator[tuple[int, float]]:
    """
    (step, part done) for step 0, 1, ...: the part in [0, 1) is by steps or by time, whichever is further, so that a
    schedule comes to its end on a slow machine, too.
    """
    start = time.monotonic()
    for step in range(steps):
        done = max(step / steps, (time.monotonic() - start) / (60 * minutes))
        if done >= 1:
            return
        yield step, done
