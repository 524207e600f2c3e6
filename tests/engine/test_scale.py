"""Where values stand on a slider, and which ones the hand and the keys reach."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pe_desktop.engine.kinds import Choice, Integer, Real
from pe_desktop.engine.scale import Continuous, Scale, Whole, scale_of

LENGTH = Whole(1, 10_000_000, True)
WIDTH = Whole(2, 16384, True, 2)
STEPPED = Whole(1, 16384, True, 1, 2)
BITS = Whole(0, 24, False)
BASE = Continuous(1.0, 1e9, True)
SHARE = Continuous(0.0, 1.0, False)
SCALES = (
    LENGTH,
    WIDTH,
    STEPPED,
    BITS,
    BASE,
    SHARE,
    Whole(0, 1000, True),
    Whole(6, 999, True, 6),
    Continuous(0.1, 1e6, True),
)

scales = st.sampled_from(SCALES)
fractions = st.floats(0, 1)
reaches = st.floats(0, 0.05)


@given(scales, fractions)
def test_a_place_and_its_number_are_each_others_inverse(scale: Scale, fraction: float) -> None:
    assert scale.fraction(scale.at(fraction)) == pytest.approx(fraction, abs=1e-9)


@given(scales, fractions, fractions, reaches)
def test_further_right_is_never_less(scale: Scale, one: float, other: float, reach: float) -> None:
    first, second = sorted((one, other))
    assert scale.pick(first, reach) <= scale.pick(second, reach)


@given(scales, fractions, reaches)
def test_a_picked_value_is_picked_where_it_stands(scale: Scale, fraction: float, reach: float) -> None:
    value = scale.pick(fraction, reach)
    assert scale.pick(scale.fraction(value), reach) == value


@given(scales, fractions)
def test_the_ends_can_be_reached(scale: Scale, fraction: float) -> None:
    assert scale.pick(0) == scale.minimum
    assert scale.maximum - scale.pick(1) < getattr(scale, "multiple", 1)


@given(st.integers(0, 2000), st.integers(1, 10**9), st.integers(1, 64), st.booleans(), fractions)
def test_every_picked_integer_is_allowed(low: int, span: int, multiple: int, log: bool, fraction: float) -> None:
    kind = Integer(low, low + span, multiple, log)
    assume(kind.maximum // multiple * multiple >= low)
    value = scale_of(kind).pick(fraction, 0.01)
    assert kind.check("n", value) == value


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e9), st.booleans(), fractions)
def test_every_picked_number_is_allowed(low: float, span: float, log: bool, fraction: float) -> None:
    kind = Real(low, low + span, log)
    value = scale_of(kind).pick(fraction, 0.01)
    assert kind.check("x", value) == value


@given(scales, fractions, st.sampled_from((-3, -1, 1, 3)))
def test_every_way_of_moving_stays_inside_and_goes_the_right_way(scale: Scale, fraction: float, steps: int) -> None:
    value = scale.pick(fraction)
    for moved in (scale.step(value, steps), scale.nudge(value, steps), scale.page(value, steps)):
        assert scale.minimum <= moved <= scale.maximum
        assert (moved - value) * steps >= 0


@given(st.sampled_from((LENGTH, WIDTH, BASE)), fractions)
def test_what_the_hand_picks_is_a_round_number(scale: Scale, fraction: float) -> None:
    value = scale.pick(fraction)
    if isinstance(scale, Whole) and scale.multiple > 1:
        assert value % max(scale.multiple, 2 ** (math.floor(math.log2(value)) - 4)) == 0
    else:
        assert float(f"{value:.1e}") == value


@pytest.mark.parametrize(
    ("scale", "value", "steps", "expected"),
    [
        (LENGTH, 128, 1, 129),
        (LENGTH, 10_000_000, 1, 10_000_000),
        (WIDTH, 64, 1, 66),
        (WIDTH, 2, -1, 2),
        (BASE, 10_000.0, 1, 11_000.0),
        (BASE, 10_000.0, -1, 9_900.0),
        (BASE, 1e9, 1, 1e9),
        (SHARE, 0.29, 1, 0.3),
        (SHARE, 0.3, -3, 0.27),
    ],
)
def test_an_arrow_key_moves_by_the_smallest_step(scale: Scale, value: float, steps: int, expected: float) -> None:
    assert scale.step(value, steps) == expected


@pytest.mark.parametrize(
    ("scale", "value", "steps", "expected"),
    [
        (LENGTH, 128, 1, 256),
        (LENGTH, 100, 1, 128),
        (LENGTH, 100, -1, 64),
        (LENGTH, 8_388_608, 1, 10_000_000),
        (LENGTH, 10_000_000, -1, 8_388_608),
        (LENGTH, 1, -1, 1),
        (WIDTH, 512, -1, 256),
        (WIDTH, 16384, 1, 16384),
        (BITS, 0, 1, 1),
        (BITS, 16, 1, 24),
        (BASE, 10_000.0, 1, 100_000.0),
        (BASE, 500_000.0, -1, 50_000.0),
        (BASE, 1.0, -1, 1.0),
        (SHARE, 0.5, 1, 0.6),
    ],
)
def test_page_keys_go_to_the_next_power(scale: Scale, value: float, steps: int, expected: float) -> None:
    assert scale.page(value, steps) == expected


@pytest.mark.parametrize(
    ("scale", "value", "steps", "expected"),
    [
        (LENGTH, 120, 1, 128),
        (LENGTH, 128, 1, 130),
        (LENGTH, 1000, -1, 990),
        (LENGTH, 137_842, 1, 140_000),
        (WIDTH, 64, 1, 68),
        (WIDTH, 64, -1, 62),
        (WIDTH, 4096, 2, 4608),
    ],
)
def test_a_notch_of_the_wheel_goes_to_the_next_useful_value(
    scale: Scale, value: float, steps: int, expected: float
) -> None:
    assert scale.nudge(value, steps) == expected


def test_a_power_of_two_attracts_from_within_reach() -> None:
    assert LENGTH.pick(LENGTH.fraction(1040), 0.01) == 1024
    assert LENGTH.pick(LENGTH.fraction(1400), 0.01) == 1400


def test_common_widths_can_be_dragged_to() -> None:
    for width in (64, 96, 128, 384, 512, 768, 1024, 1536, 1600, 2048, 3072, 4096, 5120, 8192, 12288, 16384):
        assert WIDTH.pick(WIDTH.fraction(width), 0.011) == width


def test_a_range_of_one_value_has_one_place() -> None:
    scale = Whole(1, 1, True)
    assert scale.fraction(1) == 0
    assert scale.pick(0.7) == 1


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (LENGTH, (1, 10_000_000, 1000, 1_000_000)),
        (Whole(1, 512, True), (1, 512, 10, 100)),
        (WIDTH, (2, 16384, 32, 512, 8192)),
        (BASE, (1, 1e9, 1e3, 1e6)),
        (BITS, (0, 24)),
        (SHARE, (0, 1)),
    ],
)
def test_marks_are_both_ends_and_a_few_round_values(scale: Scale, expected: tuple[float, ...]) -> None:
    assert scale.marks() == expected


def test_what_is_no_number_has_no_scale() -> None:
    with pytest.raises(TypeError, match="no scale"):
        scale_of(Choice(("a", "b")))


@given(fractions, reaches)
def test_the_hand_moves_in_steps_and_reaches_both_ends(fraction: float, reach: float) -> None:
    value = STEPPED.pick(fraction, reach)
    assert value % 2 == 0 or value == 1
    assert (STEPPED.pick(0), STEPPED.pick(1)) == (1, 16384)


@pytest.mark.parametrize(
    ("value", "steps", "there"), [(63, 1, 64), (63, -1, 62), (64, 1, 66), (1, 1, 2), (2, -1, 1), (1, -1, 1)]
)
def test_a_key_moves_what_was_typed_between_two_steps_to_the_next(value: int, steps: int, there: int) -> None:
    assert STEPPED.step(value, steps) == there


def test_a_step_of_a_parameter_is_that_of_its_slider() -> None:
    assert scale_of(Integer(1, 16384, log=True, step=2)) == STEPPED
