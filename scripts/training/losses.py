"""Losses and figures. Pictures are [B, 3, H, W] in [-1, 1]; everything here is float32."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

LOWPASS_SCALES = (2, 4, 8)
# A blob of this size (s) counts half as much as the smallest ones; twice as large, a fifth.
SMALL = 10.0
# 40 dB at a peak of 2: nothing is to be gained by plain walls that are better than that.
LEAST_ERROR = 4e-4

Sizes = TypeVar("Sizes", Tensor, np.ndarray)


def masked(difference: Tensor, valid: Tensor | None) -> Tensor:
    """The difference, zero where it is not valid, and scaled so that means are over the valid pixels."""
    return difference if valid is None else difference * (valid / valid.mean())


def smallness(sizes: Sizes) -> Sizes:
    """Of sizes (s >= 0), how much such blobs count: 1 for the smallest, a half for one of size SMALL."""
    return 1 / (1 + (sizes / SMALL) ** 2)


def small_things(scores: Tensor, sizes: Tensor, weight: float) -> Tensor:
    """
    [B, 1, R, R]: how much cells count, of scores [B, R, R, M+1] and sizes [B, M]; up to 1 + weight times as much where a
    small blob is as on the background, the mean over a batch is 1. Walls are most of a picture, and the least to look at.
    """
    share = smallness(sizes.clamp_min(0))
    cells = 1 + weight * torch.einsum("bhwm,bm->bhw", scores[..., 1:].float(), share.float())[:, None]
    return cells / cells.mean()


def l1(difference: Tensor) -> Tensor:
    """Mean absolute value of picture - truth."""
    return difference.abs().mean()


def lowpass_l1(difference: Tensor) -> Tensor:
    """Mean over the scales of the L1 of 2x2, 4x4 and 8x8 averages: colours and places before edges."""
    total = difference.new_zeros(())
    for _ in LOWPASS_SCALES:
        difference = F.avg_pool2d(difference, 2)
        total = total + difference.abs().mean()
    return total / len(LOWPASS_SCALES)


def log_error(difference: Tensor, cells: Tensor | None = None) -> Tensor:
    """
    Mean over the pictures of log10 of the mean squared picture - truth [B, 3, H, W], cells [B, 1, H, W] weighed: a tenth of the
    PSNR that is missing. A picture that is nearly right asks for as much as one that is not.
    """
    squares = difference.square() if cells is None else difference.square() * (cells / cells.mean(dim=(2, 3), keepdim=True))
    return torch.log10(squares.mean(dim=(1, 2, 3)) + LEAST_ERROR).mean()


def gradient_l1(d: Tensor) -> Tensor:
    """L1 of the differences of neighbouring pixels of picture - truth: edges."""
    return (d[..., 1:] - d[..., :-1]).abs().mean() + (d[..., 1:, :] - d[..., :-1, :]).abs().mean()


def psnr(picture: Tensor, truth: Tensor) -> Tensor:
    """Per picture [B], in dB, peak 2 (the range of [-1, 1])."""
    error = (picture.clamp(-1, 1) - truth).square().mean(dim=(1, 2, 3))
    return 10 * torch.log10(4.0 / error.clamp_min(1e-10))


def ssim_map(picture: Tensor, truth: Tensor) -> Tensor:
    """[B, 3, H - 10, W - 10]: structural similarity (Wang et al. 2004), 11 px Gaussian of sigma 1.5."""
    offsets = torch.arange(11, dtype=torch.float32, device=picture.device) - 5
    taps = torch.exp(-offsets.square() / (2 * 1.5**2))
    taps = taps / taps.sum()
    a, b = (picture.clamp(-1, 1) + 1) / 2, (truth + 1) / 2
    maps = torch.cat([a, b, a * a, b * b, a * b], dim=1)
    for shape in ((1, 1, 11, 1), (1, 1, 1, 11)):
        weight = taps.view(shape).expand(maps.shape[1], *shape[1:])
        maps = F.conv2d(maps, weight, groups=maps.shape[1])
    mean_a, mean_b, square_a, square_b, product = maps.chunk(5, dim=1)
    var_a, var_b = square_a - mean_a**2, square_b - mean_b**2
    cov = product - mean_a * mean_b
    c1, c2 = 0.01**2, 0.03**2
    return (2 * mean_a * mean_b + c1) * (2 * cov + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))


def ssim(picture: Tensor, truth: Tensor) -> Tensor:
    """Per picture [B]: the mean of the map over places and channels."""
    return ssim_map(picture, truth).mean(dim=(1, 2, 3))


def structure(picture: Tensor, truth: Tensor, valid: Tensor | None) -> Tensor:
    """1 - SSIM, over the places whose middle is valid: edges and contrast, where L1 is content with a blur."""
    lost = 1 - ssim_map(picture, truth)
    if valid is None:
        return lost.mean()
    inner = valid[..., 5:-5, 5:-5]
    return (lost * (inner / inner.mean())).mean()
