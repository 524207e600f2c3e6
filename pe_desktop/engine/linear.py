"""Tables whose columns grow with the position: slope · position."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.field import Edges, Pixels, Table, column_means, whole
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.normed import Normed


@dataclass(frozen=True)
class Linear(Table):
    """`slopes[c]` · (position + start): the integer index, the normalized index, the angles of RoPE, a coordinate."""

    length: int
    slopes: FrozenArray
    start: float = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, len(self.slopes.values)

    @property
    def bounds(self) -> tuple[float, float]:
        ends = np.multiply.outer([self.start, self.length - 1 + self.start], self.slopes.values)
        low, high = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
        return low, high if high > low else low + 1.0

    @property
    def continuous(self) -> bool:
        return True

    def wavelength(self, column: int) -> float:
        return np.inf

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        positions = np.atleast_1d(np.asarray(rows, dtype=np.float64)) + self.start
        cells: Floats = np.multiply.outer(positions, self.slopes.values[np.atleast_1d(columns)])
        return cells

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        first, last = int(column_edges[0]), int(column_edges[-1])
        middles = (row_edges[:-1] + row_edges[1:] - 1) / 2 + self.start
        cells = np.multiply.outer(middles, self.slopes.values[first:last])
        return column_means(cells, column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        ends = (edges + self.start) * self.slopes.values[column]
        return np.minimum(ends[:-1], ends[1:]), np.maximum(ends[:-1], ends[1:])

    def products(self, offsets: ArrayLike) -> Floats:
        """Σ slope² · mean of (p + s)(p + s + k) over p < n = length − k:

        (n − 1)(2n − 1)/6 + (k + 2s)(n − 1)/2 + s (s + k).
        """
        lags, start = np.abs(np.atleast_1d(np.asarray(offsets, dtype=np.float64))), self.start
        count = self.length - lags
        means: Floats = (count - 1) * (2 * count - 1) / 6 + (lags + 2 * start) * (count - 1) / 2
        means += start * (start + lags)
        return means * float(np.square(self.slopes.values).sum())

    def unit(self) -> Table:
        if self.start:
            return Normed(self)
        norm = np.linalg.norm(self.slopes.values)
        return Direction(self.length, FrozenArray(self.slopes.values / (norm if norm > 0 else 1.0)))


@dataclass(frozen=True)
class Direction(Table):
    """Rows of a `Linear` table at unit length: the same row everywhere, but zero at position 0.

    `row` has the norm 1, or 0 where every slope is 0.
    """

    length: int
    row: FrozenArray

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, len(self.row.values)

    @property
    def bounds(self) -> tuple[float, float]:
        return 0.0, 1.0

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        cells: Floats = np.multiply.outer(whole(rows) != 0, self.row.values[np.atleast_1d(columns)])
        return cells

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        share = np.where(row_edges[:-1] == 0, 1 - 1 / np.diff(row_edges), 1.0)
        first, last = int(column_edges[0]), int(column_edges[-1])
        return column_means(np.multiply.outer(share, self.row.values[first:last]), column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the positions ⌊x⌋ for x from edge to edge."""
        value = self.row.values[column]
        return np.where(edges[:-1] < 1, 0.0, value), np.where(edges[1:] < 1, 0.0, value)

    def products(self, offsets: ArrayLike) -> Floats:
        """Only the pairs that position 0 takes part in are zero."""
        count = self.length - np.abs(np.atleast_1d(np.asarray(offsets, dtype=np.float64)))
        means: Floats = (count - 1) / count * float(np.square(self.row.values).sum())
        return means

    def unit(self) -> Direction:
        return self
