"""Texts and numbers as Python writes them."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.code import SYNTHETIC, assigned, lines, numbers_block, quoted
from pe_desktop.engine.synthetic import normals, uniforms


@given(st.text(max_size=40))
def test_a_quoted_text_is_read_back(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
    assert "\n" not in quoted(text)


@pytest.mark.parametrize(
    ("text", "literal"), [("a", '"a"'), ('a "b"', "'a \"b\"'"), ("it's", '"it\'s"'), ("\\", '"\\\\"')]
)
def test_quotes_are_chosen_as_by_a_formatter(text: str, literal: str) -> None:
    assert quoted(text) == literal


@given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=200))
def test_a_block_of_numbers_has_short_lines_and_every_digit(values: list[float]) -> None:
    source = numbers_block("slowed", tuple(values))
    names = {"np": np}
    exec(source, names)
    assert np.array_equal(names["slowed"], values)
    assert max(map(len, source.splitlines())) <= 88


def test_assignments_and_lines_stand_below_one_another() -> None:
    assert assigned(length=3, base=1e4) == "length = 3\nbase = 10000.0\n"
    assert lines("a = 1", "", "b = 2\nc = 3\n", assigned(d=4)) == "a = 1\nb = 2\nc = 3\nd = 4\n"


@pytest.mark.parametrize("stream", ["t5", "q127", "kerple", "output"])
def test_the_written_generator_draws_the_program_s_numbers(stream: str) -> None:
    names = {"np": np}
    exec(SYNTHETIC, names)
    rows = [0, 1, 500]
    assert np.array_equal(names["uniforms"](7, stream, rows, 5), uniforms(7, stream, rows, 5))  # type: ignore[operator]
    assert np.array_equal(names["normals"](7, stream, rows, 5), normals(7, stream, rows, 5))  # type: ignore[operator]
