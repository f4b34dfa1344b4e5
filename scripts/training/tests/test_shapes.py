"""The check of tensors' shapes."""

from __future__ import annotations

import pytest
import torch

from training.losses import psnr
from training.shapes import assert_shape
from training.splat import splat


def test_names_numbers_and_leading_dimensions_fit() -> None:
    assert_shape(torch.zeros(2, 3, 5, 5), "B 3 R R")
    assert_shape(torch.zeros(2, 7), "B K", K=7)
    for shape in ((5,), (2, 5), (4, 2, 5)):
        assert_shape(torch.zeros(shape), "... 5")


@pytest.mark.parametrize(
    ("shape", "wanted", "message"),
    [
        ((2, 3), "B 3 R R", r"pictures has the shape \[2, 3\]; it is \[B, 3, R, R\]\."),
        ((2, 4, 5, 5), "B 3 R R", r"with 3 = 3"),
        ((2, 3, 5, 6), "B 3 R R", r"with R = 5"),
        ((2, 3, 5, 5), "B 3 R R", r"with B = 4"),
        ((3, 4), "... 5", r"with 5 = 5"),
    ],
)
def test_others_are_refused_with_the_names_of_the_dimensions(shape: tuple[int, ...], wanted: str, message: str) -> None:
    sizes = {"B": 4} if "B = 4" in message else {}
    with pytest.raises(ValueError, match=message):
        assert_shape(torch.zeros(shape), wanted, "pictures", **sizes)


def test_public_functions_say_what_they_were_given() -> None:
    half = torch.full((2, 3), 0.5)
    covs = torch.eye(2).expand(2, 3, 2, 2)
    with pytest.raises(ValueError, match=r"sizes has the shape \[2, 4\]"):
        splat(half, half, covs, torch.zeros(2, 4), 8)
    # These would broadcast, and give a figure that means nothing.
    with pytest.raises(ValueError, match="truth"):
        psnr(torch.zeros(4, 3, 8, 8), torch.zeros(1, 3, 8, 8))
