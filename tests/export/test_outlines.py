"""Words of a drawing as outlines: the same words in the same places, for programs without the typeface."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from pe_desktop.export.fonts import text_width
from pe_desktop.export.outlines import outlined
from pe_desktop.export.paint import paint
from pe_desktop.export.primitives import Words

from .boxes import box
from .states import FIGURES, bytes_of, drawn_by_qt, pixels, told, tool

SVG = "{http://www.w3.org/2000/svg}"
INK = (0, 0, 0, 1.0)
WORDS = [
    Words(20, 40, "AVATAR To, fi ffl", 20, INK),
    Words(20, 80, "10,000 θ λ · − × ≤ 1111", 14, INK, strong=True),
    Words(300, 40, "In the middle (gjpqy)", 16, INK, anchor="middle"),
    Words(390, 80, "at the end Åß%", 16, INK, anchor="end"),
    Words(200, 145, "upwards", 18, INK, anchor="middle", upwards=True),
    Words(240, 150, "and from its start", 9, INK, upwards=True),
]


def points_of(data: str) -> NDArray[np.float64]:
    """(n, 2) every point of a path of M, l, c and z, absolute."""
    found: list[tuple[float, float]] = []
    at = np.zeros(2)
    for letter, numbers in re.findall(r"([Mlcz])([^Mlcz]*)", data):
        steps = np.array(re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers), dtype=float).reshape(-1, 2)
        assert len(steps) == {"M": 1, "l": 1, "c": 3, "z": 0}[letter]
        placed = steps if letter == "M" else at + steps
        found += [tuple(point) for point in placed.tolist()]
        at = placed[-1] if len(placed) else at
    return np.array(found)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.text)
def test_outlines_fill_the_box_of_their_words(words: Words) -> None:
    points, wanted = points_of(outlined(words)), box(words)
    low, high = points.min(axis=0), points.max(axis=0)
    slack = 0.3 * words.size
    assert wanted.left - 0.1 * words.size <= low[0] <= wanted.left + slack
    assert wanted.right - slack <= high[0] <= wanted.right + 0.1 * words.size
    assert wanted.top - slack <= low[1]
    assert high[1] <= wanted.bottom + slack


def test_outlines_look_like_the_painted_words() -> None:
    canvas = QImage(1600, 640, QImage.Format.Format_RGB32)
    canvas.fill(QColor("white"))
    painter = QPainter(canvas)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(4, 4)
    paint(painter, WORDS)
    painter.end()
    painted = np.frombuffer(canvas.constBits(), np.uint8).reshape(640, 1600, 4)[..., 0].astype(int)
    paths = "".join(f'<path d="{outlined(words)}"/>' for words in WORDS)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 160">{paths}</svg>'.encode()
    shown = drawn_by_qt(svg, 1600, 640)[..., 0].astype(int)
    assert ((painted < 128) != (shown < 128)).mean() < 0.003  # but for the shade of edges
    assert (painted < 128).sum() == pytest.approx((shown < 128).sum(), rel=0.06)


def test_figures_have_one_width_and_letters_are_kerned() -> None:
    def extent(text: str) -> float:
        points = points_of(outlined(Words(0, 0, text, 100, INK)))
        return float(np.ptp(points[:, 0]))

    assert text_width("1111", 100) == pytest.approx(text_width("0000", 100))
    assert extent("0110") == pytest.approx(extent("0880"), abs=0.5)
    assert extent("AVA") < extent("AXA") < 3.2 * extent("A")


@pytest.mark.parametrize("figure", FIGURES)
def test_a_drawing_in_outlines_has_no_text_and_says_the_same_words(figure: str) -> None:
    text = ElementTree.fromstring(bytes_of("svg", figure))
    shapes = ElementTree.fromstring(bytes_of("svg", figure, letters="outlines"))
    said = [element.get("aria-label") for element in shapes.iter(f"{SVG}path")]
    assert said == [element.text for element in text.iter(f"{SVG}text")]
    assert not list(shapes.iter(f"{SVG}text"))
    assert all(element.get("d", "").startswith("M") for element in shapes.iter(f"{SVG}path"))


def test_a_drawing_in_outlines_is_not_much_larger_and_the_same_each_time() -> None:
    shapes = bytes_of("svg", "rotation", letters="outlines")
    assert shapes == bytes_of("svg", "rotation", letters="outlines")
    assert len(shapes) < 400_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_two_viewers_draw_outlines_as_the_picture_shows_them(theme: str, tmp_path: Path) -> None:
    wishes = {"theme": theme, "size": (1280, 720)}
    picture = pixels(bytes_of("png", "rotation", **wishes)).astype(int)
    drawing = bytes_of("svg", "rotation", letters="outlines", **wishes)
    (tmp_path / "a.svg").write_bytes(drawing)
    told(tool("rsvg-convert"), "-w", "1280", "-h", "720", "-o", tmp_path / "a.png", tmp_path / "a.svg")
    for shown in (pixels((tmp_path / "a.png").read_bytes()), drawn_by_qt(drawing, 1280, 720)):
        apart = np.abs(shown.astype(int) - picture).max(axis=2)
        assert (apart > 128).mean() < 0.002
