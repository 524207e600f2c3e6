"""Names of lines over their plot: from edge to edge, all in one size, shorter where there is little room."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pe_desktop.export.drawing import draw
from pe_desktop.export.fonts import text_width
from pe_desktop.export.medium import CAP, Medium
from pe_desktop.export.primitives import Words
from pe_desktop.figure.figure import BLANK, Panel
from pe_desktop.figure.layout import Placed, Rect
from pe_desktop.figure.marks import HEAD, Legend
from pe_desktop.figure.style import LIGHT, SCREEN

MEDIUM = Medium(LIGHT, SCREEN, 1.0, text_width)
COLOURS = ("ink", "accent", "query")


def drawn(names: tuple[str, ...], width: float, short: tuple[str, ...] = ()) -> list[Words]:
    placed = Placed(Panel("p", BLANK, BLANK, (), head=HEAD), Rect(40.0, 60.0, width, 100.0), BLANK, BLANK, (), ())
    found = draw(Legend(tuple(zip(names, COLOURS, strict=False)), short), placed, MEDIUM).items
    assert all(isinstance(words, Words) for words in found)
    return [words for words in found if isinstance(words, Words)]


def ends(words: Words) -> tuple[float, float]:
    return words.x, words.x + text_width(words.text, words.size, words.strong)


@pytest.mark.parametrize(
    "names", [("one",), ("one", "another"), ("interleaved", "with P", "without P differs by 17.81")]
)
def test_names_reach_from_one_edge_of_the_plot_to_the_other_and_keep_apart(names):
    for width in (420.0, 300.0, 220.0):
        found = drawn(names, width)
        assert [words.text for words in found] == list(names)
        assert len({words.size for words in found}) == 1
        assert found[0].x == 40.0
        if len(names) > 1:
            assert ends(found[-1])[1] == pytest.approx(40.0 + width)
        for before, after in pairwise(found):
            assert ends(before)[1] < after.x


def test_one_in_the_middle_stands_in_the_middle_where_the_others_let_it():
    first, middle, last = drawn(("a", "bb", "c"), 300.0)
    assert sum(ends(middle)) / 2 == pytest.approx(40.0 + 150.0)
    assert ends(first)[1] < middle.x < ends(middle)[1] < last.x


def test_they_are_set_smaller_then_shorter_then_left_out():
    long, short = ("interleaved", "with P differs by 0", "without P differs by 17.81"), ("own", "with P", "without P")
    wide, less, little = (drawn(long, width, short) for width in (420.0, 290.0, 180.0))
    assert [words.text for words in wide] == [words.text for words in less] == list(long)
    assert less[0].size < wide[0].size == SCREEN.small
    assert [words.text for words in little] == list(short)
    assert not drawn(long, 60.0, short)
    assert not drawn(long, 180.0)


def test_they_stand_above_the_plot_inside_its_head():
    for words in drawn(("a", "b"), 200.0):
        assert 60.0 - 1.35 * SCREEN.small * HEAD < words.y - CAP * words.size
        assert words.y < 60.0
