"""Words as the outlines of their letters, for programs that do not have the typeface: kerned and placed as text is."""

from __future__ import annotations

import threading
from functools import lru_cache

from PySide6.QtGui import QPainterPath, QRawFont, QTextLayout

from pe_desktop.export.fonts import REFERENCE, reference_font, text_width
from pe_desktop.export.primitives import ANCHORS, Words

FINE = 100  # parts of a point to which outlines are rounded

_Segments = tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
"""Letters of SVG's path data, each with the points that follow it, at the reference size."""


def outlined(words: Words) -> str:
    """The data of one SVG path (SVG 1.1, 8.3) that draws the words where text of the same primitive would stand.

    Each glyph begins at a place of its own and goes on in steps, so that no rounding adds up.
    """
    scale = words.size / REFERENCE
    start = ANCHORS[words.anchor] * text_width(words.text, words.size, words.strong)
    parts: list[str] = []
    for font, glyph, along, down in _placed(words.text, words.strong):
        along, down = start + along * scale, down * scale
        x, y = (words.x + down, words.y - along) if words.upwards else (words.x + along, words.y + down)
        parts.append(_moved(_contours(font, glyph, scale, words.upwards), x, y))
    return "".join(parts)


def _placed(text: str, strong: bool) -> list[tuple[str, int, float, float]]:
    """Each glyph: the typeface and its number there, and where it stands from the start of the baseline."""
    layout = QTextLayout(text, reference_font(strong))
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    found: list[tuple[str, int, float, float]] = []
    for run in layout.glyphRuns():
        name = _known(run.rawFont())
        glyphs = zip(run.glyphIndexes(), run.positions(), strict=True)
        found += [(name, glyph, place.x(), place.y() - line.ascent()) for glyph, place in glyphs]
    return found


class _Fonts(threading.local):
    """The fonts that were met, by name; each thread has its own, as Qt demands of them."""

    def __init__(self) -> None:
        self.known: dict[str, QRawFont] = {}


_fonts = _Fonts()


def _known(font: QRawFont) -> str:
    """A name for the font, under which it is kept."""
    name = f"{font.familyName()} {font.styleName()} {font.weight()} {font.pixelSize()}"
    _fonts.known.setdefault(name, font)
    return name


@lru_cache(maxsize=4096)
def _segments(font: str, glyph: int) -> _Segments:
    """The outline of a glyph, its contours closed."""
    path = _fonts.known[font].pathForGlyph(glyph)
    found: list[tuple[str, tuple[tuple[float, float], ...]]] = []
    kinds = QPainterPath.ElementType
    i = 0
    while i < path.elementCount():
        element = path.elementAt(i)
        count = 3 if element.type == kinds.CurveToElement else 1
        letter = {kinds.MoveToElement: "m", kinds.LineToElement: "l"}.get(element.type, "c")
        points = (path.elementAt(i + k) for k in range(count))
        found.append((letter, tuple((point.x, point.y) for point in points)))
        i += count
    return tuple(found)


_Contours = tuple[tuple[float, float, str], ...]
"""Of each contour: where it begins, from the glyph's own place, and the steps of its outline."""


@lru_cache(maxsize=4096)
def _contours(font: str, glyph: int, scale: float, upwards: bool) -> _Contours:
    found: list[tuple[float, float, list[str]]] = []
    at = (0, 0)
    for letter, points in _segments(font, glyph):
        steps = [_turned(x * scale, y * scale, upwards) for x, y in points]
        ends = [(round(x * FINE), round(y * FINE)) for x, y in steps]
        if letter == "m":
            found.append((*steps[0], []))
        else:
            found[-1][2].append(letter + "".join(_step(x - at[0], y - at[1]) for x, y in ends).lstrip())
        at = ends[-1]
    return tuple((x, y, "".join(steps)) for x, y, steps in found)


def _turned(x: float, y: float, upwards: bool) -> tuple[float, float]:
    return (y, -x) if upwards else (x, y)


def _moved(contours: _Contours, x: float, y: float) -> str:
    moved = ((round((x + dx) * FINE), round((y + dy) * FINE), steps) for dx, dy, steps in contours)
    return "".join(f"M{_step(left, top).lstrip()}{steps}z" for left, top, steps in moved)


def _step(x: int, y: int) -> str:
    return _number(x) + _number(y)


@lru_cache(maxsize=65536)
def _number(parts: int) -> str:
    """A number with the space before it that it needs: a minus divides numbers too."""
    text = f"{abs(parts) / FINE:.2f}".rstrip("0").rstrip(".")
    text = text[1:] if text.startswith("0.") else text
    return f"-{text}" if parts < 0 else f" {text}"
