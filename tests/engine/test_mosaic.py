"""A mosaic shows, for each patch, how similar it is to every patch, at the place of that patch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.field import block_edges
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.mosaic import Mosaic, Tiling

sides = st.integers(1, 6)


def grid(high, wide):
    axes = tuple(FrozenArray(np.random.default_rng(n).normal(size=(n, 3))) for n in (high, wide))
    return GridTable(high * wide, axes, FrozenArray(np.arange(6)), (-4.0, 4.0))


def transposed(high, wide):
    """A table whose slow axis is the image's fast one."""
    table = grid(wide, high)
    assert table.sides == (wide, high)
    return table


def learned(high, wide):
    values = np.random.default_rng(0).normal(size=(1 + high * wide, 5))
    return ArrayTable(FrozenArray(values), 1 + high * wide)


TABLES = {"grid": (grid, 0), "transposed": (transposed, 0), "learned, class token first": (learned, 1)}
tables = st.sampled_from(sorted(TABLES))


def mosaic(name, high, wide, scale=1, gap=0, down=None, across=None):
    make, first = TABLES[name]
    tilings = (
        Tiling(high, down or tuple(range(high)), scale, gap),
        Tiling(wide, across or tuple(range(wide)), scale, gap),
    )
    return Mosaic(make(high, wide), *tilings, first)


@settings(max_examples=100, deadline=None)
@given(tables, sides, sides)
def test_a_cell_is_the_product_of_the_rows_of_its_two_patches(name, high, wide):
    make, first = TABLES[name]
    rows = make(high, wide).full()[first:]
    gram = (rows @ rows.T).reshape(high, wide, high, wide)
    expected = gram.transpose(0, 2, 1, 3).reshape(high * high, wide * wide)
    assert mosaic(name, high, wide).full() == pytest.approx(expected, abs=1e-12)


@settings(max_examples=150, deadline=None)
@given(tables, sides, sides, st.integers(1, 3), st.integers(0, 3), st.data())
def test_block_means_leave_out_the_gaps(name, high, wide, scale, gap, data):
    field = mosaic(name, high, wide, scale, gap)
    rows, columns = (np.array(sorted(data.draw(st.sets(st.integers(0, n), min_size=2)))) for n in field.shape)
    full, means = field.full(), field.mean(rows, columns)
    for i in range(len(rows) - 1):
        for j in range(len(columns) - 1):
            block = full[rows[i] : rows[i + 1], columns[j] : columns[j + 1]]
            there = ~np.isnan(block)
            shown = 2 * there.any(axis=1).sum() >= len(block) and 2 * there.any(axis=0).sum() >= block.shape[1]
            expected = block[there].mean() if shown else np.nan
            assert means[i, j] == pytest.approx(expected, abs=1e-5, nan_ok=True)


def test_tiles_stand_apart_by_their_gap():
    there = ~np.isnan(mosaic("grid", 2, 3, scale=2, gap=1).full())
    assert there[:, 0].tolist() == [True] * 4 + [False] + [True] * 4
    assert there[0].tolist() == ([True] * 6 + [False]) * 2 + [True] * 6


def test_some_patches_only_have_a_tile_and_each_shows_all_patches():
    every, some = mosaic("grid", 4, 5), mosaic("grid", 4, 5, down=(1, 3), across=(0, 4))
    assert some.shape == (8, 10)
    rows, columns = np.r_[4:8, 12:16], np.r_[0:5, 20:25]
    assert (some.full() == every.full()[np.ix_(rows, columns)]).all()


def test_the_place_before_the_first_patch_is_the_class_token():
    field = Mosaic(learned(3, 3), Tiling(3, (0,)), Tiling(3, (-1,)), first=1)
    rows = learned(3, 3).full()
    assert field.full().ravel() == pytest.approx(rows[1:] @ rows[0])


def test_a_mosaic_of_a_large_grid_is_never_written_out():
    field = Mosaic(grid(256, 250), Tiling(256, (0, 100, 255), 1, 16), Tiling(250, (0, 7), 1, 16))
    edges = block_edges(0, field.shape[0], 700), block_edges(0, field.shape[1], 300)
    assert field.exact
    means = field.mean(*edges)
    rows, columns = np.arange(edges[0][400], edges[0][401]), np.arange(edges[1][9], edges[1][10])
    assert means[400, 9] == pytest.approx(field.at(rows, columns).mean(), abs=1e-5)


def test_a_large_mosaic_of_another_raster_says_that_it_is_sampled():
    field = Mosaic(transposed(256, 250), Tiling(256, tuple(range(7))), Tiling(250, tuple(range(7))))
    assert not field.exact
    means = field.mean(block_edges(0, field.shape[0], 50), block_edges(0, field.shape[1], 50))
    assert np.isfinite(means).all()
