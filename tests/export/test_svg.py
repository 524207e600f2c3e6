"""SVG files: real text, nothing from outside, well-formed for every reader."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import Weights
from pe_desktop.export.svg import number

from .states import FIGURES, bytes_of, said_first, state

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def drawing(figure: str = "heatmap", **wishes: object) -> ElementTree.Element:
    return ElementTree.fromstring(bytes_of("svg", figure, **wishes))


@pytest.mark.parametrize(
    ("size", "points"),
    [((1920, 1080), ("960", "540")), ((1000, 563), ("959.147", "540")), ((563, 1000), ("540", "959.147"))],
)
def test_a_drawing_states_its_size_in_points(size: tuple[int, int], points: tuple[str, str]) -> None:
    root = drawing("waves", size=size)
    assert (root.get("width"), root.get("height")) == (f"{points[0]}pt", f"{points[1]}pt")
    assert root.get("viewBox") == f"0 0 {points[0]} {points[1]}"


@pytest.mark.parametrize("figure", FIGURES)
def test_every_label_is_text_in_a_family_that_exists(figure: str) -> None:
    root = drawing(figure)
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert any(text and text.startswith(said_first(figure)) for text in texts)
    assert root.get("font-family") == "Inter, 'Helvetica Neue', Arial, sans-serif"
    assert "Sans Serif" not in bytes_of("svg", figure).decode()


@pytest.mark.parametrize("figure", FIGURES)
def test_a_drawing_needs_no_style_sheet_no_script_and_nothing_from_outside(figure: str) -> None:
    text = bytes_of("svg", figure).decode()
    assert not re.search(r"<style|<script|style=|class=|<!DOCTYPE|<!ENTITY|@font-face", text)
    for element in ElementTree.fromstring(text).iter():
        assert element.get("href") is None
        assert (element.get(LINK) or "data:image/png;base64,").startswith("data:image/png;base64,")


def test_every_clip_that_is_used_is_there() -> None:
    root = drawing("decay", shown=state("rope", compare="xpos"))
    there = {element.get("id") for element in root.iter(f"{SVG}clipPath")}
    clips = [element.get("clip-path") for element in root.iter(f"{SVG}g")]
    used = {clip.removeprefix("url(#").removesuffix(")") for clip in clips if clip}
    assert used == there
    assert there
    assert {element.get("id") for defs in root.iter(f"{SVG}defs") for element in defs} == there  # drawn by no viewer


def test_large_cells_stay_sharp_in_viewers_that_smooth_images() -> None:
    large, small = (drawing("similarity", shown=state(length=n), caption=False) for n in (24, 2048))
    assert next(large.iter(f"{SVG}image")).get("image-rendering") == "pixelated"
    assert next(small.iter(f"{SVG}image")).get("image-rendering") is None


def test_markup_in_a_name_stays_text() -> None:
    table = Weights("<b>&amp;]]>", FrozenArray([[1.0, 2.0], [3.0, 4.0]]))
    root = drawing("heatmap", shown=state("learned", length=2, table=table))
    texts = "".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "table <b>&amp;]]>" in texts


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (-0.0001, "0"), (0.5, "0.5"), (1 / 3, "0.333"), (1e6, "1000000"), (-2.0504, "-2.05")],
)
def test_numbers_are_short_and_never_minus_zero(value: float, text: str) -> None:
    assert number(value) == text


def test_a_matrix_of_1024_takes_less_than_a_megabyte_and_a_half() -> None:
    for figure in ("heatmap", "similarity"):
        assert len(bytes_of("svg", figure, state(length=1024, d_model=1024))) < 1_500_000
