"""How alike two positions are: p · q for every pair, and its mean by offset."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.field import Edges, Field, Pixels, Table
from pe_desktop.engine.frozen import Floats

METRICS = ("dot", "cosine")


@dataclass(frozen=True)
class Gram(Field):
    """row(p) · row(q) of a table, shape (length, length).

    The mean over a block is the product of block means, M Mᵀ: bilinearity makes it exact for any table.
    """

    table: Table

    @property
    def shape(self) -> tuple[int, int]:
        return self.table.shape[0], self.table.shape[0]

    @property
    def bounded(self) -> bool:
        return self.table.bounded

    @property
    def exact(self) -> bool:
        return self.table.exact

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Outwards to round numbers, so that the colours rest while a parameter moves."""
        return round_outwards(*self.table.product_bounds())

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        every = np.arange(self.table.shape[1])
        return self.table.at(rows, every) @ self.table.at(columns, every).T

    def full(self) -> Floats:
        """The whole matrix, float64: from the whole table where that is no larger than the matrix itself."""
        length, columns = self.table.shape
        if columns > max(length, 4096):
            return super().full()
        rows = self.table.full()
        return rows @ rows.T

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        every = np.arange(self.table.shape[1] + 1)
        left = self.table.mean(row_edges, every)
        if row_edges is column_edges or np.array_equal(row_edges, column_edges):
            return left @ left.T
        return left @ self.table.mean(column_edges, every).T


def compared(vectors: Table, metric: str) -> Table:
    """The rows whose scalar products are the similarity."""
    return vectors.unit() if metric == "cosine" else vectors


def round_outwards(low: float, high: float) -> tuple[float, float]:
    """The range widened to round numbers, so that a colour scale rests while a parameter moves."""
    if not high > low:
        low, high = min(low, 0.0), max(high, 0.0)
    if not high > low:
        return 0.0, 1.0
    rough = (high - low) / 10
    scale = 10.0 ** np.floor(np.log10(rough))
    step = scale * next(m for m in (5, 2, 1) if m * scale <= rough * (1 + 1e-9))
    return float(np.floor(low / step + 1e-9) * step), float(np.ceil(high / step - 1e-9) * step)
