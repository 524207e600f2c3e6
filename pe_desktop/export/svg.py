"""SVG, by hand: real text, attributes and no CSS, what every viewer and slide program draws alike.

Cells are one image, unless shapes are asked for: a small image is blurred by viewers that smooth it, so cells are
repeated, and rectangles show seams between them, so each reaches under the next (measured in librsvg, Inkscape,
Chromium and QtSvg). Outlined words are plain paths: letters that were defined once and used often are shown askew,
or not at all, by some slide programs.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.export.carrying import carried
from pe_desktop.export.chunks import indexed_png
from pe_desktop.export.composing import composed, print_density, repeated
from pe_desktop.export.outlines import outlined
from pe_desktop.export.page import Page
from pe_desktop.export.primitives import Cells, Clip, Disc, Ink, Polygon, Polyline, Primitive, Words
from pe_desktop.export.rectangles import rectangles
from pe_desktop.export.request import KEYWORD, Request
from pe_desktop.figure.layout import Rect

FAMILY = "Inter, 'Helvetica Neue', Arial, sans-serif"
NEAR = 0.01  # points by which what is drawn may lie beyond its clip
COARSE = 1.0  # points: smaller cells are averaged, not picked, by a viewer that shows fewer pixels than cells


def drawing(request: Request) -> str:
    """The whole file, with the document of the request where that is to have metadata."""
    density = print_density(request)
    page = composed(request, density)
    outlines, vector = request.letters == "outlines", request.cells == "vector"
    body = _Writer(density, outlines, vector).drawn(page.items)
    return "\n".join((_opening(page), *_metadata(request), body, "</svg>", ""))


def _opening(page: Page) -> str:
    width, height = number(page.width), number(page.height)
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {spaces} version="1.1" {size} font-family="{FAMILY}">'


def _metadata(request: Request) -> list[str]:
    if not request.metadata:
        return []
    return [f'<metadata id="{KEYWORD}">{escape(carried((request,)), quote=False)}</metadata>']


def number(value: float) -> str:
    """To a thousandth of a point."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _points(points: Floats) -> str:
    rounded = np.round(points, 2) + 0.0
    return " ".join(f"{x:g},{y:g}" for x, y in rounded.tolist())


def _paint(name: str, ink: Ink | None) -> str:
    """The attributes of a fill or a stroke."""
    if ink is None:
        return f'{name}="none"'
    opacity = f' {name}-opacity="{number(ink[3])}"' if ink[3] < 1 else ""
    return f'{name}="#{ink[0]:02x}{ink[1]:02x}{ink[2]:02x}"{opacity}'


def _box(rect: Rect) -> str:
    return f'x="{number(rect.x)}" y="{number(rect.y)}" width="{number(rect.width)}" height="{number(rect.height)}"'


def _lies_in(rect: Rect, item: Primitive) -> bool:
    if isinstance(item, Cells):
        low, high = np.array([item.rect.x, item.rect.y]), np.array([item.rect.right, item.rect.bottom])
    elif isinstance(item, Polyline) and len(item.points):
        half = item.width / 2
        low, high = item.points.min(axis=0) - half, item.points.max(axis=0) + half
    else:
        return False
    least, most = (rect.x - NEAR, rect.y - NEAR), (rect.right + NEAR, rect.bottom + NEAR)
    return bool((low >= least).all() and (high <= most).all())


class _Writer:
    """Elements of one drawing; clips are numbered in the order in which they come."""

    def __init__(self, density: float, outlines: bool, vector: bool) -> None:
        self._density, self._outlines, self._vector = density, outlines, vector
        self._clips: dict[Rect, str] = {}

    def drawn(self, items: tuple[Primitive, ...]) -> str:
        return "\n".join(_ELEMENT[type(item)](self, item) for item in items)

    def polyline(self, item: Polyline) -> str:
        dash = " ".join(number(part * item.width) for part in item.dash or ())
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        stroke = f'{_paint("stroke", item.ink)} stroke-width="{number(item.width)}" stroke-linejoin="round"{dashed}'
        return f'<polyline points="{_points(item.points)}" fill="none" {stroke}/>'

    def polygon(self, item: Polygon) -> str:
        return f'<polygon points="{_points(item.points)}" {_paint("fill", item.ink)}/>'

    def disc(self, item: Disc) -> str:
        line = f' {_paint("stroke", item.line)} stroke-width="{number(item.width)}"' if item.line else ""
        place = f'cx="{number(item.x)}" cy="{number(item.y)}" r="{number(item.radius)}"'
        return f"<circle {place} {_paint('fill', item.fill)}{line}/>"

    def words(self, item: Words) -> str:
        if not item.text:
            return ""
        if self._outlines:
            return (
                f'<path role="img" aria-label="{escape(item.text)}" d="{outlined(item)}" {_paint("fill", item.ink)}/>'
            )
        x, y = number(item.x), number(item.y)
        turned = f' transform="rotate(-90 {x} {y})"' if item.upwards else ""
        anchor = f' text-anchor="{item.anchor}"' if item.anchor != "start" else ""
        weight = ' font-weight="600"' if item.strong else ""
        kept = ' xml:space="preserve"' if "  " in item.text else ""
        look = f'font-size="{number(item.size)}"{weight}{anchor} {_paint("fill", item.ink)}{kept}{turned}'
        return f'<text x="{x}" y="{y}" {look}>{escape(item.text, quote=False)}</text>'

    def cells(self, item: Cells) -> str:
        return self._rectangles(item) if self._vector else self._image(item)

    def _rectangles(self, item: Cells) -> str:
        inks = ["#" + bytes(colour).hex() for colour in item.palette[:, :3].tolist()]
        shapes = "\n".join(f'<rect {_box(rect)} fill="{inks[index]}"/>' for rect, index in rectangles(item))
        return f'<g shape-rendering="crispEdges">\n{shapes}\n</g>'

    def _image(self, item: Cells) -> str:
        rows, columns = item.index.shape
        coarse = min(item.rect.width / columns, item.rect.height / rows) >= COARSE
        crisp = ' image-rendering="pixelated"' if coarse else ""
        fine = repeated(item, self._density)
        data = base64.b64encode(indexed_png(fine.index, fine.palette)).decode("ascii")
        return f'<image {_box(item.rect)} preserveAspectRatio="none"{crisp} xlink:href="data:image/png;base64,{data}"/>'

    def clip(self, item: Clip) -> str:
        """What lies inside needs no clip: QtSvg does not know clips, and slide programs make groups of them."""
        if all(_lies_in(item.rect, inner) for inner in item.items):
            return self.drawn(item.items)
        name = self._clips.get(item.rect)
        path = ""
        if name is None:
            name = self._clips[item.rect] = f"clip{len(self._clips) + 1}"
            path = f'<defs><clipPath id="{name}"><rect {_box(item.rect)}/></clipPath></defs>\n'
        return f'{path}<g clip-path="url(#{name})">\n{self.drawn(item.items)}\n</g>'


_ELEMENT: dict[type, Callable[[_Writer, Any], str]] = {
    Polyline: _Writer.polyline,
    Polygon: _Writer.polygon,
    Disc: _Writer.disc,
    Words: _Writer.words,
    Cells: _Writer.cells,
    Clip: _Writer.clip,
}
