"""Processes and processors: allocator, threads, device, precision, ranks."""

from __future__ import annotations

import os
import platform
import sys

import torch
from torch import distributed

# Page faults of the default allocator cost more than the arithmetic of small batches.
ALLOCATOR = (
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=17179869184:"
    "glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=1073741824:glibc.malloc.arena_max=1"
)


def reexec_with_allocator() -> None:
    """Starts this process again with GLIBC_TUNABLES, once. Does nothing without glibc or when they are set."""
    if platform.libc_ver()[0] != "glibc" or "GLIBC_TUNABLES" in os.environ:
        return
    environment = os.environ | {"GLIBC_TUNABLES": ALLOCATOR}
    os.execve(sys.executable, sys.orig_argv[:1] + sys.orig_argv[1:], environment)


def set_up_processor(threads: int) -> None:
    """
    Threads (0 = as PyTorch does) and denormal numbers as zeros, before anything is computed: the flag is the thread's own,
    and those that it starts inherit it.

    Scores far from their blob are denormal, and products of them took ten times as long (Emerald Rapids): a step of 64 px
    1.75 s for 0.79.
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


def multiplies_bfloat16(device: torch.device) -> bool:
    """
    Whether the device has instructions for bfloat16.

    oneDNN calls it supported on any processor with AVX-512, where it is emulated: measured on one, a convolution takes three
    times as long as in float32.
    """
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return False
    abilities = torch.cpu.get_capabilities()
    return abilities.get("architecture") != "x86_64" or any(abilities.get(name) for name in ("avx512_bf16", "amx_bf16"))


def pick_dtype(name: str, device: torch.device) -> torch.dtype:
    """`auto`: bfloat16 where the device multiplies it natively, else float32."""
    if name == "auto":
        return torch.bfloat16 if multiplies_bfloat16(device) else torch.float32
    kinds = {"bfloat16": torch.bfloat16, "float32": torch.float32}
    if name not in kinds:
        raise ValueError(f"dtype is auto, bfloat16 or float32, not {name}.")
    return kinds[name]
