"""Numbers that lessons name: they are the engine's."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from pe_desktop.engine.addition import add
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.naive import measures, step_at
from pe_desktop.engine.reordering import compare
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.lessons.claim import claim
from pe_desktop.lessons.computed import COMPUTED
from pe_desktop.lessons.error import LessonError, Place
from pe_desktop.lessons.quantity import quantity
from pe_desktop.lessons.showing import shown
from pe_desktop.lessons.template import template, written

HERE = Place("a.md", 7)
SINUSOIDAL = "similarity --encoding sinusoidal --length 16 --d-model 8 --metric cosine --position 5 --key 3"
SENTENCE = "the cat sat"


def value(text: str, show: str = SINUSOIDAL) -> float:
    return quantity(text, HERE).value(*shown(show))


TABLE = ENCODINGS["sinusoidal"](d_model=8).numbers(16).full()  # type: ignore[attr-defined]
ALIBI = "bias --encoding alibi --num-heads 8 --length 16"
ROPE = "rotation --encoding rope --head-dim 16 --length 64 --position 40 --key 33"
NUMBERS = {
    "value(3, 5)": TABLE[3, 5],
    "norm(3)": 2.0,
    "distance(3, 9)": np.linalg.norm(TABLE[3] - TABLE[9]),
    "product(3, 9)": TABLE[3] @ TABLE[9],
    "cosine(3, 9)": TABLE[3] @ TABLE[9] / 4,
    "frequency(1)": 0.1,
    "wavelength(1)": 20 * math.pi,
    "columns()": 8.0,
    "pairs()": 4.0,
    "parameter(d_model)": 8.0,
    "parameter(length)": 16.0,
    "largest(similarity)": 1.0,
    "least(heatmap.table)": TABLE.min(),
    "number(similarity, 3, 9)": TABLE[3] @ TABLE[9] / 4,
    "number(heatmap.table, 3, 5)": TABLE[3, 5],
    "measure(smoothness)": measures(ENCODINGS["sinusoidal"](d_model=8), 16).smoothness,  # type: ignore[arg-type]
    "first_step(9)": step_at(ENCODINGS["sinusoidal"](d_model=8), 9),  # type: ignore[arg-type]
    f'angle("{SENTENCE}", 1)': add(("the", "cat", "sat"), ENCODINGS["sinusoidal"](d_model=8)).angles[1],
    f'embedding_norm("{SENTENCE}", 1)': add(("the", "cat", "sat"), ENCODINGS["sinusoidal"](d_model=8)).norms[0][1],
    f'added_norm("{SENTENCE}", 1)': 2.0,
    'with_positions("a b c", "b a c")': compare(
        "a b c", "b a c", ENCODINGS["sinusoidal"](d_model=8)
    ).difference_with_positions,
    'without_positions("a b c", "b a c")': compare(
        "a b c", "b a c", ENCODINGS["sinusoidal"](d_model=8)
    ).difference_without_positions,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_what_the_engine_says(text: str) -> None:
    assert value(text) == pytest.approx(NUMBERS[text], abs=1e-12)


def test_a_bias_and_a_scalar_of_the_cursor() -> None:
    assert value("bias(10, 5, 0)", ALIBI) == -2.5
    figure, state = shown(ROPE)
    assert value("scalar(score)", ROPE) == PICTURES[figure].scalars(state.document, state.view)["score"]
    assert value("scalar(rotation.score)", ROPE) == value("scalar(score)", ROPE)


def test_every_number_that_there_is_is_tried_here() -> None:
    tried = {re.match(r"[a-z_]+", text)[0] for text in NUMBERS} | {"bias", "scalar"}  # type: ignore[index]
    assert tried == COMPUTED.keys()


def test_a_figure_that_cannot_show_b_has_the_numbers_of_a() -> None:
    show = f"{SINUSOIDAL} --compare alibi"
    assert value("number(heatmap.table, 3, 5)", show) == TABLE[3, 5]
    assert value("scalar(rotation.score)", show) == value("scalar(rotation.score)")


def test_b_is_asked_by_its_letter() -> None:
    both = "heatmap --encoding sinusoidal --d-model 8 --length 16 --compare binary"
    assert value("columns()", both) == 8
    assert value("b.columns()", both) == 4
    with pytest.raises(LessonError, match=r"a\.md, line 7: b\.columns\(\): there is no B"):
        value("b.columns()")


REFUSED = {
    "value(16, 0)": "position 16 given; allowed: an integer from 0 to 15",
    "value(1.5, 0)": "position 1.5 given",
    "value(-1, 0)": "position -1 given",
    "frequency(4)": "pair 4 given",
    "bias(1, 1, 0)": "Sinusoidal has no bias",
    "scalar(nothing)": "there is no such number",
    "scalar(nowhere.score)": "no such figure",
    "scalar(bias.head)": "Sinusoidal",
    "number(nothing, 1)": "there are no such numbers; allowed: similarity",
    "number(similarity, 1)": "1 places given; allowed: 2",
    "number(similarity, 99, 1)": "place 99 given",
    "first_step(1)": "length 1 given",
    "first_step(1e9)": "length 1e+09 given",
    "measure(nothing)": "there is no such number",
    "parameter(layout)": "there is no such number",
    'with_positions("a b", "a c")': "these are not the same words",
    'angle("", 0)': "a sentence of 1 to",
    'angle("a", 3)': "token 3 given",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_number_that_there_is_not_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(LessonError) as error:
        value(text)
    assert str(error.value).startswith("a.md, line 7: ")
    assert REFUSED[text] in str(error.value)


def test_numbers_that_would_take_long_are_refused() -> None:
    long = "similarity --encoding sinusoidal --length 1000000"
    for text in ("largest(similarity)", "measure(low)"):
        with pytest.raises(LessonError, match="allowed: at most"):
            value(text, long)
    assert value("cosine(999999, 999999)", long.replace("--length", "--metric cosine --length")) == pytest.approx(1)


NO_CALLS = ["cosine", "cosine(1, 2", "cosine(1,, 2)", "cosine(1, 2,)", "cosine(1; 2)", "cosine(open(1), 2)", "1 + 1"]


@pytest.mark.parametrize("text", [*NO_CALLS, "os.system(1)", "__import__(os)", "cosine(1, 2)(3)", ""])
def test_what_is_no_name_with_arguments_is_refused(text: str) -> None:
    with pytest.raises(LessonError, match=r"a\.md, line 7: "):
        quantity(text, HERE)


# As people read them

WRITTEN = {
    0.0: "0",
    -3.0: "−3",
    1234567.0: "1,234,567",
    0.73412: "0.7341",
    -0.5: "−0.5",
    54410.3: "54,410",
    2.2e-16: "2.2 · 10⁻¹⁶",
    1e-4: "1.0 · 10⁻⁴",
    3e12: "3.0 · 10¹²",
    math.inf: "∞",
    math.nan: "no number",
}


@pytest.mark.parametrize("number", WRITTEN)
def test_a_number_is_written_for_people(number: float) -> None:
    assert written(number) == WRITTEN[number]


def test_places_after_the_point_can_be_asked_for() -> None:
    figure, state = shown(SINUSOIDAL)
    assert template("{norm(3):2} and {columns():0}.", HERE).filled(figure, state) == "2.00 and 8."
    assert written(-0.0001, 2) == "0.00"


def test_a_share_can_be_said_in_percent() -> None:
    said = template("{scalar(order_blind):1%}, {scalar(order_blind): 0 % }", HERE)
    assert said.filled(*shown("training --step 0")) == "26.7\u00a0%, 27\u00a0%"


# Claims


@pytest.mark.parametrize("text", ["norm(3) < 3", "norm(3) > -1e3", "norm(3) <= 4", "norm(3) ≥ 1.5", "2 = 2"])
def test_a_claim_that_holds_says_nothing(text: str) -> None:
    assert claim(text, HERE).failure(*shown(SINUSOIDAL)) == ""


@pytest.mark.parametrize("text", ["norm(3) > 3", "norm(3) = 1", "norm(3) = 1 within 0.5", "columns() <= 7"])
def test_a_claim_that_does_not_hold_is_said(text: str) -> None:
    assert claim(text, HERE).failure(*shown(SINUSOIDAL)).startswith(f"a.md, line 7: {text} does not hold: ")


def test_equal_means_as_near_as_is_said() -> None:
    figure, state = shown(SINUSOIDAL)
    assert claim("norm(3) = 2.1 within 0.2", HERE).failure(figure, state) == ""
    assert claim("cosine(3, 5) = cosine(7, 9) within 1e-12", HERE).failure(figure, state) == ""
