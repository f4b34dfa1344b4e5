"""Started by test_torchrun.py under torchrun: trains, then writes the parameters of its rank."""

from __future__ import annotations

import os
import sys

import torch

from training.command import parse, train

if __name__ == "__main__":
    torch.set_num_threads(1)
    trainer = train(parse(sys.argv[2:]))
    torch.save(trainer.state()["state_dict"], f"{sys.argv[1]}.{os.environ.get('RANK', '0')}")
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
