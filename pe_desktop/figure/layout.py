"""Where everything of a figure stands, in points: one layout for the screen and for every file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pe_desktop.figure.figure import Axis, Figure
from pe_desktop.figure.placing import Layouter
from pe_desktop.figure.placing import Measure as Measure
from pe_desktop.figure.placing import Placed as Placed
from pe_desktop.figure.placing import Rect as Rect
from pe_desktop.figure.style import Type
from pe_desktop.figure.ticks import Tick as Tick


@dataclass(frozen=True)
class Laid:
    """A figure laid out; `without` names what was left out to leave room for the plots."""

    placed: tuple[Placed, ...]
    without: frozenset[str]


def layout(figure: Figure, area: Rect, type: Type, measure: Measure) -> tuple[Placed, ...]:
    """Every panel of the figure placed in the area. Plots in one column share their left and right edges.

    Where that leaves too little to the plots, the optional columns go, then what may go of the lines below, then
    the names of axes, then their numbers, then the names of places.
    """
    return laid_out(figure, area, type, measure).placed


def laid_out(figure: Figure, area: Rect, type: Type, measure: Measure) -> Laid:
    """The same, and what had to go."""
    placed = Layouter(figure, area, type, measure).place()
    without: set[str] = set()
    if figure.columns[-1].optional and _cramped(figure, placed, area):
        figure = _without_optional_columns(figure)
        placed = Layouter(figure, area, type, measure).place()
        without.add("column")
    for name, plainer, least in (
        ("feet", _without_feet, 5.0),
        ("names", _without_names, 3.5),
        ("ticks", _without_numbers, 3.5),
        ("words", _without_ticks, 2.5),
    ):
        if _squeezed(figure, placed, least * type.small):
            figure = plainer(figure)
            placed = Layouter(figure, area, type, measure).place()
            without.add(name)
    return Laid(placed, frozenset(without))


def skeleton(figure: Figure) -> Figure:
    """All of the figure that its layout depends on: no marks."""
    return replace(figure, subtitle="", panels=tuple(replace(panel, marks=()) for panel in figure.panels))


def _without_optional_columns(figure: Figure) -> Figure:
    last = max(i for i, column in enumerate(figure.columns) if not column.optional) + 1
    panels = tuple(replace(p, columns=min(p.columns, last - p.column)) for p in figure.panels if p.column < last)
    return replace(figure, panels=panels, columns=figure.columns[:last])


def _without_feet(figure: Figure) -> Figure:
    return replace(figure, panels=tuple(replace(p, foot=p.least_foot) for p in figure.panels))


def _without_names(figure: Figure) -> Figure:
    panels = (replace(p, x=replace(p.x, label=""), y=replace(p.y, label="")) for p in figure.panels)
    return replace(figure, panels=tuple(panels))


def _without_numbers(figure: Figure) -> Figure:
    def bare(axis: Axis) -> Axis:
        return axis if axis.names else replace(axis, ticks=False)

    return replace(figure, panels=tuple(replace(p, x=bare(p.x), y=bare(p.y)) for p in figure.panels))


def _without_ticks(figure: Figure) -> Figure:
    panels = (replace(p, x=replace(p.x, ticks=False), y=replace(p.y, ticks=False)) for p in figure.panels)
    return replace(figure, panels=tuple(panels))


def _squeezed(figure: Figure, placed: tuple[Placed, ...], least: float) -> bool:
    """Whether a plot is hardly wider or higher than its numbers."""
    plots = [
        p.rect for p in placed if not figure.columns[p.panel.column].points and not figure.rows[p.panel.row].points
    ]
    return any(min(rect.width, rect.height) < least for rect in plots)


def _cramped(figure: Figure, placed: tuple[Placed, ...], area: Rect) -> bool:
    """Whether the optional column leaves a square panel too low, or the first column too narrow."""
    squares = [p.rect.height for p in placed if figure.columns[p.panel.column].square]
    if squares:
        return min(squares) < 0.7 * area.height
    least = figure.columns[-1].spares * area.width
    return min(p.rect.width for p in placed if p.panel.column == 0) < least
