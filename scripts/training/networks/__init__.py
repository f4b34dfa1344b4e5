"""The three networks, with the published names of their parameters."""

from .decoder import Decoder
from .discriminator import Discriminator
from .layout import LayoutNetwork

__all__ = ["Decoder", "Discriminator", "LayoutNetwork"]
