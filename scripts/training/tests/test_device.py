"""Precision and threads."""

from typing import Any

import pytest
import torch

from training.device import configure_cpu, pick_dtype

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("abilities", "expected"),
    [
        # Emulated: three times slower than float32.
        ({"architecture": "x86_64", "avx512_bf16": False, "amx_bf16": False}, torch.float32),
        ({"architecture": "x86_64", "avx512_bf16": True, "amx_bf16": False}, torch.bfloat16),
        ({"architecture": "x86_64", "avx512_bf16": False, "amx_bf16": True}, torch.bfloat16),
        ({"architecture": "aarch64"}, torch.bfloat16),
    ],
)
def test_bfloat16_only_where_the_processor_multiplies_it(
    monkeypatch: pytest.MonkeyPatch, abilities: dict[str, Any], expected: torch.dtype
) -> None:
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: True, raising=False)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: abilities)
    assert pick_dtype("auto", CPU) == expected


def test_float32_where_onednn_has_no_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False, raising=False)
    assert pick_dtype("auto", CPU) == torch.float32


def test_a_precision_by_name_and_one_that_is_none() -> None:
    assert pick_dtype("bfloat16", CPU) == torch.bfloat16
    with pytest.raises(ValueError, match="auto, bfloat16 or float32, not half"):
        pick_dtype("half", CPU)


def test_denormal_numbers_are_zeros_also_behind_a_gradient() -> None:
    # Whatever ran in this process before may have set it.
    torch.set_flush_denormal(False)
    tiny = torch.full((64, 64), 1e-40)
    assert float((tiny @ torch.ones(64, 64)).max()) > 0
    try:
        configure_cpu(1)
        weight = torch.full((64, 64), 1.0, requires_grad=True)
        product = tiny @ weight
        assert float(product.abs().max()) == 0
        product.sum().backward()
        assert weight.grad is not None and float(weight.grad.abs().max()) == 0
    finally:
        torch.set_flush_denormal(False)
