"""Settings of every test."""

from __future__ import annotations

import torch

# Small networks beside whatever else the machine does: more threads only wait for each other.
torch.set_num_threads(1)
