"""What a pixel shows is the true mean of the cells that it covers."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.bits import Bits, UnitBits
from pe_desktop.engine.field import block_edges, column_means
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.similarity import METRICS
from pe_desktop.engine.sinusoids import mean_gain, paired

from .tables import KINDS, LADDER, block_means, edges_within, gram, kinds, lengths, spread

LONG = 10_000_000
LONG_KINDS = [kind for kind, table in KINDS.items() if "array" not in kind and table(LONG).exact]


@settings(max_examples=600, deadline=None)
@given(st.data(), kinds, lengths)
def test_block_means_equal_means_of_the_full_table(data, kind, length):
    table = KINDS[kind](length)
    rows, columns = (data.draw(edges_within(n)) for n in table.shape)
    full = table.full()
    expected = block_means(full, rows, columns)
    assert table.mean(rows, columns) == pytest.approx(expected, abs=1e-6 * spread(full))


@settings(max_examples=300, deadline=None)
@given(st.data(), kinds, st.integers(1, 120))
def test_block_means_of_a_similarity_equal_means_of_the_full_matrix(data, kind, length):
    field = gram(KINDS[kind](length), data.draw(st.sampled_from(METRICS)))
    rows, columns = data.draw(edges_within(length)), data.draw(edges_within(length))
    full = field.full()
    assert field.mean(rows, columns) == pytest.approx(block_means(full, rows, columns), abs=2e-6 * spread(full))


@pytest.mark.parametrize("metric", METRICS)
def test_a_similarity_is_drawn_from_shared_rows_when_both_axes_show_the_same_positions(metric):
    field = gram(KINDS["float32 array"](300), metric)
    edges = block_edges(20, 290, 30)
    same, apart = field.mean(edges, edges), field.mean(edges, np.append(edges, 295))[:, :-1]
    assert same == pytest.approx(apart, abs=1e-5 * spread(apart))


@pytest.mark.parametrize("kind", LONG_KINDS)
def test_blocks_far_down_a_long_table_are_exact(kind):
    table = KINDS[kind](LONG)
    rows = np.array([LONG - 2000, LONG - 1963, LONG - 1962, LONG - 700, LONG])
    columns = np.arange(table.shape[1] + 1)
    cells = table.at(np.arange(rows[0], LONG), columns[:-1])
    assert table.mean(rows, columns) == pytest.approx(
        block_means(cells, rows - rows[0], columns), abs=1e-6 * spread(cells)
    )


@pytest.mark.parametrize("kind", LONG_KINDS)
def test_drawing_ten_million_positions_takes_no_memory_of_their_number(kind):
    table = KINDS[kind](LONG)
    tracemalloc.start()
    table.mean(block_edges(0, LONG, 700), np.arange(table.shape[1] + 1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("kind", [Bits, UnitBits])
def test_means_of_bits_over_ten_million_positions_equal_a_count_of_them(kind):
    table = kind(LONG, 24)
    positions = np.arange(LONG, dtype=np.int32)
    ones = np.maximum(np.bitwise_count(positions), 1).astype(np.float64)
    weight = 1 / np.sqrt(ones) if kind is UnitBits else np.ones(LONG)
    for bit in (0, 11, 23):
        expected = float((weight * (positions >> bit & 1)).mean())
        mean = table.mean(np.array([0, LONG]), np.array([bit, bit + 1]))
        assert mean[0, 0] == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_sums_along_a_row_of_an_array_keep_their_digits(dtype):
    values = np.full((2, 12000), 0.1, dtype)
    table = ArrayTable(FrozenArray(values), 2)
    assert table.mean(np.array([0, 1, 2]), np.array([0, 12000])) == pytest.approx(float(values[0, 0]), abs=1e-6)


@pytest.mark.parametrize("multiple", [0, 1, 2, 7])
@pytest.mark.parametrize("count", [1, 2, 3, 1000, LONG])
def test_a_wave_of_whole_turns_a_position_keeps_all_of_its_height(multiple, count):
    sign = (-1) ** (multiple * (count - 1))  # the middle of a block may stand half a turn off
    assert mean_gain(np.array([multiple * 2 * np.pi]), count)[0] == pytest.approx(sign, abs=1e-9)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9])
def test_a_wave_of_half_turns_a_position_alternates(count):
    assert mean_gain(np.array([np.pi]), count)[0] == pytest.approx(count % 2 * (-1) ** (count // 2) / count, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 40), st.integers(1, 10**7))
def test_what_averaging_leaves_of_a_wave_is_the_dirichlet_kernel(frequency, count):
    mp.dps = 50
    half = mp.mpf(frequency) / 2
    expected = mp.sin(count * half) / (count * mp.sin(half)) if mp.sin(half) else mp.mpf(1)
    assert mean_gain(np.array([frequency]), count)[0] == pytest.approx(float(expected), abs=1e-8)


@pytest.mark.parametrize(
    ("first", "last", "blocks"), [(0, 10, 3), (5, 1000, 700), (0, LONG, 700), (3, 5, 100), (4, 5, 1)]
)
def test_blocks_cover_every_cell_once_and_as_evenly_as_integers_can(first, last, blocks):
    edges = block_edges(first, last, blocks)
    sizes = np.diff(edges)
    assert (edges[0], edges[-1], len(sizes)) == (first, last, min(blocks, last - first))
    assert sizes.min() >= 1
    assert sizes.max() - sizes.min() <= 1


def test_columns_that_are_single_cells_are_passed_on_as_they_are():
    cells = np.arange(6.0).reshape(2, 3)
    assert column_means(cells, np.arange(4)).tolist() == cells.tolist()


def test_a_zoomed_out_fast_wave_is_drawn_as_its_mean_and_not_as_a_sample():
    table = paired(LONG, LADDER, interleaved=True)
    pixels = table.mean(block_edges(0, LONG, 700), np.array([0, 1]))
    assert np.abs(pixels).max() < 2e-4


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(1, 70))
def test_blocks_of_an_array_are_summed_from_whole_strides_and_the_rows_behind_them(data, rows):
    values = np.random.default_rng(rows).normal(size=(rows, 3)).astype(np.float32)
    edges = data.draw(edges_within(rows))
    found = ArrayTable(FrozenArray(values), rows).mean(edges, np.arange(4))
    assert found == pytest.approx(block_means(values.astype(np.float64), edges, np.arange(4)), abs=1e-6)
