"""From marks to the display list: one function a mark, used by the screen and by every file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from pe_desktop.engine.field import Edges, Pixels, block_edges
from pe_desktop.export.curves import DASH, drawn_band, drawn_line, on_page
from pe_desktop.export.legend import drawn_legend
from pe_desktop.export.medium import CAP, LINE, SHRUNK, Medium, clipped, few, wrapped
from pe_desktop.export.primitives import Cells, Clip, Disc, Polygon, Polyline, Primitive, Words
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
from pe_desktop.figure.style import Palette, Rgb

TURN = 2 * np.pi
SMALLEST = 3.5  # points from the centre of the outline of a cell to its sides


@dataclass(frozen=True)
class Drawn:
    """A mark as primitives. `exact` is False where a pixel shows samples, not the true mean or extent."""

    items: tuple[Primitive, ...]
    exact: bool = True


def draw(mark: Mark, placed: Placed, medium: Medium) -> Drawn:
    """The mark in the coordinates of the page."""
    drawn = _DRAW[type(mark)](mark, placed, medium)
    room = _room(mark, placed, medium)
    return replace(drawn, items=(Clip(room, drawn.items),)) if room and drawn.items else drawn


def _room(mark: Mark, placed: Placed, medium: Medium) -> Rect | None:
    """Where the mark must not reach beyond: a line at the edge of the plot keeps its whole width."""
    if isinstance(mark, Line):
        half = mark.width * medium.type.weight / 2
        return _grown(placed.rect, half, half)
    return placed.rect if isinstance(mark, Image | Band | Path) else None


def _grown(rect: Rect, across: float, down: float) -> Rect:
    return Rect(rect.x - across, rect.y - down, rect.width + 2 * across, rect.height + 2 * down)


def _image(mark: Image, placed: Placed, medium: Medium) -> Drawn:
    rows, columns = mark.field.shape
    x0, y0, x1, y1 = mark.rect or (-0.5, -0.5, columns - 0.5, rows - 0.5)
    across = _visible(placed.x.low, placed.x.high, x0, x1, columns)
    down = _visible(placed.y.low, placed.y.high, y0, y1, rows)
    if across is None or down is None:
        return Drawn(())
    left, right = (placed.to_x(x0 + c / columns * (x1 - x0)) for c in across)
    top, bottom = (placed.to_y(y0 + r / rows * (y1 - y0)) for r in down)
    wide, high = abs(right - left) * medium.density, abs(bottom - top) * medium.density
    row_edges = block_edges(*down, max(1, round(high)))
    square = across == down and abs(wide - high) < 1
    column_edges = row_edges if square else _column_edges(*across, max(1, round(wide)))
    index, palette = _indexed(mark.field.mean(row_edges, column_edges), mark, medium)
    index = index[:: 1 if bottom > top else -1, :: 1 if right > left else -1]
    rect = Rect(min(left, right), min(top, bottom), abs(right - left), abs(bottom - top))
    whole = len(row_edges) - 1 == down[1] - down[0] and len(column_edges) - 1 == across[1] - across[0]
    cells = Cells(rect, np.ascontiguousarray(index), palette)
    return Drawn((cells,), exact=whole or mark.field.exact)


def _column_edges(first: int, last: int, blocks: int) -> Edges:
    """Edges of blocks of whole pairs of columns, unless each column has a block of its own.

    Sine and cosine stand side by side: blocks of two and of three columns in turn would show stripes that
    are not there.
    """
    if last - first <= blocks:
        return block_edges(first, last, blocks)
    edges = 2 * block_edges((first + 1) // 2, last // 2, blocks)
    whole = np.concatenate([[first], edges, [last]])
    return whole[np.diff(whole, prepend=first - 1) > 0]


def _visible(low: float, high: float, start: float, end: float, count: int) -> tuple[int, int] | None:
    """First and last + 1 of the `count` cells between start and end that the range low … high touches."""
    a, b = ((v - start) / (end - start) * count for v in (low, high))
    first, last = max(0, int(np.floor(min(a, b) + 1e-9))), min(count, int(np.ceil(max(a, b) - 1e-9)))
    return (first, last) if last > first else None


def _indexed(values: Pixels, mark: Image, medium: Medium) -> tuple[Palette, Palette]:
    """Values as indices, and the palette that they are of. Where some are blank, index 0 is: seen through."""
    (low, high), palette = mark.levels, medium.theme.palette(mark.colours)
    scaled = values - np.float32(low)
    scaled *= np.float32(255 / (high - low))
    scaled += np.float32(0.5)
    np.clip(scaled, 0, 255, out=scaled)
    if not np.isnan(scaled.sum()):
        return scaled.astype(np.uint8), palette
    blank = np.isnan(scaled)
    index = np.where(blank, np.float32(0), np.maximum(scaled, 1)).astype(np.uint8)
    return index, _with_blank(palette.tobytes(), medium.theme.rgb("card"))


@lru_cache(maxsize=32)
def _with_blank(palette: bytes, ground: Rgb) -> Palette:
    """The palette with index 0 seen through. Viewers that smooth images mix in its colour: that of the ground."""
    colours = np.full((256, 4), 255, np.uint8)
    colours[:, :3] = np.frombuffer(palette, np.uint8).reshape(256, 3)
    colours[0] = (*ground, 0)
    return colours


def _path(mark: Path, placed: Placed, medium: Medium) -> Drawn:
    points = on_page(placed, *np.array(mark.points, dtype=np.float64).T)
    ink = medium.faded(mark.colour, mark.opacity)
    return Drawn((Polyline(points, ink, mark.width * medium.type.weight, DASH if mark.dashed else None),))


def _box(mark: Box, placed: Placed, medium: Medium) -> Drawn:
    (left, right), (low, high) = sorted((mark.x0, mark.x1)), sorted((mark.y0, mark.y1))
    x, y = placed.x, placed.y
    left, right, low, high = max(left, x.low), min(right, x.high), max(low, y.low), min(high, y.high)
    if left >= right or low >= high:
        return Drawn(())
    corners = np.array([left, right, right, left]), np.array([low, low, high, high])
    return Drawn((Polygon(on_page(placed, *corners), medium.ink(mark.colour, mark.opacity)),))


def _dots(mark: Dots, placed: Placed, medium: Medium) -> Drawn:
    radius, ink = mark.size / 2 * medium.type.weight, medium.faded(mark.colour, mark.opacity)
    hollow = mark.hollow or mark.colour in medium.theme.rings
    fill, line = (medium.ink("card"), ink) if hollow else (ink, None)
    width = 1.75 * medium.type.weight if hollow else 0.0
    (x_low, x_high), (y_low, y_high) = (placed.x.low, placed.x.high), (placed.y.low, placed.y.high)
    shown = [(px, py) for px, py in mark.points if x_low <= px <= x_high and y_low <= py <= y_high]
    to_x, to_y = placed.to_x, placed.to_y
    return Drawn(tuple([Disc(to_x(px), to_y(py), radius, fill, line, width) for px, py in shown]))


def _rule(mark: Rule, placed: Placed, medium: Medium) -> Drawn:
    rect, axis = placed.rect, placed.x if mark.axis == "x" else placed.y
    if not axis.low <= mark.value <= axis.high:
        return Drawn(())
    if mark.axis == "x":
        x = placed.to_x(mark.value)
        points = np.array([(x, rect.y), (x, rect.bottom)])
    else:
        y = placed.to_y(mark.value)
        points = np.array([(rect.x, y), (rect.right, y)])
    dash = (2.5, 2.5) if mark.dashed else None
    return Drawn((Polyline(points, medium.ink(mark.colour), mark.width * medium.type.weight, dash),))


def _cell(mark: Cell, placed: Placed, medium: Medium) -> Drawn:
    """The cell's own outline, or a small square about it where the cell is smaller; that one may stand at the edge."""
    weight = medium.type.weight
    least = SMALLEST * weight
    x, y = placed.to_x(mark.x), placed.to_y(mark.y)
    half_x = max(least, abs(placed.to_x(mark.x + 0.5) - x))
    half_y = max(least, abs(placed.to_y(mark.y + 0.5) - y))
    beyond = [2 * least if half == least else 0.0 for half in (half_x, half_y)]
    rect = placed.rect
    if (beyond[0] and not rect.x <= x <= rect.right) or (beyond[1] and not rect.y <= y <= rect.bottom):
        return Drawn(())
    corners = [(x - half_x, y - half_y), (x + half_x, y - half_y), (x + half_x, y + half_y), (x - half_x, y + half_y)]
    points = np.array([*corners, corners[0]])
    halo = Polyline(points, medium.ink("card", 0.9), 3.5 * weight)
    outline = Polyline(points, medium.ink(mark.colour), 1.5 * weight)
    return Drawn((Clip(_grown(rect, *beyond), (halo, outline)),))


