"""Rows at unit length, of any table whose norms have no closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.field import Edges, Pixels, Table, column_means, whole
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.kept import kept

GOLDEN = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Normed(Table):
    """Each row of a table over its norm; a zero row stays zero. It has no values between positions.

    Exact where the whole table is small enough to be held; of a larger one a block's mean, a column's
    extent and the mean products come from some of its rows.
    """

    table: Table

    FEW = 1 << 20  # cells that are all held
    LIVE = 1 << 21  # cells that are quick enough to follow the hand
    ROWS = 8  # looked at in a block

    @property
    def shape(self) -> tuple[int, int]:
        return self.table.shape

    @property
    def bounds(self) -> tuple[float, float]:
        return -1.0, 1.0

    @property
    def exact(self) -> bool:
        return self.shape[0] * self.shape[1] <= self.FEW

    def wavelength(self, column: int) -> float:
        return self.table.wavelength(column)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        values = self.table.at(whole(rows), np.arange(self.shape[1]))
        norms = np.linalg.norm(values, axis=1, keepdims=True)
        return np.asarray((values / np.where(norms > 0, norms, 1.0))[:, np.atleast_1d(columns)])

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        if self.exact:
            return _held(self).mean(row_edges, column_edges)
        if (row_edges[-1] - row_edges[0]) * self.shape[1] <= self.LIVE:
            return self._whole_means(row_edges, column_edges)
        first, last = row_edges[:-1, None], row_edges[1:, None]
        few = max(1, min(self.ROWS, self.LIVE // (len(first) * self.shape[1]), int((last - first).max())))
        rows = first + (_spread(few) * (last - first)).astype(np.int64)
        columns = np.arange(column_edges[0], column_edges[-1])
        cells = self.at(rows.ravel(), columns).reshape(len(first), few, len(columns)).mean(axis=1)
        return column_means(cells, column_edges - column_edges[0])

    def _whole_means(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        """From every row: where one has zoomed in."""
        columns = np.arange(column_edges[0], column_edges[-1])
        cells = self.at(np.arange(row_edges[0], row_edges[-1]), columns)
        sums = np.add.reduceat(cells, row_edges[:-1] - row_edges[0], axis=0)
        return column_means(sums / np.diff(row_edges)[:, None], column_edges - column_edges[0])

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the rows ⌊x⌋ for x from edge to edge."""
        if self.exact:
            return _held(self).envelope(column, edges)
        within = np.concatenate([[0.0, 1.0], _spread(2 * self.ROWS)])
        rows = np.clip(np.floor(edges[:-1, None] + np.diff(edges)[:, None] * within), 0, self.shape[0] - 1)
        values = self.at(rows.ravel(), [column]).reshape(rows.shape)
        return values.min(axis=1), values.max(axis=1)

    @property
    def products_exact(self) -> bool:
        return self.exact

    def products(self, offsets: ArrayLike) -> Floats:
        lags = np.abs(whole(offsets))
        if self.exact:
            return _held(self).products(lags)
        few = max(4, self.LIVE // (2 * len(lags) * self.shape[1]))
        return np.array([self._sampled_product(int(lag), few) for lag in lags])

    def _sampled_product(self, lag: int, few: int) -> float:
        rows = np.linspace(0, self.shape[0] - 1 - lag, min(few, self.shape[0] - lag)).astype(np.int64)
        every = np.arange(self.shape[1])
        return float((self.at(rows, every) * self.at(rows + lag, every)).sum(axis=1).mean())

    def unit(self) -> Normed:
        return self


def _spread(count: int) -> Floats:
    """Points from 0 to 1: as even as can be where a step may be a whole wave, so by the golden ratio."""
    return np.asarray((np.arange(count) + 0.5) / count if count < 3 else np.arange(count) * GOLDEN % 1.0)


@kept
def _held(table: Normed) -> ArrayTable:
    return ArrayTable(FrozenArray(table.full()), table.shape[0])
