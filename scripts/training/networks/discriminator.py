"""StyleGAN2's residual discriminator, with the published names (MODEL.md, "Training, as published")."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..shapes import assert_shape
from .decoder import channels_at
from .ops import Activation, EqualLinear, blur, blur_kernel


class EqualConv(nn.Module):
    """Convolution with equalised learning rate; the bias lives in the activation that follows."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int, padding: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(channels_out, channels_in, kernel, kernel))
        self.scale = 1.0 / math.sqrt(channels_in * kernel * kernel)
        self.stride, self.padding = stride, padding

    def forward(self, x: Tensor) -> Tensor:
        weight = (self.weight * self.scale).to(x.dtype)
        return F.conv2d(x, weight, stride=self.stride, padding=self.padding)


class DownBlur(nn.Module):
    """The blur before a convolution of stride 2; sums to 1."""

    kernel: Tensor

    def __init__(self, conv_kernel: int) -> None:
        super().__init__()
        self.register_buffer("kernel", blur_kernel(1.0))
        total = 2 + conv_kernel - 1
        self.pads = ((total + 1) // 2, total // 2)

    def forward(self, x: Tensor) -> Tensor:
        return blur(x, self.kernel, self.pads)


def conv_layer(channels_in: int, channels_out: int, kernel: int, *, down: bool = False, active: bool = True) -> nn.Sequential:
    """[blur,] convolution [, activation]: the published ConvLayer, with its numbering of the parts."""
    layers: list[nn.Module] = [DownBlur(kernel)] if down else []
    layers.append(EqualConv(channels_in, channels_out, kernel, 2 if down else 1, 0 if down else kernel // 2))
    if active:
        layers.append(Activation(channels_out))
    return nn.Sequential(*layers)


class ResBlock(nn.Module):
    """Two convolutions, the second of stride 2, and a linear skip; their sum over sqrt(2)."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.conv1 = conv_layer(channels_in, channels_in, 3)
        self.conv2 = conv_layer(channels_in, channels_out, 3, down=True)
        self.skip = conv_layer(channels_in, channels_out, 1, down=True, active=False)

    def forward(self, x: Tensor) -> Tensor:
        return (self.conv2(self.conv1(x)) + self.skip(x)) / math.sqrt(2.0)


def moved_block(name: str) -> str:
    """The name that a block's parameter has one level further: `convs.1.*` of a side are `convs.2.*` of twice the side."""
    match = re.match(r"convs\.(\d+)\.(.*)", name)
    return f"convs.{int(match[1]) + 1}.{match[2]}" if match else name


class Discriminator(nn.Module):
    """
    Pictures [B, 3 + extra, R, R] -> logits [B, 1]. `extra` channels carry the layout in the supervised way
    (supervised/adversary.py); the published network has none.
    """

    fade: Tensor

    def __init__(self, resolution: int, c_model: int, extra: int = 0, groups_of: int = 4) -> None:
        super().__init__()
        self.resolution, self.c_model, self.groups_of = resolution, c_model, groups_of
        # While a grown network fades in (arXiv 1710.10196, section 2): its first layer at half the side, and the part of the new ones.
        self.former: nn.Sequential | None = None
        # A tensor: a number would be compiled anew at every step.
        self.register_buffer("fade", torch.ones(()), persistent=False)
        width = channels_at(resolution, c_model)
        blocks: list[nn.Module] = [conv_layer(3 + extra, width, 1)]
        side = resolution
        while side > 4:
            out = channels_at(side // 2, c_model)
            blocks.append(ResBlock(width, out))
            width, side = out, side // 2
        self.convs = nn.Sequential(*blocks)
        self.final_conv = conv_layer(width + 1, width, 3)
        self.final_linear = nn.Sequential(EqualLinear(width * 16, width, active=True), EqualLinear(width, 1))

    def trunk(self, x: Tensor) -> list[Tensor]:
        """The maps after every block of pictures x [B, 3 + extra, R, R], fine to coarse (for feature matching)."""
        assert_shape(x, "B C R R", "pictures", R=self.resolution)
        maps = []
        small = F.avg_pool2d(x, 2) if self.former is not None else None
        for at, block in enumerate(self.convs):
            x = block(x)
            if at == 1 and self.former is not None and small is not None:
                x = torch.lerp(self.former(small), x, self.fade.to(x.dtype))
            maps.append(x)
        return maps

    def grow_from(self, state: Mapping[str, Tensor]) -> None:
        """
        Takes over a discriminator of half the side, whose first layer stays until `fade` has come to 1: at a fade of 0 this one judges a
        picture as that one judged the picture averaged down.

        Raises ValueError when it is not of half the side.
        """
        own = self.state_dict()
        moved = {moved_block(name): value for name, value in state.items() if not name.startswith(("convs.0.", "former."))}
        if any(name not in own or own[name].shape != value.shape for name, value in moved.items()):
            raise ValueError("The checkpoint's discriminator is not of half the side of this one; a run grows by one level at a time.")
        first = {name.removeprefix("convs.0."): value for name, value in state.items() if name.startswith("convs.0.")}
        self.begin_fade(first["0.weight"].shape[1])
        assert self.former is not None
        self.former.load_state_dict(first)
        self.load_state_dict(moved, strict=False)

    def begin_fade(self, channels: int) -> None:
        """Adds the first layer of half the side, of pictures with so many channels."""
        width = channels_at(self.resolution // 2, self.c_model)
        self.former = conv_layer(channels, width, 1).to(next(self.parameters()).device)
        self.fade.fill_(0.0)

    def end_fade(self) -> None:
        """Leaves the new layers alone."""
        self.former = None
        self.fade.fill_(1.0)

    def head(self, x: Tensor) -> Tensor:
        """Logits from the last map, with the minibatch deviation as one more channel."""
        x = x.float()
        batch, channels, height, width = x.shape
        group = math.gcd(batch, self.groups_of)
        spread = x.view(group, -1, 1, channels, height, width)
        spread = torch.sqrt(spread.var(0, unbiased=False) + 1e-8).mean(dim=(2, 3, 4), keepdim=True).squeeze(2)
        x = torch.cat([x, spread.repeat(group, 1, height, width)], dim=1)
        return self.final_linear(self.final_conv(x).flatten(1))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.trunk(x)[-1])
