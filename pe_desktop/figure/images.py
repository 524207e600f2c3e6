"""Images beside each other, each with its colour bar, or one bar for both where their scales are equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.field import Field
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.figure.figure import BLANK, Axis, Figure, Panel, Track, fixed
from pe_desktop.figure.marks import Image

BAR = fixed(10.0)
LEAST = 1e-30


def image(document: Document, field: Field, colours: str = "magnitude") -> Image:
    """A field on its own scale, in the colour map that the document chose, or else in these colours."""
    return Image(field, colours if document.colormap == "theme" else document.colormap, levels(field))


def levels(field: Field) -> tuple[float, float]:
    """The field's bounds; where there is no range that single precision can divide, one that is."""
    low, high = field.bounds
    return (low, high) if high - low > LEAST else (low, low + 1.0)


def clipped(fields: Iterable[Field]) -> str:
    """What a subtitle says when values lie beyond the colours; empty when none does."""
    return "" if all(field.bounded for field in fields) else ", outliers in the end colours"


def bar(id: str, mark: Image, row: int, span: tuple[float, float]) -> Panel:
    """The colours of an image, from the least to the greatest value of a span: its levels, or beyond."""
    low, high = span
    scale = Image(_ramp(low, high), mark.colours, mark.levels, rect=(0.0, low, 1.0, high))
    return Panel(id, BLANK, Axis(low, high, side="far"), (scale,), row=row, colour_bar=True)


def without_bars(figure: Figure) -> Figure:
    """The figure without its colour bars: their columns go, and a panel that let one say its numbers says them."""
    bars = [panel for panel in figure.panels if panel.colour_bar]
    said = {(bar.row, bar.y.low, bar.y.high) for bar in bars}
    gone = {bar.column for bar in bars}
    kept = (panel for panel in figure.panels if not panel.colour_bar)
    columns = tuple(track for i, track in enumerate(figure.columns) if i not in gone)
    return replace(figure, panels=tuple(_moved(panel, gone, said) for panel in kept), columns=columns)


def _moved(panel: Panel, gone: set[int], said: set[tuple[int, float, float]]) -> Panel:
    """The panel where it stands when columns are gone."""
    spanned = range(panel.column, panel.column + panel.columns)
    column = panel.column - sum(i < panel.column for i in gone)
    y = replace(panel.y, labels=True) if (panel.row, panel.y.low, panel.y.high) in said else panel.y
    return replace(panel, column=column, columns=sum(i not in gone for i in spanned), y=y)


@lru_cache(maxsize=64)
def _ramp(low: float, high: float) -> ArrayTable:
    return ArrayTable(FrozenArray(np.linspace(low, high, 256)[:, None]), 256)


def side_by_side(
    images: list[Panel], track: Track, row: int, span: tuple[float, float] | None = None
) -> tuple[tuple[Panel, ...], tuple[Track, ...]]:
    """The panels in columns, followed by one bar when all share a scale, else each by its own.

    One bar for all covers `span`, where that is given.
    """
    marks = [next(m for m in panel.marks if isinstance(m, Image)) for panel in images]
    shared = all((m.levels, m.colours) == (marks[0].levels, marks[0].colours) for m in marks)
    panels: list[Panel] = []
    tracks: list[Track] = []
    for i, (panel, mark) in enumerate(zip(images, marks, strict=True)):
        panels.append(replace(panel, column=len(tracks), row=row))
        tracks.append(track)
        if not shared or i == len(images) - 1:
            covered = span if shared and span is not None else mark.levels
            panels.append(replace(bar(f"{panel.id}.scale", mark, row, covered), column=len(tracks)))
            tracks.append(BAR)
    return tuple(panels), tuple(tracks)
