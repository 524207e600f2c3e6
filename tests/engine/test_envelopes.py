"""What a wave that is too fast for its pixels is drawn as: all that it reaches, and no more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.engine.bits import Bits, UnitBits
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.sinusoids import paired

from .tables import KINDS, LADDER, kinds

LENGTH = 400


@st.composite
def pixel_edges(draw):
    """Edges of a few pixels, between positions or on them, from less than one position wide to hundreds."""
    first = draw(st.floats(0, LENGTH - 3))
    rest = LENGTH - 1 - first
    width = draw(st.one_of(st.floats(0.01, 2), st.floats(1, rest / 2)))
    edges = first + width * np.arange(min(8, int(rest / width)) + 1)
    whole = np.unique(np.floor(edges))
    return whole if draw(st.booleans()) and len(whole) > 1 else edges


def reached(table, column, low, high):
    """The values of a column from one x to another: at every position, and between them where it goes on."""
    if table.continuous:
        return table.at(np.linspace(low, high, 4001), [column])[:, 0]
    return table.at(np.arange(np.floor(low), np.floor(high) + 1), [column])[:, 0]


@settings(max_examples=300, deadline=None)
@given(st.data(), kinds, pixel_edges())
def test_an_envelope_contains_and_touches_what_the_column_reaches(data, kind, edges):
    table = KINDS[kind](LENGTH)
    column = data.draw(st.integers(0, table.shape[1] - 1))
    # Samples of the fastest wave, two turns a position, stand this far beside its crests.
    near = 2 * (4 * np.pi * np.diff(edges) / 4000) ** 2 if table.continuous else np.zeros(len(edges) - 1)
    for i, (low, high) in enumerate(zip(*table.envelope(column, edges), strict=True)):
        values = reached(table, column, edges[i], edges[i + 1])
        assert low <= values.min() + 1e-9
        assert high >= values.max() - 1e-9
        assert low >= values.min() - near[i] - 1e-9
        assert high <= values.max() + near[i] + 1e-9


@pytest.mark.parametrize("kind", [Bits, UnitBits])
@pytest.mark.parametrize("column", [0, 5, 23])
def test_envelopes_of_bits_are_exact_far_down_a_long_table(kind, column):
    table = kind(10_000_000, 24)
    edges = np.array([8_388_607.0, 8_388_608.0, 8_388_640.5, 9_999_000.0, 9_999_999.0])
    low, high = table.envelope(column, edges)
    for i in range(4):
        values = reached(table, column, edges[i], edges[i + 1])
        assert (low[i], high[i]) == pytest.approx((values.min(), values.max()), abs=1e-12)


def test_a_fast_wave_over_many_positions_fills_its_band():
    low, high = paired(10**7, LADDER, interleaved=True).envelope(0, np.linspace(0, 10**7 - 1, 801))
    assert (low == -1).all()
    assert (high == 1).all()


def test_a_slow_wave_within_a_pixel_is_as_thin_as_it_is():
    low, high = paired(100, [1e-4], interleaved=True).envelope(0, np.array([10.0, 11.0]))
    assert (low[0], high[0]) == pytest.approx((np.sin(1e-3), np.sin(1.1e-3)), abs=1e-15)


def test_a_wave_that_never_turns_is_a_line():
    low, high = paired(100, [0.0], interleaved=True).envelope(1, np.array([0.0, 50.0, 99.0]))
    assert low.tolist() == high.tolist() == [1.0, 1.0]


def test_the_envelope_of_a_growing_index_is_its_ends():
    low, high = Linear(100, KINDS["linear"](1).slopes).envelope(1, np.array([4.0, 8.0]))
    assert (low[0], high[0]) == (1.0, 2.0)
