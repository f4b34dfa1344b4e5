"""Layers that the networks share. Names of parameters are the published ones (rosinality's StyleGAN2 layout)."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape

SLOPE = 0.2
GAIN = math.sqrt(2.0)


def pixel_norm(x: Tensor) -> Tensor:
    """x * rsqrt(mean(x^2) + 1e-5) over the last axis (MODEL.md, "Layout network F")."""
    return x * torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + 1e-5)


def truncate(latent: Tensor, mean_latent: Tensor | None, truncation: float) -> Tensor:
    """
    The latent moved towards the mean [L] by the part `truncation`.

    Raises ValueError when there is no mean to move to.
    """
    if not truncation:
        return latent
    if mean_latent is None:
        raise ValueError("Truncation needs the mean latent.")
    return torch.lerp(latent, mean_latent.to(latent), truncation)


def activate(x: Tensor, bias: Tensor) -> Tensor:
    """leakyReLU(0.2)(x + bias) * sqrt(2); the bias is per channel of an [N, C] or [N, C, H, W] tensor."""
    shape = (1, -1) + (1,) * (x.ndim - 2)
    return F.leaky_relu(x + bias.to(x.dtype).view(shape), SLOPE) * GAIN


def blur_kernel(gain: float) -> Tensor:
    """Outer product of [1, 3, 3, 1] with itself, summing to `gain`. Shape [4, 4]."""
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    kernel = torch.outer(taps, taps)
    return kernel / kernel.sum() * gain


def blur(x: Tensor, kernel: Tensor, pads: tuple[int, int]) -> Tensor:
    """Depthwise convolution with the blur kernel after zero padding (before, after) on both axes."""
    channels = x.shape[1]
    weight = kernel.to(x.dtype).expand(channels, 1, *kernel.shape)
    if pads[0] == pads[1]:
        return F.conv2d(x, weight, padding=pads[0], groups=channels)
    return F.conv2d(F.pad(x, (*pads, *pads)), weight, groups=channels)


class EqualLinear(nn.Module):
    """y = x (W * lr_mul / sqrt(in))^T + b * lr_mul, optionally with the activation (bias first)."""

    def __init__(self, size_in: int, size_out: int, bias: float = 0.0, lr_mul: float = 1.0, active: bool = False) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(size_out, size_in) / lr_mul)
        # The published code divides the weights, not the biases, by lr_mul when it draws them.
        self.bias = nn.Parameter(torch.full((size_out,), bias))
        self.scale = lr_mul / math.sqrt(size_in)
        self.lr_mul = lr_mul
        self.active = active

    def forward(self, x: Tensor) -> Tensor:
        if self.active:
            return activate(F.linear(x, self.weight * self.scale), self.bias * self.lr_mul)
        return F.linear(x, self.weight * self.scale, self.bias * self.lr_mul)


class Blur(nn.Module):
    """Holds the published buffer `blur.kernel`; pads 1 and 1, after the transposed convolution."""

    kernel: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("kernel", blur_kernel(4.0))

    def forward(self, x: Tensor) -> Tensor:
        return blur(x, self.kernel, (1, 1))


class Upsample(nn.Module):
    """Upsamples by 2: zero insertion, then the blur kernel, pads 2 and 1. Holds `upsample.kernel`."""

    kernel: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("kernel", blur_kernel(4.0))

    def forward(self, x: Tensor) -> Tensor:
        batch, channels, height, width = x.shape
        spread = x.new_zeros(batch, channels, height, 2, width, 2)
        spread[:, :, :, 0, :, 0] = x
        return blur(spread.reshape(batch, channels, height * 2, width * 2), self.kernel, (2, 1))


class SpatialConv(nn.Module):
    """
    Spatially modulated convolution, SConv (MODEL.md, "Decoder G"): x * style map, then a convolution with
    equalised, optionally demodulated weights.

    forward: x [B, Cin, H, W], scores [B, H*W, K] and styles [B, K, Ds] -> [B, Cout, H, W] (2H, 2W if `upsample`).
    The style map is a batched matrix product with H*W rows, so that it is channels-last.
    """

    def __init__(
        self,
        channels_in: int,
        channels_out: int,
        kernel: int,
        style_dim: int,
        *,
        demodulate: bool = True,
        upsample: bool = False,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, channels_out, channels_in, kernel, kernel))
        self.modulation = EqualLinear(style_dim, channels_in, bias=1.0)
        self.scale = 1.0 / math.sqrt(channels_in * kernel * kernel)
        self.padding = kernel // 2
        self.demodulate = demodulate
        self.upsample = upsample
        if upsample:
            self.blur = Blur()

    def style_map(self, scores: Tensor, styles: Tensor, height: int, width: int) -> Tensor:
        """[B, Cin, H, W], channels-last: sum over blobs of score * A(style), of unit RMS if it demodulates."""
        style = self.modulation(styles)
        flat = torch.bmm(scores, style.to(scores.dtype))
        if self.demodulate:
            flat = flat * torch.rsqrt(flat.float().square().mean(-1, keepdim=True) + 1e-8).to(flat.dtype)
        return flat.view(flat.shape[0], height, width, -1).permute(0, 3, 1, 2)

    def effective_weight(self) -> Tensor:
        """[Cout, Cin, k, k] in float32."""
        weight = self.weight[0] * self.scale
        if self.demodulate:
            weight = weight * torch.rsqrt(weight.square().sum(dim=(1, 2, 3), keepdim=True) + 1e-8)
        return weight

    def forward(self, x: Tensor, scores: Tensor, styles: Tensor) -> Tensor:
        assert_shape(scores, "B P K", "scores", B=x.shape[0], P=x.shape[2] * x.shape[3])
        x = x * self.style_map(scores, styles, x.shape[2], x.shape[3])
        weight = self.effective_weight().to(x.dtype)
        if self.upsample:
            return self.blur(F.conv_transpose2d(x, weight.transpose(0, 1), stride=2))
        return F.conv2d(x, weight, padding=self.padding)


class NoiseInjection(nn.Module):
    """x + weight * noise, noise [B or 1, 1, H, W]."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor, noise: Tensor) -> Tensor:
        return x + self.weight.to(x.dtype) * noise.to(x.dtype)


