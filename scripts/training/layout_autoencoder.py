"""
First half of the layout network's training: a variational autoencoder (Kingma & Welling 2014, arXiv 1312.6114) whose
decoder is the published network, so that the map from noise to layouts is one that this network can follow.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ema import ema_copy, ema_update
from .layout_student import Student
from .layout_view import LayoutView
from .progress import progress

# A reconstruction is taken to be this many tolerances from the truth.
DEVIATIONS = 2.0
PRESENCE_WEIGHT = 10.0
AVERAGE_EVERY = 8
# The divergence counts less at first.
FIRST_PRICE, FULL_PRICE_AFTER = 0.1, 0.7
# At full price only what most rooms have in common pays for its latents, and samples come out as averages: pale walls,
# things between two kinds.
PRICE = 0.25
# Layouts of fresh noise, in which things should be there or gone, and from when on.
FRESH, FRESH_AFTER, DOUBT_WEIGHT = 96, 0.3, 1.0


class Encoder(nn.Module):
    """Views -> mean and log variance of the first `latent` numbers of z."""

    def __init__(self, size: int, latent: int, width: int = 512) -> None:
        super().__init__()
        self.latent = latent
        self.layers = nn.Sequential(
            nn.Linear(size, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 2 * latent)
        )
        with torch.no_grad():
            self.layers[-1].weight.mul_(0.3)
            self.layers[-1].bias[latent:] -= 2.0

    def forward(self, views: Tensor) -> tuple[Tensor, Tensor]:
        mean, variance = self.layers(views).float().chunk(2, dim=1)
        return mean, variance.clamp(-10, 2)


def filled(latents: Tensor, noise_dim: int, generator: torch.Generator) -> Tensor:
    """
    z [B, noise_dim] that begins with the latents. The rest is noise, scaled so that the PixelNorm at the network's
    entrance changes nothing: the latents would otherwise be known no better than to a few hundredths.
    """
    rest = torch.randn(len(latents), noise_dim - latents.shape[1], generator=generator)
    wanted = (noise_dim - latents.square().sum(1, keepdim=True)).clamp_min(1.0)
    return torch.cat([latents, rest * (wanted / rest.square().sum(1, keepdim=True)).sqrt()], dim=1)


def reconstruction(view: LayoutView, learned: Tensor, true: Tensor) -> dict[str, Tensor]:
    """Negative log likelihoods (sums over a layout, means over the batch) of true views, up to a constant."""
    sizes, values = view.read(learned.float())
    presence, numbers = true[:, : view.slots], true[:, view.slots :]
    there = view.owned(presence > 0)
    # Beyond three of its units an error counts linearly: a thing in the wrong place is no worse than far away.
    units = (values - numbers) / (DEVIATIONS * view.tolerance)
    # A network that cannot tell whether a thing is there should not learn that it always is, for the sake of its size.
    units = torch.where(view.is_size, units / 3, units)
    likelihood = F.huber_loss(units, torch.zeros_like(units), reduction="none", delta=3.0)
    crossing = F.binary_cross_entropy_with_logits(view.crossing(sizes), (presence > 0).float(), reduction="none")
    return {
        "numbers": (likelihood * there).sum(1).mean(),
        "presence": PRESENCE_WEIGHT * crossing.sum(1).mean(),
    }


class Autoencoder(nn.Module):
    """The published network as it learns, and the encoder that goes with it."""

    def __init__(self, student: Student, view: LayoutView, noise_dim: int, latent: int) -> None:
        super().__init__()
        self.student, self.noise_dim = student, noise_dim
        # Not a part: it has nothing to learn, and is shared.
        self.view = [view]
        self.encoder = Encoder(view.slots + len(view.at), latent)
        with torch.no_grad():
            # What is no latent is noise, and enters later if it is of use.
            student.body[1].weight[:, latent:] *= 0.02
            student.head.weight *= 0.1

    def forward(self, true: Tensor, random: torch.Generator) -> dict[str, Tensor]:
        """Parts of the loss of true views."""
        mean, variance = self.encoder(true)
        latents = mean + torch.randn(mean.shape, generator=random) * (variance / 2).exp()
        learned = self.student(filled(latents, self.noise_dim, random))
        parts = reconstruction(self.view[0], learned, true)
        return parts | {"divergence": 0.5 * (mean.square() + variance.exp() - 1 - variance).sum(1).mean()}

    def doubt(self, random: torch.Generator) -> Tensor:
        """Of layouts of fresh noise (layout_view.py)."""
        learned = self.student(torch.randn(FRESH, self.noise_dim, generator=random))
        return self.view[0].doubt(self.view[0].read(learned.float())[0])


def priced(parts: dict[str, Tensor], price: float) -> Tensor:
    """The loss; `price` is what a nat of the divergence costs."""
    return parts["numbers"] + parts["presence"] + price * parts["divergence"]


def train_autoencoder(
    autoencoder: Autoencoder,
    views: Tensor,
    *,
    steps: int,
    minutes: float = math.inf,
    batch: int = 128,
    lr: float = 1e-2,
    encoder_lr: float = 2e-3,
    price: float = PRICE,
    doubt: float = DOUBT_WEIGHT,
    dtype: torch.dtype = torch.float32,
    seed: int = 0,
    say: Callable[..., None] | None = None,
) -> Autoencoder:
    """Learns from views [N, ...] of true layouts. `lr` is in effective units of the published network's weights."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    average = ema_copy(autoencoder)
    groups = [
        {"params": autoencoder.student.parameters(), "lr": lr / autoencoder.student.head.lr_mul},
        {"params": autoencoder.encoder.parameters(), "lr": encoder_lr},
    ]
    optimiser = torch.optim.Adam(groups, betas=(0.9, 0.99), fused=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    sums: dict[str, float] = {}
    for step, done in progress(steps, minutes):
        for group, rate in zip(optimiser.param_groups, rates):
            group["lr"] = rate * min(1.0, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * done))
        true = views[torch.randint(len(views), (batch,), generator=random)]
        with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
            parts = autoencoder(true, random)
            if doubt and done > FRESH_AFTER:
                parts["doubt"] = autoencoder.doubt(random)
        # Latents that cost little at first come to be used.
        loss = priced(parts, price * min(1.0, FIRST_PRICE + (1 - FIRST_PRICE) * done / FULL_PRICE_AFTER))
        if "doubt" in parts:
            loss = loss + doubt * min(1.0, 5 * (done - FRESH_AFTER)) * parts["doubt"]
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if step % AVERAGE_EVERY == 0:
            ema_update(average, autoencoder, min(0.95, (step + 1) / (step + 80)))
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if say and (step + 1) % 250 == 0:
            say("autoencoder", step=step + 1, **{name: value / 250 for name, value in sums.items()})
            sums = {}
    return average.requires_grad_(True)  # type: ignore[return-value]
