"""A figure that rests while something in it moves: the same axes, colours and words in every frame of a film."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel
from pe_desktop.figure.images import bar
from pe_desktop.figure.marks import Box, Image, Mark, Text

Span = tuple[float, float]
APART = "\u00a0…\u00a0"


class Steady:
    """Learns from figures of a film how far their axes and colours reach, and gives each frame all of that.

    What grows then grows inside a frame that stays; where nothing grows, a figure is what it was.
    """

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._axes: dict[tuple[str, str], Axis] = {}
        self._levels: dict[tuple[str, int], Span] = {}
        for panel in (panel for figure in figures for panel in figure.panels):
            self._learn(panel)
        self._fullest = max(figures, key=lambda figure: len(figure.panels))
        self._caption = said_over(figures[0].caption, figures[-1].caption)

    def _learn(self, panel: Panel) -> None:
        for name, axis in (("x", panel.x), ("y", panel.y)):
            self._axes[panel.id, name] = widened(self._axes.get((panel.id, name), axis), axis)
        for i, image in _images(panel):
            known = self._levels.get((panel.id, i), image.levels)
            self._levels[panel.id, i] = min(known[0], image.levels[0]), max(known[1], image.levels[1])

    def __call__(self, figure: Figure) -> Figure:
        full = self._with_bars(figure)
        return replace(full, panels=tuple(map(self._steadied, full.panels)), caption=self._caption)

    def _with_bars(self, figure: Figure) -> Figure:
        """With the bars that it has in other frames: two images may share one for a moment."""
        there = {panel.id: panel for panel in figure.panels}
        places = {panel.id: panel for panel in self._fullest.panels}
        if len(there) == len(places) or not all(id in there or _is_bar(place) for id, place in places.items()):
            return figure
        panels = (replace(there.get(id, p), column=p.column, row=p.row) for id, p in places.items())
        return replace(self._fullest, title=figure.title, subtitle=figure.subtitle, panels=tuple(panels))

    def _steadied(self, panel: Panel) -> Panel:
        x, y = self._axis(panel.id, "x", panel.x), self._axis(panel.id, "y", panel.y)
        marks: list[Mark] = [_stretched(mark, panel.y, y) for mark in panel.marks]
        for i, image in _images(panel):
            marks[i] = replace(image, levels=self._levels.get((panel.id, i), image.levels))
        if _is_bar(panel):
            return replace(panel, y=y, marks=_filled(panel, marks[0], y))
        return replace(panel, x=x, y=y, marks=tuple(marks))

    def _axis(self, panel: str, name: str, axis: Axis) -> Axis:
        whole = widened(self._axes.get((panel, name), axis), axis)
        return replace(whole, label=axis.label, ticks=axis.ticks, labels=axis.labels)


def widened(one: Axis, other: Axis) -> Axis:
    """The wider axis, as far as both reach. Of two kinds, such as with and without a logarithm, the other."""
    if one == other or one.log != other.log or (one.first > one.last) != (other.first > other.last):
        return other
    low, high = min(one.low, other.low), max(one.high, other.high)
    wider = one if one.high - one.low >= other.high - other.low else other
    first, last = (high, low) if wider.first > wider.last else (low, high)
    return replace(wider, first=first, last=last)


def said_over(one: str, other: str) -> str:
    """Two captions in one: what differs is said from the one to the other, `base 100 … 10,000`."""
    parts, others = (re.split("( [·|] )", text) for text in (one, other))
    if len(parts) != len(others):
        return one
    return "".join(a if a == b else _over(a, b) for a, b in zip(parts, others, strict=True))


def _over(one: str, other: str) -> str:
    name, _, value = other.rpartition("\u00a0")
    return f"{one}{APART}{value}" if one.startswith(f"{name}\u00a0") else f"{one}{APART}{other}"


def _stretched(mark: Mark, own: Axis, whole: Axis) -> Mark:
    """A zone from the bottom to the top reaches there still, and words above or below a plot stay outside."""
    if isinstance(mark, Box) and {mark.y0, mark.y1} == {own.low, own.high}:
        return replace(mark, y0=whole.low, y1=whole.high)
    if isinstance(mark, Text) and mark.lift and mark.point[1] in (own.low, own.high):
        return replace(mark, point=(mark.point[0], whole.low if mark.point[1] == own.low else whole.high))
    return mark


def _filled(panel: Panel, scale: Mark, y: Axis) -> tuple[Mark, ...]:
    """The colours of a bar that reaches farther."""
    if (y, (scale,)) == (panel.y, panel.marks) or not isinstance(scale, Image):
        return panel.marks
    return bar(panel.id, scale, panel.row, (y.low, y.high)).marks


def _images(panel: Panel) -> Iterator[tuple[int, Image]]:
    return ((i, mark) for i, mark in enumerate(panel.marks) if isinstance(mark, Image))


def _is_bar(panel: Panel) -> bool:
    """Whether it says what colours mean: one image, with nothing across."""
    only = panel.marks[0] if len(panel.marks) == 1 else None
    return isinstance(only, Image) and only.rect is not None and panel.x == BLANK
