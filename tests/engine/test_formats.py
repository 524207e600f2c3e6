"""Which integers a number format can hold, and which become one."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.formats import FORMATS

LONGEST = 10_000_000
narrow = st.sampled_from(["bf16", "fp16"])


@pytest.mark.parametrize(
    ("format", "last"), [("bf16", 256), ("fp16", 2048), ("fp32", 16_777_216), ("fp64", 9_007_199_254_740_992)]
)
def test_every_integer_up_to_a_power_of_two_is_held_and_the_next_falls_on_it(format, last):
    found = FORMATS[format]
    assert found.exact_up_to == last
    assert [found.nearest(n) for n in (last - 1, last, last + 1, last + 2)] == [last - 1, last, last, last + 2]


@pytest.mark.parametrize(
    ("format", "length", "distinct"),
    [
        ("bf16", 256, 256),
        ("bf16", 257, 257),
        ("bf16", 258, 257),
        ("bf16", 512, 385),
        ("bf16", 4096, 769),
        ("fp16", 2049, 2049),
        ("fp16", 2050, 2049),
        ("fp32", LONGEST, LONGEST),
        ("fp64", LONGEST, LONGEST),
        ("bf16", 1, 1),
    ],
)
def test_how_many_positions_are_left(format, length, distinct):
    assert FORMATS[format].distinct(length) == distinct


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("length", [1, 2, 256, 300, 1000, 2051, 65_504, 65_520, 70_001])
def test_the_count_in_closed_form_is_that_of_the_rounded_positions(format, length):
    assert FORMATS[format].distinct(length) == len(np.unique(FORMATS[format].round(np.arange(length))))


@given(narrow, st.integers(0, 69_999), st.integers(1, 70_000))
def test_the_positions_that_become_equal_are_those_that_round_alike(format, position, length):
    position = min(position, length - 1)
    rounded = FORMATS[format].round(np.arange(length))
    alike = np.flatnonzero(rounded == rounded[position])
    assert FORMATS[format].alike(position, length) == (alike[0], alike[-1])
    assert FORMATS[format].nearest(position) == rounded[position]


@given(st.sampled_from(list(FORMATS)), st.integers(0, LONGEST - 1))
def test_rounding_in_integers_is_rounding(format, position):
    assert FORMATS[format].nearest(position) == FORMATS[format].round(position)


@pytest.mark.parametrize(("format", "type"), [("bf16", ml_dtypes.bfloat16), ("fp16", np.float16), ("fp32", np.float32)])
@given(value=st.floats(-60000, 60000, width=32))
def test_values_round_as_the_type_does(format, type, value):
    assert FORMATS[format].round(value) == np.float32(value).astype(type).astype(np.float64)


@pytest.mark.parametrize("position", [65_505, 65_520, 100_000, LONGEST - 1])
def test_half_precision_stays_at_its_greatest_value_where_code_would_overflow(position):
    half = FORMATS["fp16"]
    assert half.round(position) == half.nearest(position) == 65_504
    assert half.alike(position, LONGEST) == (65_489, LONGEST - 1)


def test_the_first_position_that_is_lost_is_the_first_that_overflows():
    with np.errstate(over="ignore"):
        overflown = np.isinf(np.arange(65_000, 66_000).astype(np.float16))
    assert FORMATS["fp16"].first_lost == 65_000 + np.argmax(overflown)
    assert [FORMATS[f].first_lost for f in ("bf16", "fp32", "fp64")] == [None] * 3


def test_ten_million_positions_are_two_thousand_in_bf16():
    assert FORMATS["bf16"].distinct(LONGEST) == len(
        np.unique(np.arange(LONGEST, dtype=np.float32).astype(ml_dtypes.bfloat16))
    )
