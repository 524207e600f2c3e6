"""A figure: panels in a grid, each with two axes and its marks."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.figure.marks import Mark


@dataclass(frozen=True)
class Axis:
    """One axis of a panel, from `first` (left or bottom) to `last` (right or top); first may be the greater.

    `quantity` says what is measured, so that a click knows what was pointed at: position, key,
    dimension, offset, value. Ticks of a `whole` axis stand at integers, of a `binary` one at multiples of
    a power of two. Coordinates of a `log` one are powers of ten: at 3 its ticks say 1,000. With `places`, ascending,
    ticks stand at some of these only. With `names`, each whole place from 0 on has one, and all are shown where they
    have room: upright below the axis where they would touch side by side; those of a `movable` one can be dragged to
    other places. `limits` are the farthest ends that can be
    shown, whatever is shown now. Without `ticks` it has none, and without `labels` no numbers beside them. A vertical
    one stands at the left, or, where its `side` is `far`, at the right.
    """

    first: float
    last: float
    quantity: str = ""
    label: str = ""
    ticks: bool = True
    labels: bool = True
    whole: bool = False
    binary: bool = False
    log: bool = False
    places: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    movable: bool = False
    limits: tuple[float, float] | None = None
    side: str = "near"

    @property
    def low(self) -> float:
        return min(self.first, self.last)

    @property
    def high(self) -> float:
        return max(self.first, self.last)


BLANK = Axis(0.0, 1.0, ticks=False)


@dataclass(frozen=True)
class Panel:
    """A rectangle of the figure.

    `equal` keeps one scale for both axes. `of` is the encoding shown: 0 is A, 1 is B. `head` and `foot` are so many
    lines of small text kept free above and below, `least_foot` where there is little room. `ends` are words that its
    lines end in, at the right. Dragging in one that `turns` turns the view in three dimensions. A `colour_bar` only
    says what the colours of others mean.
    """

    id: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    column: int = 0
    row: int = 0
    columns: int = 1
    title: str = ""
    equal: bool = False
    zooms: bool = False
    turns: bool = False
    colour_bar: bool = False
    of: int = 0
    head: float = 0.0
    foot: float = 0.0
    least_foot: float = 0.0
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """The width of a column or height of a row of panels: so many points, a share of the rest, or,
    for a column, `aspect` times as wide as its panel is high. `optional` columns, which are the last, are left out
    where they would leave too little room to the others: less than `spares` of the width to the first."""

    points: float = 0.0
    share: float = 0.0
    square: bool = False
    aspect: float = 1.0
    optional: bool = False
    spares: float = 0.4


def fixed(points: float) -> Track:
    return Track(points=points)


def share(weight: float = 1.0) -> Track:
    return Track(share=weight)


NARROW, ROUND, LOW = 90.0, 140.0, 100.0
"""Points that a plot takes with its margins at least: across, also where both axes have one scale, and up."""
LEAST, WIDEST = (240.0, 200.0), 440.0
"""Of a figure: its width and height, and a width from which any can be read."""

SQUARE = Track(square=True)
COMPANION = Track(share=1.0, optional=True)


@dataclass(frozen=True)
class Figure:
    """All that is to be drawn. `note` is said when the figure cannot be drawn for this encoding."""

    id: str
    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    columns: tuple[Track, ...]
    rows: tuple[Track, ...]
    note: str = ""
    caption: str = ""

    def panel(self, id: str) -> Panel:
        return next(panel for panel in self.panels if panel.id == id)

    @property
    def least(self) -> tuple[float, float]:
        """The width and height in points from which it can be read, without its optional columns."""
        equal = {panel.column for panel in self.panels if panel.equal}
        wide = sum(
            track.points or (ROUND if track.square or place in equal else NARROW)
            for place, track in enumerate(self.columns)
            if not track.optional
        )
        high = sum(track.points or LOW for track in self.rows)
        return min(max(wide, LEAST[0]), WIDEST), max(high, LEAST[1])