class Activation(nn.Module):
    """Bias and scaled leaky ReLU (the published FusedLeakyReLU)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return activate(x, self.bias)


class StyledConv(nn.Module):
    """SConv 3x3, noise, bias, activation. `noise` None leaves the noise out (its weight counts as zero)."""

    def __init__(self, channels_in: int, channels_out: int, style_dim: int, *, upsample: bool = False) -> None:
        super().__init__()
        self.conv = SpatialConv(channels_in, channels_out, 3, style_dim, upsample=upsample)
        self.noise = NoiseInjection()
        self.activate = Activation(channels_out)

    def forward(self, x: Tensor, scores: Tensor, styles: Tensor, noise: Tensor | None) -> Tensor:
        x = self.conv(x, scores, styles)
        if noise is not None:
            x = self.noise(x, noise)
        return self.activate(x)


class ToRGB(nn.Module):
    """1x1 SConv without demodulation, plus bias, plus the upsampled sum of the coarser levels. float32 out."""

    def __init__(self, channels_in: int, style_dim: int, *, upsample: bool = True) -> None:
        super().__init__()
        if upsample:
            self.upsample = Upsample()
        self.conv = SpatialConv(channels_in, 3, 1, style_dim, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(1, 3, 1, 1))

    def forward(self, x: Tensor, scores: Tensor, styles: Tensor, rgb: Tensor | None) -> Tensor:
        own = self.conv(x, scores, styles).float() + self.bias
        return own if rgb is None else own + self.upsample(rgb)
