"""The check that public functions make of the tensors that they are given."""

from __future__ import annotations

from torch import Tensor


def assert_shape(tensor: Tensor, shape: str, name: str = "tensor", **sizes: int) -> None:
    """
    Checks a shape such as "B M 2 2": numbers must be equal, a name must have the size that `sizes` gives for it and stand for
    the same size wherever it occurs; "..." first stands for any number of leading dimensions.

    Raises ValueError with the names of the dimensions. Costs a few microseconds.
    """
    wanted, actual = shape.split(), tuple(tensor.shape)
    open_ended = wanted[:1] == ["..."]
    if open_ended:
        wanted = wanted[1:]
    given = actual[len(actual) - len(wanted) :] if open_ended else actual
    if len(given) != len(wanted):
        raise ValueError(f"{name} has the shape {list(actual)}; it is [{shape.replace(' ', ', ')}].")
    known = dict(sizes)
    for dimension, size in zip(wanted, given, strict=True):
        expected = int(dimension) if dimension.isdigit() else known.setdefault(dimension, size)
        if size != expected:
            raise ValueError(f"{name} has the shape {list(actual)}; it is [{shape.replace(' ', ', ')}] with {dimension} = {expected}.")
