"""Layouts as tensors, and the splat: layout -> scores (MODEL.md, "Splat"; paper section 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from .shapes import assert_shape

COVARIANCE_EPSILON = 1e-5
# The size that is given to a blob that is removed or absent: its score is below 4e-4 everywhere.
ABSENT_SIZE = -8.0
# A blob of a larger size is present. Nothing that was trained lies near it: true sizes are positive or ABSENT_SIZE.
PRESENCE_THRESHOLD = -3.0
# Of local_coordinates(): the extent of smaller blobs, and where the coordinates are clamped.
MIN_SIZE = 0.1
MAX_COORDINATE = 3.0
# Polynomials grow fast outside of a blob, so they are constant beyond this.
MAX_POLYNOMIAL_COORDINATE = 1.25
# A score that no picture shows: the page leaves out blobs that have no higher one (src/blobgan/score-pyramid.ts).
VISIBLE = 1e-5


@dataclass
class Layout:
    """
    A batch of layouts; blob M - 1 is in front. Positions in 0..1 from the top left corner.

    xs, ys, sizes [B, M]; covs [B, M, 2, 2]; features [B, M+1, Df] and styles [B, M+1, Ds], the background's first.
    """

    xs: Tensor
    ys: Tensor
    sizes: Tensor
    covs: Tensor
    features: Tensor
    styles: Tensor

    def split(self, size: int) -> list[Layout]:
        """The batch in parts of at most `size` layouts."""
        return [self.map(lambda tensor, at=at: tensor[at : at + size]) for at in range(0, len(self.xs), size)]  # type: ignore[misc]

    def map(self, change: Callable[[Tensor], Tensor]) -> Layout:
        """Applies a function to every tensor."""
        return replace(self, **{f.name: change(getattr(self, f.name)) for f in fields(self)})


def covariance_from_logits(logits: Tensor, ab_norm: float) -> Tensor:
    """[..., 4] (c0..c3 of the output row) -> Sigma [..., 2, 2] (MODEL.md, "Covariance")."""
    a, b = torch.sigmoid(logits[..., 0]), torch.sigmoid(logits[..., 1])
    norm = ab_norm * torch.rsqrt(a * b)
    i = F.normalize(logits[..., 2:4], dim=-1)
    return covariance_from_axes(a * norm, b * norm, i[..., 0], i[..., 1])


def covariance_from_axes(first: Tensor, second: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Sigma [..., 2, 2] with eigenvalue `first` along (cos, sin) and `second` across it, plus 1e-5 I."""
    xx = first * cos * cos + second * sin * sin + COVARIANCE_EPSILON
    yy = first * sin * sin + second * cos * cos + COVARIANCE_EPSILON
    xy = (first - second) * cos * sin
    return torch.stack([torch.stack([xx, xy], -1), torch.stack([xy, yy], -1)], -2)


def splat(xs: Tensor, ys: Tensor, covs: Tensor, sizes: Tensor, resolution: int) -> Tensor:
    """
    Scores of the background and every blob at the grid points (col, row) / R.

    xs, ys, sizes [B, M], covs [B, M, 2, 2] -> [B, R, R, M+1], float32, summing to 1 over the last axis.
    log(1 - o) = -softplus(s - q); its sum over the blobs in front is a product with a triangle of ones.
    """
    assert_shape(xs, "B M", "xs")
    assert_shape(ys, "B M", "ys", B=xs.shape[0], M=xs.shape[1])
    assert_shape(sizes, "B M", "sizes", B=xs.shape[0], M=xs.shape[1])
    assert_shape(covs, "B M 2 2", "covs", B=xs.shape[0], M=xs.shape[1])
    steps = torch.arange(resolution, device=xs.device, dtype=torch.float32) / resolution
    dx = steps.view(1, 1, -1, 1) - xs.float()[:, None, None, :]
    dy = steps.view(1, -1, 1, 1) - ys.float()[:, None, None, :]
    covs = covs.float()
    xx, xy, yy = covs[..., 0, 0], covs[..., 0, 1], covs[..., 1, 1]
    # Rounding can make the determinant of a very thin ellipse 0, and the scores NaN.
    det = (xx * yy - xy * xy).clamp_min(COVARIANCE_EPSILON**2)[:, None, None]
    xx, xy, yy = xx[:, None, None], xy[:, None, None], yy[:, None, None]
    q = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / det
    inside = sizes.float()[:, None, None, :] - q
    clear = -F.softplus(inside, threshold=80.0)
    blobs = xs.shape[1]
    # Column k + 1 sums the blobs l > k; column 0 (the background) sums all of them.
    in_front = F.pad(torch.ones(blobs, blobs, device=xs.device).tril(-1), (1, 0), value=1.0)
    log_clear = clear @ in_front
    log_own = F.pad(inside + clear, (1, 0))
    return torch.exp(log_clear + log_own)


def polynomial_terms(order: int) -> int:
    """Terms of local_coordinates() and the constant 1: 1, u, v and the products up to this order."""
    return 3 + sum(total + 1 for total in range(2, order + 1))


