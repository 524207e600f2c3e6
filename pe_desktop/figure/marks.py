"""What a panel can hold. Coordinates are those of the panel's axes; sizes and widths are points.

A colour is the name of a role in the theme (`ink`, `accent`, `query`, …), or `pair:t` with t from 0
(the fastest pair) to 1 (the slowest): so one figure serves every theme.
"""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.field import Field

Points = tuple[tuple[float, float], ...]
HEAD = 1.0
"""Lines of small text that a panel with a legend keeps free above."""
LIFT = -0.64
"""Of words there, from the upper edge."""


@dataclass(frozen=True)
class Mark:
    """Base of all marks."""


@dataclass(frozen=True)
class Image(Mark):
    """A field in colours; cells that are not a number are left blank. Cell (r, c) is centred at x = c, y = r,
    unless `rect` = (x0, y0, x1, y1) says where the outer edges of its first and last cells stand."""

    field: Field
    colours: str
    levels: tuple[float, float]
    rect: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Line(Mark):
    """A curve; `label` stands at its right end. A `stepped` one, which has values at integers only, keeps
    each until halfway to the next."""

    curve: Curve
    colour: str
    width: float = 1.5
    dashed: bool = False
    label: str = ""
    opacity: float = 1.0
    stepped: bool = False


@dataclass(frozen=True)
class Path(Mark):
    """A line through points."""

    points: Points
    colour: str
    width: float = 1.5
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True)
class Band(Mark):
    """What lies between two curves of one domain."""

    low: Curve
    high: Curve
    colour: str
    opacity: float = 0.2


@dataclass(frozen=True)
class Box(Mark):
    """A filled rectangle, as far as the panel reaches."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str
    opacity: float = 0.12


@dataclass(frozen=True)
class Dots(Mark):
    points: Points
    colour: str
    size: float = 7.0
    hollow: bool = False
    opacity: float = 1.0


@dataclass(frozen=True)
class Rule(Mark):
    """A line across the panel at one value of `axis` (x or y)."""

    axis: str
    value: float
    colour: str = "cursor"
    width: float = 1.0
    dashed: bool = True


@dataclass(frozen=True)
class Cell(Mark):
    """The outline of a cell of an image."""

    x: float
    y: float
    colour: str = "cursor"


@dataclass(frozen=True)
class Arrow(Mark):
    """From one point to another, ending in a dot."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str
    width: float = 2.0


@dataclass(frozen=True)
class Arc(Mark):
    """Part of a circle, anticlockwise from `start` by `span` radians; a whole one by default."""

    centre: tuple[float, float]
    radius: float
    colour: str
    width: float = 1.0
    start: float = 0.0
    span: float = 6.283185307179586


@dataclass(frozen=True)
class Text(Mark):
    """Words at a point. `size` is a name of the type scale; `lift` moves them down by that many lines,
    as far as the panel has a foot for them.
    Where they would be wider than `room`, in units of the x axis, they are set smaller, or left out; `like`
    is the widest of several words that are all set in one size. `height`, in units of the y axis, is what a line of
    them may take."""

    point: tuple[float, float]
    text: str
    colour: str = "muted"
    size: str = "small"
    anchor: str = "middle"
    lift: float = 0.0
    strong: bool = False
    room: float = 0.0
    like: str = ""
    height: float = 0.0


@dataclass(frozen=True)
class Legend(Mark):
    """The names of lines over their plot, from its left edge to its right, in the head that the panel keeps free: for
    lines that run too close to be named at their ends. Up to three (name, colour), all in one size; `short` names
    stand where the others have no room, or none at all. With `together` one follows the other."""

    names: tuple[tuple[str, str], ...]
    short: tuple[str, ...] = ()
    together: bool = False


@dataclass(frozen=True)
class Facts(Mark):
    """Names and values in two columns, from the top of the panel."""

    rows: tuple[tuple[str, str, str], ...]
    """(name, value, colour of the value); a row with an empty value is a heading."""


@dataclass(frozen=True)
class Prose(Mark):
    """Sentences in lines from the top of the panel, set smaller and then cut where they are too long for it."""

    text: str
    colour: str = "ink"
