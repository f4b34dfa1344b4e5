"""Colours as people see them: sRGB as light and as CIELAB, and how far two colours are apart (CIE Delta E 2000)."""

from __future__ import annotations

import numpy as np

# IEC 61966-2-1: linear sRGB to XYZ; its white is D65.
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
WHITE = TO_XYZ.sum(1)


def to_light(colour: np.ndarray) -> np.ndarray:
    """sRGB 0..1 -> linear light."""
    return np.where(colour <= 0.04045, colour / 12.92, ((np.maximum(colour, 0) + 0.055) / 1.055) ** 2.4)


def from_light(light: np.ndarray) -> np.ndarray:
    """The inverse of to_light."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


def lab_of(colour: np.ndarray) -> np.ndarray:
    """sRGB [..., 3] in 0..1 -> CIELAB [..., 3] under D65."""
    relative = to_light(np.asarray(colour, np.float64)) @ TO_XYZ.T / WHITE
    f = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def _chroma_weight(chroma: float) -> float:
    return float(np.sqrt(chroma**7 / (chroma**7 + 25**7)))


def delta_e_2000(one: np.ndarray, other: np.ndarray) -> float:
    """
    CIEDE2000 of two CIELAB colours [3], with all weights 1, after Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula:
    Implementation Notes" (2005).
    """
    (l1, a1, b1), (l2, a2, b2) = (tuple(map(float, lab)) for lab in (one, other))
    stretch = 1 + 0.5 * (1 - _chroma_weight((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (float(np.degrees(np.arctan2(b, stretch * a))) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    # The shorter way around.
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    if not grey and abs(h2 - h1) <= 180:
        turn = h2 - h1
    hue = h1 + h2 if grey else ((h1 + turn / 2) % 360 if abs(h1 - h2) > 180 else (h1 + h2) / 2)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    d_light, d_chroma, d_hue = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))

    def cosine(factor: int, offset: float) -> float:
        return float(np.cos(np.radians(factor * hue + offset)))

    t = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.20 * cosine(4, -63)
    s_light = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = -2 * _chroma_weight(chroma) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    x, y, z = d_light / s_light, d_chroma / s_chroma, d_hue / s_hue
    return float(np.sqrt(x * x + y * y + z * z + rotation * y * z))


def colour_difference(one: np.ndarray, other: np.ndarray) -> float:
    """Delta E 2000 of two sRGB colours [3] in 0..1."""
    return delta_e_2000(lab_of(one), lab_of(other))
