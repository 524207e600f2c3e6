"""PowerPoint files, as python-pptx and LibreOffice see them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from pe_desktop.export.caption import caption
from pe_desktop.export.composing import composed
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.export.slides.deck import COLUMNS
from pe_desktop.export.slides.shapes import TOGETHER
from pe_desktop.export.writing import export, render
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES
from pe_desktop.presets import PRESETS

from .boxes import words_of
from .states import FIGURES, bytes_of, pixels, served, state

EMU_PIXEL = 6350  # of a slide of 1920 × 1080
WIDE = (12_192_000, 6_858_000)


def opened(data: bytes) -> Any:
    """The presentation."""
    return Presentation(BytesIO(data))


def slides(figure: str = "heatmap", **wishes: Any) -> Any:
    return opened(bytes_of("pptx", figure, **wishes))


def every(shapes: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:  # a group
            yield from every(shape.shapes)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in every(slide.shapes) if shape.has_text_frame and shape.text_frame.text]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_slide_has_exactly_the_words_of_the_figure(figure: str) -> None:
    wanted = [words.text for words in words_of(composed(Request(served(figure), figure), 2.0).items)]
    assert texts(slides(figure).slides[0]) == wanted


@pytest.mark.parametrize("figure", FIGURES)
def test_no_shape_takes_a_style_of_the_theme_and_none_is_a_placeholder(figure: str) -> None:
    tree = slides(figure, cursor=True).slides[0].shapes._spTree
    assert [element.tag for element in tree.iter(qn("p:style"), qn("p:ph"))] == []


@pytest.mark.parametrize("figure", FIGURES)
def test_every_shape_has_a_number_and_a_name_of_its_own(figure: str) -> None:
    shapes = list(every(slides(figure).slides[0].shapes))
    assert len({shape.shape_id for shape in shapes}) == len({shape.name for shape in shapes}) == len(shapes)
    assert all(shape.name for shape in shapes)


@pytest.mark.parametrize(
    ("size", "sides"),
    [
        (PageSize(1920, 1080), WIDE),
        (PageSize(3840, 2160), WIDE),
        (PageSize(960, 1080), (6_858_000, 7_715_250)),
        (PageSize(1080, 1080), (6_858_000, 6_858_000)),
        (PageSize(88, 66, 300), (88 * 36_000, 66 * 36_000)),
        (PageSize(16384, 16), (51_206_400, 914_400)),
    ],
)
def test_a_slide_has_the_proportions_of_the_page(size: PageSize, sides: tuple[int, int]) -> None:
    made = slides("waves", size=size)
    assert (made.slide_width, made.slide_height) == sides


def test_the_template_s_placeholders_lie_on_the_slide() -> None:
    made = slides(size=PageSize(960, 1080))
    for holder in (made.slide_master, *made.slide_layouts):
        for shape in holder.placeholders:
            assert 0 <= shape.left < shape.left + shape.width <= made.slide_width
            assert 0 <= shape.top < shape.top + shape.height <= made.slide_height


def test_the_heatmap_s_picture_is_where_the_png_has_it() -> None:
    shown = state(length=40)
    shown = type(shown)(shown.document.replace(colormap="viridis"), shown.view)  # whose colours are none of the ground
    made = opened(bytes_of("pptx", "heatmap", shown))
    picture = max(every(made.slides[0].shapes), key=lambda s: s.width * s.height * (s.shape_type == 13))
    ground = (pixels(bytes_of("png", "heatmap", shown)) == 255).all(axis=2)
    left, top = picture.left / EMU_PIXEL, picture.top / EMU_PIXEL
    right, bottom = left + picture.width / EMU_PIXEL, top + picture.height / EMU_PIXEL
    inside = ground[round(top) + 1 : round(bottom) - 1, round(left) + 1 : round(right) - 1]
    assert inside.size > 500_000
    assert not inside.any()
    middle, centre = round((top + bottom) / 2), round((left + right) / 2)
    beyond = [ground[middle, round(left) - 2], ground[middle, round(right) + 1], ground[round(bottom) + 1, centre]]
    assert all(beyond)
    assert ground[round(top) - 2, centre]


def test_a_picture_has_each_cell_in_its_own_colour_at_print_resolution() -> None:
    made = opened(bytes_of("pptx", "heatmap", state(length=20, d_model=10)))
    picture = max((s for s in made.slides[0].shapes if s.shape_type == 13), key=lambda s: s.width * s.height)
    with Image.open(BytesIO(picture.image.blob)) as image:
        assert image.mode == "P"
        cells = np.asarray(image)
    assert picture.image.size[0] / (picture.width / 914_400) == pytest.approx(300, rel=0.02)
    rows, columns = cells.shape
    assert rows % 20 == columns % 10 == 0
    blocks = cells.reshape(20, rows // 20, 10, columns // 10)
    assert (blocks == blocks[:, :1, :, :1]).all()


@pytest.mark.parametrize("figure", FIGURES)
def test_pictures_say_what_they_show_and_the_rest_is_marked_as_decoration(figure: str) -> None:
    for shape in every(slides(figure).slides[0].shapes):
        place = shape._element.xpath(".//p:cNvPr")[0]
        if shape.shape_type == 13:
            assert PICTURES[figure].title in place.get("descr")
        elif not shape.has_text_frame or not shape.text_frame.text:
            assert place.xpath("boolean(.//*[local-name()='decorative'])")


@pytest.mark.parametrize("figure", FIGURES)
def test_the_notes_say_every_parameter_and_whose_it_is(figure: str) -> None:
    notes = slides(figure).slides[0].notes_slide.notes_text_frame.text
    document = Request(served(figure), figure).document
    for said in (caption(document, PICTURES[figure]), PICTURES[figure].explanation, document.encoding.source):
        assert said in notes


@pytest.mark.parametrize("theme", THEMES)
def test_the_ground_is_the_slide_s_own_and_no_shape(theme: str) -> None:
    slide = slides("waves", theme=theme).slides[0]
    assert str(slide.background.fill.fore_color.rgb) == bytes(THEMES[theme].rgb("card")).hex().upper()
    assert max(shape.width for shape in slide.shapes) < WIDE[0]


def test_a_transparent_slide_has_no_ground() -> None:
    slide = slides("waves", transparent=True).slides[0]
    assert slide._element.find(".//" + qn("p:bg")) is None
    assert max(shape.width for shape in slide.shapes) < WIDE[0]


def test_text_is_set_in_the_typeface_with_a_kind_that_every_machine_has() -> None:
    (run,) = {run.get("typeface") for run in slides().slides[0].shapes._spTree.iter(qn("a:latin"), qn("a:cs"))}
    assert run == "Inter"
    faces = slides().slides[0].shapes._spTree.iter(qn("a:latin"))
    assert {(face.get("panose")[:4], face.get("pitchFamily")) for face in faces} == {("020B", "34")}


def test_words_keep_their_anchor_whatever_the_typeface() -> None:
    """Boxes have no insets and do not break lines; text to the right of a tick stands to the left in its box."""
    boxes = [s for s in every(slides("similarity").slides[0].shapes) if s.has_text_frame and s.text_frame.text]
    assert {(b.text_frame.margin_left, b.text_frame.margin_top, b.text_frame.word_wrap) for b in boxes} == {
        (0, 0, False)
    }
    page = composed(Request(served("similarity"), "similarity"), 2.0)
    for shape, words in zip(boxes, words_of(page.items), strict=True):
        middle = shape.left + shape.width / 2, shape.top + shape.height / 2
        along = {"start": 0.5, "middle": 0.0, "end": -0.5}[words.anchor] * shape.width / 12_700
        assert shape.rotation == (270 if words.upwards else 0)
        place = (middle[0] / 12_700, middle[1] / 12_700 + along) if words.upwards else (middle[0] / 12_700 - along, 0)
        assert place[1 if words.upwards else 0] == pytest.approx(words.y if words.upwards else words.x, abs=0.01)
        baseline = middle[0] if words.upwards else middle[1]
        wanted = (words.x if words.upwards else words.y) - 0.727 / 2 * words.size
        assert baseline / 12_700 == pytest.approx(wanted, abs=0.01)


def test_many_shapes_of_one_kind_are_a_group_about_them() -> None:
    groups = [s for s in slides("frequencies").slides[0].shapes if s.shape_type == 6]
    assert groups
    for group in groups:
        inner = list(group.shapes)
        assert len(inner) >= TOGETHER
        assert group.left == min(s.left for s in inner)
        assert group.left + group.width == max(s.left + s.width for s in inner)


@pytest.mark.parametrize("preset", ["base-bounds-context-far", "gpt-neox-half", "learned-helix", "d2l-waves"])
def test_no_line_has_more_points_than_can_be_edited(preset: str) -> None:
    chosen = PRESETS[preset]
    made = opened(render(Request(chosen.state, chosen.figure), "pptx"))
    counts = [len(list(path.iter(qn("a:pt")))) for path in made.slides[0].shapes._spTree.iter(qn("a:path"))]
    assert 1 < max(counts) <= 2 * COLUMNS


def test_nothing_hangs_over_the_plot_when_it_is_zoomed() -> None:
    shown = state(length=40)
    zoomed = type(shown)(shown.document, shown.view.replace(ranges=shown.view.ranges.put("heatmap", (3.3, 9.6, 20, 5))))
    made = opened(bytes_of("pptx", "heatmap", zoomed))
    picture = max((s for s in made.slides[0].shapes if s.shape_type == 13), key=lambda s: s.width * s.height)
    whole = opened(bytes_of("pptx", "heatmap", shown))
    plot = max((s for s in whole.slides[0].shapes if s.shape_type == 13), key=lambda s: s.width * s.height)
    assert abs(picture.left + picture.width - plot.left - plot.width) < 2 * EMU_PIXEL
    assert abs(picture.top - plot.top) < 2 * EMU_PIXEL


def test_no_part_says_anything_of_a_person_a_place_or_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "mallory")
    path = tmp_path / "a.pptx"
    export(Request(state(), "heatmap"), path)
    for name, content in parts(path.read_bytes()).items():
        for secret in (b"mallory", bytes(str(tmp_path), "ascii"), b"Canny", b"dcterms:created", b"dcterms:modified"):
            assert secret not in content, name
        assert not re.search(rb"\b(19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}", content), name
    with zipfile.ZipFile(path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [n for n in package.namelist() if "thumbnail" in n or "printer" in n]


def test_without_metadata_a_file_has_no_document_and_no_notes() -> None:
    found = parts(bytes_of("pptx", "heatmap", metadata=False, caption=False))
    assert not [name for name in found if "customXml" in name or "notesSlide" in name]
    assert not [name for name, content in found.items() if b"vaswani" in content]
