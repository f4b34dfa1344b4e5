"""The networks, with the published names of their parameters."""

from .decoder import Decoder
from .discriminator import Discriminator
from .flow import FlowNetwork
from .layout import LayoutNetwork

__all__ = ["Decoder", "Discriminator", "FlowNetwork", "LayoutNetwork"]