def local_coordinates(xs: Tensor, ys: Tensor, covs: Tensor, sizes: Tensor, scores: Tensor, order: int = 1) -> Tensor:
    """
    The place of each cell inside each blob: scores [B, R, R, M+1] -> [B, R, R, (polynomial_terms - 1)(M+1)], score * u of every region,
    then score * v, then score * T_i(u) T_j(v) for 2 <= i + j <= `order`, T_i being Chebyshev's polynomials.

    u and v are the offsets from the blob's centre along the picture's axes, in units of the ellipse's half width and
    half height (sqrt(s Sigma_xx), sqrt(s Sigma_yy)); the background has none. Cells are taken at their middle.
    """
    assert_shape(covs, "B M 2 2", "covs", B=xs.shape[0], M=xs.shape[1])
    assert_shape(scores, "B R R K", "scores", B=xs.shape[0], K=xs.shape[1] + 1)
    columns, rows = frame_places(xs, ys, covs, sizes, scores.shape[1])
    u, v = columns.mT[:, None], rows.mT[:, :, None]
    terms = [t.clamp(-MAX_COORDINATE, MAX_COORDINATE) for t in (u, v)]
    across, along = (chebyshev(t.clamp(-MAX_POLYNOMIAL_COORDINATE, MAX_POLYNOMIAL_COORDINATE), order) for t in (u, v))
    for total in range(2, order + 1):
        terms += [across[total - j] * along[j] for j in range(total + 1)]
    return torch.cat([scores * F.pad(term, (1, 0)).to(scores.dtype) for term in terms], dim=-1)


def frame_places(xs: Tensor, ys: Tensor, covs: Tensor, sizes: Tensor, side: int) -> tuple[Tensor, Tensor]:
    """
    Across and down, [B, M, side] each: the offsets of a grid's columns and rows, at their middle, from every blob's centre, in half
    widths and half heights of its ellipse.
    """
    middles = (torch.arange(side, device=xs.device, dtype=torch.float32) + 0.5) / side
    sizes = sizes.float().clamp_min(MIN_SIZE)
    across, down = (
        (middles - centre.float()[..., None]) / torch.sqrt(sizes * covs[..., axis, axis].float())[..., None]
        for axis, centre in enumerate((xs, ys))
    )
    return across, down


def presence(sizes: Tensor, scores: Tensor) -> Tensor:
    """
    [B, M]: how much of every blob is there, given the scores [B, R, R, M+1] at the finest whole side: its opacity in its middle, or 0
    when it is nowhere seen.
    """
    assert_shape(scores, "B R R K", "scores", B=sizes.shape[0], K=sizes.shape[1] + 1)
    seen = scores[..., 1:].amax(dim=(1, 2)) > VISIBLE
    return torch.sigmoid(sizes.float()) * seen


@dataclass(frozen=True)
class Frames:
    """Blobs' frames on the grids that their maps are laid onto (networks/maps.py): frame_places by side, and presence [B, M]."""

    places: dict[int, tuple[Tensor, Tensor]]
    presence: Tensor


def blob_frames(xs: Tensor, ys: Tensor, covs: Tensor, sizes: Tensor, levels: Mapping[int, Tensor], sides: Iterable[int]) -> Frames:
    """Frames on the grids of these sides; `levels` is the pyramid of the scores, of which finer ones may be those of windows."""
    places = {side: frame_places(xs, ys, covs, sizes, side) for side in sides}
    finest = max(side for side, level in levels.items() if level.shape[1] == side)
    return Frames(places, presence(sizes, levels[finest]))


def chebyshev(t: Tensor, order: int) -> list[Tensor]:
    """Chebyshev's polynomials T_0(t), ..., T_order(t)."""
    polynomials = [torch.ones_like(t), t]
    while len(polynomials) <= order:
        polynomials.append(2 * t * polynomials[-1] - polynomials[-2])
    return polynomials


def local_coordinate_levels(layout: Layout, levels: dict[int, Tensor], sides: Iterable[int], order: int) -> dict[int, Tensor]:
    """Local coordinates at several sides, from the pyramid of the layout's scores."""
    return {side: local_coordinates(layout.xs, layout.ys, layout.covs, layout.sizes, levels[side], order) for side in sides}


def average_pool(scores: Tensor) -> Tensor:
    """2x2 averages: [B, R, R, K] -> [B, R/2, R/2, K]."""
    b, r, _, k = scores.shape
    return scores.view(b, r // 2, 2, r // 2, 2, k).mean(dim=(2, 4))


def pyramid(scores: Tensor, coarsest: int = 16) -> dict[int, Tensor]:
    """Scores [B, R, R, K] at R, R/2, ..., `coarsest`, by side: {side: [B, side, side, K]}."""
    assert_shape(scores, "B R R K", "scores")
    levels = {scores.shape[1]: scores}
    while (side := min(levels)) > coarsest:
        levels[side // 2] = average_pool(levels[side])
    return levels
