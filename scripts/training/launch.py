"""How commands start: with the allocator that training needs, before PyTorch is loaded; and how they end on bad input."""

from __future__ import annotations

import os
import pkgutil
import platform
import sys
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

# Page faults of the default allocator cost more than the arithmetic of small batches.
GLIBC_TUNABLES = (
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=17179869184:"
    "glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=1073741824:glibc.malloc.arena_max=1"
)


def restart_with_allocator() -> None:
    """Replaces this process by itself with GLIBC_TUNABLES set. Returns where there is no glibc, or the variable is set already."""
    if platform.libc_ver()[0] != "glibc" or "GLIBC_TUNABLES" in os.environ:
        return
    os.execve(sys.executable, sys.orig_argv, os.environ | {"GLIBC_TUNABLES": GLIBC_TUNABLES})


def or_exit(command: str, run: Callable[[], Result]) -> Result:
    """The result of `run`; input that it refuses ends the process with one sentence, not a trace."""
    try:
        return run()
    except (ValueError, FileNotFoundError, FloatingPointError) as error:
        sys.exit(f"{command}: {error}")


def launch(entry: str) -> None:
    """Runs the function `package.module:name`, which is imported after the restart."""
    restart_with_allocator()
    pkgutil.resolve_name(entry)()
