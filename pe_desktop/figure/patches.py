"""Images as grids of patches: which encodings have one, and where each patch stands in a mosaic of tiles."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from pe_desktop.engine.encoding import Encoding, Tabular
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.encodings.rope2d import Rope2d
from pe_desktop.engine.encodings.sincos2d import Sincos2d
from pe_desktop.engine.field import Table
from pe_desktop.engine.mosaic import Mosaic, Tiling
from pe_desktop.figure.figure import Axis
from pe_desktop.figure.marks import Path

MOST_TILES = 16  # a side of which all patches have a tile
FEW_TILES = 7  # of a longer one, as in figure 7 of ViT
GAPS = 210  # so many gaps would fill the side of a mosaic
FINE = 7  # cells of a gap: finer than most pixels, so that all gaps are as wide
LONGEST_LEARNED = 64

Edges = tuple[float, float]
Patch = tuple[int, int]
"""Row and column; (0, −1) is the class token."""


@dataclass(frozen=True)
class Patches:
    """An encoding's grid of patches. `first` is the table's row of the first patch: 1 after a class token."""

    encoding: Tabular
    high: int
    wide: int
    first: int = 0

    @property
    def count(self) -> int:
        return self.high * self.wide

    def rows(self) -> Table:
        """The table of which every row has unit length."""
        return self.encoding.vectors(self.first + self.count).unit()

    def patch(self, position: float) -> Patch:
        """The patch that stands at a position, along the rows."""
        place = min(round(position), self.first + self.count - 1) - self.first
        return divmod(place, self.wide) if place >= 0 else (0, -1)

    def position(self, row: int, column: int) -> int:
        return self.first + row * self.wide + column

    def mosaic(self) -> Mosaic:
        """A tile for each patch, or for an even part of them."""
        return Mosaic(self.rows(), tiling(self.high), tiling(self.wide), self.first)

    def tile(self, patch: Patch) -> Mosaic:
        """The tile of one patch."""
        row, column = patch
        return Mosaic(self.rows(), Tiling(self.high, (row,)), Tiling(self.wide, (column,)), self.first)


def patches(encoding: Encoding) -> Patches | None:
    """The grid of an encoding; None where it has none."""
    if isinstance(encoding, Sincos2d | Rope2d):
        return Patches(encoding, *encoding.grid)
    if not isinstance(encoding, Learned):
        return None
    rows = encoding.longest
    side, first = isqrt(rows), int(isqrt(rows) ** 2 != rows)
    fits = 1 < side <= LONGEST_LEARNED and side * side + first == rows
    return Patches(encoding, side, side, first) if fits else None


def tiling(side: int) -> Tiling:
    """All patches of a side, or evenly spaced ones of a long one. Gaps are alike whatever the grid."""
    step = 1 if side <= MOST_TILES else -(-side // FEW_TILES)
    shown = tuple(range((side - 1) % step // 2, side, step))
    tile = GAPS / len(shown) - 1  # as wide as so many gaps
    scale = max(1, round(FINE * tile / side))
    return Tiling(side, shown, scale, max(1, round(side * scale / tile)))


@dataclass(frozen=True)
class TileAxis:
    """One axis of a mosaic in units of patches: the tile of patch 3 has its middle at 3."""

    tiling: Tiling

    @property
    def unit(self) -> float:
        """How long a cell is."""
        shown = self.tiling.shown
        return (shown[1] - shown[0] if len(shown) > 1 else 1) / self.tiling.pitch

    @property
    def ends(self) -> tuple[float, float]:
        """The outer edges of the first and of the last tile."""
        half = self.tiling.side * self.tiling.scale * self.unit / 2
        return self.tiling.shown[0] - half, self.tiling.shown[-1] + half

    def axis(self, label: str, *, down: bool = False) -> Axis:
        low, high = self.ends
        places = tuple(map(float, self.tiling.shown))
        return Axis(*((high, low) if down else (low, high)), "patch", label, places=places, limits=self.ends)

    def at(self, value: float) -> tuple[int, int, bool]:
        """Of a coordinate: the patch whose tile it is in, the patch that it stands for, and whether it is in no gap
        and no further than the tiles."""
        cell = int((value - self.ends[0]) // self.unit)
        inside = 0 <= cell < self.tiling.cells
        tile, patch, shown = self.tiling.places([min(max(cell, 0), self.tiling.cells - 1)])
        return int(tile[0]), int(patch[0]), inside and bool(shown[0])

    def edges(self, patch: int) -> tuple[float, float]:
        """Of the tile of a patch."""
        half = self.tiling.side * self.tiling.scale * self.unit / 2
        return patch - half, patch + half


def outline(across: Edges, down: Edges) -> tuple[Path, Path]:
    """Around a tile or a cell; it is part of the figure, and stays where the cursor is left out."""
    (left, right), (top, bottom) = across, down
    middle = (left + right) / 2
    corners = ((right, top), (right, bottom), (left, bottom), (left, top))
    points = ((middle, top), *corners, (middle, top))  # so that every corner is a join of two lines
    return Path(points, "card", width=4.0), Path(points, "query", width=2.0)
