"""Biases whose every query has a row of its own: Shaw, Transformer-XL and FIRE."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.encodings.fire import Fire, mlp
from pe_desktop.engine.encodings.shaw import Shaw, shaw_index
from pe_desktop.engine.encodings.transformer_xl import TransformerXl
from pe_desktop.engine.field import block_edges

from .biases import BY_ROWS, RELATIVE
from .tables import block_means, edges_within

slow = settings(max_examples=60, deadline=None)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 60))
def test_shaws_index_is_the_one_of_tensor2tensor(clip, length):
    positions = np.arange(length)
    distance = positions[None, :] - positions[:, None]  # as there: range_mat − transpose(range_mat)
    assert shaw_index(distance, clip).tolist() == (np.clip(distance, -clip, clip) + clip).tolist()
    assert shaw_index(np.array([-1000, -1, 0, 1, 1000]), 16).tolist() == [0, 15, 16, 17, 32]


def test_shaws_bias_is_the_query_against_the_clipped_row_of_key_minus_query():
    field = Shaw(max_relative_position=3).bias(30, 2)
    scores = field.scores(np.arange(30))
    cells = field.full()
    assert cells[10, 12] == scores[10, 5]
    assert cells[10, 8] == scores[10, 1] != cells[10, 12]
    assert set(cells[10, 13:]) == {scores[10, 6]}
    assert set(cells[10, :8]) == {scores[10, 0]}


def relative_shift(x):
    """The published trick: a column of zeros in front, the same memory as one row less wide."""
    rows, columns = x.shape
    return np.concatenate([np.zeros((rows, 1)), x], axis=1).reshape(columns + 1, rows)[1:].reshape(rows, columns)


def test_xlnets_shift_puts_the_distance_query_minus_key_into_each_cell(arrays):
    x, shifted = arrays["transformer_xl.shift.4x4.x"], arrays["transformer_xl.shift.4x4"]
    query, key = np.indices((4, 4))
    assert x[query, 4 - (query - key)].tolist() == shifted.tolist()  # its columns are distances 4 … −3


@slow
@given(st.integers(1, 30), st.integers(0, 7))
def test_transformer_xls_bias_is_the_shift_of_its_products_with_falling_distances(length, head):
    field = TransformerXl(head_dim=8).bias(length, head)
    distances = np.arange(length - 1.0, -1, -1)
    angles = np.multiply.outer(field.frequencies, distances)
    sinusoids = np.concatenate([np.sin(angles), np.cos(angles)])
    products = np.concatenate(field.weights(np.arange(length)), axis=1) @ sinusoids
    lower = np.tril_indices(length)
    assert field.full()[lower] == pytest.approx(relative_shift(products)[lower], abs=1e-12)


def test_fires_share_is_between_nothing_and_all_on_the_causal_triangle():
    for encoding in (Fire(), Fire(threshold=1, c=10.0)):
        query, key = (x.ravel() for x in np.indices((700, 700)))
        shares = encoding.bias(700, 0).share(query[key <= query], key[key <= query])
        assert shares.min() == 0.0
        assert shares.max() <= 1.0


def test_fire_divides_by_the_query_and_not_by_the_key_or_the_length():
    field = Fire(threshold=10, c=0.5).bias(5000, 1)
    expected = np.log1p(0.5 * 40) / (np.log1p(0.5 * 100) + 1e-6)
    assert field.share(np.array([100]), np.array([60]))[0] == pytest.approx(expected, abs=1e-15)
    assert field.at([5], [3])[0, 0] == pytest.approx(mlp(np.log1p(1) / (np.log1p(5) + 1e-6), 32, 0, 1), abs=1e-14)


@slow
@given(st.integers(1, 64), st.integers(0, 99), st.integers(0, 7), st.floats(0, 1))
def test_fires_broken_line_is_its_mlp(width, seed, head, share):
    field = Fire(mlp_width=width, weights_seed=seed).bias(9, head)
    found = np.interp(share, field.knots.values, field.heights.values)
    assert found == pytest.approx(float(mlp(share, width, seed, head)), abs=1e-12)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(BY_ROWS), st.integers(1, 90))
def test_blocks_of_rows_hold_the_mean_of_their_allowed_cells(data, name, length):
    encoding = RELATIVE[name]
    field = encoding.bias(length, 0)
    rows, columns = data.draw(edges_within(length)), data.draw(edges_within(length))
    allowed = np.tril(np.ones((length, length))) if encoding.causal else np.ones((length, length))
    counts = block_means(allowed, rows, columns)
    sums = block_means(field.full() * allowed, rows, columns)
    expected = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    assert field.exact
    assert field.mean(rows, columns) == pytest.approx(expected, abs=1e-5, nan_ok=True)


@pytest.mark.parametrize("name", BY_ROWS)
def test_a_long_field_of_rows_says_that_it_is_sampled_and_is_exact_where_single_cells_are_seen(name):
    field = RELATIVE[name].bias(1_000_000, 0)
    assert not field.exact
    rows, keys = np.arange(999_000, 999_021), np.arange(998_990, 999_021)
    cells = field.at(rows[:-1], keys[:-1])
    cells[(keys[:-1] > rows[:-1, None]) & RELATIVE[name].causal] = np.nan
    assert field.mean(rows, keys) == pytest.approx(cells, abs=1e-5, nan_ok=True)
    assert field.mean(block_edges(0, 1_000_000, 60), block_edges(0, 1_000_000, 40)).shape == (60, 40)
