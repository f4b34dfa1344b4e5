"""Where in its blob a cell lies."""

from __future__ import annotations

import pytest
import torch

from training.networks.decoder import Decoder
from training.networks.local import OUTLINE_ORDER, OutlineFeatures
from training.splat import LEAST_SIZE, count_terms, covariance_from_axes, places, splat
from training.supervised import load_prefix


def test_places_count_half_widths_from_the_centre() -> None:
    turn = torch.tensor([[0.3, 0.0]])
    covs = covariance_from_axes(torch.tensor([[0.004, 0.002]]), torch.tensor([[0.001, 0.002]]), turn.cos(), turn.sin())
    xs, ys, sizes = torch.tensor([[0.5, 0.25]]), torch.tensor([[0.5, 0.75]]), torch.tensor([[6.0, -8.0]])
    scores = splat(xs, ys, covs, sizes, 64)
    found = places(xs, ys, covs, sizes, torch.ones_like(scores)).view(64, 64, 2, 3)
    # The background has no place; a cell's middle, not its corner, counts.
    assert found[..., 0].abs().max() == 0
    reach = float(torch.sqrt(sizes[0, 0] * covs[0, 0, 0, 0]))
    u, v = found[32, 40, :, 1].tolist()
    assert u == pytest.approx((40.5 / 64 - 0.5) / reach)
    assert v == pytest.approx((32.5 / 64 - 0.5) / float(torch.sqrt(sizes[0, 0] * covs[0, 0, 1, 1])))
    # The outline reaches from -1 to 1 across and along the picture, however the blob is turned.
    inside = scores[0, ..., 1] > 0.5
    assert float(found[..., 0, 1][inside].max()) == pytest.approx(1, abs=0.1)
    assert float(found[..., 1, 1][inside].min()) == pytest.approx(-1, abs=0.2)
    # A blob that is not there is still somewhere, and finite.
    assert found.abs().max() == 3
    assert found[48, 16, 0, 2] == pytest.approx((16.5 / 64 - 0.25) / (LEAST_SIZE * 0.00201) ** 0.5, rel=1e-3)


def test_curves_stand_between_the_sides_of_a_blob() -> None:
    one = torch.tensor([[0.5]])
    covs = torch.eye(2)[None, None] * 0.01
    ones = torch.ones(1, 64, 64, 2)
    found = places(one, one, covs, one * 8, ones, order=3).view(64, 64, count_terms(3) - 1, 2)
    assert found[..., 0].abs().max() == 0
    blob = found[..., 1]
    u, v = blob[..., 0].clamp(-1.25, 1.25), blob[..., 1].clamp(-1.25, 1.25)
    curve = [lambda t: t**0, lambda t: t, lambda t: 2 * t**2 - 1, lambda t: 4 * t**3 - 3 * t]
    orders = [(2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)]
    assert blob.shape[2] == 2 + len(orders)
    for at, (i, j) in enumerate(orders):
        torch.testing.assert_close(blob[..., 2 + at], curve[i](u) * curve[j](v), atol=1e-5, rtol=1e-5)
    # The first two are as they are without curves.
    assert torch.equal(places(one, one, covs, one * 8, ones), found[..., :2, :].reshape(1, 64, 64, 4))


def test_scores_weigh_places() -> None:
    scores = torch.rand(1, 16, 16, 2)
    one = torch.tensor([[0.4]])
    covs = torch.eye(2)[None, None] * 0.01
    whole = places(one, one, covs, one * 5, torch.ones_like(scores))
    assert torch.allclose(places(one, one, covs, one * 5, scores), whole * scores.repeat(1, 1, 1, 2))


def test_where_an_outline_is_does_not_depend_on_how_much_of_the_blob_is_there() -> None:
    outlines = OutlineFeatures(feature_dim=1, hidden=1, channels=1)
    with torch.no_grad():
        # Zero at u = 0.5: -0.5 + u.
        outlines.local.weight.zero_()
        outlines.local.weight[:2, 0] = torch.tensor([-0.5, 1.0])
        outlines.mix.fill_(1)
    one, covs = torch.tensor([[0.5]]), torch.eye(2)[None, None] * 0.01
    for size in (1.0, 4.0, 20.0):
        sizes = torch.tensor([[size]])
        scores = splat(one, one, covs, sizes, 128)
        spots = places(one, one, covs, sizes, scores, OUTLINE_ORDER).flatten(1, 2)
        # The background's feature is zero.
        drawn = outlines(scores.flatten(1, 2), spots, torch.tensor([[[0.0], [1.0]]])).view(128, 128)
        reach = (size * 0.01) ** 0.5
        for row in (64, 64 + int(60 * reach)):
            edge = (drawn[row] > 0).nonzero()[0].item()
            assert (edge + 0.5) / 128 == pytest.approx(0.5 + 0.5 * reach, abs=1 / 128)


def test_a_trained_decoder_can_be_given_outlines() -> None:
    torch.manual_seed(0)
    plain, given = (Decoder(128, 1, 6, 6, local_order=1, outlines=outlines) for outlines in (0, 4))
    assert load_prefix(given, plain.state_dict()) == {}
    assert given.place_orders == {16: 1, 32: 1, 64: 1, 128: OUTLINE_ORDER}
    levels = {side: torch.rand(1, side, side, 3).softmax(-1) for side in (16, 32, 64, 128)}
    spots = {side: torch.randn(1, side, side, 3 * (count_terms(order) - 1)) for side, order in given.place_orders.items()}
    features, styles = torch.randn(2, 1, 3, 6)
    with torch.no_grad():
        before, after = (decoder(levels, features, styles, places=spots) for decoder in (plain, given))
        assert torch.equal(before, after)
        given.outlines["128"].mix.fill_(1)
        assert not torch.allclose(before, given(levels, features, styles, places=spots))
    # A coarser run keeps them for the one that draws at their side again.
    coarse = Decoder(64, 1, 6, 6, local_order=1)
    spare = load_prefix(coarse, given.state_dict(), smaller=True)
    assert {"outlines.128.local.weight", "outlines.128.mix"} <= spare.keys()
