"""The display list: all that a writer or the screen has to know how to draw.

Coordinates and sizes are points, y downwards. Colours are red, green, blue (0 … 255) and opacity (0 … 1).
"""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.layout import Rect
from pe_desktop.figure.style import Palette

Ink = tuple[int, int, int, float]
ANCHORS = {"start": 0.0, "middle": -0.5, "end": -1.0}
"""Where words begin, in widths of theirs from their x, by what of them stands there."""


@dataclass(frozen=True, eq=False)
class Polyline:
    """points: (n, 2). `dash` holds lengths of stroke and gap, in line widths."""

    points: Floats
    ink: Ink
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Polygon:
    """points: (n, 2), filled."""

    points: Floats
    ink: Ink


@dataclass(frozen=True, eq=False)
class Disc:
    """A filled circle, a circle's line, or both."""

    x: float
    y: float
    radius: float
    fill: Ink | None = None
    line: Ink | None = None
    width: float = 0.0


@dataclass(frozen=True, eq=False)
class Words:
    """Text with its baseline at y. anchor: start, middle, end; upwards: turned a quarter anticlockwise."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink
    strong: bool = False
    anchor: str = "start"
    upwards: bool = False


@dataclass(frozen=True, eq=False)
class Cells:
    """An image of indexed cells: index (rows, columns) uint8 into palette, filling `rect`.

    palette: (256, 3) of red, green, blue, or (256, 4) with opacity 0 … 255.
    """

    rect: Rect
    index: Palette
    palette: Palette


@dataclass(frozen=True, eq=False)
class Clip:
    """Items drawn only inside `rect`."""

    rect: Rect
    items: tuple[Primitive, ...]


Primitive = Polyline | Polygon | Disc | Words | Cells | Clip
