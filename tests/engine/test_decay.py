"""How scores fall with distance, against the sums written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.decay import SEARCHED, Bound, Crossing, RandomScore, first_below_zero, random_products
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.scaling import Ladder

ladders = st.builds(Ladder, st.floats(10.0, 1e6), st.integers(1, 40).map(lambda pairs: 2 * pairs))


def waves(base=1e4, dimensions=128):
    return FrozenArray(Ladder(base, dimensions).frequencies)


def bound_curve(frequencies, reach, growth=None, gain=1.0):
    return Bound(frequencies, growth or FrozenArray(np.zeros(len(frequencies.values))), gain, reach)


def random_curve(frequencies, reach, draws, seed, quantile):
    return RandomScore(frequencies, FrozenArray(np.zeros(len(frequencies.values))), 1.0, reach, draws, seed, quantile)


def crossing(frequencies, reach):
    return first_below_zero(frequencies, FrozenArray(np.zeros(len(frequencies.values))), reach)


def bound(distance, frequencies):
    """The definition, term by term."""
    turned = [np.exp(1j * distance * w) for w in frequencies]
    return sum(abs(sum(turned[:j])) for j in range(1, len(turned) + 1)) / len(turned)


@given(ladders, st.integers(0, 10_000_000))
def test_the_bound_is_the_mean_size_of_the_partial_sums(ladder, distance):
    curve = bound_curve(FrozenArray(ladder.frequencies), 1e7)
    assert curve.at(np.array([float(distance)]))[0] == pytest.approx(bound(distance, ladder.frequencies), rel=1e-9)


@pytest.mark.parametrize(("distance", "wanted"), [(0, 32.5), (100, 10.2), (250, 6.55)])
def test_the_bound_at_128_dimensions_has_the_values_of_roformer_s_figure(distance, wanted):
    assert bound_curve(waves(), 250.0).at(np.array([float(distance)]))[0] == pytest.approx(wanted, abs=0.05)


def test_partial_sums_from_the_slowest_pair_would_give_another_bound():
    values = bound(100, waves().values), bound(100, waves().values[::-1])
    assert abs(values[0] - values[1]) > 5


CURVES = [bound_curve(waves(dimensions=64), 1e7), random_curve(waves(dimensions=64), 1e7, 50, 3, 0.9)]


@pytest.mark.parametrize("curve", CURVES, ids=["bound", "random"])
@pytest.mark.parametrize(("first", "last"), [(0, 200), (0, 1e7), (9_999_000, 1e7)])
def test_what_is_traced_is_what_is_exact(curve, first, last):
    x = np.linspace(first, last, 777)
    exact = curve.at(x)
    assert curve.traced(x) == pytest.approx(exact, abs=2e-6 * np.abs(curve.at(np.zeros(1)))[0] + 2e-6)


@pytest.mark.parametrize("curve", CURVES, ids=["bound", "random"])
def test_the_strip_of_a_curve_holds_every_integer_where_it_says_so(curve):
    edges = np.linspace(0, 3000, 101)
    low, high, exact = curve.envelope(edges)
    assert exact
    values = curve.at(np.arange(0.0, 3000.0))
    blocks = np.clip((np.arange(3000) / 30).astype(int), 0, 99)
    assert (values >= low[blocks] - 1e-5).all()
    assert (values <= high[blocks] + 1e-5).all()


@pytest.mark.parametrize("dimensions", [64, 16384])
def test_a_strip_of_ten_million_distances_is_from_samples_and_says_so(dimensions):
    low, high, exact = bound_curve(waves(dimensions=dimensions), 1e7).envelope(np.linspace(0, 1e7, 65))
    assert not exact
    assert (low <= high).all()
    assert np.isfinite(high).all()


def test_the_extent_of_a_curve_is_from_zero_to_its_reach():
    assert CURVES[0].domain == (0.0, 1e7)
    assert CURVES[0].wavelength == pytest.approx(2 * np.pi)
    assert bound_curve(FrozenArray(np.zeros(4)), 10.0).wavelength == np.inf


def test_no_distances_have_no_values():
    for curve in CURVES:
        assert curve.at(np.zeros(0)).shape == curve.traced(np.zeros(0)).shape == (0,)


def test_a_random_score_is_that_of_the_vectors_when_they_are_turned():
    frequencies = Ladder(1e4, 8).frequencies
    parts = np.random.default_rng(5).normal(size=(4, 3, 4))
    queries, keys = parts[0] + 1j * parts[1], parts[2] + 1j * parts[3]
    turned = queries * np.exp(1j * 17 * frequencies)
    scores = (turned * np.conj(keys)).real.sum(axis=1)
    scores /= np.linalg.norm(queries, axis=1) * np.linalg.norm(keys, axis=1)
    curve = random_curve(FrozenArray(frequencies), 100.0, 3, 5, 0.5)
    assert curve.at(np.array([17.0]))[0] == pytest.approx(np.median(scores), rel=1e-12)


def test_random_vectors_are_the_same_for_the_same_seed():
    assert random_products(4, 2, 7) == random_products(4, 2, 7)
    assert random_products(4, 2, 7) != random_products(4, 2, 8)
    assert np.abs(random_products(64, 200, 0).values.sum(axis=1).real).max() < 1


def test_scores_of_random_vectors_do_not_fall_with_distance():
    curve = random_curve(waves(), 1e5, 400, 0, 0.9)
    near, far = curve.at(np.arange(0.0, 50.0)).mean(), curve.at(np.arange(90_000.0, 90_050.0)).mean()
    assert far == pytest.approx(near, rel=0.2)


@pytest.mark.parametrize(("base", "wanted"), [(1e2, 59), (1e3, 361), (1e4, 1707), (1e6, 27_115)])
def test_the_sum_of_cosines_is_first_negative_where_it_was_computed(base, wanted):
    assert crossing(waves(base), 10_000_000).distance == wanted
    assert crossing(waves(base), wanted).distance == wanted
    assert crossing(waves(base), wanted - 1) == Crossing(None, wanted - 1)


@settings(deadline=None)
@given(ladders, st.integers(0, 5000))
def test_the_first_negative_sum_is_the_first_of_all_that_are_written_out(ladder, reach):
    sums = np.cos(np.multiply.outer(np.arange(reach + 1.0), ladder.frequencies)).sum(axis=1)
    below = np.flatnonzero(sums < 0)
    found = crossing(FrozenArray(ladder.frequencies), reach)
    assert found.distance == (int(below[0]) if len(below) else None)
    assert found.searched == reach


def test_a_search_that_would_take_too_long_says_how_far_it_came():
    found = crossing(FrozenArray(np.zeros(8192)), 10_000_000)
    assert found == Crossing(None, SEARCHED // 8192)


def test_what_fades_lowers_the_bound_and_a_gain_raises_it():
    frequencies = Ladder(1e4, 8).frequencies
    growth = FrozenArray(np.full(4, np.log(0.5) / 100))
    curve = bound_curve(FrozenArray(frequencies), 1e4, growth, gain=3.0)
    assert curve.at(np.array([100.0]))[0] == pytest.approx(1.5 * bound(100, frequencies), rel=1e-12)
    assert curve.traced(np.array([100.0, 101.0]))[0] == pytest.approx(1.5 * bound(100, frequencies), rel=1e-5)


@given(ladders, st.floats(10, 2000), st.integers(0, 3000))
def test_the_first_negative_score_that_fades_is_the_first_of_all_that_are_written_out(ladder, scale, reach):
    d = ladder.dimensions
    growth = np.log((2 * np.arange(d // 2) + 0.4 * d) / (1.4 * d)) / scale
    rates = growth + 1j * ladder.frequencies
    sums = np.exp(np.multiply.outer(np.arange(reach + 1.0), rates)).sum(axis=1).real
    below = np.flatnonzero(sums < -1e-14)
    found = first_below_zero(FrozenArray(ladder.frequencies), FrozenArray(growth), reach).distance
    assert found == (int(below[0]) if len(below) else None) or abs(sums[found]) <= 1e-14


@given(ladders)
def test_the_bound_is_greatest_at_distance_zero(ladder):
    curve = bound_curve(FrozenArray(ladder.frequencies), 1e5, gain=2.0)
    assert curve.at(np.zeros(1))[0] == pytest.approx(curve.greatest, rel=1e-12)
    assert curve.at(np.arange(0.0, 1e5, 997)).max() <= curve.greatest * (1 + 1e-12)


@given(st.floats(0, 1), st.integers(1, 30))
def test_a_quantile_of_random_scores_is_numpy_s(share, draws):
    frequencies = Ladder(1e4, 8).frequencies
    scores = (random_products(4, draws, 1).values * np.exp(1j * 9 * frequencies)).sum(axis=1).real
    curve = random_curve(FrozenArray(frequencies), 100.0, draws, 1, share)
    assert curve.at(np.array([9.0]))[0] == pytest.approx(np.quantile(scores, share), abs=1e-12)
