"""Names at the whole places of an axis."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.export.fonts import text_width
from pe_desktop.export.furniture import axes, grid
from pe_desktop.export.medium import Medium
from pe_desktop.figure.figure import Axis, Figure, Panel, share
from pe_desktop.figure.layout import Rect, layout
from pe_desktop.figure.style import LIGHT, SLIDE

from .boxes import faults

WORDS = ("The", "cat", "chased", "the", "mouse")
MEDIUM = Medium(LIGHT, SLIDE, 1.0, text_width)


def named(names, width=900.0, height=400.0):
    x, y = Axis(-0.5, len(names) - 0.5, names=names, label="key"), Axis(len(names) - 0.5, -0.5, names=names)
    figure = Figure("f", "", "", (Panel("p", x, y, ()),), (share(),), (share(),))
    return layout(figure, Rect(0, 0, width, height), SLIDE, text_width)[0]


@pytest.mark.parametrize(("width", "upright"), [(900.0, False), (300.0, True)])
def test_names_lie_where_they_fit_and_else_stand_upright_and_all_are_shown(width, upright):
    place = named(WORDS, width)
    assert [tick.label for tick in place.x_ticks] == list(WORDS)
    assert {tick.upright for tick in place.x_ticks} == {upright}
    assert [tick.value for tick in place.y_ticks] == [0, 1, 2, 3, 4]


def test_upright_names_have_the_room_that_they_need():
    low, high = named(WORDS, 900.0), named(WORDS, 300.0)
    assert low.rect.height - high.rect.height >= text_width("chased", SLIDE.small) - SLIDE.small


def test_a_name_of_any_length_leaves_room_for_the_plot():
    place = named(("a" * 400, "b"), 300.0)
    assert place.rect.width > 100
    assert all(tick.label.endswith("…") == (tick.value == 0) for tick in place.x_ticks)


def test_only_names_in_sight_are_shown():
    figure = Figure("f", "", "", (Panel("p", Axis(0.6, 3.4, names=WORDS), Axis(0, 1), ()),), (share(),), (share(),))
    place = layout(figure, Rect(0, 0, 600, 300), SLIDE, text_width)[0]
    assert [tick.label for tick in place.x_ticks] == ["cat", "chased", "the"]


def test_names_have_no_grid():
    assert grid(named(WORDS), MEDIUM) == ()


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=30), min_size=1, max_size=32), st.floats(150, 1600))
def test_no_name_covers_another_or_leaves_the_page(names, width):
    place = named(tuple(names), width)
    assert faults(axes(place, MEDIUM), Rect(0, 0, width, 400)) == []
    assert all(a.value < b.value for a, b in pairwise(place.x_ticks))
