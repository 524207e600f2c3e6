"""Tables and scores of pairs that shrink while they turn, against the same written out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.field import block_edges
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.spirals import CausalScores, Spirals, SpiralScore, mean_powers

WAVES = 10000.0 ** (-2 * np.arange(5) / 10)
SHARES = (2 * np.arange(5) + 4.0) / 14.0
GROWTH = np.log(SHARES) / 64


def spirals(length, scale=1.0, phase=0.3):
    phases = np.full(5, phase)
    return Spirals(length, FrozenArray(WAVES), FrozenArray(GROWTH * scale), FrozenArray(phases), length // 2)


def score(reach, weight=1.0, phase=0.0):
    weights, phases = FrozenArray(np.full(5, weight)), FrozenArray(np.full(5, phase))
    return SpiralScore(FrozenArray(WAVES), FrozenArray(GROWTH), weights, phases, float(reach))


@given(st.floats(-0.1, 0.1), st.floats(-7, 7), st.integers(1, 500))
def test_the_mean_of_powers_is_that_of_the_powers_written_out(growth, angle, count):
    rate = np.array([growth + 1j * angle])
    wanted = np.exp(rate * np.arange(count)).mean()
    assert mean_powers(rate, count)[0] == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def test_the_mean_of_the_powers_of_nothing_is_one():
    assert mean_powers(np.zeros(2, complex), 7).tolist() == [1, 1]


@given(st.integers(1, 400), st.integers(1, 50), st.integers(1, 5))
def test_block_means_of_spirals_are_means_of_their_cells(length, rows, columns):
    table = spirals(length)
    down, across = block_edges(0, length, rows), block_edges(0, 5, columns)
    cells = table.full()
    found = table.mean(down, across)
    for i, (a, b) in enumerate(itertools.pairwise(down)):
        for j, (c, d) in enumerate(itertools.pairwise(across)):
            assert found[i, j] == pytest.approx(cells[a:b, c:d].mean(), abs=1e-6 * np.abs(cells).max())


@given(st.integers(2, 300), st.integers(0, 4), st.floats(-3, 3), st.integers(1, 20))
def test_the_strip_of_a_spiral_is_what_it_reaches_between_two_edges(length, column, phase, count):
    table = spirals(length, phase=phase)
    edges = np.linspace(0, length - 1, count + 1)
    low, high = table.envelope(column, edges)
    for i in range(count):
        values = table.at(np.linspace(edges[i], edges[i + 1], 400), [column])[:, 0]
        step = (edges[i + 1] - edges[i]) / 399
        slack = 1e-9 + 0.6 * step**2 * np.abs(values).max()
        assert low[i] <= values.min() + 1e-12
        assert low[i] >= values.min() - slack
        assert high[i] >= values.max() - 1e-12
        assert high[i] <= values.max() + slack


@given(st.integers(1, 200), st.data())
def test_products_of_spirals_are_means_over_all_pairs_at_an_offset(length, data):
    lag = data.draw(st.integers(1 - length, length - 1))
    table, k = spirals(length), abs(lag)
    cells = table.full()
    wanted = (cells[: length - k] * cells[k:]).sum(axis=1).mean()
    assert table.products([lag])[0] == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def test_colours_of_spirals_that_grow_far_leave_the_farthest_out():
    assert spirals(40).bounded
    long = spirals(4000)
    assert not long.bounded
    assert long.bounds == (-4, 4)
    assert np.isfinite(spirals(40_000, scale=1.5).mean(block_edges(0, 40_000, 9), block_edges(0, 5, 5))).all()


def test_spirals_have_no_common_norm():
    with pytest.raises(ValueError, match="no common norm"):
        spirals(10).unit()


@given(st.integers(1, 300), st.integers(1, 40))
def test_block_means_of_causal_scores_are_of_the_cells_up_to_the_diagonal(length, blocks):
    field = CausalScores(score(length, phase=0.4), length)
    edges = block_edges(0, length, blocks)
    rows = np.arange(length)
    cells = np.where(np.subtract.outer(rows, rows) >= 0, field.full(), np.nan)
    found = field.mean(edges, edges)
    for i, (a, b) in enumerate(itertools.pairwise(edges)):
        for j, (c, d) in enumerate(itertools.pairwise(edges)):
            block = cells[a:b, c:d]
            if np.isnan(block).all():
                assert np.isnan(found[i, j])
            else:
                assert found[i, j] == pytest.approx(np.nanmean(block), abs=5e-6)


@given(st.integers(20, 200), st.data())
def test_parts_that_are_zoomed_into_have_the_same_means(length, data):
    field = CausalScores(score(length), length)
    a, c = (data.draw(st.integers(0, length - 8)) for _ in range(2))
    rows, columns = np.array([a, a + 3, a + 8]), np.array([c, c + 1, c + 5])
    for i in range(2):
        for j in range(2):
            p, q = np.arange(rows[i], rows[i + 1]), np.arange(columns[j], columns[j + 1])
            offsets = np.subtract.outer(p, q)
            values = field.at(p, q)[offsets >= 0]
            found = field.mean(rows, columns)[i, j]
            assert np.isnan(found) if not len(values) else found == pytest.approx(values.mean(), abs=1e-5)


def test_scores_are_finite_everywhere_and_none_that_is_shown_is_beyond_the_bounds():
    field = CausalScores(score(300), 300)
    cells = field.full()
    assert np.isfinite(cells).all()
    shown = cells[np.tril_indices(300)]
    assert 4 < shown.max() <= field.bounds[1] <= 6
    assert 1 > shown.min() >= field.bounds[0] >= -1


def test_a_traced_score_is_the_score():
    curve = score(100_000, weight=0.2, phase=0.7)
    for x in (np.linspace(0, 300, 1001), np.arange(90_000.0, 90_400.0), np.zeros(1)):
        assert curve.traced(x) == pytest.approx(curve.at(x), abs=1e-9)


def test_the_score_of_a_spiral_is_told_where_keys_are_not_after_queries():
    assert score(300).domain == (0, 300)
    assert score(300).wavelength == pytest.approx(2 * np.pi)
