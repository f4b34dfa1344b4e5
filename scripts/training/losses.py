"""Losses and figures. Pictures are [B, 3, H, W] in [-1, 1]; everything here is float32."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .shapes import assert_shape

LOWPASS_SCALES = (2, 4, 8)
# A blob of this size (s) has half the weight of the smallest ones; one twice as large a fifth.
SMALL_SIZE = 10.0
# Squared error at 40 dB: plain walls that are better gain nothing.
MIN_ERROR = 4e-4

Sizes = TypeVar("Sizes", Tensor, np.ndarray)


def masked(difference: Tensor, valid: Tensor | None) -> Tensor:
    """The difference, zero where it is not valid, and scaled so that means are over the valid pixels."""
    return difference if valid is None else difference * (valid / valid.mean())


def small_blob_weight(sizes: Sizes) -> Sizes:
    """Weights of blobs of these sizes (s >= 0): 1 for the smallest, a half at SMALL_SIZE."""
    return 1 / (1 + (sizes / SMALL_SIZE) ** 2)


def pixel_weights(scores: Tensor, sizes: Tensor, weight: float) -> Tensor:
    """
    Weights of pixels [B, 1, R, R] from scores [B, R, R, M+1] and sizes [B, M]: 1 on the background, up to 1 + weight on small blobs.
    Walls are most of a picture, and the easiest part of it.
    """
    assert_shape(scores, "B R R K", "scores", B=len(sizes), K=sizes.shape[1] + 1)
    share = small_blob_weight(sizes.clamp_min(0))
    # A product in the dtype of the scores: at 512 px they are many.
    small = torch.matmul(scores[..., 1:], share.to(scores.dtype)[:, None, :, None])
    return 1 + weight * small.float().permute(0, 3, 1, 2)


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


def log_error(difference: Tensor, weights: Tensor | None = None) -> Tensor:
    """
    Mean over the pictures of log10 of the (weighted) mean squared difference [B, 3, H, W], weights [B, 1, H, W]: a tenth of the
    missing PSNR. Pictures that are nearly right have as much gradient as others.
    """
    assert_shape(difference, "B 3 H W", "difference")
    squares = difference.square()
    if weights is not None:
        squares = squares * (weights / weights.mean(dim=(2, 3), keepdim=True))
    return torch.log10(squares.mean(dim=(1, 2, 3)) + MIN_ERROR).mean()


def gradient_l1(difference: Tensor) -> Tensor:
    """L1 of the differences of neighbouring pixels of picture - truth: edges."""
    across = difference[..., 1:] - difference[..., :-1]
    down = difference[..., 1:, :] - difference[..., :-1, :]
    return across.abs().mean() + down.abs().mean()


def psnr(picture: Tensor, truth: Tensor) -> Tensor:
    """PSNR per picture [B] in dB, with a peak of 2 (the range of [-1, 1])."""
    assert_shape(picture, "B 3 H W", "picture")
    assert_shape(truth, "B 3 H W", "truth", B=picture.shape[0], H=picture.shape[2], W=picture.shape[3])
    error = (picture.clamp(-1, 1) - truth).square().mean(dim=(1, 2, 3))
    return 10 * torch.log10(4.0 / error.clamp_min(1e-10))


def ssim_map(picture: Tensor, truth: Tensor) -> Tensor:
    """[B, 3, H - 10, W - 10]: structural similarity (Wang et al. 2004), 11 px Gaussian of sigma 1.5."""
    assert_shape(picture, "B 3 H W", "picture")
    assert_shape(truth, "B 3 H W", "truth", B=picture.shape[0], H=picture.shape[2], W=picture.shape[3])
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
    """SSIM per picture [B]."""
    return ssim_map(picture, truth).mean(dim=(1, 2, 3))


def ssim_loss(picture: Tensor, truth: Tensor, valid: Tensor | None) -> Tensor:
    """1 - SSIM where the centre of the window is valid: sharp edges and contrast, which L1 hardly rewards."""
    loss = 1 - ssim_map(picture, truth)
    if valid is None:
        return loss.mean()
    inner = valid[..., 5:-5, 5:-5]
    return (loss * (inner / inner.mean())).mean()
