"""How a person wishes a picture to look: its heading, text size, colour bars, and paper instead of a slide."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pypdf
import pytest
from PIL import Image

from pe_desktop.document import State, View
from pe_desktop.export.composing import composed
from pe_desktop.export.fonts import text_width
from pe_desktop.export.page import Page
from pe_desktop.export.primitives import Clip, Polyline, Primitive, Words
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import render
from pe_desktop.figure.images import without_bars
from pe_desktop.figure.layout import Rect, layout
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import PAPER, SLIDE, THEMES, contrast

from ..figure.documents import OF, SMALL
from .boxes import faults, words_of
from .states import FIGURES, bytes_of, pixels, served, state

COARSE = 0.2  # pixels a point: words do not depend on it
PAPERS = [PageSize(88, 66, 300), PageSize(180, 60, 300), PageSize(60, 45, 300)]
SLIDES = [PageSize(960, 540), PageSize(480, 540)]
AREA = Rect(0, 0, 1600, 540)
LONG = ("A heading that says in many words what there is to be seen in this figure, and why that matters. " * 3)[:200]
BARRED = (
    "heatmap",
    "similarity",
    "bias",
    "patches",
    "patches-order",
    "precision",
    "helix",
    "power",
    "attention",
    "diagnosis",
)


def page(figure: str = "heatmap", shown: State | None = None, **wishes: Any) -> Page:
    return composed(Request(shown or served(figure), figure, **wishes), COARSE)


def wrong(made: Page) -> list[str]:
    return faults(made.items, Rect(0, 0, made.width, made.height))


def lines_of(items: tuple[Primitive, ...]) -> list[Polyline]:
    inner = (lines_of(item.items) if isinstance(item, Clip) else [item] for item in items)
    return [item for each in inner for item in each if isinstance(item, Polyline)]


# Text


@pytest.mark.parametrize("size", [*SLIDES, *PAPERS], ids=str)
@pytest.mark.parametrize("figure", FIGURES)
def test_no_word_of_any_size_leaves_the_page_or_covers_another(figure: str, size: PageSize) -> None:
    """The looks by turns: each of some document in each size, and each of each document in some size."""
    names = OF[figure][:: max(1, len(OF[figure]) // 5)]
    looks: list[dict[str, Any]] = [{"text_size": factor} for factor in (0.5, 1.5, 2.0, 3.0)]
    looks.insert(1, {"heading": LONG, "colour_bar": False, "text_size": 1.5})
    for i, name in enumerate(names):
        look = looks[(i + [*SLIDES, *PAPERS].index(size)) % len(looks)]
        assert wrong(page(figure, State(SMALL[name], View()), size=size, **look)) == [], (name, look)


def test_text_grows_by_the_factor_where_there_is_room() -> None:
    usual, larger = (page("waves", text_size=factor) for factor in (1.0, 1.5))
    sizes = [next(w.size for w in words_of(made.items) if w.text == "position") for made in (usual, larger)]
    assert sizes == [SLIDE.small, 1.5 * SLIDE.small]


def test_text_shrinks_by_any_factor() -> None:
    assert next(w.size for w in words_of(page(text_size=0.5).items) if w.text == "position") == SLIDE.small / 2


@pytest.mark.parametrize("figure", FIGURES)
def test_larger_text_leaves_lines_as_wide_and_every_panel_where_it_was(figure: str) -> None:
    usual, larger = (page(figure, text_size=factor) for factor in (1.0, 3.0))
    assert {line.width for line in lines_of(larger.items)} == {line.width for line in lines_of(usual.items)}
    said = [{w.text for w in words_of(made.items) if w.upwards} for made in (usual, larger)]
    assert said[0] == said[1]  # the names of the axes


# Heading


def test_a_heading_stands_for_the_title_and_the_subtitle_stays() -> None:
    said = [words.text for words in words_of(page(heading="My own").items)]
    assert said[:2] == ["My own", "position × dimension"]
    assert "Encoding" not in said


def test_a_long_heading_is_wrapped_and_the_subtitle_yields() -> None:
    strong = [words for words in words_of(page(heading=LONG).items) if words.size == SLIDE.title]
    assert " ".join(words.text for words in strong) == LONG.strip()
    assert len(strong) == 3
    half = page(heading=LONG, size=SLIDES[1])
    assert "position × dimension" not in [words.text for words in words_of(half.items)]
    assert wrong(half) == []


def test_a_heading_longer_than_its_room_is_cut_once() -> None:
    made = page(heading="word " * 40, size=PageSize(60, 40, 300))
    strong = [words.text for words in words_of(made.items) if words.strong and words.size == PAPER.title]
    assert [text.endswith("…") for text in strong] == [False] * (len(strong) - 1) + [True]
    assert wrong(made) == []


def test_a_heading_of_markup_stays_text() -> None:
    assert b">&lt;b&gt; &amp; ]]&gt;</text>" in bytes_of("svg", heading="<b> & ]]>")
    assert b'aria-label="&lt;b&gt; &quot;"' in bytes_of("svg", heading='<b> "', letters="outlines")


def test_without_a_title_there_is_no_heading() -> None:
    assert "My own" not in [words.text for words in words_of(page(heading="My own", title=False).items)]


# Colour bars


@pytest.mark.parametrize("figure", BARRED)
@pytest.mark.parametrize("compare", [False, True])
def test_without_colour_bars_their_room_is_the_pictures(figure: str, compare: bool) -> None:
    shown = served(figure, compare=compare)
    full = PICTURES[figure].build(shown.document, shown.view)
    plain = without_bars(full)
    bars = {panel.id for panel in full.panels if panel.colour_bar}
    assert bars
    assert {panel.id for panel in plain.panels} == {panel.id for panel in full.panels} - bars
    assert len(plain.columns) == len(full.columns) - len({p.column for p in full.panels if p.colour_bar})
    right = [
        max(p.rect.right for p in layout(each, AREA, SLIDE, text_width) if not p.panel.colour_bar)
        for each in (full, plain)
    ]
    assert right[1] >= right[0] - 1e-6


@pytest.mark.parametrize("figure", FIGURES)
def test_a_picture_without_colour_bars_shows_all_else(figure: str) -> None:
    full, plain = (page(figure, colour_bar=bar) for bar in (True, False))
    names = [{words.text for words in words_of(made.items) if words.upwards} for made in (full, plain)]
    assert names[0] == names[1]
    assert (len(plain.items) < len(full.items)) == (figure in BARRED)


def test_a_curve_beside_a_bar_says_its_own_numbers_without_it() -> None:
    shown = State(served("similarity").document, View())
    numbers = [
        {w.text for w in words_of(page("similarity", shown, colour_bar=bar).items) if w.text.isdigit()}
        for bar in (True, False)
    ]
    assert numbers[0] <= numbers[1]


# Paper


@pytest.mark.parametrize("figure", FIGURES)
def test_on_paper_no_line_is_thinner_than_half_a_point_and_text_is_of_seven(figure: str) -> None:
    made = page(figure, size=PAPERS[0])
    assert all(line.width >= 0.5 for line in lines_of(made.items))
    sizes = {round(words.size, 3) for words in words_of(made.items)}
    assert PAPER.small in sizes
    assert min(sizes) >= 0.7 * 6


@pytest.mark.parametrize("dpi", [72, 150, 300, 600])
def test_paper_has_its_true_size_in_every_format(dpi: int) -> None:
    size = PageSize(88, 66, dpi)
    points = (88 * 72 / 25.4, 66 * 72 / 25.4)
    with Image.open(BytesIO(bytes_of("png", "waves", size=size))) as picture:
        assert picture.size == size.pixels
        assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)
    sheet = pypdf.PdfReader(BytesIO(bytes_of("pdf", "waves", size=size))).pages[0]
    assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx(points, abs=1e-3)
    opening = bytes_of("svg", "waves", size=size)[:600].decode()
    assert f'width="{points[0]:.3f}pt" height="{points[1]:.3f}pt"' in opening


# Google Slides


@pytest.mark.parametrize(
    ("size", "allowed"),
    [
        (PageSize(7680, 4320), "6666x3750"),
        (PageSize(5001, 5000), "5000x4999"),
        (PageSize(300, 200, 600), "300x200mm@518"),
    ],
    ids=str,
)
def test_what_google_slides_does_not_take_is_refused_with_what_it_does(size: PageSize, allowed: str) -> None:
    wish = Request(state(), "waves", size=size, google_slides=True)
    with pytest.raises(ExportError, match=rf"^size: {size} given, .* takes 25; allowed: up to {allowed}$"):
        render(wish, "png")
    largest = PageSize(*map(int, allowed.split("x"))) if "mm" not in allowed else PageSize(300, 200, 518)
    assert np.prod(largest.pixels) <= 25_000_000
    assert largest.within(25_000_000) == largest


def test_what_is_for_google_slides_and_small_enough_is_written() -> None:
    wide = bytes_of("png", "waves", size=(640, 360), google_slides=True)
    assert pixels(wide).shape == (360, 640, 3)


def test_a_drawing_has_no_pixels_to_refuse() -> None:
    assert bytes_of("svg", "waves", size=(7680, 4320), google_slides=True).startswith(b"<?xml")


# Colours


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("figure", FIGURES)
def test_every_word_on_a_page_can_be_read(figure: str, theme: str) -> None:
    ground = THEMES[theme].rgb("card")
    words = [item for item in words_of(page(figure, theme=theme).items) if isinstance(item, Words)]
    assert words
    assert [w.text for w in words if contrast(w.ink[:3], ground) < 4.5] == []
