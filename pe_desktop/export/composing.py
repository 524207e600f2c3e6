"""A request as a page: the figure with its title and caption, in points."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from pe_desktop.export.caption import caption
from pe_desktop.export.enlarging import enlarged
from pe_desktop.export.fonts import text_width
from pe_desktop.export.headless import ensure_application
from pe_desktop.export.medium import Medium
from pe_desktop.export.page import Page, compose
from pe_desktop.export.primitives import Cells
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request
from pe_desktop.figure.figure import Figure, Panel
from pe_desktop.figure.images import without_bars
from pe_desktop.figure.marks import Cell, Dots, Rule
from pe_desktop.figure.style import PAPER, SLIDE, THEMES

PRINTED = 300 / 72
"""Pixels a point of images in SVG and PDF: 300 to the inch."""
MOST_CELLS = 16_000_000  # of a page's images: a very long page has a lower resolution


def composed(request: Request, density: float, change: Callable[[Figure], Figure] = lambda figure: figure) -> Page:
    """The page, for a medium of so many device pixels a point; `change` may have the last word on its figure."""
    ensure_application()
    figure, size, usual = change(figure_of(request)), request.size.points, _usual(request, density)
    medium = enlarged(figure, *size, usual, request.text_size)
    return compose(figure, *size, medium, background=not request.transparent)


def text_size(request: Request, figures: Iterable[Figure]) -> float:
    """How much larger than usual the text of all these figures can be: as asked for, or less."""
    ensure_application()
    usual, size = _usual(request, request.size.density), request.size.points
    reached = (enlarged(figure, *size, usual, request.text_size).type.small for figure in figures)
    return min(reached) / usual.type.small


def _usual(request: Request, density: float) -> Medium:
    theme = THEMES[request.theme]
    return Medium(theme, theme.drawn(PAPER if request.size.printed else SLIDE), density, text_width)


def print_density(request: Request) -> float:
    """Device pixels a point for SVG and PDF, which have none of their own."""
    width, height = request.size.points
    return min(PRINTED, math.sqrt(MOST_CELLS / (width * height)))


def figure_of(request: Request, tell: Tell = silent) -> Figure:
    """The figure with the words and marks that are asked for; all that it shows is computed before."""
    request.picture.prepare(request.document, request.state.view, tell)
    return figure_so_far(request)


def figure_so_far(request: Request) -> Figure:
    """The same with what is there of what takes long."""
    state, picture = request.state, request.picture
    figure = picture.build(state.document, state.view)
    if request.heading:
        figure = replace(figure, title=request.heading)
    if not request.title:
        figure = replace(figure, title="", subtitle="")
    if not request.colour_bar:
        figure = without_bars(figure)
    if not request.cursor:
        figure = replace(figure, panels=tuple(map(_without_cursor, figure.panels)))
    text = caption(state.document, picture) if request.caption else ""
    return replace(figure, caption=re.sub(r"(?<![·|]) (?![·|])", "\u00a0", text))  # a name and its value stay together


def _without_cursor(panel: Panel) -> Panel:
    marks = (mark for mark in panel.marks if not isinstance(mark, Rule | Cell))
    return replace(panel, marks=tuple(mark for mark in marks if not (isinstance(mark, Dots) and mark.hollow)))


def repeated(cells: Cells, density: float) -> Cells:
    """Each cell repeated until the image has about that many pixels a point.

    Viewers that smooth images blur a small one all over, and this one by a quarter of a point.
    """
    sides = zip((cells.rect.height, cells.rect.width), cells.index.shape, strict=True)
    down, across = (max(1, round(side * density / count)) for side, count in sides)
    return replace(cells, index=np.repeat(np.repeat(cells.index, down, axis=0), across, axis=1))
