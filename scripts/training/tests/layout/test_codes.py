"""Codes of true layouts."""

from __future__ import annotations

import torch

from training.layout.codes import fit_codes

from .made_up import made_up


def test_codes_hold_what_varies() -> None:
    data = made_up()
    codes = fit_codes(data, ["floor", "bed", "lamp"], 6, 5)
    assert codes.used[1, 0] == 0 and codes.used[2, 0] == 1
    encoded = codes.encode(data)
    assert encoded[:, 2][~data.present[:, 1]].abs().sum(1).eq(1).all()
    centred = encoded[:, 1, 1:6]
    torch.testing.assert_close(centred.mean(0), torch.zeros(5), atol=1e-3, rtol=0)
    torch.testing.assert_close(centred.std(0), torch.ones(5), atol=1e-2, rtol=0)


def test_what_hardly_varies_is_left_out_but_where_patterns_lie() -> None:
    data = made_up()
    data.features *= 0.2
    codes = fit_codes(data, ["floor", "bed", "ceiling"], 6, 5)
    assert int((codes.feature_std > 0).sum(1)[1]) == 6
    assert (codes.feature_std > 0).sum(1)[[0, 2, 3]].tolist() == [0, 0, 0]
    # A floor's numbers have to be nearer, too.
    assert codes.vector_tolerance[1] < codes.vector_tolerance[2] == codes.vector_tolerance[3]
