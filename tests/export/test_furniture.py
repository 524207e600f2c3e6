"""Grid, ticks, names of axes, and the names of lines at their ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.curve import Column
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.export.fonts import text_width
from pe_desktop.export.furniture import axes, grid, line_labels
from pe_desktop.export.medium import CAP, SHRUNK, Medium
from pe_desktop.export.primitives import Polyline, Words
from pe_desktop.figure.figure import BLANK, Axis, Panel
from pe_desktop.figure.layout import Placed, Rect, Tick
from pe_desktop.figure.marks import Image, Line
from pe_desktop.figure.style import LIGHT, SLIDE

from .boxes import box

RECT = Rect(100.0, 50.0, 300.0, 200.0)
MEDIUM = Medium(LIGHT, SLIDE, 1.0, text_width)
TICKS = (Tick(0.0, "0"), Tick(50.0, "50"), Tick(100.0, "100"))
TABLE = ArrayTable(FrozenArray(np.eye(2)), 2)


def placed(x=None, y=None, marks=(), rect=RECT, title=""):
    x, y = x or Axis(0, 100), y or Axis(0, 100)
    panel = Panel("p", x, y, tuple(marks), title=title)
    return Placed(panel, rect, x, y, TICKS if x.ticks else (), TICKS if y.ticks else ())


def texts(items):
    return {item.text: item for item in items if isinstance(item, Words)}


def level(*heights):
    """Lines that end at these values, at position 100."""
    return [
        Line(Column(ArrayTable(FrozenArray(np.full((101, 1), float(h))), 101), 0), "pair:0.5", label=f"line {i}")
        for i, h in enumerate(heights)
    ]


def test_a_grid_has_a_hairline_at_every_tick_of_the_values():
    found = grid(placed(), MEDIUM)
    assert all(isinstance(item, Polyline) and item.ink[:3] == LIGHT.rgb("hairline") for item in found)
    assert [item.points.tolist() for item in found] == [[[100, y], [400, y]] for y in (250.0, 150.0, 50.0)]


@pytest.mark.parametrize(
    "panel", [placed(marks=[Image(TABLE, "grey", (0, 1))]), placed(y=replace(BLANK)), placed(y=Axis(0, 1, ticks=False))]
)
def test_an_image_has_no_grid_nor_has_what_has_no_ticks(panel):
    assert grid(panel, MEDIUM) == ()


def test_numbers_stand_centred_under_their_ticks():
    found = texts(axes(placed(y=Axis(0, 100, ticks=False)), MEDIUM))
    assert [(found[t].x, found[t].anchor) for t in ("0", "50", "100")] == [
        (100, "middle"),
        (250, "middle"),
        (400, "middle"),
    ]
    assert all(box(found[t]).top > RECT.bottom for t in ("0", "50", "100"))


@pytest.mark.parametrize(("side", "anchor"), [("near", "end"), ("far", "start")])
def test_numbers_stand_beside_the_axis_at_the_height_of_their_ticks(side, anchor):
    found = texts(axes(placed(x=BLANK, y=Axis(0, 100, side=side)), MEDIUM))
    for tick in TICKS:
        words = found[tick.label]
        assert words.anchor == anchor
        assert words.y - CAP / 2 * 16 == pytest.approx(RECT.bottom - tick.value * 2)
        assert (words.x < RECT.x) == (side == "near")
        assert (words.x > RECT.right) == (side == "far")


def test_names_of_axes_stand_in_the_middle_beyond_the_numbers():
    found = texts(axes(placed(Axis(0, 100, label="position"), Axis(0, 100, label="value")), MEDIUM))
    assert (found["position"].x, found["position"].anchor) == (250, "middle")
    assert box(found["position"]).top > box(found["50"]).bottom
    assert (found["value"].y, found["value"].upwards) == (150, True)
    assert box(found["value"]).right < 400 - 300 - text_width("100", 16)


def test_the_name_of_a_far_axis_stands_beyond_its_numbers_too():
    found = texts(axes(placed(x=BLANK, y=Axis(0, 100, label="value", side="far")), MEDIUM))
    assert box(found["value"]).left > box(found["100"]).right


@pytest.mark.parametrize(
    ("length", "shown"),
    [(300.0, "a rather long name"), (110.0, "a rather long name"), (70.0, "a rather lo…"), (20.0, None)],
)
def test_a_name_longer_than_its_axis_is_set_smaller_then_cut_or_left_out(length, shown):
    name = "a rather long name"
    across = axes(placed(x=Axis(0, 1, label=name), rect=replace(RECT, width=length)), MEDIUM)
    up = axes(placed(y=Axis(0, 1, label=name), rect=replace(RECT, height=length)), MEDIUM)
    for found in (across, up):
        names = [words for words in found if words.text.startswith("a")]
        assert len(names) == (shown is not None)
        for words in names:
            assert text_width(words.text, words.size) <= length + 1e-6
            assert SHRUNK * 16 - 1e-9 <= words.size <= 16
            assert words.text == shown or (words.text.endswith("…") and shown.endswith("…"))


def test_a_title_stands_over_the_left_corner_and_is_set_smaller_and_then_cut_to_the_plot():
    whole, smaller, cut = (
        texts(axes(placed(title="A   Sinusoidal", rect=replace(RECT, width=w)), MEDIUM)) for w in (300.0, 100.0, 60.0)
    )
    words = whole["A   Sinusoidal"]
    assert (words.x, words.strong) == (100, True)
    assert box(words).bottom < RECT.y
    less = smaller["A   Sinusoidal"]
    assert less.size < words.size
    assert text_width(less.text, less.size, True) <= 100 + 1e-6
    (short,) = [text for text in cut if text.startswith("A ")]
    assert short.endswith("…")
    assert text_width(short, cut[short].size, True) <= 60


def test_what_has_no_title_has_no_words_over_it():
    assert all(box(item).top >= RECT.y - 16 for item in axes(placed(), MEDIUM))


def test_a_line_is_named_at_its_end_in_a_readable_shade_of_its_colour():
    (item,) = line_labels(placed(marks=level(25)), MEDIUM)
    assert item.x > RECT.right
    assert item.y - CAP / 2 * 16 == pytest.approx(200)
    assert item.ink[:3] == LIGHT.legible("pair:0.5")


def test_a_line_that_ends_out_of_sight_is_named_at_the_edge():
    high, low = line_labels(placed(marks=level(1000, -1000)), MEDIUM)
    assert (high.y - CAP / 2 * 16, low.y - CAP / 2 * 16) == pytest.approx((50, 250))


@given(st.lists(st.integers(-20, 120), min_size=1, max_size=40), st.floats(100, 600))
def test_names_of_lines_stand_apart_in_the_order_of_their_ends_inside_the_plot(heights, height):
    rect = replace(RECT, height=height)
    panel = placed(marks=level(*heights), rect=rect)
    items = line_labels(panel, MEDIUM)
    assert len(items) == min(len(heights), 1 + int(height / (1.18 * 16)))
    order = sorted(items, key=lambda item: item.y)
    assert all(b.y - a.y >= 1.18 * 16 - 1e-6 for a, b in pairwise(order))
    middles = [item.y - CAP / 2 * 16 for item in order]
    assert middles[0] >= rect.y - 1e-6
    assert middles[-1] <= rect.bottom + 1e-6
    ends = [-min(max(heights[int(item.text[5:])], 0), 100) for item in order]
    assert ends == sorted(ends)


def test_names_beside_a_low_plot_do_not_stick_out():
    rect = replace(RECT, height=40.0)
    items = line_labels(placed(marks=level(0, 100), rect=rect), MEDIUM)
    assert len(items) == 2
    for words in items:
        assert rect.y - 0.01 <= words.y - CAP * words.size
        assert words.y <= rect.bottom + 0.01


@given(st.lists(st.integers(0, 9).map(lambda n: 10.0 * n), min_size=1, max_size=8, unique=True))
def test_names_that_have_room_stand_exactly_at_their_ends(heights):
    rect = replace(RECT, height=400.0)
    items = line_labels(placed(marks=level(*heights), rect=rect), MEDIUM)
    assert [item.y - CAP / 2 * 16 for item in items] == pytest.approx([450 - 4 * h for h in heights])


def test_of_too_many_lines_the_first_and_the_last_are_named():
    items = line_labels(placed(marks=level(*range(64))), MEDIUM)
    assert {"line 0", "line 63"} <= set(texts(items))
    assert len(items) == 11


def test_lines_without_names_have_none():
    assert line_labels(placed(marks=[replace(line, label="") for line in level(3, 5)]), MEDIUM) == ()
