"""How what is typed fits a name."""

from __future__ import annotations

import pytest

from pe_desktop.gui.finding.matching import INSIDE, LETTERS, PREFIX, WORDS, rank, rank_words


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("", "Anything", PREFIX),
        ("copy", "Copy figure", PREFIX),
        ("COPY F", "Copy figure", PREFIX),
        ("fig", "Copy figure", WORDS),
        ("fig cop", "Copy figure", WORDS),
        ("cf", "Copy figure", WORDS),
        ("d model", "d_model", PREFIX),
        ("D-MODEL", "d_model", PREFIX),
        ("model", "d_model", WORDS),
        ("llama 3", "Llama 3.1 8B", PREFIX),
        ("8b lla", "Llama 3.1 8B", WORDS),
        ("gure", "Copy figure", INSIDE),
        ("cpfg", "Copy figure", LETTERS),
        ("cpx", "Copy figure", None),
        ("fc", "Copy figure", None),
        ("figure copper", "Copy figure", None),
        ("été", "Été", PREFIX),
        ("???", "Copy figure", PREFIX),
    ],
)
def test_a_start_comes_before_words_before_letters(typed: str, name: str, expected: int | None) -> None:
    assert rank(typed, name) == expected


def test_letters_far_apart_do_not_make_a_name() -> None:
    assert rank("undo", "Kazemnejad figure 2: the encoding of 50 positions") is None


@pytest.mark.parametrize(("typed", "expected"), [("su 2021", WORDS), ("formula", None), ("deca", WORDS), ("eca", None)])
def test_other_words_are_found_by_their_starts_alone(typed: str, expected: int | None) -> None:
    assert rank_words(typed, "Su et al. 2021: long-term decay") == expected
