"""Tables made of other tables: a blank row, unit rows, two beside each other; and what they cost when they are long."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from pe_desktop.engine.beside import Beside
from pe_desktop.engine.bits import Bits, UnitBits, coded, decoded
from pe_desktop.engine.blanked import Blanked
from pe_desktop.engine.curve import MeanByOffset
from pe_desktop.engine.encodings.fourier import Fourier
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.field import block_edges
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.normed import Normed
from pe_desktop.engine.sinusoids import Sinusoids, mean_gain, paired

from .tables import KINDS, LADDER, block_means

LONG = 1_000_000
ODD = Sinusoidal(d_model=9).numbers(LONG)


def test_unit_rows_of_a_long_table_are_sampled_and_say_so():
    table = ODD.unit()
    assert isinstance(table, Normed)
    assert not table.exact
    assert not table.products_exact
    assert not MeanByOffset(table).exact
    assert Sinusoidal(d_model=9).numbers(1000).unit().exact


def test_a_unit_row_has_norm_one_wherever_it_stands():
    rows = ODD.unit().at([0, 5, 37_000, LONG - 1], range(9))
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-14)


def test_sampled_means_of_unit_rows_are_near_the_true_ones_and_exact_where_blocks_are_small():
    table, columns, rows = ODD.unit(), np.arange(10), np.arange(400_000, 700_000)
    cells = table.at(rows, range(9))
    few = np.array([400_000, 400_003, 400_100, 401_000])
    assert table.mean(few, columns) == pytest.approx(block_means(cells[:1000], few - 400_000, columns), abs=1e-6)
    many = block_edges(400_000, 700_000, 50)
    error = table.mean(many, columns) - block_means(cells, many - 400_000, columns)
    assert 0 < np.abs(error).mean() < 0.1


def test_sampled_products_of_unit_rows_are_near_those_of_all_pairs():
    table = Sinusoidal(d_model=9).numbers(200_000).unit()
    full = table.full()
    for lag in (0, 3, 1000, 150_000):
        wanted = np.einsum("ij,ij->", full[: 200_000 - lag], full[lag:]) / (200_000 - lag)
        assert table.products([lag])[0] == pytest.approx(wanted, abs=0.02)


def test_sampled_extents_of_a_unit_column_lie_within_it():
    low, high = ODD.unit().envelope(0, np.linspace(0, LONG - 1, 50))
    assert (low >= -1).all()
    assert (high <= 1).all()
    assert np.median(high - low) > 0.7


def test_a_zero_row_stays_zero():
    table = Normed(Blanked(paired(50, LADDER, interleaved=True), 7))
    assert not table.full()[7].any()
    assert np.isfinite(table.full()).all()


@pytest.mark.parametrize("kind", ["unit rows", "a blank row", "a coordinate"])
def test_drawing_a_long_table_takes_no_memory_of_its_length(kind):
    tables = {
        "unit rows": ODD.unit(),
        "a blank row": Sinusoidal(d_model=64, padding_row=1).numbers(10_000_000),
        "a coordinate": Fourier(include_input=True).numbers(10_000_000),
    }
    tracemalloc.start()
    tables[kind].mean(block_edges(0, LONG, 700), np.arange(tables[kind].shape[1] + 1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


def test_the_extent_of_a_long_column_holds_the_blank_row():
    table = Blanked(paired(LONG, [1e-6], interleaved=True), 400_000)
    low, high = table.envelope(1, np.array([0.0, 350_000.0, 450_000.0, LONG - 1.0]))
    assert low == pytest.approx([np.cos(0.35), 0.0, np.cos(1.0)], abs=1e-6)
    assert high == pytest.approx([1.0, np.cos(0.35), np.cos(0.45)], abs=1e-6)


def test_a_blank_row_is_missing_in_the_products_that_it_takes_part_in():
    table, whole = Sinusoidal(d_model=8, padding_row=2).numbers(5), Sinusoidal(d_model=8).numbers(5).full()
    gram = whole @ whole.T
    gram[2], gram[:, 2] = 0, 0
    assert table.products([0, 1, 4]) == pytest.approx([np.diagonal(gram, k).mean() for k in (0, 1, 4)], abs=1e-12)


@pytest.mark.parametrize("columns", [(0, 1), (0, 3), (1, 3), (2, 7), (0, 7)])
def test_a_part_of_the_columns_of_two_tables_is_drawn_from_the_right_one(columns):
    table = KINDS["a coordinate and its waves"](60)
    rows, edges = np.arange(0, 61, 20), np.array(columns)
    assert table.mean(rows, edges) == pytest.approx(block_means(table.full(), rows, edges), abs=1e-6)


def test_the_shortest_wave_of_a_table_decides_how_it_is_drawn():
    nerf = Fourier(bands=6).numbers(1001)
    assert nerf.shortest == pytest.approx(1000 / 32)
    assert MeanByOffset(nerf).wavelength == nerf.shortest
    assert Beside(Linear(9, FrozenArray([1.0])), paired(9, [0.5], interleaved=True)).shortest == pytest.approx(
        4 * np.pi
    )
    assert MeanByOffset(Sinusoidal(d_model=1).numbers(9)).wavelength == pytest.approx(2 * np.pi)


@pytest.mark.parametrize("start", [0.0, 2.0, -3.5, 1e6])
def test_a_table_that_starts_elsewhere_is_a_part_of_the_one_that_does_not(start):
    table = replace(paired(40, LADDER, interleaved=False), start=start)
    assert table.full() == pytest.approx(paired(1, LADDER, interleaved=False).at(np.arange(40) + start, range(10)))


def test_a_column_of_zeros_is_zero_exactly_and_leaves_the_norm_to_the_others():
    table = KINDS["sinusoids and a column of zeros"](30)
    assert isinstance(table, Sinusoids)
    assert not table.full()[:, 4].any()
    assert not table.mean(np.array([0, 7, 30]), np.array([4, 5])).any()
    assert np.abs(table.envelope(4, np.array([0.0, 29.0]))).max() < 1e-15
    assert isinstance(table.unit(), Sinusoids)


def test_what_averaging_leaves_of_a_wave_is_found_for_many_counts_at_once():
    counts = np.array([1.0, 2.0, 9.0, 1e6])
    wanted = [mean_gain(np.array([0.3]), int(n))[0] for n in counts]
    assert mean_gain(np.array(0.3), counts) == pytest.approx(wanted, abs=1e-15)


@pytest.mark.parametrize("bits", [1, 2, 9, 24])
def test_codes_of_bits_can_be_read_back(bits):
    positions = np.arange(0, 1 << bits, max(1, (1 << bits) // 5000))
    for gray in (False, True):
        assert (decoded(coded(positions, bits, gray), bits, gray) == positions).all()


@pytest.mark.parametrize("kind", [Bits, UnitBits])
@pytest.mark.parametrize("column", [0, 5, 22, 23])
def test_extents_of_gray_bits_are_exact_far_down_a_long_table(kind, column):
    table = kind(10_000_000, 24, gray=True)
    edges = np.array([8_388_607.0, 8_388_608.0, 8_388_640.5, 9_999_000.0, 9_999_999.0])
    low, high = table.envelope(column, edges)
    for i in range(4):
        values = table.at(np.arange(np.floor(edges[i]), np.floor(edges[i + 1]) + 1), [column])
        assert (low[i], high[i]) == pytest.approx((values.min(), values.max()), abs=1e-12)
