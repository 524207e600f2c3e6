"""Where panels stand: inside the page, apart from each other, lined up."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.figure.figure import BLANK, COMPANION, SQUARE, Axis, Figure, Panel, Track, fixed, share
from pe_desktop.figure.layout import Placed, Rect, laid_out, layout, skeleton
from pe_desktop.figure.marks import Rule
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SCREEN, SLIDE

from .documents import DISTINCT, EVERY, SMALL, build, measure, of, placed

SIZES = [(240, 200), (340, 260), (560, 380), (900, 430), (430, 700), (1570, 480), (2000, 1500)]


def rects(places):
    return [place.rect for place in places.values()]


def apart(a: Rect, b: Rect) -> bool:
    return a.right <= b.x + 1e-6 or b.right <= a.x + 1e-6 or a.bottom <= b.y + 1e-6 or b.bottom <= a.y + 1e-6


def plain(id="p", column=0, row=0, x=BLANK, y=BLANK, **rest) -> Panel:
    return Panel(id, x, y, (), column=column, row=row, **rest)


def figure(*panels: Panel, columns: tuple[Track, ...] = (share(),), rows: tuple[Track, ...] = (share(),)) -> Figure:
    return Figure("f", "F", "", panels, columns, rows)


@pytest.mark.parametrize("picture", PICTURES)
def test_no_plot_overlaps_another_or_leaves_its_area(picture):
    for name in DISTINCT[picture]:
        figure = build(picture, EVERY[name])
        for size in SIZES:
            for type in (SCREEN, SLIDE) if size[0] > 400 else (SCREEN,):
                where, found = (name, size), rects(placed(figure, *map(float, size), type))
                assert all(apart(a, b) for a, b in combinations(found, 2)), where
                assert all(rect.x >= 10 - 1e-6 and rect.y >= 20 - 1e-6 for rect in found), where
                assert all(rect.right <= 10 + size[0] + 1e-6 for rect in found), where
                assert all(rect.bottom <= 20 + size[1] + 1e-6 for rect in found), where


@settings(max_examples=150, deadline=None)
@given(
    st.floats(150, 3000),
    st.floats(120, 2000),
    st.floats(-1e9, 1e9),
    st.floats(1e-9, 1e9),
    st.booleans(),
    st.booleans(),
)
def test_ticks_keep_their_distance_and_their_labels_stay_in_the_area(width, height, low, span, whole, binary):
    axis = Axis(low, max(low + span, low + 1e-9 * abs(low) + 1e-12), label="some quantity", whole=whole, binary=binary)
    place = placed(figure(plain(x=axis, y=axis)), width, height)["p"]
    boxes = [
        (place.to_x(t.value) - measure(t.label, 16, False) / 2, place.to_x(t.value) + measure(t.label, 16, False) / 2)
        for t in place.x_ticks
    ]
    assert all(a[1] < b[0] for a, b in pairwise(boxes))
    assert all(left >= 9 and right <= width + 11 for left, right in boxes)
    heights = [place.to_y(t.value) for t in place.y_ticks]
    assert all(a - b >= 16 for a, b in pairwise(heights))
    for tick in place.y_ticks:
        assert place.rect.x - 0.75 * SLIDE.gap - measure(tick.label, 16, False) >= 10 - 1e-6


@pytest.mark.parametrize(("width", "height"), [(900, 430), (430, 700), (1570, 480)])
@pytest.mark.parametrize("name", ["sinusoidal", "sinusoidal and rope", "learned and integer", "one position"])
def test_a_similarity_matrix_is_square(width, height, name):
    document = SMALL[name]
    places = placed(build("similarity", document), float(width), float(height))
    matrices = [p for id, p in places.items() if id in ("similarity", "similarity.b")]
    assert len(matrices) == len(document.encodings)
    for place in matrices:
        assert place.rect.width == pytest.approx(place.rect.height)


@pytest.mark.parametrize(("width", "height"), [(900, 430), (430, 700), (1570, 480), (240, 200)])
@pytest.mark.parametrize("name", ["sinusoidal", "sinusoidal and rope", "two dimensions"])
def test_a_unit_of_a_clock_is_as_long_across_as_up(width, height, name):
    places = placed(build("rotation", SMALL[name]), float(width), float(height))
    for id in ("rotation", "rotation.b"):
        if id in places:
            place = places[id]
            across = place.to_x(1.0) - place.to_x(0.0)
            assert place.to_y(0.0) - place.to_y(1.0) == pytest.approx(across)
            assert place.x.low <= -1.45 + 1e-9
            assert place.y.high >= 1.15 - 1e-9


@pytest.mark.parametrize("name", ["sinusoidal", "sinusoidal and rope", "rope and binary"])
def test_a_heatmap_stands_exactly_under_its_strip_of_pairs(name):
    places = placed(build("heatmap", SMALL[name]))
    for id in ("heatmap", "heatmap.b"):
        if id in places:
            strip, plot = places[f"{id}.pairs"].rect, places[id].rect
            assert (strip.x, strip.width) == (plot.x, plot.width)
            assert 0 < plot.y - strip.bottom < SLIDE.small


@pytest.mark.parametrize("name", ["sinusoidal", "sinusoidal and rope"])
@pytest.mark.parametrize("picture", ["heatmap", "similarity"])
def test_a_colour_bar_is_as_high_as_its_image(picture, name):
    places = placed(build(picture, SMALL[name]))
    for id, place in places.items():
        if id.endswith(".scale"):
            plot = places[id.removesuffix(".scale")].rect
            assert (place.rect.y, place.rect.height) == (plot.y, plot.height)
            assert place.rect.x > plot.right


def test_plots_in_a_column_share_their_left_and_right_edges():
    wide = Axis(0, 1e7, label="many")
    first, second = plain("a", y=wide), plain("b", row=1, y=Axis(0, 1))
    places = placed(figure(first, second, rows=(share(), share())))
    assert (places["a"].rect.x, places["a"].rect.right) == (places["b"].rect.x, places["b"].rect.right)


def test_a_panel_over_two_columns_reaches_from_the_left_of_the_first_to_the_right_of_the_last():
    panels = (plain("top", columns=2), plain("a", row=1), plain("b", 1, row=1, y=Axis(0, 100)))
    places = placed(figure(*panels, columns=(share(), share()), rows=(share(), share())))
    assert places["top"].rect.x == places["a"].rect.x
    assert places["top"].rect.right == pytest.approx(places["b"].rect.right)


def test_shares_divide_what_fixed_tracks_leave():
    panels = (plain("a"), plain("b", 1), plain("c", 2))
    places = placed(figure(*panels, columns=(share(1), share(3), fixed(20))), type=SCREEN)
    assert places["c"].rect.width == pytest.approx(20)
    assert places["b"].rect.width == pytest.approx(3 * places["a"].rect.width)
    assert places["c"].rect.right == pytest.approx(910)


@pytest.mark.parametrize(
    ("picture", "size", "companion", "there"),
    [
        ("similarity", (900, 430), "similarity.offset", True),
        ("similarity", (430, 700), "similarity.offset", False),
        ("rotation", (900, 430), "rotation.facts", True),
        ("rotation", (400, 500), "rotation.facts", False),
    ],
)
def test_an_optional_column_is_left_out_where_it_is_cramped(picture, size, companion, there):
    places = placed(build(picture, SMALL["sinusoidal"]), *map(float, size))
    assert (companion in places) == there
    assert picture in places


def test_where_the_optional_column_goes_the_others_take_its_room():
    with_it = figure(plain("a"), plain("b", 1), columns=(SQUARE, COMPANION))
    alone = figure(plain("a"), columns=(SQUARE,))
    assert placed(with_it, 300.0, 500.0)["a"].rect == placed(alone, 300.0, 500.0)["a"].rect


def test_a_panel_that_spanned_the_column_left_out_ends_before_it():
    panels = (plain("top", columns=2), plain("a", row=1), plain("b", 1, row=1))
    columns = (share(), Track(points=400, optional=True))
    places = placed(figure(*panels, columns=columns, rows=(share(), share())), 450.0)
    assert places.keys() == {"top", "a"}
    assert places["top"].rect.right == pytest.approx(460)


def test_in_a_small_area_names_of_axes_go_before_their_numbers():
    panel = plain(x=Axis(0, 100, label="across"), y=Axis(0, 100, label="up"))
    whole, smaller, smallest = (placed(figure(panel), *size)["p"] for size in ((400, 300), (400, 95), (400, 60)))
    assert (whole.x.label, smaller.x.label, smallest.x.label) == ("across", "", "")
    assert (bool(whole.x_ticks), bool(smaller.x_ticks), bool(smallest.x_ticks)) == (True, True, False)


def test_in_a_small_area_the_matrices_below_clocks_go_first():
    large, small = (placed(build("rotation", SMALL["sinusoidal"]), *size) for size in ((900, 500), (500, 300)))
    assert large["rotation"].foot > small["rotation"].foot > 0
    assert small["rotation.score"].x_ticks


@pytest.mark.parametrize("side", ["near", "far"])
def test_the_numbers_of_an_axis_stand_on_its_side(side):
    rect = placed(figure(plain(y=Axis(0, 100, side=side))))["p"].rect
    left, right = rect.x - 10, 910 - rect.right
    assert (left > 20, right > 20) == (side == "near", side == "far")


def test_there_is_room_for_the_names_at_the_ends_of_lines():
    bare, named = (placed(figure(plain(ends=ends)))["p"].rect for ends in ((), ("a name", "a longer name")))
    assert bare.right - named.right >= measure("a longer name", 16, False)


@given(st.floats(-5, 5), st.floats(-5, 5), st.booleans(), st.booleans())
def test_a_point_goes_to_the_page_and_back(x, y, left, down):
    across, up = (Axis(3, -2) if turned else Axis(-2, 3) for turned in (left, down))
    place = Placed(plain(), Rect(10, 20, 300, 200), across, up, (), ())
    assert place.from_x(place.to_x(x)) == pytest.approx(x)
    assert place.from_y(place.to_y(y)) == pytest.approx(y)


@pytest.mark.parametrize(("axis", "edge"), [(Axis(0, 10), "left"), (Axis(10, 0), "right")])
def test_an_axis_runs_from_first_to_last(axis, edge):
    rect = Rect(10, 20, 300, 200)
    place = Placed(plain(), rect, axis, axis, (), ())
    assert place.to_x(0) == (rect.x if edge == "left" else rect.right)
    assert place.to_y(0) == (rect.bottom if edge == "left" else rect.y)


@pytest.mark.parametrize("picture", PICTURES)
def test_marks_do_not_change_the_layout(picture):
    shown = build(picture, of("sinusoidal", d_model=12))
    area = Rect(0, 0, 800, 450)
    full, bare = (layout(f, area, SLIDE, measure) for f in (shown, skeleton(shown)))
    assert [replace(p, panel=replace(p.panel, marks=())) for p in full] == list(bare)


def test_a_skeleton_is_the_same_when_only_marks_are_others():
    one, other = (figure(Panel("p", BLANK, BLANK, (Rule("x", value),))) for value in (0.2, 0.7))
    assert one != other
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("lines", [0.0, 1.0, 2.5])
def test_lines_of_text_are_kept_free_above_and_below_a_plot(lines):
    area = Rect(0, 0, 400, 300)
    above = layout(figure(plain(head=lines)), area, SLIDE, measure)[0].rect
    below = layout(figure(plain(foot=lines, least_foot=lines)), area, SLIDE, measure)[0].rect
    assert above.y == pytest.approx(1.35 * lines * SLIDE.small)
    assert 300 - below.bottom == pytest.approx(1.35 * lines * SLIDE.small)
    assert above.height == pytest.approx(below.height)


def test_a_layout_says_what_it_left_out():
    axis = Axis(0, 1, label="a name")
    wide = figure(plain(x=axis, y=axis), plain("q", column=1), columns=(share(), COMPANION))
    assert laid_out(wide, Rect(0, 0, 900, 500), SLIDE, measure).without == set()
    assert laid_out(wide, Rect(0, 0, 120, 100), SLIDE, measure).without >= {"names"}
    narrow = laid_out(wide, Rect(0, 0, 150, 500), SLIDE, measure)
    assert "column" in narrow.without
    assert [place.panel.id for place in narrow.placed] == ["p"]
