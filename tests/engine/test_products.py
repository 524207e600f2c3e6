"""The mean similarity by offset, and similarity itself, against all pairs written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.bits import Bits, UnitBits
from pe_desktop.engine.curve import Column, MeanByOffset
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.linear import Direction, Linear
from pe_desktop.engine.similarity import METRICS, Gram, compared, round_outwards
from pe_desktop.engine.sinusoids import cosine_sum, cosines, drawn_cosine_sum, paired

from .tables import KINDS, gram, kinds, lengths, spread


def mean_products(table):
    """Mean of row(p) · row(p + k) for k = 0 … length − 1, from the whole Gram matrix."""
    full = table.full()
    matrix = full @ full.T
    return np.array([np.diagonal(matrix, k).mean() for k in range(len(matrix))])


@settings(max_examples=300, deadline=None)
@given(kinds, lengths)
def test_mean_products_equal_those_of_all_pairs(kind, length):
    table = KINDS[kind](length)
    expected = mean_products(table)
    rounding = 1e-13 * spread(table.full()) ** 2 + 1e-13
    assert table.products(np.arange(length)) == pytest.approx(expected, abs=1e-9 * spread(expected) + rounding)


@settings(max_examples=200, deadline=None)
@given(kinds, lengths)
def test_mean_products_for_drawing_are_close_to_the_exact_ones(kind, length):
    table = KINDS[kind](length)
    exact = table.products(np.arange(length))
    assert table.products_traced(np.arange(length)) == pytest.approx(exact, abs=1e-6 * spread(exact))


@pytest.mark.parametrize("kind", KINDS)
def test_an_offset_and_its_negative_have_one_product(kind):
    table = KINDS[kind](50)
    assert (table.products(np.arange(50)) == table.products(-np.arange(50))).all()


@settings(max_examples=200, deadline=None)
@given(kinds, lengths)
def test_rows_at_unit_length_are_the_rows_divided_by_their_norms(kind, length):
    table = KINDS[kind](length)
    full = table.full()
    norms = np.linalg.norm(full, axis=1, keepdims=True)
    expected = full / np.where(norms > 0, norms, 1)
    assert table.unit().full() == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("table", "exact"), [(UnitBits(65536, 16), True), (UnitBits(65537, 17), False)])
def test_unit_bits_say_when_their_products_come_from_a_sample(table, exact):
    assert table.products_exact == exact
    assert MeanByOffset(table).exact == exact


@pytest.mark.parametrize("length", [200_000, 1 << 18])
def test_sampled_products_of_unit_bits_are_close_to_those_of_all_pairs(length):
    table = UnitBits(length, 18)
    full = table.full()
    few = [0, 1, 2, 64, 1000, 65536, 131072, length // 2 + 1]
    lags = np.resize(few, 1024)  # as many as a curve has, so that each has a small sample
    expected = [np.einsum("ij,ij->", full[: length - k], full[k:]) / (length - k) for k in few]
    assert table.products(lags)[:8] == pytest.approx(expected, abs=0.01)


def test_products_of_bits_over_ten_million_positions_equal_a_count_of_them():
    length, lag = 10_000_000, 1_234_567
    positions = np.arange(length - lag)
    shared = np.bitwise_count(positions & (positions + lag)).mean(dtype=np.float64)
    assert Bits(length, 24).products([lag])[0] == pytest.approx(shared, abs=1e-12)


def test_sampled_products_of_a_long_array_are_close_to_the_exact_ones():
    noise = np.random.default_rng(0).normal(size=(40000, 60))
    values = noise + np.cos(np.multiply.outer(np.arange(40000), np.linspace(0, 1e-3, 60)))
    table = ArrayTable(FrozenArray(values), 40000)
    lags = np.linspace(0, 39000, 200).astype(int)
    assert not table.products_exact
    exact = table.products(lags)
    assert table.products_traced(lags) == pytest.approx(exact, abs=0.05 * spread(exact))


def test_products_of_a_long_narrow_array_are_exact():
    values = np.random.default_rng(0).normal(size=(300_000, 1))
    products = ArrayTable(FrozenArray(values), 300_000).products([0, 5, 299_999])
    expected = [np.dot(values[: 300_000 - k, 0], values[k:, 0]) / (300_000 - k) for k in (0, 5, 299_999)]
    assert products == pytest.approx(expected, abs=1e-9)


def test_a_few_products_of_a_long_array_are_summed_one_by_one_and_exact():
    table = ArrayTable(FrozenArray(np.random.default_rng(1).normal(size=(70_000, 40)).astype(np.float32)), 70_000)
    assert not table.products_exact
    lags = np.array([0, 1, -7, 69_999])
    assert table.products(lags) == pytest.approx(table.products(np.arange(70_000))[np.abs(lags)], rel=1e-9, abs=1e-9)


def test_colours_of_a_large_array_reach_as_far_as_those_of_all_its_rows():
    values = np.random.default_rng(2).normal(size=(70_000, 64))
    most = np.percentile(np.abs(values), 99.5)
    assert ArrayTable(FrozenArray(values), 70_000).bounds == pytest.approx((-most, most), rel=0.01)


@settings(max_examples=80, deadline=None)
@given(st.data(), kinds, lengths, st.sampled_from(METRICS))
def test_a_cell_of_a_similarity_is_the_product_of_two_rows(data, kind, length, metric):
    table = compared(KINDS[kind](length), metric)
    p, q = data.draw(st.integers(0, length - 1)), data.draw(st.integers(0, length - 1))
    first, second = table.at([p, q], range(table.shape[1]))
    assert gram(KINDS[kind](length), metric).at([p], [q])[0, 0] == pytest.approx(first @ second, abs=1e-9)


def test_cosine_similarity_of_an_array_lies_between_minus_one_and_one():
    full = gram(KINDS["float32 array"](200), "cosine").full()
    assert np.abs(full).max() <= 1 + 1e-12
    assert np.diag(full)[[0, 2, 199]] == pytest.approx(1.0)


def test_a_zero_row_is_like_nothing():
    assert (gram(KINDS["float32 array"](200), "cosine").full()[1] == 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_scale_of_colours_holds_the_mean_products_and_ends_on_round_numbers(kind):
    table = KINDS[kind](200)
    low, high = Gram(table).bounds
    means = mean_products(table)
    assert low <= means.min() + 1e-6 * spread(means)
    assert high >= means.max() - 1e-6 * spread(means)
    assert high > low


@given(st.floats(-1e3, 1e3), st.floats(1e-6, 1e12))
def test_a_scale_is_widened_by_little(start, width):
    low = start * width
    first, last = round_outwards(low, low + width)
    assert first <= low + 1e-6 * width
    assert last >= low + width * (1 - 1e-6)
    assert last - first <= 1.5 * width


@pytest.mark.parametrize(
    ("low", "high", "rounded"), [(0, 1, (0, 1)), (5, 5, (0, 5)), (-2, -2, (-2, 0)), (0, 0, (0, 1))]
)
def test_a_scale_of_one_value_reaches_to_zero(low, high, rounded):
    assert round_outwards(low, high) == pytest.approx(rounded)


def test_a_product_of_the_integer_index_is_a_polynomial():
    assert Linear(4, FrozenArray([1.0])).products([0, 1, 3]) == pytest.approx([14 / 4, 8 / 3, 0.0])


def test_every_position_of_a_direction_but_the_first_is_alike():
    assert Direction(4, FrozenArray([1.0])).products([0, 1, 3]) == pytest.approx([3 / 4, 2 / 3, 0.0])


def test_the_mean_of_a_wave_s_products_has_no_term_of_its_pairs_sum():
    frequencies = np.array([0.3, 0.01])
    assert paired(90, frequencies, interleaved=True).products([7])[0] == pytest.approx(np.cos(7 * frequencies).sum())
    assert cosines(90, frequencies).products([7])[0] != pytest.approx(np.cos(7 * frequencies).sum() / 2, abs=1e-3)


def test_a_curve_of_a_column_has_the_table_s_values():
    table = KINDS["half-split sinusoids"](100)
    x = np.array([0.0, 3.5, 99.0])
    assert (Column(table, 6).at(x) == table.at(x, [6])[:, 0]).all()


def test_a_curve_by_offset_reaches_from_the_last_position_to_the_first_and_back():
    curve = MeanByOffset(KINDS["bits"](100))
    assert curve.domain == (-99.0, 99.0)
    assert (curve.at(np.array([-5.0, 5.0])) == curve.table.products([5, 5])).all()


@pytest.mark.parametrize("offset", [0.0, 3.0, 17.5, 4000.0, 1e7])
def test_a_drawn_sum_of_cosines_is_near_to_the_exact_one(offset):
    frequencies = 10_000.0 ** -(np.arange(500) / 500)
    exact = cosine_sum([offset], frequencies)
    assert drawn_cosine_sum([offset], frequencies) == pytest.approx(exact, abs=1e-6 * 500)


def test_of_a_curve_whose_values_take_long_a_few_are_drawn_and_it_says_so(monkeypatch):
    values = np.random.default_rng(2).normal(size=(3000, 64))
    curve = MeanByOffset(ArrayTable(FrozenArray(values), 3000))
    edges = np.linspace(-2999, 2999, 101)
    assert curve.envelope(edges)[2]
    monkeypatch.setattr(ArrayTable, "LIVE", 100)
    looked_at = []
    monkeypatch.setattr(ArrayTable, "_product", lambda _, rows, lag: looked_at.append((rows, lag)) or 0.0)
    monkeypatch.setattr("pe_desktop.engine.curve.ANGLES", 64 * 4 * 200)
    assert not curve.envelope(edges)[2]
    assert len(looked_at) == 2 * 100
    assert not curve.exact
