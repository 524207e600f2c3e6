"""A whole figure as one display list: background, title, panels, caption."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pe_desktop.export.drawing import draw
from pe_desktop.export.furniture import axes, grid, line_labels
from pe_desktop.export.medium import CAP, Medium, clipped
from pe_desktop.export.primitives import Polygon, Primitive, Words
from pe_desktop.figure.figure import Figure
from pe_desktop.figure.layout import Placed, Rect, layout


@dataclass(frozen=True)
class Page:
    """A figure laid out: the size of the page in points, and what to draw on it."""

    width: float
    height: float
    items: tuple[Primitive, ...]
    exact: bool


def compose(figure: Figure, width: float, height: float, medium: Medium, *, background: bool = True) -> Page:
    """The figure on a page of that many points."""
    margin, type = 2.25 * medium.type.gap, medium.type
    items: list[Primitive] = []
    if background:
        corners = np.array([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
        items.append(Polygon(corners, medium.ink("card")))
    top = margin + CAP * type.title
    items += _heading(figure, margin, top, width - 2 * margin, medium)
    bottom = height - margin
    for line in reversed(wrapped(figure.caption, width - 2 * margin, type.small, medium)):
        items.append(Words(margin, bottom, line, type.small, medium.ink("muted")))
        bottom -= 1.4 * type.small
    start = top + 1.1 * type.title if figure.title else margin
    area = Rect(margin, start, width - 2 * margin, max(1.0, bottom - start))
    if figure.note:
        items += note(figure.note, area, medium)
    exact = True
    for placed in layout(figure, area, type, medium.measure):
        drawn, panel_exact = _panel(placed, medium)
        items += drawn
        exact = exact and panel_exact
    return Page(width, height, tuple(items), exact)


def _heading(figure: Figure, x: float, y: float, width: float, medium: Medium) -> list[Primitive]:
    """Title and, where there is room behind it, subtitle."""
    type = medium.type
    title = clipped(figure.title, width, type.title, medium, strong=True)
    after = medium.measure(title, type.title, True) + 1.25 * type.gap
    subtitle = clipped(figure.subtitle, width - after, type.body, medium)
    return [
        Words(x, y, title, type.title, medium.ink("ink"), strong=True),
        Words(x + after, y, subtitle, type.body, medium.ink("muted")),
    ]


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


def wrapped(text: str, width: float, size: float, medium: Medium) -> list[str]:
    """The text in lines that fit; words joined by a no-break space stay together, and no line begins with · or |."""
    lines: list[str] = []
    for word in filter(None, re.sub(" ([·|]) ", "\u00a0\\1 ", text).split(" ")):
        if lines and medium.measure(f"{lines[-1]} {word}", size, False) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(clipped(word, width, size, medium))
    return [line.replace("\u00a0", " ") for line in lines]
