"""Panels in their tracks: plots in one column share their left and right edges, and margins fit their ticks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from pe_desktop.figure.figure import Axis, Figure, Panel, Track
from pe_desktop.figure.naming import named_ticks
from pe_desktop.figure.style import Type
from pe_desktop.figure.ticks import Tick, thinned, tick_values, ticks_at

Measure = Callable[[str, float, bool], float]
"""Width in points of a text at a size, strong or not."""

PASSES = 8
MOST_FIXED = 0.6
"""Of the height, for rows of so many points: in a low area they are lower."""


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Placed:
    """A panel in its rectangle, with its ticks. Its axes may be wider than asked where `equal` needs it; `foot`
    is so many lines that there is room for below."""

    panel: Panel
    rect: Rect
    x: Axis
    y: Axis
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    foot: float = 0.0

    def to_x(self, value: float) -> float:
        return self.rect.x + (value - self.x.first) / (self.x.last - self.x.first) * self.rect.width

    def to_y(self, value: float) -> float:
        return self.rect.bottom - (value - self.y.first) / (self.y.last - self.y.first) * self.rect.height

    def from_x(self, x: float) -> float:
        return self.x.first + (x - self.rect.x) / self.rect.width * (self.x.last - self.x.first)

    def from_y(self, y: float) -> float:
        return self.y.first + (self.rect.bottom - y) / self.rect.height * (self.y.last - self.y.first)


class _Margins(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def with_room_for(self, other: _Margins) -> _Margins:
        return _Margins(*map(max, self, other))


Ticks = tuple[tuple[Tick, ...], tuple[Tick, ...]]
"""Of the x and of the y axis."""


@dataclass(frozen=True)
class Layouter:
    """All panels of a figure in an area, with all that they have."""

    figure: Figure
    area: Rect
    type: Type
    measure: Measure

    def place(self) -> tuple[Placed, ...]:
        widths = [self.area.width / len(self.figure.columns)] * len(self.figure.columns)
        heights = [self.area.height / len(self.figure.rows)] * len(self.figure.rows)
        margins = [_Margins(0.0, 0.0, 0.0, 0.0)] * len(self.figure.panels)
        for i in range(PASSES):  # margins depend on ticks, ticks on sizes
            before = widths, heights
            ticks = [self._both_ticks(p, self._span(p, widths), heights[p.row]) for p in self.figure.panels]
            found = [self._margins(p, t, self._span(p, widths)) for p, t in zip(self.figure.panels, ticks, strict=True)]
            # From the third pass on margins only grow, so that it comes to an end.
            margins = found if i < 2 else [a.with_room_for(b) for a, b in zip(margins, found, strict=True)]
            columns, rows = self._gathered(margins)
            widths, heights = self._sizes(columns, rows)
            if (widths, heights) == before:
                break
        placed = zip(self.figure.panels, ticks, strict=True)
        return tuple(self._placed(p, t, widths, heights, columns, rows) for p, t in placed)

    def _span(self, panel: Panel, widths: list[float]) -> float:
        return sum(widths[panel.column : panel.column + panel.columns])

    def _width_of(self, text: str) -> float:
        return self.measure(text, self.type.small, False)

    def _both_ticks(self, panel: Panel, width: float, height: float) -> Ticks:
        x, y = _equalised(panel, Rect(0.0, 0.0, width, height)) if panel.equal else (panel.x, panel.y)
        return self._ticks(x, width, True), self._ticks(y, height, False)

    def _ticks(self, axis: Axis, length: float, horizontal: bool) -> tuple[Tick, ...]:
        """About as many as there is good room for; fewer where labels would touch."""
        if not axis.ticks:
            return ()
        small = self.type.small
        if axis.names:
            return named_ticks(axis, length, horizontal, small, self._width_of)
        room = 3.6 * small
        for _ in range(3 if horizontal else 1):
            ticks = self._spaced(axis, length, min(8, int(length / room)), horizontal)
            wanted = self._widest(ticks) + 1.6 * small if horizontal else 0.0
            if wanted <= room:
                break
            room = wanted
        return ticks

    def _widest(self, ticks: tuple[Tick, ...]) -> float:
        return max([self.measure(tick.label, self.type.small, False) for tick in ticks], default=0.0)

    def _spaced(self, axis: Axis, length: float, most: int, horizontal: bool) -> tuple[Tick, ...]:
        """Ticks of at most so many steps, or a few more if that leaves one only, since one tick is no scale."""
        ticks: tuple[Tick, ...] = ()
        for count in (*range(max(1, most), max(1, most) + 4), *range(most - 1, 0, -1)):
            ticks = ticks_at(_values(axis, count), log=axis.log, labels=axis.labels)
            if len(ticks) > 1 and self._fit(ticks, length / (axis.high - axis.low), horizontal):
                return ticks
        return ticks[:1]

    def _fit(self, ticks: tuple[Tick, ...], unit: float, horizontal: bool) -> bool:
        """Whether labels stand apart when a unit of the axis is so long."""
        widest = self._widest(ticks) if horizontal else self.type.small
        return (ticks[1].value - ticks[0].value) * unit >= widest + (0.6 if horizontal else 0.3) * self.type.small

    def _margins(self, panel: Panel, ticks: Ticks, width: float) -> _Margins:
        small, gap = self.type.small, self.type.gap
        x_ticks, y_ticks = ticks
        widest = self._widest(y_ticks)
        side = widest + 0.75 * gap if widest else 0.0
        side += 1.3 * small + 0.25 * gap if panel.y.label else 0.0
        near = panel.y.side == "near"
        before, after = self._overhang(panel.x, x_ticks, width)
        ends = max(map(self._width_of, panel.ends)) + gap if panel.ends else 0.0
        upright = max((self._width_of(t.label) for t in x_ticks if t.upright), default=0.0)
        bottom = (upright + 1.1 * small if upright else 1.85 * small) if x_ticks else 0.0
        bottom += ((1.5 if x_ticks else 1.85) * small) if panel.x.label else 0.0
        bottom += 1.35 * small * panel.foot
        top = 1.9 * small if panel.title else (0.5 * small if y_ticks else 0.0)
        top = max(top, 1.35 * small * panel.head)
        left, right = (side, 0.0) if near else (0.0, side)
        return _Margins(max(left, before), top, max(right, after, ends), bottom)

    def _overhang(self, axis: Axis, ticks: tuple[Tick, ...], width: float) -> tuple[float, float]:
        """How far labels stick out at the left and at the right."""
        before = after = 0.0
        for tick in ticks:
            place = (tick.value - axis.first) / (axis.last - axis.first) * width
            half = 0.6 * self.type.small if tick.upright else self._width_of(tick.label) / 2
            before, after = max(before, half - place), max(after, half - (width - place))
        return before, after

    def _gathered(self, margins: list[_Margins]) -> tuple[list[_Margins], list[_Margins]]:
        """The widest margins of each column and row, so that plots line up."""
        columns = [_Margins(0, 0, 0, 0)] * len(self.figure.columns)
        rows = [_Margins(0, 0, 0, 0)] * len(self.figure.rows)
        for panel, m in zip(self.figure.panels, margins, strict=True):
            first, last = panel.column, panel.column + panel.columns - 1
            columns[first] = columns[first]._replace(left=max(columns[first].left, m.left))
            columns[last] = columns[last]._replace(right=max(columns[last].right, m.right))
            row = rows[panel.row]
            rows[panel.row] = row._replace(top=max(row.top, m.top), bottom=max(row.bottom, m.bottom))
        return columns, rows

    def _sizes(self, columns: list[_Margins], rows: list[_Margins]) -> tuple[list[float], list[float]]:
        gap, figure = self.type.gap, self.figure
        wide = self.area.width - sum(m.left + m.right for m in columns) - gap * (len(columns) - 1)
        high = self.area.height - sum(m.top + m.bottom for m in rows) - gap / 2 * (len(rows) - 1)
        scale = self.type.weight
        points = sum(t.points for t in figure.rows)
        heights = _divided(figure.rows, high, min(scale, max(0.0, MOST_FIXED * high) / points) if points else scale)
        squares = [p for p in figure.panels if figure.columns[p.column].square]
        side = 0.0
        if squares:
            count = sum(t.aspect for t in figure.columns if t.square)
            taken = sum(t.points * scale for t in figure.columns)
            kept = 0.27 * wide if any(t.share for t in figure.columns) else 0.0
            side = max(1.0, min(min(heights[p.row] for p in squares), (wide - taken - kept) / count))
            for panel in squares:
                heights[panel.row] = side
        return _divided(figure.columns, wide, scale, side), heights

    def _placed(
        self,
        panel: Panel,
        ticks: Ticks,
        widths: list[float],
        heights: list[float],
        columns: list[_Margins],
        rows: list[_Margins],
    ) -> Placed:
        gap = self.type.gap
        x = self.area.x + sum(widths[: panel.column]) + gap * panel.column + columns[panel.column].left
        x += sum(m.left + m.right for m in columns[: panel.column])
        last = panel.column + panel.columns - 1
        inner = sum(columns[i].right + columns[i + 1].left + gap for i in range(panel.column, last))
        around = [m.top + m.bottom for m in rows]
        spare = self.area.height - sum(heights) - gap / 2 * (len(rows) - 1) - sum(around)  # squares leave some
        y = self.area.y + max(0.0, spare / 2) + sum(heights[: panel.row]) + gap / 2 * panel.row
        y += sum(around[: panel.row]) + rows[panel.row].top
        rect = Rect(x, y, self._span(panel, widths) + inner, heights[panel.row])
        across, up = _equalised(panel, rect) if panel.equal else (panel.x, panel.y)
        return Placed(panel, rect, across, up, *ticks, foot=panel.foot)


def _values(axis: Axis, most: int) -> tuple[float, ...]:
    if axis.places:
        return thinned(axis.places, axis.low, axis.high, most)
    return tick_values(axis.low, axis.high, most, whole=axis.whole or axis.log, binary=axis.binary)


def _divided(tracks: tuple[Track, ...], total: float, scale: float, side: float = 0.0) -> list[float]:
    shares = sum(t.share for t in tracks)
    rest = total - sum(t.points * scale + (side * t.aspect if t.square else 0.0) for t in tracks)
    each = rest / shares if shares else 0.0
    return [max(1.0, t.points * scale + t.share * each + (side * t.aspect if t.square else 0.0)) for t in tracks]


def _equalised(panel: Panel, rect: Rect) -> tuple[Axis, Axis]:
    """The axes, one of them widened about its middle, so that a unit is as long across as up."""
    across, up = panel.x, panel.y
    unit = min(rect.width / (across.high - across.low), rect.height / (up.high - up.low))
    return _widened(across, rect.width / unit), _widened(up, rect.height / unit)


def _widened(axis: Axis, span: float) -> Axis:
    middle, half = (axis.first + axis.last) / 2, span / 2 * (1 if axis.last > axis.first else -1)
    return replace(axis, first=middle - half, last=middle + half)
