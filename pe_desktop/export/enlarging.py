"""Text larger than usual, as far as a figure has room for it."""

from __future__ import annotations

from dataclasses import replace

from pe_desktop.export.furniture import most_names
from pe_desktop.export.medium import Medium
from pe_desktop.export.page import surrounded
from pe_desktop.figure.figure import Axis, Figure
from pe_desktop.figure.layout import Laid, Placed, laid_out
from pe_desktop.figure.marks import Line
from pe_desktop.figure.ticks import Tick

STEP = 0.95  # by which text that is too large for a figure is made smaller
SHRUNK = 0.5  # how much smaller a plot may get for larger text
LOWEST = 3.0  # lines of text that a plot is high
DISPENSABLE = {"feet"}


def enlarged(figure: Figure, width: float, height: float, medium: Medium, factor: float) -> Medium:
    """The medium with text larger by the factor, or as much larger as leaves a figure on such a page what it shows.

    Text is made smaller by any factor that is asked for.
    """
    usual = _laid(figure, width, height, medium)
    while factor > 1:
        larger = replace(medium, type=medium.type.worded(factor))
        if not _spoilt(_laid(figure, width, height, larger), usual, larger):
            return larger
        factor = max(1.0, factor * STEP)
    return replace(medium, type=medium.type.worded(factor))


def _laid(figure: Figure, width: float, height: float, medium: Medium) -> Laid:
    _, area = surrounded(figure, width, height, medium)
    return laid_out(figure, area, medium.type, medium.measure)


def _spoilt(laid: Laid, usual: Laid, medium: Medium) -> bool:
    """Whether larger text leaves out or cuts off words that the usual shows, or makes a plot much smaller."""
    before = {place.panel.id: place for place in usual.placed}
    gone = laid.without - usual.without - DISPENSABLE
    return bool(gone) or any(_worse(place, before[place.panel.id], medium) for place in laid.placed)


def _worse(place: Placed, before: Placed, medium: Medium) -> bool:
    rect, was, small = place.rect, before.rect, medium.type.small
    lines = sum(isinstance(mark, Line) and bool(mark.label) for mark in place.panel.marks)
    shrunk = min(rect.width / was.width, rect.height / was.height)
    low = rect.height < min(was.height - 0.01, LOWEST * small)
    if low or shrunk < SHRUNK or lines > most_names(place, medium):
        return True
    if (_said(place.x, place.x_ticks), _said(place.y, place.y_ticks)) != (
        _said(before.x, before.x_ticks),
        _said(before.y, before.y_ticks),
    ):
        return True
    names = ((place.x.label, rect.width), (place.y.label, rect.height))
    return any(medium.measure(name, small, False) > room for name, room in names)


def _said(axis: Axis, ticks: tuple[Tick, ...]) -> tuple[Tick, ...]:
    """The names of an axis, all of which stay, and lie where they lay."""
    return ticks if axis.names else ()