def _arrow(mark: Arrow, placed: Placed, medium: Medium) -> Drawn:
    ink, width = medium.ink(mark.colour), mark.width * medium.type.weight
    points = np.array([(placed.to_x(x), placed.to_y(y)) for x, y in (mark.start, mark.end)])
    x, y = float(points[1, 0]), float(points[1, 1])
    ring = mark.colour in medium.theme.rings
    tip = Disc(x, y, 2 * width, medium.ink("card"), ink, width) if ring else Disc(x, y, 2 * width, fill=ink)
    return Drawn((Polyline(points, ink, width), tip))


def _arc(mark: Arc, placed: Placed, medium: Medium) -> Drawn:
    radius = abs(placed.to_x(mark.radius) - placed.to_x(0.0))
    if abs(mark.span) >= TURN:
        x, y = placed.to_x(mark.centre[0]), placed.to_y(mark.centre[1])
        return Drawn((Disc(x, y, radius, line=medium.ink(mark.colour), width=mark.width * medium.type.weight),))
    steps = max(2, int(abs(mark.span) * (4 + radius * medium.density / 3)))
    angles = mark.start + np.linspace(0, mark.span, steps + 1)
    x, y = mark.centre
    points = on_page(placed, x + mark.radius * np.cos(angles), y + mark.radius * np.sin(angles))
    return Drawn((Polyline(points, medium.ink(mark.colour), mark.width * medium.type.weight),))


