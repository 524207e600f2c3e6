"""Where ticks stand and what they say."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.figure.ticks import decade_labels, number, scientific, small, tick_labels, tick_values

numbers = st.floats(-1e9, 1e9).map(lambda n: float(f"{n:.12g}"))
spans = st.floats(1e-9, 1e9)
counts = st.integers(1, 12)


@given(numbers, spans, counts, st.booleans(), st.booleans())
def test_ticks_lie_in_the_range_in_even_steps_and_are_no_more_than_asked(low, span, most, whole, binary):
    high = low + span
    values = tick_values(low, high, most, whole=whole, binary=binary)
    slack = 1e-6 * (high - low) + 1e-9 * max(abs(low), abs(high))
    assert len(values) <= most + 1
    assert all(low - slack <= v <= high + slack for v in values)
    steps = [b - a for a, b in pairwise(values)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6, abs_tol=slack) for step in steps)


@given(spans, counts)
def test_steps_are_one_two_or_five_times_a_power_of_ten(span, most):
    values = tick_values(0.0, span, most)
    if len(values) > 1:
        assert f"{values[1]:.3e}"[:5] in ("1.000", "2.000", "5.000")


@given(st.floats(1.0, 1e9), counts)
def test_steps_of_a_binary_axis_are_powers_of_two(span, most):
    values = tick_values(0.0, span, most, binary=True)
    if len(values) > 1:
        assert math.log2(values[1]).is_integer()


@given(numbers, st.floats(1e-3, 1e6), counts)
def test_ticks_of_a_whole_axis_stand_at_integers(low, span, most):
    assert all(v.is_integer() for v in tick_values(low, low + span, most, whole=True))


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 0.0), (1.0, 0.0), (0.0, math.inf), (math.nan, 1.0), (-math.inf, math.inf)]
)
def test_a_range_that_is_none_has_no_ticks(low, high):
    assert tick_values(low, high, 5) == ()


@pytest.mark.parametrize(
    ("low", "high", "most", "labels"),
    [
        (0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0"),
        (-1, 1, 5, "−1.0 −0.5 0.0 0.5 1.0"),
        (-1, 1, 2, "−1 0 1"),
        (0, 3000, 3, "0 1,000 2,000 3,000"),
        (0, 2.5e6, 5, "0 0.5M 1M 1.5M 2M 2.5M"),
        (0, 1e7, 5, "0 2M 4M 6M 8M 10M"),
        (9_999_990, 9_999_999, 3, "9,999,990 9,999,995"),
        (-0.1, 0.1, 4, "−0.10 −0.05 0.00 0.05 0.10"),
        (-1e-9, 1e-9, 2, "−1 · 10⁻⁹|0|1 · 10⁻⁹"),
        (-1e-9, 1e-9, 4, "−1.0 · 10⁻⁹|−0.5 · 10⁻⁹|0|0.5 · 10⁻⁹|1.0 · 10⁻⁹"),
        (0, 2e14, 2, "0|1 · 10¹⁴|2 · 10¹⁴"),
    ],
)
def test_labels_are_short_and_have_true_minus_signs(low, high, most, labels):
    wanted = labels.split("|" if "|" in labels else " ")
    assert list(tick_labels(tick_values(low, high, most))) == wanted


def test_labels_of_a_binary_axis_are_multiples_of_powers_of_two():
    assert tick_labels(tick_values(-0.5, 4095.5, 4, whole=True, binary=True)) == ("0", "1,024", "2,048", "3,072")


@given(st.floats(-1e6, 1e6), st.floats(1e-9, 1e9), counts)
def test_neighbours_never_have_the_same_label(low, span, most):
    low = round(low / span) * span if abs(low) < 1e5 * span else 0.0  # no nearer together than numbers of doubles are
    labels = tick_labels(tick_values(low, low + span, most))
    assert len(set(labels)) == len(labels)


@given(numbers, spans, counts)
def test_no_label_has_a_hyphen_or_a_minus_before_zero(low, span, most):
    for label in tick_labels(tick_values(low, low + span, most)):
        assert "-" not in label
        assert not label.startswith("−") or label.strip("−0., ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (37.0, 2, "37"),
        (-5.0, 2, "−5"),
        (0.0, 4, "0"),
        (0.5, 2, "0.50"),
        (9_999_999.25, 2, "9,999,999.25"),
        (0.7270101, 6, "0.727010"),
        (-1.5e-9, 6, "−1.5 · 10⁻⁹"),
        (2.5e13 + 0.5, 2, "2.5 · 10¹³"),
    ],
)
def test_a_number_for_reading_is_written_out_unless_it_is_huge_or_tiny(value, digits, text):
    assert number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.5e-9, 1, "2.5 · 10⁻⁹"),
        (-3.04e12, 1, "−3.0 · 10¹²"),
        (9.99e-4, 1, "1.0 · 10⁻³"),
        (9.6e-17, 0, "1 · 10⁻¹⁶"),
        (1e-300, 0, "1 · 10⁻³⁰⁰"),
    ],
)
def test_what_stands_before_a_power_of_ten_is_below_ten(value, decimals, text):
    assert scientific(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "most", "text"),
    [
        (0.0, 1e4, "0"),
        (0.25, 1e4, "0.25"),
        (28.68, 1e4, "28.7"),
        (-1234.4, 1e4, "−1,234"),
        (9999.0, 1e4, "9,999"),
        (2e5, 1e4, "2.0 · 10⁵"),
        (9.996e-4, 1e4, "1.0 · 10⁻³"),
        (3.04e-8, 1e4, "3.0 · 10⁻⁸"),
        (123.0, 100, "1.2 · 10²"),
    ],
)
def test_an_error_is_written_short(value, most, text):
    assert small(value, most) == text


def test_no_values_have_no_labels():
    assert tick_labels(()) == ()


@pytest.mark.parametrize(
    ("exponents", "labels"),
    [((0, 1, 2, 3), ("1", "10", "100", "1,000")), ((-2, 0), ("10⁻²", "10⁰")), ((5, 10), ("10⁵", "10¹⁰"))],
)
def test_decades_are_said_in_words_where_they_are_short(exponents, labels):
    assert decade_labels(exponents) == labels


def test_between_decades_the_number_itself_is_said():
    assert decade_labels(tuple(math.log10(2.0) * k for k in (-2, 0, 1, 12))) == ("0.25", "1", "2", "4,096")
