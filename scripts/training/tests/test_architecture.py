"""Rooms of the package import only from rooms that README.md lists before them."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = ["data", "networks", "optim", "loop", "adversarial", "supervised", "layout", "reader", "waves", "evaluate"]


def imported_modules(path: Path) -> list[str]:
    """Names below `training` that a module imports, relative imports resolved."""
    package = path.relative_to(PACKAGE).parts[:-1]
    modules = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            modules.append(".".join([*base, *(node.module or "").split(".")]))
    return modules


def test_rooms_import_only_from_rooms_before_them() -> None:
    sources = [path for room in ROOMS for path in (PACKAGE / room).glob("*.py")]
    assert len(sources) > 30
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path in sources
        for module in imported_modules(path)
        if (room := module.split(".")[0]) in ROOMS and ROOMS.index(room) > ROOMS.index(path.parent.name)
    ]
    assert wrong == []


def test_every_room_is_in_the_list() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")} - {"tests"}
    assert folders == set(ROOMS)
    readme = (PACKAGE / "README.md").read_text().partition("## The package")[2]
    places = [readme.index(f"\n    {room}/ ") for room in ROOMS]
    assert places == sorted(places)


def test_every_test_mirrors_a_module() -> None:
    general = {"test_architecture.py", "test_golden.py", "test_torchrun.py"}
    for path in PACKAGE.glob("tests/**/test_*.py"):
        module = path.parent.relative_to(PACKAGE / "tests") / path.name.removeprefix("test_")
        assert path.name in general or (PACKAGE / module).exists(), path
