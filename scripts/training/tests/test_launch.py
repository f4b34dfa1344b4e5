"""The restart with an allocator, and that it comes before PyTorch."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from training import launch

SCRIPTS = Path(__file__).resolve().parents[2]


def test_the_launcher_loads_no_torch() -> None:
    code = "import sys, training.launch, training.train, training.train_layout; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=SCRIPTS, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_process_is_restarted_once_with_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "training.train", "supervised"])
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    launch.restart_with_allocator()
    ((executable, arguments, environment),) = calls
    assert executable == sys.executable and arguments == sys.orig_argv
    monkeypatch.setenv("GLIBC_TUNABLES", environment["GLIBC_TUNABLES"])
    launch.restart_with_allocator()
    assert len(calls) == 1


@pytest.mark.parametrize("command", ["train", "train_layout", "strip", "evaluate", "evaluate.unsupervised"])
def test_every_command_has_its_help(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", f"training.{command}", "--help"], cwd=SCRIPTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"usage: python -m training.{command}" in done.stdout
