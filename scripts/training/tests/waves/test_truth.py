"""Where patterned surfaces lie: the pixel that a point of a wall or floor is seen in has that point's place in its pattern."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from training.data.attributes import AttributeReader, Category, Number, Schema, numbers_of
from training.networks.waves import GROUNDS, homographies
from training.reader.things import Things
from training.waves.truth import surfaces_of

ROOM: dict[str, Any] = {
    "camera": {"fov": 64.0, "position": [0.4, 1.5, 4.2], "target": [-0.3, 1.1, -1.0]},
    "room": {"width": 4.4, "height": 2.5, "depth": 3.6},
    "light": {},
}
# The same point by its place in the room, and along its surface in metres.
POINTS = {
    "floor": ([0.7, 0.0, -0.4], (0.7, -0.4)),
    "back wall": ([-0.8, 1.3, -1.8], (-0.8, 1.3)),
    "left wall": ([-2.2, 1.2, 0.2], (0.2, 1.2)),
    "right wall": ([2.2, 0.9, -0.6], (-0.6, 0.9)),
}
CASES = [
    ("floor", "tiles", False, 0.4, (0.4, 0.4)),
    ("floor", "planks", True, 0.15, (0.15, 1.2)),
    ("back wall", "stripes", False, 0.3, (0.3, 0.3)),
    ("left wall", "brick", False, 0.24, (0.24, 0.24 * 0.36)),
    ("right wall", "panelling", False, 0.9, (0.16, 0.9)),
]


def seen_at(point: list[float]) -> tuple[float, float]:
    """Where the camera sees a point, as scripts/dataset/room/camera.ts reckons it."""
    camera = ROOM["camera"]
    position, target = np.array(camera["position"]), np.array(camera["target"])
    forward = (target - position) / np.linalg.norm(target - position)
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    up, offset = np.cross(right, forward), np.array(point) - position
    reach = 2 * (offset @ forward) * np.tan(camera["fov"] * np.pi / 360)
    return 0.5 + offset @ right / reach, 0.5 - offset @ up / reach


def things_with(cases: list[tuple[str, str, bool, float]], mirrored: bool = False) -> tuple[Things, Schema]:
    """A table of surfaces (class, pattern, whether it runs across, scale), all in one room."""
    lines = [
        {"class": name, "attributes": {"pattern": pattern, "patternAcross": across, "patternScale": scale}}
        for name, pattern, across, scale in cases
    ]
    names = sorted({name for line in lines for name in numbers_of(line, ROOM)})
    flips = ("camera.x", "camera.look.x")
    schema = Schema(
        [Category("class", [*POINTS, "bed"], ["feature"]), Category("attribute.pattern", sorted({case[1] for case in cases}), ["feature"])],
        [Number(name, ["feature"], sign=-1 if name in flips else 1) for name in names],
    )
    reader = AttributeReader(schema)
    codes, numbers = (np.stack(part) for part in zip(*(reader.read(line, ROOM) for line in lines), strict=True))
    if mirrored:
        codes, numbers = reader.mirror(codes, numbers)
    return Things(codes, numbers, np.full(len(lines), mirrored, np.float32)), schema


@pytest.mark.parametrize(("name", "pattern", "across", "scale", "periods"), CASES)
def test_a_pixel_has_the_pattern_of_the_point_that_it_shows(
    name: str, pattern: str, across: bool, scale: float, periods: tuple[float, float]
) -> None:
    point, along = POINTS[name]
    surfaces = surfaces_of(*things_with([(name, pattern, across, scale)]))
    assert GROUNDS[surfaces.ground[0]].startswith(name)
    x, y = seen_at(point)
    assert 0 < x < 1 and 0 < y < 1
    found, seen = surfaces.coordinates(np.array([[[x, y], [x, 1.5 - 0.2 * y]]]))
    expected = np.array(along[::-1] if across else along) / periods
    np.testing.assert_allclose(found[0, 0], expected, atol=1e-5)
    assert seen[0, 0]
    # What the decoder makes of the same pose, with the exact division that it cannot have at a horizon.
    u, v, below = homographies(torch.from_numpy(surfaces.poses))[0].view(3, 3) @ torch.tensor([x, y, 1.0], dtype=torch.float64)
    torch.testing.assert_close(torch.stack([u, v]) / below, torch.from_numpy(expected), atol=1e-5, rtol=0)
    # Denominators of what is seen are positive, and near 1.
    assert 0.3 < below < 3


def test_the_mirrored_room_has_the_mirrored_pattern() -> None:
    cases = [("left wall", "stripes", False, 0.3), ("floor", "stripes", False, 0.3)]
    plain, mirrored = surfaces_of(*things_with(cases)), surfaces_of(*things_with(cases, mirrored=True))
    assert [GROUNDS[at] for at in mirrored.ground] == ["right wall", "floor"]
    points = np.array([[seen_at(POINTS[case[0]][0])] for case in cases])
    found, _ = plain.coordinates(points)
    other, seen = mirrored.coordinates(np.stack([1 - points[..., 0], points[..., 1]], axis=-1))
    assert seen.all()
    # Patterns are the same in both directions.
    np.testing.assert_allclose(np.abs(other), np.abs(found), atol=1e-5)


def test_points_beyond_a_surface_are_not_seen() -> None:
    surfaces = surfaces_of(*things_with([("back wall", "stripes", False, 0.3)]))
    x, y = seen_at([2.6, 1.0, -1.8])
    _, seen = surfaces.coordinates(np.array([[[x, y], seen_at([2.1, 1.0, -1.8])]]))
    assert seen.tolist() == [[False, True]]


def test_plain_surfaces_and_things_have_none() -> None:
    surfaces = surfaces_of(
        *things_with([("floor", "carpet", False, 0.05), ("bed", "stripes", False, 0.3), ("back wall", "none", False, float("nan"))])
    )
    assert not surfaces.patterned.any()
