"""Configuration of a run: one flat set of values, from defaults, a JSON file, a checkpoint and the command line."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints


@dataclass
class Config:
    """Every value of a run. Counts of images, not steps, so that the batch can change."""

    way: str = "supervised"
    data: str = "data/rooms"
    out: str = "runs/run"
    seed: int = 0
    # Model
    resolution: int = 64
    c_model: int = 16
    size_in: int = 16
    # Beyond the published form: features by place up to 64 px (networks/local.py).
    local: bool = False
    # Order of their polynomials, 1 = affine. A resumed run can raise it.
    local_order: int = 1
    # Also beyond it: maps of the blobs' own from 32 to 128 px (networks/maps.py), so many cells along a side; 0 = none.
    map_cells: int = 0
    map_channels: int = 32
    # And outlines of their own, which correct the scores up to 128 px (networks/outlines.py); 0 = none.
    outline_cells: int = 0
    # And waves for patterns of surfaces at 128 and 256 px (networks/waves.py); training/train_waves.py teaches them where surfaces lie.
    waves: bool = False
    feature_dim: int = 128
    style_dim: int = 128
    ab_norm: float = 0.002
    noise_dim: int = 512
    layout_hidden: int = 1024
    blobs: int = 10
    encoder_hidden: int = 256
    # Keeps the attribute encoder as it is, so that a layout network that was trained with it still fits the decoder.
    freeze_encoder: bool = False
    # Leaves out attributes that depend on where a thing is (data/attributes.py, POSE_NUMBERS), so that copies fit anywhere.
    placeless: bool = False
    # Share of the rooms and things whose seen colour, or the colours of their parts, are left out (data/dropout.py).
    colour_dropout: float = 0.0
    # Optimisation
    batch: int = 24
    lr: float = 2e-3
    # muon or adamw
    optimiser: str = "muon"
    beta1: float = 0.9
    beta2: float = 0.99
    eps: float = 1e-8
    warmup_images: int = 2_000
    # From `decay_from` images on the learning rate falls linearly to zero at `decay_to`; 0 = never.
    decay_from: int = 0
    decay_to: int = 0
    # Or by the clock: over this share of `max_minutes`, at its end.
    decay_share: float = 0.0
    ema_half_life: float = 10_000.0
    max_images: int = 0
    max_minutes: float = 0.0
    max_steps: int = 0
    # Supervised loss
    mirror: float = 0.5
    lowpass_weight: float = 1.0
    gradient_weight: float = 0.0
    structure_weight: float = 0.0
    preview_weight: float = 0.25
    log_error_weight: float = 0.0
    # Extra weight of small things in the L1 terms, added to 1.
    small_weight: float = 0.0
    # Windows per picture on which the levels finer than `crop_level` are trained; 0 = whole pictures. `crop_cells`: their side,
    # in cells of that level.
    windows: int = 2
    crop_level: int = 64
    crop_cells: int = 22
    # Adversarial term of the supervised way (for a decoder that is trained already)
    adversary: bool = False
    adversary_weight: float = 0.1
    matching_weight: float = 1.0
    adversary_edits: float = 0.5
    # Discriminator (both ways): AdamW with betas (0, 0.99), eps 1e-5 and the lazy scaling of its R1
    discriminator_c_model: int = 8
    discriminator_lr: float = 2e-3
    # Images over which a discriminator that grew passes from its old first layers to the new ones.
    fade_images: int = 50_000
    r1_weight: float = 50.0
    r1_every: int = 16
    jitter_xy: float = 0.04
    jitter_size: float = 0.5
    jitter_angle: float = 0.1
    # Machine
    # Writes where the time of ten steps goes, after the first line of the log.
    profile: bool = False
    dtype: str = "auto"
    compile: bool = True
    threads: int = 0
    nice: int = 0
    log_every: int = 50
    validate_images: int = 20_000
    validation_rooms: int = 256
    checkpoint_minutes: float = 5.0
    keep_minutes: float = 30.0
    sheet_minutes: float = 5.0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict[str, Any]) -> Config:
        """Of a checkpoint; values that no longer exist are ignored."""
        names = {item.name for item in fields(Config)}
        return Config(**{key: value for key, value in values.items() if key in names})


# As published where the unsupervised way differs from the values above.
WAY_DEFAULTS: dict[str, dict[str, Any]] = {
    "supervised": {},
    "unsupervised": {
        "ab_norm": 0.02, "optimiser": "adamw", "beta1": 0.0, "eps": 1e-5, "warmup_images": 0, "discriminator_c_model": 16,
    },
}  # fmt: skip


def _boolean(text: str) -> bool:
    if text.lower() in ("true", "1", "yes", "on"):
        return True
    if text.lower() in ("false", "0", "no", "off"):
        return False
    raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false.")


def add_options(parser: argparse.ArgumentParser, skip: tuple[str, ...] = ("way",)) -> None:
    """One option per value of Config; an option that is not given stays None."""
    hints = get_type_hints(Config)
    for item in fields(Config):
        if item.name in skip:
            continue
        kind = _boolean if hints[item.name] is bool else hints[item.name]
        parser.add_argument(f"--{item.name.replace('_', '-')}", type=kind, default=None, help=f"default {item.default}")


def resolve(options: argparse.Namespace, base: dict[str, Any] | None = None) -> Config:
    """
    Defaults of the way, then `base` (a checkpoint's configuration), then --config FILE, then the options given.

    Raises ValueError naming a value that does not exist.
    """
    values: dict[str, Any] = dict(base) if base else {"way": options.way} | WAY_DEFAULTS[options.way]
    if getattr(options, "config", None):
        values |= json.loads(Path(options.config).read_text())
    names = {item.name for item in fields(Config)}
    values |= {k: v for k, v in vars(options).items() if k in names and v is not None}
    unknown = sorted(values.keys() - names)
    if base is None and unknown:
        raise ValueError(f"There is no value called {unknown[0]}; see --help.")
    return Config.from_dict(values)
