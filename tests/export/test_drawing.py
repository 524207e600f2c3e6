"""From marks to primitives: what a pixel shows is true, and no crest is cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.curve import Column, Curve
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.field import Field
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.sinusoids import paired
from pe_desktop.export.drawing import draw
from pe_desktop.export.fonts import text_width
from pe_desktop.export.medium import CAP, Medium, coarser
from pe_desktop.export.primitives import Cells, Clip, Disc, Polygon, Polyline, Words
from pe_desktop.figure.figure import BLANK, Axis, Panel
from pe_desktop.figure.layout import Placed, Rect
from pe_desktop.figure.marks import (
    Arc,
    Arrow,
    Band,
    Box,
    Cell,
    Dots,
    Facts,
    Image,
    Legend,
    Line,
    Mark,
    Path,
    Prose,
    Rule,
    Text,
)
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import LIGHT, SCREEN, SLIDE, THEMES

from ..figure.documents import LARGE, SMALL, served
from .boxes import faults

RECT = Rect(40.0, 30.0, 301.0, 203.0)
WIDE = Rect(0.0, 0.0, 700.0, 300.0)


def medium(density=1.0, type=SCREEN):
    return Medium(LIGHT, type, density, text_width)


def place(x, y, rect=RECT, foot=0.0):
    return Placed(Panel("p", x, y, ()), rect, x, y, (), (), foot)


def only(mark, placed, medium=medium()):  # noqa: B008 - frozen
    """The primitives of a mark, out of their clip."""
    items = draw(mark, placed, medium).items
    return items[0].items if items and isinstance(items[0], Clip) else items


def cells(mark, placed, density=1.0):
    (found,) = only(mark, placed, medium(density))
    assert isinstance(found, Cells)
    return found


def edges(first, last, blocks, step=1):
    """Of blocks as even as they can be, of whole pairs with step 2."""
    if last - first <= blocks:
        return list(range(first, last + 1))
    start, stop = -(-first // step), last // step
    count = max(1, min(blocks, stop - start))
    inner = [step * (start + i * (stop - start) // count) for i in range(count + 1)]
    return sorted({first, *inner, last})


def block_means(table, rows, columns):
    return np.array([[table[a:b, c:d].mean() for c, d in pairwise(columns)] for a, b in pairwise(rows)])


def visible(low, high, count):
    return max(0, int(np.floor(low + 0.5 + 1e-9))), min(count, int(np.ceil(high + 0.5 - 1e-9)))


def assert_true_means(mark, placed, density):
    """Every pixel block has the colour of the mean of the cells that it covers."""
    shown, table = cells(mark, placed, density), mark.field.full()
    first, last = visible(placed.y.low, placed.y.high, table.shape[0])
    left, right = visible(placed.x.low, placed.x.high, table.shape[1])
    high = abs(placed.to_y(last - 0.5) - placed.to_y(first - 0.5)) * density
    wide = abs(placed.to_x(right - 0.5) - placed.to_x(left - 0.5)) * density
    square = (first, last) == (left, right) and abs(wide - high) < 1
    rows = edges(first, last, max(1, round(high)))
    columns = rows if square else edges(left, right, max(1, round(wide)), step=2)
    low, top = mark.levels
    wanted = np.clip((block_means(table, rows, columns) - low) / (top - low) * 255, 0, 255)
    upright = placed.y.first > placed.y.last
    wanted = wanted if upright else wanted[::-1]
    assert shown.index.shape == wanted.shape
    assert np.abs(shown.index - wanted).max() <= 0.5 + 1e-3
    assert shown.rect.width * density == pytest.approx(wide)
    assert shown.rect.height * density == pytest.approx(high)


WHOLE = [name for name in served("heatmap", SMALL) if SMALL[name].encoding.id != "xpos"]
"""Of which no cell is masked."""


def picture_mark(picture, name):
    figure = PICTURES[picture].build(SMALL[name], View(position=3, key=2, dimension=1))
    panel = figure.panel(picture)
    return next(mark for mark in panel.marks if isinstance(mark, Image)), panel


@pytest.mark.parametrize("density", [0.05, 0.37, 1.0, 3.0])
@pytest.mark.parametrize("picture", ["heatmap", "similarity"])
@pytest.mark.parametrize("name", WHOLE)
def test_pixels_are_means_of_the_whole_table_in_256_steps(picture, name, density):
    mark, panel = picture_mark(picture, name)
    assert_true_means(mark, place(panel.x, panel.y), density)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_pixels_of_a_part_are_means_of_that_part(data):
    mark, panel = picture_mark(
        *data.draw(st.tuples(st.sampled_from(["heatmap", "similarity"]), st.sampled_from(WHOLE)))
    )
    ends = []
    for axis in (panel.x, panel.y):
        low = data.draw(st.floats(axis.low, axis.high - 0.2))
        high = data.draw(st.floats(low + 0.1, axis.high))
        ends.append(
            replace(axis, first=high, last=low) if axis.first > axis.last else replace(axis, first=low, last=high)
        )
    rect = Rect(0, 0, data.draw(st.floats(1, 400)), data.draw(st.floats(1, 400)))
    assert_true_means(mark, place(*ends, rect), data.draw(st.sampled_from([0.1, 1.0, 2.5])))


def numbered(rows, columns):
    return ArrayTable(FrozenArray(np.arange(float(rows * columns)).reshape(rows, columns)), rows)


@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("leftwards", [True, False])
def test_an_image_lies_as_its_axes_run(down, leftwards):
    x = Axis(1.5, -0.5) if leftwards else Axis(-0.5, 1.5)
    y = Axis(2.5, -0.5) if down else Axis(-0.5, 2.5)
    shown = cells(Image(numbered(3, 2), "grey", (0, 5)), place(x, y)).index // 51
    wanted = np.arange(6).reshape(3, 2)[:: 1 if down else -1, :: -1 if leftwards else 1]
    assert shown.tolist() == wanted.tolist()


def test_a_colour_bar_rises():
    ramp = Image(ArrayTable(FrozenArray(np.linspace(-1, 1, 256)[:, None]), 256), "grey", (-1, 1), (0, -1, 1, 1))
    shown = cells(ramp, place(BLANK, Axis(-1, 1)))
    assert shown.index[:, 0].tolist() == sorted(shown.index[:, 0].tolist(), reverse=True)
    assert shown.index[[0, -1], 0].tolist() == pytest.approx([255, 0], abs=1)
    assert (shown.rect.x, shown.rect.y) == (RECT.x, RECT.y)
    assert (shown.rect.width, shown.rect.height) == pytest.approx((RECT.width, RECT.height))


def test_values_beyond_the_levels_have_the_last_colours():
    shown = cells(Image(numbered(1, 6), "grey", (1, 4)), place(Axis(-0.5, 5.5), Axis(0.5, -0.5)))
    assert shown.index.tolist() == [[0, 0, 85, 170, 255, 255]]


@pytest.mark.parametrize("width", [200, 290, 301, 599])
def test_no_stripes_appear_where_sines_and_cosines_share_pixels(width):
    """Slow pairs are all sin 0 and cos 1: every block of them has the mean of a pair."""
    table = paired(8, np.full(300, 1e-9), interleaved=True)
    shown = cells(Image(table, "grey", (-1, 1)), place(Axis(-0.5, 599.5), Axis(7.5, -0.5), Rect(0, 0, width, 50)))
    assert shown.index.shape[1] in (width, 300)
    assert np.ptp(shown.index) <= 1


@dataclass(frozen=True)
class Estimated(Field):
    """A field whose means are estimates."""

    shape = (100, 100)
    bounds = (0.0, 1.0)
    exact = False

    def at(self, rows, columns):
        return np.zeros((len(rows), len(columns)))

    def mean(self, row_edges, column_edges):
        return np.zeros((len(row_edges) - 1, len(column_edges) - 1), dtype=np.float32)


@pytest.mark.parametrize(("density", "exact"), [(1.0, True), (0.1, False)])
def test_an_image_is_exact_where_each_cell_has_its_pixel_or_the_field_says_so(density, exact):
    axes = place(Axis(-0.5, 99.5), Axis(99.5, -0.5))
    assert draw(Image(Estimated(), "grey", (0, 1)), axes, medium(density)).exact == exact
    assert draw(Image(numbered(100, 100), "grey", (0, 9)), axes, medium(density)).exact


@pytest.mark.parametrize(("x", "y"), [((10, 20), (-0.5, 2.5)), ((-9, -2), (-0.5, 2.5)), ((0, 1), (3, 4))])
def test_an_image_out_of_sight_is_not_drawn(x, y):
    assert draw(Image(numbered(3, 2), "grey", (0, 5)), place(Axis(*x), Axis(*y)), medium()).items == ()


def test_an_image_is_clipped_to_its_plot():
    (clip,) = draw(Image(numbered(3, 2), "grey", (0, 5)), place(Axis(0, 1), Axis(1, 0)), medium()).items
    assert clip.rect == RECT


@pytest.mark.parametrize("name", served("heatmap", LARGE))
def test_the_largest_tables_are_drawn_as_small_images(name):
    for picture in ("heatmap", "similarity"):
        panel = PICTURES[picture].build(LARGE[name], View()).panel(picture)
        mark = next(m for m in panel.marks if isinstance(m, Image))
        assert cells(mark, place(panel.x, panel.y), 0.3).index.size <= 91 * 62


# Lines


def sine(wavelength, length=1000, cosine=False):
    table = paired(length, [2 * np.pi / wavelength], interleaved=True)
    return Column(table, int(cosine))


def values(points, placed):
    """Points of the page as (x, value)."""
    return np.array([(placed.from_x(x), placed.from_y(y)) for x, y in points])


def is_strip(item):
    """Whether the points go up and down."""
    return item.points[0, 0] == item.points[1, 0]


def axes(low, high, rect=WIDE, top=1.1):
    return place(Axis(low, high), Axis(-top, top), rect)


@pytest.mark.parametrize("density", [0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("pixels", [3.0, 3.4, 3.6, 8.0, 100.0])
def test_a_wave_is_a_line_while_it_is_wider_than_three_and_a_half_pixels(pixels, density):
    placed = axes(0, 500)
    curve = sine(pixels * 500 / (700 * density))
    (item,) = only(Line(curve, "accent"), placed, medium(density))
    assert is_strip(item) == (pixels < 3.5)


@settings(max_examples=150, deadline=None)
@given(st.floats(4.5, 5000), st.floats(0, 400), st.floats(20, 600), st.booleans(), st.sampled_from([0.7, 1.0, 2.0]))
def test_no_crest_of_a_line_is_cut(wavelength, low, span, cosine, density):
    placed = axes(low, low + span)
    curve = sine(wavelength, cosine=cosine)
    if wavelength * 700 * density < 3.6 * span:
        return
    (item,) = only(Line(curve, "accent"), placed, medium(density))
    found = values(item.points, placed)
    quarter = wavelength / 4
    crests = np.arange(np.ceil(low / quarter), np.floor((low + span) / quarter) + 1) * quarter
    heights = curve.at(crests)
    if (heights > 0.99999).any():
        assert found[:, 1].max() >= 0.999
    if (heights < -0.99999).any():
        assert found[:, 1].min() <= -0.999
    assert found[:, 1] == pytest.approx(curve.at(found[:, 0]), abs=1e-5)


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 300), st.floats(0.5, 600), st.floats(5, 1e6))
def test_a_line_reaches_from_edge_to_edge(low, span, wavelength):
    placed = axes(low, low + span)
    (item,) = only(Line(sine(wavelength), "accent"), placed)
    if not is_strip(item):
        assert item.points[0, 0] == pytest.approx(0)
        assert item.points[-1, 0] == pytest.approx(700)
        assert (np.diff(item.points[:, 0]) > 0).all()


def test_a_line_has_no_more_points_than_it_needs():
    for wavelength, most in ((1e6, 180), (500, 180), (50, 400), (10, 1500), (3, 2100)):
        (item,) = only(Line(sine(wavelength), "accent"), axes(0, 500))
        assert len(item.points) <= most


@pytest.mark.parametrize("density", [1.0, 2.0])
@pytest.mark.parametrize("wavelength", [0.3, 1.0, 2.2])
def test_a_strip_holds_the_curve(wavelength, density):
    placed, curve = axes(0, 900), sine(wavelength)
    (item,) = only(Line(curve, "accent"), placed, medium(density))
    assert is_strip(item)
    strip = values(item.points, placed).reshape(-1, 2, 2)
    x = np.linspace(0, 900, 40001)
    column = np.minimum((x / 900 * len(strip)).astype(int), len(strip) - 1)
    found = curve.at(x)
    assert (found >= strip[column, :, 1].min(axis=1) - 1e-9).all()
    assert (found <= strip[column, :, 1].max(axis=1) + 1e-9).all()
    assert np.diff(strip[:, :, 1], axis=1).max() < 2 + 2 * 1.5 * 2.2 / 300  # and is no wider than curve and pen


@pytest.mark.parametrize("name", ["learned", "bits"])
def test_a_strip_of_integers_holds_every_value(name):
    table = ENCODINGS["learned"]().numbers(512) if name == "learned" else ENCODINGS["binary"]().numbers(4096)
    curve = Column(table, 5)
    last = curve.domain[1]
    placed = axes(0, last, Rect(0, 0, 100, 300))
    (item,) = only(Line(curve, "accent"), placed)
    strip = values(item.points, placed).reshape(-1, 2, 2)
    x = np.arange(last)
    column = np.minimum((x / last * 100).astype(int), 99)
    assert (curve.at(x) >= strip[column, :, 1].min(axis=1)).all()
    assert (curve.at(x) <= strip[column, :, 1].max(axis=1)).all()


def test_a_thin_strip_is_as_strong_as_a_line_and_a_broad_one_paler():
    thin, broad = (only(Line(sine(1.0), "accent"), axes(0, 900, top=top))[0].ink for top in (100, 1.0))
    line = only(Line(sine(100), "accent"), axes(0, 900))[0].ink
    assert np.abs(np.subtract(thin, line)).max() < 5
    assert sum(broad[:3]) > sum(line[:3]) + 100
    assert thin[3] == broad[3] == 1.0  # opaque: it crosses itself


def test_integers_are_joined_by_straight_lines():
    curve = Column(numbered(6, 1), 0)
    (item,) = only(Line(curve, "accent"), place(Axis(0, 5), Axis(0, 5)))
    assert values(item.points, place(Axis(0, 5), Axis(0, 5))) == pytest.approx(np.stack([np.arange(6)] * 2, axis=1))


@pytest.mark.parametrize(("low", "high"), [(2.2, 2.8), (2.0, 2.5), (0, 0.4), (4.6, 5)])
def test_between_two_integers_their_line_goes_on(low, high):
    placed = place(Axis(low, high), Axis(0, 5))
    (item,) = only(Line(Column(numbered(6, 1), 0), "accent"), placed)
    assert item.points[0, 0] <= RECT.x + 1e-9
    assert item.points[-1, 0] >= RECT.right - 1e-9


@pytest.mark.parametrize("curve", [sine(5, length=1), Column(numbered(1, 1), 0)])
def test_a_curve_of_one_position_is_a_dot(curve):
    (item,) = only(Line(curve, "accent"), axes(-0.5, 0.5))
    assert isinstance(item, Disc)
    assert item.x == 350


def test_a_stepped_line_keeps_each_value_until_halfway_to_the_next():
    curve = Column(ArrayTable(FrozenArray(np.array([0, 1, 1, 0.0])[:, None]), 4), 0)
    placed = place(Axis(0, 3), Axis(0, 1))
    (item,) = only(Line(curve, "accent", stepped=True), placed)
    wanted = [(0, 0), (0.5, 0), (0.5, 1), (2.5, 1), (2.5, 0), (3, 0)]
    assert values(item.points, placed) == pytest.approx(np.array(wanted))


@pytest.mark.parametrize("span", [(-5, -1), (1000, 1200)])
def test_a_line_out_of_its_domain_is_not_drawn(span):
    assert draw(Line(sine(50), "accent"), axes(*span), medium()).items == ()


def test_a_line_keeps_its_width_at_the_edge_of_the_plot_and_no_more():
    (clip,) = draw(Line(sine(50), "accent", width=2.0), axes(0, 100), medium(type=SLIDE)).items
    half = 2.0 * SLIDE.weight / 2
    assert clip.rect == Rect(-half, -half, 700 + 2 * half, 300 + 2 * half)


@pytest.mark.parametrize(("dashed", "dash"), [(True, (4.0, 2.5)), (False, None)])
def test_lines_are_dashed_when_asked_and_as_wide_as_the_type_is_large(dashed, dash):
    (item,) = only(Line(sine(50), "accent", width=2.0, dashed=dashed), axes(0, 100), medium(type=SLIDE))
    assert item.dash == dash
    assert item.width == 2.0 * SLIDE.weight


def test_a_paler_line_is_opaque_and_mixed_with_the_card():
    (item,) = only(Line(sine(50), "ink", opacity=0.5), axes(0, 100))
    assert item.ink == (140, 142, 144, 1.0)


@dataclass(frozen=True)
class Sampled(Curve):
    domain = (0.0, 1000.0)
    wavelength = 1.0
    exact = False

    def at(self, x):
        return np.sin(x)


def test_a_line_is_exact_unless_its_curve_or_its_strip_is_from_samples():
    assert draw(Line(sine(50), "accent"), axes(0, 900), medium()).exact
    assert draw(Line(sine(1), "accent"), axes(0, 900), medium()).exact
    assert not draw(Line(Sampled(), "accent"), axes(0, 900), medium()).exact


# Cursors and shapes


@pytest.mark.parametrize(
    ("point", "shown"), [((0.5, 0.5), True), ((0, 1), True), ((1.01, 0.5), False), ((0.5, -0.01), False)]
)
def test_dots_are_drawn_inside_the_plot_only(point, shown):
    assert bool(draw(Dots((point,), "accent"), place(Axis(0, 1), Axis(0, 1)), medium()).items) == shown


def test_hollow_dots_are_filled_with_the_card():
    (full,) = only(Dots(((0.5, 0.5),), "accent"), place(Axis(0, 1), Axis(0, 1)))
    (hollow,) = only(Dots(((0.5, 0.5),), "accent", hollow=True), place(Axis(0, 1), Axis(0, 1)))
    assert (full.fill, full.line) == (hollow.line, None)
    assert hollow.fill == (255, 255, 255, 1.0)


@pytest.mark.parametrize(
    ("axis", "value", "ends"),
    [
        ("x", 0, [(40, 30), (40, 233)]),
        ("x", 1, [(341, 30), (341, 233)]),
        ("y", 0, [(40, 233), (341, 233)]),
        ("y", 0.5, [(40, 131.5), (341, 131.5)]),
        ("x", 1.01, None),
        ("y", -0.01, None),
    ],
)
def test_a_rule_crosses_the_whole_plot_even_at_its_edge(axis, value, ends):
    items = draw(Rule(axis, value), place(Axis(0, 1), Axis(0, 1)), medium()).items
    assert [item.points.tolist() for item in items] == ([] if ends is None else [[list(map(float, e)) for e in ends]])


def outline(mark, placed):
    (clip,) = draw(mark, placed, medium()).items
    halo, line = clip.items
    assert (halo.points == line.points).all()
    assert halo.width > line.width
    low, high = line.points.min(axis=0), line.points.max(axis=0)
    return clip.rect, (*low, *high)


def test_a_large_cell_is_outlined_along_its_edges_and_clipped_to_the_plot():
    clip, box = outline(Cell(1, 2), place(Axis(-0.5, 6.5), Axis(6.5, -0.5)))
    assert box == pytest.approx((40 + 43, 30 + 58, 40 + 86, 30 + 87))
    assert clip == RECT


def test_a_small_cell_at_the_corner_is_outlined_as_a_whole_square():
    clip, box = outline(Cell(0, 0), place(Axis(-0.5, 999.5), Axis(999.5, -0.5)))
    assert (box[2] - box[0], box[3] - box[1]) == pytest.approx((7, 7))
    assert clip.x < box[0] - 1
    assert clip.y < box[1] - 1


@pytest.mark.parametrize("where", [(-2, 5), (1002, 5), (5, -2), (5, 1002)])
def test_a_small_cell_out_of_sight_has_no_outline(where):
    assert draw(Cell(*where), place(Axis(-0.5, 999.5), Axis(999.5, -0.5)), medium()).items == ()


def test_an_arrow_ends_in_a_dot():
    line, tip = only(Arrow((0, 0), (1, 1), "query"), place(Axis(0, 1), Axis(0, 1)))
    assert line.points.tolist() == [[40, 233], [341, 30]]
    assert (tip.x, tip.y, tip.fill) == (341, 30, line.ink)


def test_a_whole_arc_is_a_circle():
    (item,) = only(Arc((0.5, 0.5), 0.25, "ink"), place(Axis(0, 1), Axis(0, 1), Rect(0, 0, 200, 200)))
    assert (item.x, item.y, item.radius, item.fill) == (100, 100, 50, None)


@pytest.mark.parametrize("span", [1.5, -1.5, 0.01, 3.1])
def test_a_part_of_an_arc_follows_the_circle_from_its_start(span):
    placed = place(Axis(-1, 1), Axis(-1, 1), Rect(0, 0, 200, 200))
    (item,) = only(Arc((0, 0), 0.8, "ink", start=0.3, span=span), placed)
    found = values(item.points, placed)
    assert np.hypot(*found.T) == pytest.approx(np.full(len(found), 0.8))
    ends = [(0.8 * np.cos(a), 0.8 * np.sin(a)) for a in (0.3, 0.3 + span)]
    assert found[[0, -1]] == pytest.approx(np.array(ends))
    steps = np.hypot(*np.diff(item.points, axis=0).T)
    assert 80 * (1 - np.cos(steps.max() / 160)) < 0.1  # points that a chord stands off the circle


# Words


def test_a_text_stands_at_its_point_and_is_lifted_by_lines():
    placed = place(Axis(0, 1), Axis(0, 1), foot=3)
    plain, lifted = (only(Text((0.5, 0.0), "pair 3", lift=lift), placed)[0] for lift in (0, 2))
    assert (plain.x, plain.y) == (RECT.x + RECT.width / 2, RECT.bottom + CAP / 2 * 11)
    assert lifted.y - plain.y == pytest.approx(2 * 1.35 * 11)


@pytest.mark.parametrize(("lift", "shown"), [(1.9, True), (2.5, True), (3.1, False)])
def test_a_text_below_the_foot_of_its_panel_is_left_out(lift, shown):
    placed = place(Axis(0, 1), Axis(0, 1), foot=2.0)
    assert bool(draw(Text((0.5, 0.0), "0.98", lift=lift), placed, medium()).items) == shown


@pytest.mark.parametrize(("room", "scale"), [(0.0, 1.0), (1.0, 1.0), (0.8, 0.8), (0.5, None)])
def test_a_text_wider_than_its_room_is_set_smaller_or_left_out(room, scale):
    words = "0.98 −0.17"
    rect = Rect(0, 0, text_width(words, 11), 100)
    items = only(Text((0.5, 0.5), words, room=room), place(Axis(0, 1), Axis(0, 1), rect))
    assert [item.size for item in items] == ([] if scale is None else [pytest.approx(11 * scale)])


def test_words_of_a_group_are_set_in_one_size():
    rect = Rect(0, 0, 0.8 * text_width("a long name", 11), 100)
    sizes = {
        only(Text((0.5, 0.5), text, room=1.0, like="a long name"), place(Axis(0, 1), Axis(0, 1), rect))[0].size
        for text in ("a", "a name", "a long name")
    }
    assert len(sizes) == 1


ROWS = tuple((f"a quantity {i}", f"{i}.00", "query") for i in range(6))


@pytest.mark.parametrize("height", [30, 60, 80, 90, 110, 200])
@pytest.mark.parametrize("width", [90, 130, 300])
def test_facts_neither_overlap_nor_leave_their_panel(width, height):
    rect = Rect(10.0, 10.0, float(width), float(height))
    items = only(Facts(ROWS), place(BLANK, BLANK, rect))
    assert faults(items, rect) == []
    assert any(item.text == "0.00" for item in items)


def test_facts_are_set_smaller_where_all_fit_so_and_else_the_first_of_them_in_full_size():
    def values(height):
        found = only(Facts(ROWS), place(BLANK, BLANK, Rect(0, 0, 300, height)))
        return [(item.text, item.size) for item in found if item.anchor == "end"]

    full = values(200)[0][1]
    smaller, cut = values(80), values(45)
    assert len(smaller) == len(ROWS)
    assert smaller[0][1] < full
    assert [text for text, _ in cut] == ["0.00", "1.00"]
    assert cut[0][1] == full


def test_facts_are_names_at_the_left_and_values_at_the_right_in_readable_colours():
    rect = Rect(0, 0, 200, 200)
    heading, name, value = only(Facts((("A   RoPE", "", "ink"), ("query m", "37", "query"))), place(BLANK, BLANK, rect))
    assert (heading.text, heading.strong) == ("A   RoPE", True)
    assert (name.text, name.anchor, name.ink[:3]) == ("query m", "start", LIGHT.rgb("muted"))
    assert (value.text, value.anchor, value.x, value.ink[:3]) == ("37", "end", 200, LIGHT.legible("query"))


MARKS: list[Mark] = [
    Image(numbered(3, 2), "grey", (0, 5)),
    Line(sine(50), "accent"),
    Path(((0, 0), (1, 1), (2, 0)), "accent"),
    Band(sine(50), sine(50), "accent"),
    Box(0, 0, 1, 1, "accent"),
    Dots(((0.5, 0.5),), "accent"),
    Rule("x", 0.5),
    Cell(1, 1),
    Arrow((0, 0), (1, 1), "query"),
    Arc((0, 0), 1, "ink", span=1),
    Text((0.5, 0.5), "words"),
    Legend((("sine", "ink"), ("cosine", "accent"))),
    Facts(ROWS),
    Prose("A sentence of some words."),
]


def test_there_is_a_drawing_of_every_mark():
    assert {type(mark) for mark in MARKS} == set(Mark.__subclasses__())
    for mark in MARKS:
        assert draw(mark, place(Axis(-0.5, 2.5), Axis(2.5, -0.5)), medium()).items


def test_a_coarser_medium_has_fewer_pixels_and_nothing_else_is_other():
    assert coarser(medium(2.0), 2.0) == medium(1.0)


def test_points_are_polylines_and_words_are_words():
    kinds = {type(item) for mark in MARKS for item in only(mark, place(Axis(-0.5, 2.5), Axis(2.5, -0.5)))}
    assert kinds == {Cells, Polyline, Polygon, Disc, Words}


@dataclass(frozen=True)
class Triangle(Field):
    """Cells above the diagonal are blank."""

    @property
    def shape(self):
        return 8, 8

    @property
    def bounds(self):
        return 0.0, 1.0

    def at(self, rows, columns):
        return np.ones((len(rows), len(columns)))

    def mean(self, row_edges, column_edges):
        means = np.ones((len(row_edges) - 1, len(column_edges) - 1), np.float32)
        means[np.less.outer(row_edges[1:] - 1, column_edges[:-1])] = np.nan
        return means


def test_cells_that_are_not_a_number_are_seen_through():
    mark = Image(Triangle(), "grey", (0.0, 1.0))
    (cells,) = [item for item in only(mark, place(Axis(-0.5, 7.5), Axis(7.5, -0.5))) if isinstance(item, Cells)]
    assert cells.palette.shape == (256, 4)
    assert (cells.palette[cells.index][..., 3] == np.where(np.tri(8) > 0, 255, 0)).all()
    assert (cells.palette[cells.index][np.tri(8) > 0] == 255).all()


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_seen_through_has_the_colour_of_the_ground_for_viewers_that_smooth_images(theme):
    mark, shown = Image(Triangle(), "viridis", (0.0, 1.0)), place(Axis(-0.5, 7.5), Axis(7.5, -0.5))
    drawn = draw(mark, shown, replace(medium(), theme=THEMES[theme]))
    (cells,) = [item for clip in drawn.items for item in clip.items if isinstance(item, Cells)]
    assert tuple(cells.palette[cells.index[0, -1]].tolist()) == (*THEMES[theme].rgb("card"), 0)


def test_a_box_ends_where_the_panel_does():
    (box,) = only(Box(-5, 0.5, 1, 9, "accent"), place(Axis(0, 2), Axis(0, 1), Rect(0, 0, 100, 100)))
    assert (box.points.min(axis=0), box.points.max(axis=0)) == (pytest.approx([0, 0]), pytest.approx([50, 50]))
    assert not draw(Box(3, 0, 4, 1, "accent"), place(Axis(0, 2), Axis(0, 1)), medium()).items


def test_a_band_lies_between_its_curves():
    low, high = sine(50), sine(50)
    (band,) = only(Band(low, high, "accent"), place(Axis(0, 49), Axis(-1, 1), Rect(0, 0, 490, 100)))
    half = len(band.points) // 2
    assert band.points[:half, 0] == pytest.approx(band.points[half:, 0][::-1])
    assert (band.points[:half, 1] >= band.points[half:, 1][::-1] - 1e-9).all()
