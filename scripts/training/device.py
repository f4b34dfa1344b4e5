"""Threads, device, precision and ranks of a process."""

from __future__ import annotations

import os

import torch
from torch import distributed


def configure_cpu(threads: int) -> None:
    """
    Sets the number of threads (0 = PyTorch's choice) and flushes denormal numbers to zero. Call it before anything is computed:
    threads inherit the flag when they start.

    Scores far from their blob are denormal, which made matrix products ten times slower (Emerald Rapids): a step at 64 px took
    1.75 s, 0.79 s with the flag.
    """
    if threads:
        torch.set_num_threads(threads)
    torch.set_flush_denormal(True)


def start_ranks() -> tuple[int, int]:
    """(rank, world size); starts the process group when torchrun has set one up."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    if world > 1 and not distributed.is_initialized():
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return (distributed.get_rank(), world) if world > 1 else (0, 1)


def pick_device() -> torch.device:
    """This rank's GPU, or the processor."""
    if torch.cuda.is_available():
        index = int(os.environ.get("LOCAL_RANK", "0"))
        torch.cuda.set_device(index)
        return torch.device("cuda", index)
    return torch.device("cpu")


def has_native_bfloat16(device: torch.device) -> bool:
    """
    Whether the device has instructions for bfloat16.

    oneDNN reports support on any processor with AVX-512, where it is emulated: a convolution took three times as long as in
    float32.
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return False
    capabilities = torch.cpu.get_capabilities()
    return capabilities.get("architecture") != "x86_64" or any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16"))


def pick_dtype(name: str, device: torch.device) -> torch.dtype:
    """`auto`: bfloat16 where the device has instructions for it, else float32."""
    if name == "auto":
        return torch.bfloat16 if has_native_bfloat16(device) else torch.float32
    kinds = {"bfloat16": torch.bfloat16, "float32": torch.float32}
    if name not in kinds:
        raise ValueError(f"dtype is auto, bfloat16 or float32, not {name}.")
    return kinds[name]
