"""A matrix that depends on query − key alone: what a pixel shows is the mean of the cells that it covers."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.field import block_edges
from pe_desktop.engine.profiles import Ramp
from pe_desktop.engine.toeplitz import Toeplitz, triangles

from .profiles import EXACT_AT_ANY_LENGTH, PROFILES, profiles
from .tables import edges_within

LONG = 10_000_000


def allowed_means(field, rows, columns):
    """The slow truth: the mean over the allowed cells of each block, not a number where there are none."""
    means = np.full((len(rows) - 1, len(columns) - 1), np.nan)
    for r, (a, b) in enumerate(pairwise(rows)):
        for c, (first, last) in enumerate(pairwise(columns)):
            queries, keys = np.arange(a, b), np.arange(first, last)
            cells = field.at(queries, keys)
            allowed = (queries[:, None] >= keys) | (not field.profile.causal)
            if allowed.any():
                means[r, c] = cells[allowed].mean()
    return means


def spread(field):
    low, high = field.bounds
    return max(high - low, 1e-9)


@settings(max_examples=400, deadline=None)
@given(st.data(), profiles, st.integers(1, 300))
def test_blocks_hold_the_mean_of_their_allowed_cells(data, kind, length):
    field = Toeplitz(PROFILES[kind](length))
    rows, columns = data.draw(edges_within(length)), data.draw(edges_within(length))
    expected = allowed_means(field, rows, columns)
    assert field.mean(rows, columns) == pytest.approx(expected, abs=1e-6 * spread(field), nan_ok=True)


@pytest.mark.parametrize("kind", EXACT_AT_ANY_LENGTH)
@pytest.mark.parametrize("keys", [LONG - 3000, LONG - 2100, 5_000_000, 0])
def test_blocks_far_down_a_long_sequence_are_exact(kind, keys):
    field = Toeplitz(PROFILES[kind](LONG))
    rows = LONG - 2000 + np.array([0, 1, 2, 9, 700, 2000])
    columns = keys + np.array([0, 1, 6, 300, 900, 901])
    expected = allowed_means(field, rows, columns)
    assert field.mean(rows, columns) == pytest.approx(expected, abs=1e-6 * spread(field), nan_ok=True)


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_the_longest_sequence_that_is_added_up_is_exact(kind):
    field = Toeplitz(PROFILES[kind](65536))
    assert field.exact
    edges = block_edges(0, 65536, 65)
    found = field.mean(edges, edges)[[0, 40, 64]][:, [0, 1, 39, 40, 41, 63, 64]]
    blocks = [(edges[i : i + 2], edges[j : j + 2]) for i in (0, 40, 64) for j in (0, 1, 39, 40, 41, 63, 64)]
    expected = np.array([allowed_means(field, *block)[0, 0] for block in blocks]).reshape(3, 7)
    assert found == pytest.approx(expected, abs=1e-6 * spread(field), nan_ok=True)


@pytest.mark.parametrize("kind", ["logarithm", "power"])
def test_a_sequence_too_long_to_add_up_says_that_it_is_sampled_and_is_close(kind):
    field = Toeplitz(PROFILES[kind](200_000))
    assert not field.exact
    edges = block_edges(0, 200_000, 400)
    found = field.mean(edges, edges)
    for i, j in ((0, 0), (3, 3), (7, 4), (200, 199), (399, 0), (399, 399)):
        expected = allowed_means(field, edges[i : i + 2], edges[j : j + 2])[0, 0]
        assert found[i, j] == pytest.approx(expected, abs=2e-3 * spread(field))


@pytest.mark.parametrize("kind", ["logarithm", "power"])
def test_one_pixel_of_ten_million_positions_is_near_the_mean_of_all(kind):
    profile = PROFILES[kind](LONG)
    whole = float(Toeplitz(profile).mean(np.array([0, LONG]), np.array([0, LONG]))[0, 0])
    u = (np.arange(4000) + 0.5) / 4000
    assert whole == pytest.approx(float((profile.at(u * LONG) * 2 * (1 - u)).mean()), rel=1e-3)


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_every_value_lies_within_the_bounds(kind):
    for length in (1, 2, 50, 3000, 1_000_000):
        profile = PROFILES[kind](length)
        first, last = profile.domain
        offsets = np.unique(
            np.append(np.linspace(first, last, 4001).round(), np.arange(max(first, -99), min(last, 99) + 1))
        )
        values, (low, high) = profile.at(offsets), profile.bounds
        assert np.isfinite(values).all()
        assert low <= values.min()
        assert values.max() <= high


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_cells_are_those_of_the_curve_at_query_minus_key(kind):
    profile = PROFILES[kind](60)
    rows, columns = np.array([0, 7, 59]), np.array([0, 6, 8, 59])
    expected = profile.at(np.subtract.outer(rows, columns).ravel().astype(float)).reshape(3, 4)
    assert Toeplitz(profile).at(rows, columns).tolist() == expected.tolist()


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_masked_cells_are_blank_where_drawn_and_finite_where_read(kind):
    field = Toeplitz(PROFILES[kind](20))
    cells = field.mean(np.arange(21), np.arange(21))
    above = np.triu(np.ones((20, 20), bool), 1)
    assert np.isnan(cells[above]).all() == field.profile.causal
    assert np.isfinite(cells[~above]).all()
    assert np.isfinite(field.at(np.arange(20), np.arange(20))).all()


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_drawing_ten_million_positions_takes_no_memory_of_their_number(kind):
    field = Toeplitz(PROFILES[kind](LONG))
    edges = block_edges(0, LONG, 100), block_edges(0, LONG, 70)
    field.mean(*edges)
    tracemalloc.start()
    field.mean(*edges)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_the_whole_of_a_causal_ramp_is_the_mean_of_its_triangle():
    """Σ k (L − k) over 1 ≤ k < L, over L (L + 1) / 2 cells, is (L − 1) / 3."""
    field = Toeplitz(Ramp(LONG, True, 1.0))
    assert field.mean(np.array([0, LONG]), np.array([0, LONG]))[0, 0] == pytest.approx(-(LONG - 1) / 3, rel=1e-6)


def test_a_triangle_of_n_holds_the_pairs_of_n():
    assert triangles(np.array([-3, 0, 1, 2, 3, 10])).tolist() == [0, 0, 0, 1, 3, 45]


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_a_drawn_curve_is_within_a_millionth_of_the_exact_one(kind):
    profile = PROFILES[kind](900)
    x = np.arange(*profile.domain)
    low, high = profile.bounds
    assert profile.traced(x) == pytest.approx(profile.at(x), abs=2e-6 * max(high - low, 1e-9))


@pytest.mark.parametrize("kind", ["steps", "steps to both sides", "one step"])
def test_the_extent_of_steps_between_two_edges_is_that_of_the_integers_between(kind):
    profile = PROFILES[kind](200)
    edges = np.array([0.0, 0.4, 1.0, 3.0, 8.0, 9.0, 39.0, 199.0])
    low, high, exact = profile.envelope(edges)
    assert exact
    for (a, b), least, greatest in zip(pairwise(edges), low, high, strict=True):
        values = profile.at(np.arange(np.rint(a), np.rint(b) + 1))
        assert (least, greatest) == (values.min(), values.max())
