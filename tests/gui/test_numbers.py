"""Numbers as people write and read them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pe_desktop.engine.kinds import Integer, Real
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.gui.widgets.numbers import number_text, parse_number, short_text

WHOLE = Integer(1, 10_000_000)
ANY = Real(-1e12, 1e12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("128", 128),
        (" 128 ", 128),
        ("10,000", 10_000),
        ("10 000", 10_000),
        ("1e6", 1_000_000),
        ("1.5E3", 1_500),
        ("128k", 128_000),
        ("128 Ki", 131_072),
        ("1.5M", 1_500_000),
        ("2^17", 131_072),
        ("2**10", 1_024),
        ("10^7", 10_000_000),
    ],
)
def test_an_integer_may_be_written_in_many_ways(text: str, expected: int) -> None:
    value = parse_number(WHOLE, "length", text)
    assert (value, type(value)) == (expected, int)


@pytest.mark.parametrize(("text", "expected"), [("0.25", 0.25), ("500k", 5e5), ("1e-3", 1e-3), ("1.25k", 1250.0)])
def test_a_real_number_may_be_written_in_many_ways(text: str, expected: float) -> None:
    assert parse_number(ANY, "base", text) == expected


@pytest.mark.parametrize(
    "text", ["", "abc", "1.5", "0", "1e8", "1e99", "9999^99", "2^", "k", "12kk", "nan", "inf", "1e-3", "-5", "１２8x"]
)
def test_what_is_not_allowed_is_refused_in_words(text: str) -> None:
    with pytest.raises(ParameterError, match="an integer from 1 to 10"):
        parse_number(WHOLE, "length", text)


@given(st.integers(-(10**12), 10**12))
def test_a_shown_integer_reads_back(value: int) -> None:
    assert parse_number(Integer(-(10**12), 10**12), "n", number_text(value)) == value


@given(st.floats(-1e12, 1e12) | st.floats(-2, 2))
@example(-0.5)
@example(1e-7)
def test_a_shown_number_reads_back(value: float) -> None:
    assert parse_number(ANY, "x", number_text(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, "1"), (512, "512"), (1000, "1k"), (16384, "16,384"), (10_000_000, "10M"), (1e9, "1G"), (0.5, "0.5"), (0, "0")],
)
def test_a_mark_is_short_and_true(value: float, expected: str) -> None:
    assert short_text(value) == expected