def _text(mark: Text, placed: Placed, medium: Medium) -> Drawn:
    if mark.lift > placed.foot + 0.5:
        return Drawn(())
    size = medium.type.size(mark.size)
    x, y = placed.to_x(mark.point[0]), placed.to_y(mark.point[1])
    baseline = y + CAP / 2 * size + mark.lift * LINE * size
    if mark.room or mark.height:
        room, high = abs(placed.to_x(mark.room) - placed.to_x(0.0)), abs(placed.to_y(mark.height) - placed.to_y(0.0))
        across = room / medium.measure(mark.like or mark.text, size, mark.strong) if mark.room else 1.0
        size *= min(1.0, across, high / (LINE * size) if mark.height else 1.0)
        if size < SHRUNK * medium.type.size(mark.size):
            return Drawn(())
    said = medium.number(mark.text)
    return Drawn((Words(x, baseline, said, size, medium.words(mark.colour), mark.strong, mark.anchor),))


def _legend(mark: Legend, placed: Placed, medium: Medium) -> Drawn:
    return Drawn(drawn_legend(mark, placed, medium))


def _facts(mark: Facts, placed: Placed, medium: Medium) -> Drawn:
    """All rows, set smaller where they fit only so; where they do not even then, as many as fit, the first first."""
    rect, step, body = placed.rect, placed.rect.height / max(1, len(mark.rows)), medium.type.body
    widths = (medium.measure(name, body, not value) + medium.measure(value, body, True) for name, value, _ in mark.rows)
    high = step / (1.3 * body)
    fitting = min(high if high >= SHRUNK else 1.0, (rect.width - 1.2 * body) / max(widths, default=1.0))
    size = body * min(1.0, max(SHRUNK, fitting))
    step = min(1.55 * size, max(step, 1.3 * size))
    items: list[Primitive] = []
    for i, (name, value, colour) in enumerate(mark.rows[: int(rect.height / step + 1e-9)]):
        y = rect.y + (i + 0.5) * step + CAP / 2 * size
        left = rect.x + size / 2
        room = rect.right - left - (medium.measure(value, size, True) + size / 2 if value else 0.0)
        said = clipped(name, room, size, medium, strong=not value)
        items.append(Words(left, y, said, size, medium.words("muted" if value else colour), not value))
        if value:
            items.append(Words(rect.right, y, medium.number(value), size, medium.words(colour), True, "end"))
    return Drawn(tuple(items))


def _prose(mark: Prose, placed: Placed, medium: Medium) -> Drawn:
    rect, body = placed.rect, medium.type.body
    for size in (body, 0.85 * body, SHRUNK * body):
        lines = wrapped(mark.text, rect.width, size, medium)
        if len(lines) * LINE * size <= rect.height:
            break
    most = int(rect.height / (LINE * size) + 1e-9)
    lines = few(lines, rect.width, most, size, medium) if most else []
    first, ink = rect.y + (LINE + CAP) / 2 * size, medium.words(mark.colour)
    return Drawn(tuple(Words(rect.x, first + i * LINE * size, line, size, ink) for i, line in enumerate(lines)))


def _between(mark: Band, placed: Placed, medium: Medium) -> Drawn:
    return Drawn(*drawn_band(mark, placed, medium))


def _line(mark: Line, placed: Placed, medium: Medium) -> Drawn:
    return Drawn(*drawn_line(mark, placed, medium))


_DRAW: dict[type[Mark], Callable[[Any, Placed, Medium], Drawn]] = {
    Image: _image,
    Line: _line,
    Path: _path,
    Band: _between,
    Box: _box,
    Dots: _dots,
    Rule: _rule,
    Cell: _cell,
    Arrow: _arrow,
    Arc: _arc,
    Text: _text,
    Legend: _legend,
    Facts: _facts,
    Prose: _prose,
}
