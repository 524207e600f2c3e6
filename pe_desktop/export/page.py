"""A whole figure as one display list: background, title, panels, caption."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.export.drawing import draw
from pe_desktop.export.furniture import axes, grid, line_labels
from pe_desktop.export.medium import CAP, Medium, clipped, few, wrapped
from pe_desktop.export.primitives import Polygon, Primitive, Words
from pe_desktop.figure.figure import Figure
from pe_desktop.figure.layout import Placed, Rect, layout

LEAST = 6.0  # font sizes that a subtitle is worth being cut to


@dataclass(frozen=True)
class Page:
    """A figure laid out: the size of the page in points, and what to draw on it."""

    width: float
    height: float
    items: tuple[Primitive, ...]
    exact: bool


def compose(figure: Figure, width: float, height: float, medium: Medium, *, background: bool = True) -> Page:
    """The figure on a page of that many points."""
    items: list[Primitive] = []
    if background:
        corners = np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
        items.append(Polygon(corners, medium.ink("card")))
    words, area = surrounded(figure, width, height, medium)
    items += words
    if figure.note:
        items += note(figure.note, area, medium)
    exact = True
    for placed in layout(figure, area, medium.type, medium.measure):
        drawn, panel_exact = _panel(placed, medium)
        items += drawn
        exact = exact and panel_exact
    return Page(width, height, tuple(items), exact)


def surrounded(figure: Figure, width: float, height: float, medium: Medium) -> tuple[list[Primitive], Rect]:
    """Title and caption, and the area between them."""
    margin = medium.type.margin * medium.type.gap
    room, most = width - 2 * margin, height / 4
    heading, start = _heading(figure, Rect(margin, margin, room, most), medium)
    caption, bottom = _caption(figure.caption, Rect(margin, height - margin - most, room, most), medium)
    return [*heading, *caption], Rect(margin, start, room, max(1.0, bottom - start))


def _heading(figure: Figure, room: Rect, medium: Medium) -> tuple[list[Primitive], float]:
    """The title in lines and, where there is room behind it, the subtitle; and where what follows begins."""
    if not figure.title.strip():
        return [], room.y
    type, ink = medium.type, medium.ink("ink")
    leading = 1.25 * type.title
    lines = wrapped(figure.title, room.width, type.title, medium, strong=True)
    lines = few(lines, room.width, int(room.height / leading), type.title, medium, strong=True)
    y = room.y + CAP * type.title
    items: list[Primitive] = []
    for i, line in enumerate(lines):
        items.append(Words(room.x, y + i * leading, line, type.title, ink, strong=True))
    y += (len(lines) - 1) * leading
    after = medium.measure(lines[-1], type.title, True) + 1.25 * type.gap
    subtitle = clipped(figure.subtitle, room.width - after, type.body, medium)
    if subtitle == figure.subtitle or room.width - after > LEAST * type.body:
        items.append(Words(room.x + after, y, subtitle, type.body, medium.ink("muted")))
    return items, y + 1.1 * type.title


def _caption(text: str, room: Rect, medium: Medium) -> tuple[list[Primitive], float]:
    """The caption in lines at the bottom of the room, and where what stands above it ends."""
    size = medium.type.caption
    lines = few(wrapped(text, room.width, size, medium), room.width, int(room.height / size / 1.4), size, medium)
    bottom = room.bottom
    items: list[Primitive] = []
    for line in reversed(lines):
        items.append(Words(room.x, bottom, line, size, medium.ink("muted")))
        bottom -= 1.4 * size
    return items, bottom - 0.6 * (medium.type.small - size)  # the words above are larger


def note(text: str, area: Rect, medium: Medium) -> list[Primitive]:
    """What is said where there is no picture, in the middle of the area."""
    size, ink = medium.type.body, medium.ink("muted")
    lines = wrapped(text, area.width * 0.8, size, medium)
    x, middle = area.x + area.width / 2, area.y + area.height / 2
    top = middle - (len(lines) - 1) * 0.75 * size
    return [Words(x, top + i * 1.5 * size, line, size, ink, anchor="middle") for i, line in enumerate(lines)]


def _panel(placed: Placed, medium: Medium) -> tuple[list[Primitive], bool]:
    """What a panel is made of, and whether all of it is exact."""
    drawn = [draw(mark, placed, medium) for mark in placed.panel.marks]
    items = [item for part in drawn for item in part.items]
    around = (*axes(placed, medium), *line_labels(placed, medium))
    return [*grid(placed, medium), *items, *around], all(part.exact for part in drawn)
