"""Losses and figures. Pictures are [B, 3, H, W] in [-1, 1]; everything here is float32."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

LOWPASS_SCALES = (2, 4, 8)


def masked(difference: Tensor, valid: Tensor | None) -> Tensor:
    """The difference, zero where it is not valid, and scaled so that means are over the valid pixels."""
    return difference if valid is None else difference * (valid / valid.mean())


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


def gradient_l1(d: Tensor) -> Tensor:
    """L1 of the differences of neighbouring pixels of picture - truth: edges."""
    return (d[..., 1:] - d[..., :-1]).abs().mean() + (d[..., 1:, :] - d[..., :-1, :]).abs().mean()


def psnr(picture: Tensor, truth: Tensor) -> Tensor:
    """Per picture [B], in dB, peak 2 (the range of [-1, 1])."""
    error = (picture.clamp(-1, 1) - truth).square().mean(dim=(1, 2, 3))
    return 10 * torch.log10(4.0 / error.clamp_min(1e-10))


def ssim(picture: Tensor, truth: Tensor) -> Tensor:
    """Per picture [B]: structural similarity (Wang et al. 2004), 11 px Gaussian of sigma 1.5, mean over channels."""
    offsets = torch.arange(11, dtype=torch.float32, device=picture.device) - 5
    taps = torch.exp(-offsets.square() / (2 * 1.5**2))
    window = torch.outer(taps, taps) / taps.sum().square()
    weight = window.expand(3, 1, 11, 11)

    def smooth(x: Tensor) -> Tensor:
        return F.conv2d(x, weight, groups=3)

    a, b = (picture.clamp(-1, 1) + 1) / 2, (truth + 1) / 2
    mean_a, mean_b = smooth(a), smooth(b)
    var_a, var_b = smooth(a * a) - mean_a**2, smooth(b * b) - mean_b**2
    cov = smooth(a * b) - mean_a * mean_b
    c1, c2 = 0.01**2, 0.03**2
    value = (2 * mean_a * mean_b + c1) * (2 * cov + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    return value.mean(dim=(1, 2, 3))
