"""What holds for every picture: the same twice, cursors alone move, what is picked is what is read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.frozen import FrozenMap
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.figure import Axis, Figure, Panel, share
from pe_desktop.figure.marks import Arc, Arrow, Cell, Dots, Facts, Rule, Text
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.picture import cells_axis, points_axis, ranged
from pe_desktop.figure.pictures import PICTURES

from .documents import DISTINCT, EVERY, LARGE, OF, SMALL, build, drawn, of, served

MOVING = (Rule, Cell, Dots)
"""Pictures whose numbers are one for each pair, at any length."""


def still(figure: Figure, moving=MOVING) -> Figure:
    """Without the marks of the cursor."""
    return replace(
        figure,
        subtitle="",  # which may say the value at the cursor
        panels=tuple(replace(p, marks=tuple(m for m in p.marks if not isinstance(m, moving))) for p in figure.panels),
    )


@pytest.mark.parametrize("picture", PICTURES)
def test_a_figure_built_twice_is_the_same(picture):
    build, view = PICTURES[picture].build, View()
    for name in DISTINCT[picture]:
        one, other = build(EVERY[name], view), build(EVERY[name].replace(), view.replace())
        assert one == other, name
        assert hash(one) == hash(other), name


@pytest.mark.parametrize("picture", ["heatmap", "waves", "similarity", "offset-similarity"])
def test_only_the_cursor_s_marks_differ_when_only_the_cursor_moves(picture):
    for name in served("waves", SMALL):
        one, other = (build(picture, SMALL[name], View(position=p, key=k, dimension=1)) for p, k in ((7, 3), (2, 9)))
        assert still(one) == still(other), name
        assert (one == other) == (SMALL[name].length <= 2), name  # where the cursor cannot move


@pytest.mark.parametrize("name", ["sinusoidal", "rope", "random vectors", "sinusoidal and rope", "one position"])
def test_only_hands_numbers_and_the_cursor_differ_when_the_rotation_moves(name):
    one, other = (build("rotation", SMALL[name], View(position=p, key=k)) for p, k in ((7, 3), (2, 9)))
    moving = (*MOVING, Arc, Arrow, Text, Facts)
    assert still(one, moving) == still(other, moving)


@pytest.mark.parametrize("picture", PICTURES)
def test_the_shape_is_that_of_the_first_array_and_all_are_float64(picture):
    for name in OF[picture]:
        for dimension in (0, 1, 5):
            arrays = PICTURES[picture].numbers(SMALL[name], View(dimension=dimension))
            assert next(iter(arrays.values())).shape == PICTURES[picture].shape(SMALL[name]), name
            assert {array.dtype for array in arrays.values()} == {np.dtype(np.float64)}, name
            assert all(np.isfinite(array).all() for array in arrays.values()), name


@pytest.mark.parametrize("picture", PICTURES)
def test_the_shape_is_known_without_the_numbers(picture):
    for name, document in LARGE.items():
        if drawn(picture, document):
            assert all(n > 0 for n in PICTURES[picture].shape(document)), name


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_drawn_or_says_why_not_and_what_to_do(picture):
    for encoding in ENCODINGS:
        document = of(encoding)
        figure, refusal = build(picture, document), PICTURES[picture].refusal(document.encoding)
        assert bool(figure.panels) != bool(figure.note), encoding
        assert figure.note == refusal, encoding
        if refusal:
            assert refusal.startswith(document.encoding.label)
            assert refusal.endswith(".")


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_says_what_it_is(picture):
    assert picture.title
    assert picture.subtitle
    assert len(picture.explanation) > 80
    assert picture.build(Document(), View()).id == picture.id


def test_pictures_are_offered_in_order():
    first = ["heatmap", "waves", "similarity", "offset-similarity", "rotation", "helix"]
    assert [id for id in PICTURES if id in first] == first
    assert [p.order for p in PICTURES.values()] == sorted({p.order for p in PICTURES.values()})


def test_every_figure_of_a_page_is_a_picture():
    assert all(figure in PICTURES for page in PAGES.values() for figure in page.figures)
    assert list(PAGES) == [page.id for page in PAGES.values()]


@pytest.mark.parametrize("picture", PICTURES)
def test_panels_have_different_ids_and_stand_in_the_grid(picture):
    for name in OF[picture]:
        figure = build(picture, SMALL[name])
        ids, width, height = [panel.id for panel in figure.panels], len(figure.columns), len(figure.rows)
        assert len(set(ids)) == len(ids), name
        assert all(p.column + p.columns <= width and p.row < height for p in figure.panels), name
        assert all(figure.panel(id).id == id for id in ids), name


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_an_option_that_a_picture_does_not_have_is_refused_by_name(picture):
    document = Document().choosing(picture.id, nonsense=1)
    with pytest.raises(ParameterError, match=f"{picture.id}.nonsense: 1 given; allowed: "):
        picture.build(document, View())


@pytest.mark.parametrize(
    ("picture", "options", "message"),
    [
        ("similarity", {"metric": "euclid"}, "metric: euclid given; allowed: dot, cosine"),
        ("waves", {"dims": (-1,)}, "dims: -1 given"),
        ("rotation", {"seed": 1.5}, "seed: 1.5 given"),
    ],
)
def test_an_option_with_a_wrong_value_is_refused(picture, options, message):
    with pytest.raises(ParameterError, match=message):
        build(picture, Document().choosing(picture, **options))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_picked_is_read_and_is_the_value_of_the_field(data):
    picture = PICTURES[data.draw(st.sampled_from(["heatmap", "similarity"]))]
    document = SMALL[data.draw(st.sampled_from(served("heatmap", SMALL)))]
    figure = picture.build(document, View(position=1, key=1, dimension=0))
    panel = figure.panel(picture.id)
    x, y = (data.draw(st.floats(axis.low, axis.high - 1e-6)) for axis in (panel.x, panel.y))
    view = picture.pick(document, View(), panel, (x, y), 1.0)
    across = view.dimension if picture.id == "heatmap" else view.key
    assert abs(across - x) <= 0.5 + 1e-9
    assert abs(view.position - y) <= 0.5 + 1e-9
    reading = picture.read(document, view, panel.id, across, view.position)
    field = next(m for m in panel.marks if hasattr(m, "field")).field
    assert reading.value == pytest.approx(float(field.at([view.position], [across])[0, 0]), rel=1e-14, abs=1e-15)
    assert (
        picture.read(document, view, panel.id, x, y).value == reading.value
        or abs(x % 1 - 0.5) < 1e-9
        or (abs(y % 1 - 0.5) < 1e-9)
    )


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7), st.sampled_from([0.1, 1.0]), st.booleans())
def test_whatever_is_picked_stays_inside_the_document(x, y, step, together):
    document = of("sinusoidal", d_model=12)
    for picture in PICTURES.values():
        for panel in picture.build(document, View()).panels:
            view = picture.pick(document, View(together=together), panel, (x, y), step)
            assert 0 <= view.position <= 23
            assert 0 <= view.key <= 23
            assert 0 <= view.dimension <= 11


@pytest.mark.parametrize(
    ("start", "picked"), [((10.0, 4.0), 23), ((10.0, 4.0), 0), ((4.0, 10.0), 23), ((4.0, 10.0), 1)]
)
def test_query_and_key_that_move_together_keep_their_offset_at_the_ends(start, picked):
    document, (position, key) = of("sinusoidal"), start
    panel = build("waves", document).panel("waves")
    view = View(position=position, key=key, together=True)
    moved = PICTURES["waves"].pick(document, view, panel, (float(picked), 0.0), 1.0)
    assert moved.position - moved.key == position - key
    assert 0 <= moved.key <= 23
    assert 0 <= moved.position <= 23


@pytest.mark.parametrize("together", [False, True])
def test_a_cell_of_the_similarity_sets_both_positions(together):
    document = of("sinusoidal")
    panel = build("similarity", document).panel("similarity")
    view = PICTURES["similarity"].pick(document, View(position=5, key=1, together=together), panel, (20, 3), 1.0)
    assert (view.position, view.key) == (3, 20)


def test_an_offset_moves_the_key_alone():
    document, view = of("sinusoidal"), View(position=20, key=1, together=True)
    panel = build("offset-similarity", document).panel("offset-similarity")
    moved = PICTURES["offset-similarity"].pick(document, view, panel, (6.2, 0.0), 1.0)
    assert (moved.position, moved.key, moved.together) == (20, 14, False)


@pytest.mark.parametrize(("step", "position"), [(1.0, 7.0), (0.1, 7.3)])
def test_positions_are_picked_in_steps(step, position):
    document = of("sinusoidal")
    panel = build("waves", document).panel("waves")
    assert PICTURES["waves"].pick(document, View(), panel, (7.33, 0.0), step).position == position


@pytest.mark.parametrize("picture", PICTURES)
def test_where_nothing_stands_nothing_is_read(picture):
    for name in OF[picture]:
        for panel in (*(p.id for p in build(picture, SMALL[name]).panels), "elsewhere", ""):
            assert PICTURES[picture].read(SMALL[name], View(), panel, 1e6, 1e6) is None, (name, panel)


@pytest.mark.parametrize("picture", ["heatmap", "similarity"])
def test_a_colour_bar_and_a_strip_are_not_read_as_cells(picture):
    document = of("sinusoidal")
    for panel in build(picture, document).panels:
        if panel.id.endswith((".scale", ".pairs")):
            assert PICTURES[picture].read(document, View(), panel.id, 0.5, 0.0) is None


UP, DOWN = Axis(0, 10, limits=(0, 10)), Axis(10, 0, limits=(0, 10))


@pytest.mark.parametrize(
    ("axis", "shown", "ends"),
    [
        (UP, (2, 5), (2, 5)),
        (DOWN, (2, 5), (5, 2)),
        (UP, (5, 2), (2, 5)),
        (UP, (-3, 4), (0, 4)),
        (DOWN, (-3, 40), (10, 0)),
        (UP, (-5, -2), (0, 10)),
        (UP, (3, 3), (0, 10)),
        (UP, (3, 3 + 1e-12), (0, 10)),
        (UP, (float("nan"), 4), (0, 10)),
    ],
)
def test_a_range_is_kept_inside_its_limits_and_runs_as_the_axis_does(axis, shown, ends):
    view = View(ranges=FrozenMap({"p": (*shown, *shown)}))
    for found in ranged(view, "p", axis, axis):
        assert (found.first, found.last) == ends


def test_a_panel_that_was_not_zoomed_is_shown_whole():
    assert ranged(View(ranges=FrozenMap({"q": (1, 2, 1, 2)})), "p", UP, DOWN) == (UP, DOWN)


@pytest.mark.parametrize(
    ("picture", "panel"), [("heatmap", "heatmap"), ("similarity", "similarity"), ("waves", "waves")]
)
def test_a_zoomed_panel_shows_the_range_of_the_view(picture, panel):
    view = View(ranges=FrozenMap({panel: (2.0, 6.0, 0.5, 0.75)}))
    found = build(picture, of("sinusoidal"), view).panel(panel)
    assert (found.x.low, found.x.high, found.y.low, found.y.high) == (2.0, 6.0, 0.5, 0.75)


@pytest.mark.parametrize(
    ("count", "binary"),
    [(8, False), (16, True), (64, True), (192, True), (100, False), (1 << 20, True), (10_000_000, False)],
)
def test_axes_of_round_numbers_of_cells_have_binary_ticks(count, binary):
    axis = cells_axis(count, "position", "position")
    assert axis.binary == binary
    assert (axis.first, axis.last) == (-0.5, count - 0.5)
    assert axis.whole


def test_a_downward_axis_begins_at_the_top():
    axis = cells_axis(10, "position", "", down=True)
    assert (axis.first, axis.last, axis.low, axis.high) == (9.5, -0.5, -0.5, 9.5)


def test_a_range_of_one_point_is_widened():
    axis = points_axis(3.0, 3.0, "value", "")
    assert (axis.first, axis.last) == (2.5, 3.5)


def test_a_figure_finds_its_panels_by_id():
    figure = Figure("f", "", "", (Panel("a", UP, UP, ()),), (share(),), (share(),))
    assert figure.panel("a").id == "a"
