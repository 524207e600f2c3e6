"""Two tables beside each other: the columns of one, then those of the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.field import Edges, Pixels, Table, column_means
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.normed import Normed


@dataclass(frozen=True)
class Beside(Table):
    """The columns of `left` and then those of `right`; both have the same length."""

    left: Table
    right: Table

    @property
    def shape(self) -> tuple[int, int]:
        return self.left.shape[0], self.left.shape[1] + self.right.shape[1]

    @property
    def bounds(self) -> tuple[float, float]:
        (low, high), (least, most) = self.left.bounds, self.right.bounds
        return min(low, least), max(high, most)

    @property
    def bounded(self) -> bool:
        return self.left.bounded and self.right.bounded

    @property
    def exact(self) -> bool:
        return self.left.exact and self.right.exact

    @property
    def continuous(self) -> bool:
        return self.left.continuous and self.right.continuous

    @property
    def shortest(self) -> float:
        return min(self.left.shortest, self.right.shortest)

    def _of(self, column: int) -> tuple[Table, int]:
        first = self.left.shape[1]
        return (self.left, column) if column < first else (self.right, column - first)

    def wavelength(self, column: int) -> float:
        table, here = self._of(column)
        return table.wavelength(here)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        chosen, first = np.atleast_1d(columns), self.left.shape[1]
        cells = np.empty((len(np.atleast_1d(rows)), len(chosen)))
        cells[:, chosen < first] = self.left.at(rows, chosen[chosen < first])
        cells[:, chosen >= first] = self.right.at(rows, chosen[chosen >= first] - first)
        return cells

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        split, first, last = self.left.shape[1], int(column_edges[0]), int(column_edges[-1])
        parts: list[Pixels] = []
        if first < split:
            parts.append(self.left.mean(row_edges, np.arange(first, min(last, split) + 1)))
        if last > split:
            parts.append(self.right.mean(row_edges, np.arange(max(first, split), last + 1) - split))
        return column_means(np.hstack(parts), column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        table, here = self._of(column)
        return table.envelope(here, edges)

    @property
    def products_exact(self) -> bool:
        return self.left.products_exact and self.right.products_exact

    def products(self, offsets: ArrayLike) -> Floats:
        return self.left.products(offsets) + self.right.products(offsets)

    def products_traced(self, offsets: ArrayLike) -> Floats:
        return self.left.products_traced(offsets) + self.right.products_traced(offsets)

    def product_bounds(self) -> tuple[float, float]:
        """The sums of what each reaches."""
        (low, high), (least, most) = self.left.product_bounds(), self.right.product_bounds()
        return low + least, high + most

    def unit(self) -> Table:
        return Normed(self)
