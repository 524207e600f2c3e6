"""Whole pages: no word leaves one or covers another, at any size and of anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pe_desktop.document import View
from pe_desktop.export.drawing import draw
from pe_desktop.export.fonts import text_width
from pe_desktop.export.furniture import axes, line_labels
from pe_desktop.export.medium import Medium, clipped, wrapped
from pe_desktop.export.page import compose, note
from pe_desktop.export.primitives import Polygon
from pe_desktop.export.progress import silent
from pe_desktop.export.size import PageSize
from pe_desktop.figure.figure import Axis, Figure, Panel, fixed, share
from pe_desktop.figure.layout import Rect, layout
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import DARK, LIGHT, SCREEN, SLIDE

from ..figure.documents import DISTINCT, EVERY, LARGE, drawn, of
from .boxes import box, faults, words_of

SIZES = [
    (300, 200),
    (200, 300),
    (480, 540),
    (960, 540),
    (1080, 1080),
    (1920, 640),
    (540, 1920),
    (4000, 2000),
    (1600, 200),
]
CARDS = [(240, 200), (340, 260), (560, 380), (700, 400), (1100, 800)]
VIEWS = [View(), View(position=0, key=0, dimension=0), View(position=1e7, key=0, dimension=16384)]
COARSE = 0.2  # pixels a point: words do not depend on it


def medium(type=SLIDE, theme=LIGHT):
    return Medium(theme, type, COARSE, text_width)


def page(figure, size, **kept):
    return compose(figure, *PageSize(*size).points, medium(), **kept)


@pytest.mark.parametrize("picture", PICTURES)
def test_no_word_leaves_the_page_or_covers_another(picture):
    """Each document in every size, the large ones in the small sizes; its views by turns, so that every size has every
    view of some document."""
    for n, name in enumerate(DISTINCT[picture]):
        views = VIEWS[:1] if name in LARGE else VIEWS
        PICTURES[picture].prepare(EVERY[name], views[0], silent)  # as exports do, whatever ran before
        figures = [PICTURES[picture].build(EVERY[name], view) for view in views]
        for i, size in enumerate(SIZES[:3] if name in LARGE else SIZES):
            turn = (i + n) % len(views)
            made = page(figures[turn], size)
            assert faults(made.items, Rect(0, 0, made.width, made.height)) == [], (name, size, views[turn])


@pytest.mark.parametrize("picture", PICTURES)
def test_no_word_leaves_a_card_of_the_window_or_covers_another(picture):
    for name in DISTINCT[picture]:
        if not drawn(picture, EVERY[name]):
            continue
        figure = PICTURES[picture].build(EVERY[name], VIEWS[0])
        for width, height in CARDS:
            area, on = Rect(0, 0, float(width), float(height)), medium(SCREEN)
            items = []
            for place in layout(figure, area, SCREEN, text_width):
                items += [item for mark in place.panel.marks for item in draw(mark, place, on).items]
                items += [*axes(place, on), *line_labels(place, on)]
            assert faults(items, area) == [], (name, width, height)


@settings(max_examples=100, deadline=None)
@given(
    st.tuples(st.integers(150, 4000), st.integers(150, 4000)),
    st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(1e-9, 1e9), st.booleans()), min_size=3, max_size=3),
    st.text("abcdefgh xyz", max_size=60),
)
def test_no_word_of_any_range_leaves_the_page_or_covers_another(size, ranges, label):
    panels = []
    for i, (low, span, whole) in enumerate(ranges):
        axis = Axis(
            low, low + max(span, 1e-9 * abs(low), 1e-12), label=label, whole=whole, side="far" if i == 1 else "near"
        )
        panels.append(Panel(f"p{i}", axis, axis, (), column=i % 2, row=i // 2, title=label))
    figure = Figure("f", label or "F", label, tuple(panels), (share(), share()), (share(), share()), caption=label)
    made = page(figure, size)
    assert faults(made.items, Rect(0, 0, made.width, made.height)) == []


def test_a_page_is_covered_by_the_card_s_colour_unless_it_is_transparent():
    figure = PICTURES["waves"].build(of("sinusoidal"), View())
    ground = compose(figure, 960, 540, medium(theme=DARK)).items[0]
    assert isinstance(ground, Polygon)
    assert ground.ink == (*DARK.rgb("card"), 1.0)
    assert ground.points.tolist() == [[0, 0], [960, 0], [960, 540], [0, 540]]
    assert not any(isinstance(item, Polygon) for item in compose(figure, 960, 540, medium(), background=False).items)


def empty(title="T", subtitle="", note="", caption=""):
    return Figure("f", title, subtitle, (), (share(),), (share(),), note=note, caption=caption)


def text(figure, size=(960, 540)):
    return {words.text: words for words in words_of(page(figure, size).items)}


def test_the_title_is_followed_by_the_subtitle_on_one_line():
    found = text(empty("Encoding", "position × dimension"))
    title, subtitle = found["Encoding"], found["position × dimension"]
    assert title.strong
    assert (title.size, subtitle.size) == (SLIDE.title, SLIDE.body)
    assert title.y == subtitle.y
    assert box(subtitle).left > box(title).right


def test_a_long_subtitle_is_cut_at_the_margin():
    found = text(empty("Encoding", "a word and " * 30), (540, 540))
    (subtitle,) = [words for start, words in found.items() if start.startswith("a word")]
    assert subtitle.text.endswith("…")
    assert box(subtitle).right <= 540 - 2 * SLIDE.gap


def test_without_a_title_its_room_is_used():
    panel = Panel("p", Axis(0, 1, ticks=False), Axis(0, 1, ticks=False), ())
    tops = []
    for title in ("", "Title"):
        figure = Figure("f", title, "", (panel,), (share(),), (share(),))
        area = layout(figure, Rect(0, 0, 100, 100), SLIDE, text_width)
        assert area[0].rect.height == 100
        tops.append(min([box(w).top for w in words_of(page(figure, (960, 540)).items)], default=0.0))
    assert tops[0] == 0.0 < tops[1]


def test_a_caption_stands_in_lines_at_the_bottom():
    caption = " · ".join(f"thing {i}" for i in range(30))
    found = [words for start, words in text(empty(caption=caption)).items() if "thing" in start]
    lines = sorted(found, key=lambda words: words.y)
    assert len(lines) > 1
    assert " ".join(words.text for words in lines) == caption
    assert {words.x for words in lines} == {2.25 * SLIDE.gap}
    assert max(words.y for words in lines) == pytest.approx(540 - 2.25 * SLIDE.gap)
    assert all(box(words).right <= 960 - 2.25 * SLIDE.gap + 0.5 for words in lines)


def test_a_note_stands_in_the_middle():
    refused = PICTURES["rotation"].build(of("learned"), View())
    (words,) = [w for start, w in text(refused).items() if start.startswith("Learned")]
    assert (words.x, words.anchor) == (480, "middle")
    assert 0.35 * 540 < words.y < 0.65 * 540


@pytest.mark.parametrize("width", [120.0, 300.0, 900.0])
def test_a_long_note_is_wrapped_about_the_middle(width):
    area = Rect(0, 0, width, 300)
    lines = note("Learned has no pairs that turn. Choose Sinusoidal or RoPE to see the rotation.", area, medium())
    assert faults(lines, area) == []
    middles = [(box(line).top + box(line).bottom) / 2 for line in lines]
    assert np.mean(middles) == pytest.approx(150, abs=6)


@given(st.text(max_size=40), st.floats(0, 300))
def test_what_is_clipped_fits_and_begins_as_the_text_does(words, width):
    found = clipped(words, width, 16, medium())
    assert found == words or text_width(found, 16) <= width
    assert found == words or words.startswith(found.removesuffix("…"))


def test_what_fits_is_not_clipped():
    assert clipped("position", text_width("position", 16), 16, medium()) == "position"
    assert clipped("position", text_width("position", 16) - 0.1, 16, medium()).endswith("…")
    assert clipped("position", 1.0, 16, medium()) == ""


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), max_size=20), st.floats(60, 400))
def test_lines_that_are_wrapped_fit_and_hold_every_word(words, width):
    lines = wrapped(" ".join(words), width, 16, medium())
    assert all(text_width(line, 16) <= width for line in lines)
    if all(text_width(word, 16) <= width for word in words):
        assert " ".join(lines).split() == words


def test_words_joined_by_a_no_break_space_stay_together():
    lines = wrapped("length\u00a0128 · d_model\u00a064", text_width("length 128 · d_model", 16), 16, medium())
    assert lines == ["length 128 ·", "d_model 64"]


@pytest.mark.parametrize("width", range(60, 260, 3))
def test_no_line_begins_with_a_separator(width):
    lines = wrapped("A: one · two · three · four | B: five · six", width, 16, medium())
    assert not any(line.startswith(("·", "|")) for line in lines)


@pytest.mark.parametrize(("length", "exact"), [(128, True), (1_000_000, False)])
def test_a_page_says_whether_all_that_it_shows_is_exact(length, exact):
    document = of("sinusoidal", length=length)
    assert page(PICTURES["heatmap"].build(document, View()), (960, 540)).exact
    assert page(PICTURES["similarity"].build(document, View()), (960, 540)).exact == exact  # a curve from samples


def test_a_fixed_track_is_as_wide_as_the_type_is_large():
    panels = tuple(Panel(f"p{i}", Axis(0, 1, ticks=False), Axis(0, 1, ticks=False), (), column=i) for i in range(2))
    figure = Figure("f", "", "", panels, (share(), fixed(11)), (share(),))
    places = layout(figure, Rect(0, 0, 500, 300), SLIDE, text_width)
    assert places[1].rect.width == pytest.approx(16)
