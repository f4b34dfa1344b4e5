"""The log of a run: one JSON object per line, in a file and on standard output."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any


class RunLog:
    """Appends to `<out>/log.jsonl`; silent on ranks other than 0."""

    def __init__(self, out: Path, active: bool) -> None:
        self.path = out / "log.jsonl"
        self.active = active

    def write(self, kind: str, **values: Any) -> None:
        """A line {"kind", "time", ...}. Floats are rounded to six significant digits."""
        if not self.active:
            return
        rounded = {k: float(f"{v:.6g}") if isinstance(v, float) else v for k, v in values.items()}
        line = json.dumps({"kind": kind, "time": round(time.time(), 1), **rounded})
        with self.path.open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)
