"""Scores, and local coordinates inside blobs."""

from __future__ import annotations

import pytest
import torch

from training.splat import MIN_SIZE, covariance_from_axes, local_coordinates, polynomial_terms, splat


def test_scores_sum_to_one_and_the_last_blob_is_in_front() -> None:
    xs = ys = torch.full((1, 2), 0.5)
    covs = torch.eye(2).mul(0.004).expand(1, 2, 2, 2)
    scores = splat(xs, ys, covs, torch.tensor([[6.0, 6.0]]), 32)
    torch.testing.assert_close(scores.sum(-1), torch.ones(1, 32, 32))
    assert scores[0, 16, 16, 2] > 0.99 and scores[0, 16, 16, 1] < 0.01
    assert scores[0, 0, 0, 0] > 0.99


def test_places_count_half_widths_from_the_centre() -> None:
    turn = torch.tensor([[0.3, 0.0]])
    covs = covariance_from_axes(torch.tensor([[0.004, 0.002]]), torch.tensor([[0.001, 0.002]]), turn.cos(), turn.sin())
    xs, ys, sizes = torch.tensor([[0.5, 0.25]]), torch.tensor([[0.5, 0.75]]), torch.tensor([[6.0, -8.0]])
    scores = splat(xs, ys, covs, sizes, 64)
    found = local_coordinates(xs, ys, covs, sizes, torch.ones_like(scores)).view(64, 64, 2, 3)
    # The background has no coordinates; cells are taken at their centre, not at their corner.
    assert found[..., 0].abs().max() == 0
    reach = float(torch.sqrt(sizes[0, 0] * covs[0, 0, 0, 0]))
    u, v = found[32, 40, :, 1].tolist()
    assert u == pytest.approx((40.5 / 64 - 0.5) / reach)
    assert v == pytest.approx((32.5 / 64 - 0.5) / float(torch.sqrt(sizes[0, 0] * covs[0, 0, 1, 1])))
    # The outline reaches from -1 to 1 across and along the picture, however the blob is turned.
    inside = scores[0, ..., 1] > 0.5
    assert float(found[..., 0, 1][inside].max()) == pytest.approx(1, abs=0.1)
    assert float(found[..., 1, 1][inside].min()) == pytest.approx(-1, abs=0.2)
    # Coordinates of an absent blob are finite, too.
    assert found.abs().max() == 3
    assert found[48, 16, 0, 2] == pytest.approx((16.5 / 64 - 0.25) / (MIN_SIZE * 0.00201) ** 0.5, rel=1e-3)


def test_curves_stand_between_the_sides_of_a_blob() -> None:
    one = torch.tensor([[0.5]])
    covs = torch.eye(2)[None, None] * 0.01
    ones = torch.ones(1, 64, 64, 2)
    found = local_coordinates(one, one, covs, one * 8, ones, order=3).view(64, 64, polynomial_terms(3) - 1, 2)
    assert found[..., 0].abs().max() == 0
    blob = found[..., 1]
    u, v = blob[..., 0].clamp(-1.25, 1.25), blob[..., 1].clamp(-1.25, 1.25)
    curve = [lambda t: t**0, lambda t: t, lambda t: 2 * t**2 - 1, lambda t: 4 * t**3 - 3 * t]
    orders = [(2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)]
    assert blob.shape[2] == 2 + len(orders)
    for at, (i, j) in enumerate(orders):
        torch.testing.assert_close(blob[..., 2 + at], curve[i](u) * curve[j](v), atol=1e-5, rtol=1e-5)
    # The first two do not depend on the order.
    assert torch.equal(local_coordinates(one, one, covs, one * 8, ones), found[..., :2, :].reshape(1, 64, 64, 4))


def test_scores_weigh_places() -> None:
    scores = torch.rand(1, 16, 16, 2)
    one = torch.tensor([[0.4]])
    covs = torch.eye(2)[None, None] * 0.01
    whole = local_coordinates(one, one, covs, one * 5, torch.ones_like(scores))
    assert torch.allclose(local_coordinates(one, one, covs, one * 5, scores), whole * scores.repeat(1, 1, 1, 2))
