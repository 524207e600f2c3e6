"""A table of which one row is zero: where a model keeps the vector of its padding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.field import CHUNK, Edges, Pixels, Table, rows_at, whole
from pe_desktop.engine.frozen import Floats


@dataclass(frozen=True)
class Blanked(Table):
    """Another table with zeros in one row, 0 … length − 1. It has no values between positions."""

    table: Table
    row: int

    FEW = 1 << 14  # rows that are all looked at for the extent of a column

    @property
    def shape(self) -> tuple[int, int]:
        return self.table.shape

    @property
    def bounds(self) -> tuple[float, float]:
        low, high = self.table.bounds
        return min(low, 0.0), max(high, 0.0)

    @property
    def bounded(self) -> bool:
        return self.table.bounded

    @property
    def exact(self) -> bool:
        return self.table.exact

    def wavelength(self, column: int) -> float:
        return self.table.wavelength(column)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        positions = whole(rows)
        cells = self.table.at(positions, columns)
        cells[positions == self.row] = 0.0
        return cells

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        means = self.table.mean(row_edges, column_edges)
        block = int(np.searchsorted(row_edges, self.row, side="right")) - 1
        if 0 <= block < len(means):
            there = self.table.mean(np.array([self.row, self.row + 1]), column_edges)[0]
            means[block] -= there / (row_edges[block + 1] - row_edges[block])
        return means

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the rows ⌊x⌋ for x from edge to edge; of more than `FEW`, that of the other table, and zero."""
        rows = rows_at(edges, self.shape[0])
        if rows[-1] - rows[0] < self.FEW:
            return super().envelope(column, edges)
        low, high = self.table.envelope(column, edges)
        there = (rows[:-1] <= self.row) & (self.row <= rows[1:])
        return np.where(there, np.minimum(low, 0), low), np.where(there, np.maximum(high, 0), high)

    @property
    def products_exact(self) -> bool:
        return self.table.products_exact

    def products(self, offsets: ArrayLike) -> Floats:
        lags = np.abs(whole(offsets))
        return self.table.products(lags) - self._missing(lags)

    def products_traced(self, offsets: ArrayLike) -> Floats:
        lags = np.abs(whole(offsets))
        few, where = np.unique(lags, return_inverse=True)
        return self.table.products_traced(whole(offsets)) - self._missing(few)[where]

    def _missing(self, lags: NDArray[np.int64]) -> Floats:
        """What the blank row would add to the mean products: as the first of the two rows, and as the second."""
        row = self.table.at([self.row], np.arange(self.shape[1]))[0]
        added = np.zeros(len(lags))
        for rows, there in ((self.row + lags, True), (self.row - lags, lags > 0)):
            inside = np.flatnonzero((rows >= 0) & (rows < self.shape[0]) & there)
            for some in np.array_split(inside, 1 + len(inside) * self.shape[1] // CHUNK):
                added[some] += self.table.at(rows[some], np.arange(self.shape[1])) @ row
        return np.asarray(added / (self.shape[0] - lags), dtype=np.float64)

    def product_bounds(self) -> tuple[float, float]:
        low, high = self.table.product_bounds()
        return min(low, 0.0), max(high, 0.0)

    def unit(self) -> Blanked:
        return Blanked(self.table.unit(), self.row)
