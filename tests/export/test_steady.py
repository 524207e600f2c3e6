"""What rests in a film."""

from __future__ import annotations

import pytest

from pe_desktop.export.films.steady import Steady, said_over, widened
from pe_desktop.figure.figure import Axis, Figure, Panel, share
from pe_desktop.figure.pictures import PICTURES

from .states import served


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        (Axis(0, 4), Axis(0, 9), (0, 9)),
        (Axis(-3, 4), Axis(0, 9), (-3, 9)),
        (Axis(9, 0), Axis(4, 0), (9, 0)),
        (Axis(4, -2), Axis(9, 0), (9, -2)),
        (Axis(0, 4, log=True), Axis(0, 1), (0, 1)),
        (Axis(4, 0), Axis(0, 1), (0, 1)),
    ],
)
def test_an_axis_reaches_as_far_as_both(one: Axis, other: Axis, ends: tuple[float, float]) -> None:
    found = widened(one, other)
    assert (found.first, found.last) == ends


def test_ticks_are_those_of_the_wider_axis() -> None:
    wide, narrow = Axis(0, 64, binary=True, whole=True), Axis(0, 9, whole=True)
    assert widened(wide, narrow) == widened(narrow, wide) == wide


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("A · base\u00a0100 · x", "A · base\u00a09,000 · x", "A · base\u00a0100\u00a0…\u00a09,000 · x"),
        ("A: r | B: base\u00a01", "A: r | B: base\u00a02", "A: r | B: base\u00a01\u00a0…\u00a02"),
        ("one · two", "one · three", "one · two\u00a0…\u00a0three"),
        ("one", "one · two", "one"),
        ("", "", ""),
    ],
)
def test_captions_say_what_differs_from_one_to_the_other(one: str, other: str, said: str) -> None:
    assert said_over(one, other) == said


@pytest.mark.parametrize("id", PICTURES)
def test_a_figure_that_stays_as_it_is_is_what_it_was(id: str) -> None:
    shown = served(id)
    figure = PICTURES[id].build(shown.document, shown.view)
    assert Steady([figure, figure])(figure) == figure


def test_a_frame_that_reaches_farther_than_was_seen_is_not_cut() -> None:
    def of(last: float) -> Figure:
        return Figure("f", "", "", (Panel("p", Axis(0, last), Axis(0, 1), ()),), (share(),), (share(),))

    assert Steady([of(3), of(5)])(of(7)).panels[0].x.last == 7
