"""Fields: arrays evaluated where they are looked at.

A field of ten million rows costs what is asked of it, never rows × columns. `at` gives exact
values; `mean` gives the mean over blocks of cells, which is what a pixel of a zoomed-out picture
shows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.frozen import Floats

Pixels = NDArray[np.float32]
Edges = NDArray[np.int64]

CHUNK = 1 << 20  # cells evaluated at a time when a whole field is written out


def block_edges(first: int, last: int, blocks: int) -> Edges:
    """Edges of `blocks` blocks that cover the integers first … last − 1 as evenly as integers can.

    At most one block a cell: with fewer cells than blocks, one block for each cell.
    """
    blocks = max(1, min(blocks, last - first))
    return first + np.arange(blocks + 1, dtype=np.int64) * (last - first) // blocks


def whole(indices: ArrayLike) -> NDArray[np.int64]:
    """The nearest integers, as a vector: rows of a table that has none in between."""
    return np.asarray(np.rint(np.atleast_1d(indices)), dtype=np.int64)


T = TypeVar("T", bound="Table")


def of_length(table: T, length: int) -> T:
    """The table with so many rows: one object for all who ask while a frame is drawn, which works out things once."""
    return cast(T, _of_length(table, length))


@lru_cache(maxsize=32)
def _of_length(table: Table, length: int) -> Table:
    return replace(table, length=length)  # type: ignore[type-var]


def rows_at(edges: Floats, length: int) -> Edges:
    """The row ⌊x⌋ of 0 … length − 1 for each edge x."""
    return np.clip(np.floor(edges), 0, length - 1).astype(np.int64)


def extents(values: NDArray[np.floating], rows: Edges) -> tuple[Floats, Floats]:
    """Least and greatest from each of the rows (ascending) to the next, both included.

    `values` holds a column from the first of the rows to the last.
    """
    starts, ends = rows[:-1] - rows[0], values[rows[1:] - rows[0]]
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return np.minimum(low, ends), np.maximum(high, ends)


def column_means(cells: NDArray[np.floating], edges: Edges) -> Pixels:
    """Mean over blocks of columns; `edges` count from the first column of `cells`."""
    widths = np.diff(edges)
    if (widths == 1).all():
        return np.asarray(cells, dtype=np.float32)
    sums = np.add.reduceat(cells, edges[:-1], axis=1)
    return np.asarray(sums / widths, dtype=np.float32)


class Field(ABC):
    """A matrix of rows × columns.

    Rows and columns are counted from 0. `exact` says whether `mean` is the true block mean or
    an estimate from samples.
    """

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int]: ...

    @property
    @abstractmethod
    def bounds(self) -> tuple[float, float]:
        """The range of values on which colours are fixed."""

    @property
    def bounded(self) -> bool:
        """Whether no value lies beyond `bounds`, which may leave outliers out."""
        return True

    @property
    def exact(self) -> bool:
        return True

    @abstractmethod
    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        """Exact values, shape (len(rows), len(columns)), float64."""

    @abstractmethod
    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        """Block means to 1e-6 of the range, shape (len(row_edges) − 1, len(column_edges) − 1)."""

    def full(self) -> Floats:
        """The whole matrix, float64."""
        rows, columns = self.shape
        every = np.arange(columns)
        table = np.empty(self.shape)
        step = max(1, CHUNK // max(1, columns))
        for start in range(0, rows, step):
            stop = min(rows, start + step)
            table[start:stop] = self.at(np.arange(start, stop), every)
        return table


class Table(Field):
    """A field whose rows are vectors, one for each position."""

    @property
    def continuous(self) -> bool:
        """Whether a row may stand between two positions."""
        return False

    def wavelength(self, column: int) -> float:
        """Positions that one oscillation of a column takes; 2 where any two neighbours may differ."""
        return 2.0

    @property
    def shortest(self) -> float:
        """The shortest wavelength of any column, so far as is known without looking at every one."""
        return min(self.wavelength(column) for column in range(min(2, self.shape[1])))

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Least and greatest value of a column between consecutive edges (positions, ascending).

        Here of each row ⌊x⌋ for x from edge to edge: of a table that has no values in between.
        """
        rows = rows_at(edges, self.shape[0])
        return extents(self.at(np.arange(rows[0], rows[-1] + 1), [column])[:, 0], rows)

    @abstractmethod
    def products(self, offsets: ArrayLike) -> Floats:
        """Mean of row(p) · row(p + offset) over all p where both exist, for each offset."""

    def products_traced(self, offsets: ArrayLike) -> Floats:
        """`products` at evenly spaced offsets, to 1e-6 of the greatest and as fast as can be: for drawing."""
        return self.products(offsets)

    @property
    def products_exact(self) -> bool:
        return True

    @property
    def products_cost(self) -> int:
        """Numbers that the product at one offset takes, where these are many: then any offsets are traced."""
        return 1

    def product_bounds(self) -> tuple[float, float]:
        """The range of the products of any two rows, of up to 64 evenly spaced ones with the first and the last."""
        products = self.sampled_products()
        return float(products.min()), float(products.max())

    def sampled_products(self) -> Floats:
        """Every product of up to 64 evenly spaced rows, the first and the last among them."""
        rows = np.unique(np.linspace(0, self.shape[0] - 1, min(64, self.shape[0])).astype(np.int64))
        vectors = self.at(rows, np.arange(self.shape[1]))
        return np.asarray(vectors @ vectors.T)

    def norms(self, rows: NDArray[np.int64]) -> Floats:
        """(len(rows),) the length of these rows."""
        step, columns = max(1, CHUNK // self.shape[1]), np.arange(self.shape[1])
        parts = (self.at(rows[start : start + step], columns) for start in range(0, len(rows), step))
        return np.concatenate([np.linalg.norm(part, axis=1) for part in parts])

    @abstractmethod
    def unit(self) -> Table:
        """The table with each row divided by its norm; a zero row stays zero."""
