"""Grids, tables on top of each other, and window biases, against what is written out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.field import block_edges
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.sinusoids import paired
from pe_desktop.engine.stacked import Part, Stacked
from pe_desktop.engine.window_bias import WindowBias

from .tables import KINDS, block_means, edges_within, spread

sides = st.integers(1, 9)


def grid(high, wide, length=None):
    axes = FrozenArray(np.arange(high)[:, None] * 100.0), FrozenArray(np.arange(wide)[:, None] * 1.0)
    return GridTable(length or high * wide, axes, FrozenArray([0, 1]), (0.0, 100.0 * high))


def test_the_last_axis_is_the_fastest():
    assert grid(2, 3).full().tolist() == [[0, 0], [0, 1], [0, 2], [100, 0], [100, 1], [100, 2]]


def test_columns_stand_where_their_order_says():
    axes = FrozenArray([[1.0, 2.0]]), FrozenArray([[3.0], [4.0]])
    assert GridTable(2, axes, FrozenArray([2, 1, 0, 2])).full().tolist() == [[3, 2, 1, 3], [4, 2, 1, 4]]


@settings(max_examples=200, deadline=None)
@given(sides, sides, st.data())
def test_products_of_a_part_of_a_grid_equal_those_of_all_pairs(high, wide, data):
    table = grid(high, wide, data.draw(st.integers(1, high * wide)))
    gram = table.full() @ table.full().T
    expected = [np.diagonal(gram, k).mean() for k in range(table.length)]
    assert table.products(np.arange(table.length)) == pytest.approx(np.array(expected), rel=1e-12)


@settings(max_examples=100, deadline=None)
@given(sides, sides)
def test_the_products_of_two_rows_lie_within_their_bounds_and_reach_them(high, wide):
    table = grid(high, wide)
    gram = table.full() @ table.full().T
    assert table.product_bounds() == pytest.approx((gram.min(), gram.max()))


def test_a_large_grid_is_not_written_out_for_its_products():
    axes = tuple(FrozenArray(np.random.default_rng(i).normal(size=(256, 4))) for i in range(2))
    table = GridTable(256 * 256, axes, FrozenArray(np.arange(8)))
    lag = 3 * 256 + 250
    rows = table.full()
    expected = np.einsum("ij,ij->", rows[:-lag], rows[lag:]) / (len(rows) - lag)
    assert table.products([lag])[0] == pytest.approx(expected, abs=1e-10)


def test_a_block_of_a_stack_that_crosses_its_parts_holds_rows_of_all_of_them():
    one, two = grid(2, 2), grid(1, 3)
    stack = Stacked((Part(one, 1, 3), Part(two, 0, 3)))
    assert stack.mean(np.array([2, 5]), np.array([0, 1, 2])).tolist() == [
        [pytest.approx(100 / 3), pytest.approx(2 / 3)]
    ]


def test_the_envelope_of_a_long_stack_holds_what_every_row_reaches():
    text = paired(10**8, [0.01], interleaved=True)
    stack = Stacked((Part(text, 0, 100), Part(text, 5000, 200_000)))
    edges = np.array([0.0, 50, 99, 100, 101, 5000, 150_000, 200_099])
    low, high = stack.envelope(0, edges)
    for i in range(len(edges) - 1):
        values = stack.at(np.arange(edges[i], edges[i + 1] + 1), [0])
        assert low[i] == pytest.approx(values.min(), abs=1e-4)
        assert high[i] == pytest.approx(values.max(), abs=1e-4)
        assert low[i] <= values.min() + 1e-12
        assert high[i] >= values.max() - 1e-12


def test_sampled_products_of_a_long_stack_are_close_to_those_of_its_text():
    text, image = paired(10**8, [1.0, 0.3], interleaved=True), KINDS["grid"](36)
    half = GridTable(36, image.axes, FrozenArray([0, 2, 5, 7]))
    stack = Stacked((Part(text, 0, 40), Part(half, 0, 36), Part(text, 46, 3_000_000)))
    assert not stack.products_exact
    lags = np.array([0, 3, 700_000])
    assert stack.products(lags) == pytest.approx(np.cos(lags) + np.cos(0.3 * lags), abs=2e-4)


def bias(high, wide, length=None):
    steps = np.random.default_rng(high * 10 + wide).normal(size=(2 * high - 1, 2 * wide - 1))
    return WindowBias(FrozenArray(steps), length or high * wide)


@settings(max_examples=200, deadline=None)
@given(sides, sides, st.data())
def test_block_means_of_a_window_s_bias_equal_means_of_the_full_matrix(high, wide, data):
    field = bias(high, wide, data.draw(st.integers(1, high * wide)))
    rows, columns = data.draw(edges_within(field.length)), data.draw(edges_within(field.length))
    full = field.full()
    assert field.mean(rows, columns) == pytest.approx(block_means(full, rows, columns), abs=1e-6 * spread(full))


def test_a_window_s_bias_is_that_of_the_step_from_key_to_query():
    steps = np.arange(5 * 7.0).reshape(5, 7)
    field = WindowBias(FrozenArray(steps), 12)
    for p in range(12):
        for q in range(12):
            assert field.at([p], [q])[0, 0] == steps[p // 4 - q // 4 + 2, p % 4 - q % 4 + 3]


def test_the_means_of_a_large_window_keep_their_digits():
    field = bias(64, 64)
    edges = block_edges(0, 4096, 5)
    expected = [[field.at(np.arange(a, b), np.arange(0, edges[1])).mean()] for a, b in pairwise(edges)]
    assert field.mean(edges, edges[:2]) == pytest.approx(np.array(expected), abs=1e-7)
