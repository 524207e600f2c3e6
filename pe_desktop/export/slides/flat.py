"""A display list without clips: what they cut is cut, so that nothing on a slide hangs over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.export.composing import repeated
from pe_desktop.export.primitives import Cells, Clip, Disc, Ink, Polygon, Polyline, Primitive, Words
from pe_desktop.export.slides.geometry import clipped_line, clipped_polygon, simplified
from pe_desktop.figure.layout import Rect

ROUND = 64  # corners of a circle that a clip cuts


@dataclass(frozen=True, eq=False)
class Stroke:
    """A line in one or more parts, each (n, 2). `dash` holds lengths of stroke and gap, in line widths."""

    parts: tuple[Floats, ...]
    ink: Ink
    width: float
    dash: tuple[float, float] | None = None


def cells_of(items: Iterable[Primitive]) -> Iterator[Cells]:
    """The cells of a display list, in their order."""
    for item in items:
        if isinstance(item, Clip):
            yield from cells_of(item.items)
        elif isinstance(item, Cells):
            yield item


def with_cells(items: Iterable[Primitive], cells: Iterator[Cells]) -> tuple[Primitive, ...]:
    """The items with other cells in the place of theirs, in the same order."""
    return tuple(
        replace(item, items=with_cells(item.items, cells))
        if isinstance(item, Clip)
        else next(cells)
        if isinstance(item, Cells)
        else item
        for item in items
    )


Flat = Stroke | Polygon | Disc | Words | Cells


def flattened(items: Iterable[Primitive], density: float) -> Iterator[Flat]:
    """The items without clips, lines without points that nobody sees, and cells with so many pixels a point."""
    yield from _within(items, None, density)


def _within(items: Iterable[Primitive], room: Rect | None, density: float) -> Iterator[Flat]:
    for item in items:
        if isinstance(item, Clip):
            yield from _within(item.items, _common(room, item.rect), density)
        elif isinstance(item, Cells):
            yield from _cells(item, room, density)
        else:
            yield from _CUT[type(item)](item, room)


def _common(one: Rect | None, other: Rect) -> Rect:
    if one is None:
        return other
    left, top = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Rect(left, top, max(0.0, right - left), max(0.0, bottom - top))


def _polyline(item: Polyline, room: Rect | None) -> Iterator[Flat]:
    """Cut at the room, and held half a width within, as the stroke is cut too."""
    parts = [item.points] if room is None else clipped_line(item.points, room)
    if room is not None:
        half = min(item.width, room.width, room.height) / 2
        low, high = (room.x + half, room.y + half), (room.right - half, room.bottom - half)
        parts = [np.clip(part, low, high) for part in parts]
    kept = tuple(simplified(part) for part in parts if len(part) > 1)
    if kept:
        yield Stroke(kept, item.ink, item.width, item.dash)


def _polygon(item: Polygon, room: Rect | None) -> Iterator[Flat]:
    points = item.points if room is None else clipped_polygon(item.points, room)
    if len(points) > 2:
        closed = simplified(np.vstack([points, points[:1]]))
        yield replace(item, points=closed[:-1])


def _disc(item: Disc, room: Rect | None) -> Iterator[Flat]:
    reach = item.radius + item.width / 2
    if room is None or (
        room.x <= item.x - reach
        and item.x + reach <= room.right
        and room.y <= item.y - reach
        and item.y + reach <= room.bottom
    ):
        yield item
        return
    angles = np.linspace(0, 2 * np.pi, ROUND + 1)
    ring = np.stack([item.x + item.radius * np.cos(angles), item.y + item.radius * np.sin(angles)], axis=1)
    if item.fill:
        yield from _polygon(Polygon(ring[:-1], item.fill), room)
    if item.line:
        yield from _polyline(Polyline(ring, item.line, item.width), room)


def _words(item: Words, room: Rect | None) -> Iterator[Flat]:
    inside = room is None or (room.x <= item.x <= room.right and room.y <= item.y <= room.bottom)
    if item.text and inside:
        yield item


def _cells(item: Cells, room: Rect | None, density: float) -> Iterator[Flat]:
    """Each cell repeated; of those that the room cuts, the pixels inside."""
    fine = repeated(item, density)
    if room is None:
        yield fine
        return
    rect, seen = item.rect, _common(room, item.rect)
    rows, columns = fine.index.shape
    top, bottom = _pixels(seen.y - rect.y, seen.bottom - rect.y, rect.height, rows)
    left, right = _pixels(seen.x - rect.x, seen.right - rect.x, rect.width, columns)
    if seen.width and seen.height:
        yield Cells(seen, np.ascontiguousarray(fine.index[top:bottom, left:right]), fine.palette)


def _pixels(low: float, high: float, length: float, count: int) -> tuple[int, int]:
    """The pixels from low to high of a side of that length; one at least."""
    first = min(count - 1, round(low / length * count))
    return first, max(first + 1, round(high / length * count))


_CUT: dict[type, Callable[[Any, Rect | None], Iterator[Flat]]] = {
    Polyline: _polyline,
    Polygon: _polygon,
    Disc: _disc,
    Words: _words,
}
