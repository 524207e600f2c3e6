"""Tiles, one for each patch of an image: how similar it is to every patch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.field import CHUNK, Edges, Field, Pixels, Table, whole
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.kept import kept
from pe_desktop.engine.similarity import Gram

Whole = NDArray[np.int64]
Places = tuple[Whole, Whole, NDArray[np.bool_]]


@dataclass(frozen=True)
class Tiling:
    """One axis of a mosaic: of `side` patches those `shown` have a tile of all patches.

    A patch takes `scale` cells; `gap` cells stand between two tiles.
    """

    side: int
    shown: tuple[int, ...]
    scale: int = 1
    gap: int = 0

    @property
    def pitch(self) -> int:
        """Cells from the start of one tile to that of the next."""
        return self.side * self.scale + self.gap

    @property
    def cells(self) -> int:
        return len(self.shown) * self.pitch - self.gap

    def places(self, cells: ArrayLike) -> Places:
        """Of each cell the patch whose tile it is in, the patch that it stands for, and whether it is in no gap."""
        tile, rest = np.divmod(whole(cells), self.pitch)
        patch = rest // self.scale
        return np.asarray(self.shown)[tile], np.minimum(patch, self.side - 1), patch < self.side


@dataclass(frozen=True)
class Mosaic(Field):
    """row(query) · row(key) in tiles: one for each query patch shown, in which each key patch stands at its place.

    table: rows at unit length; patch (y, x) of the image is its row first + y · width + x. Cells of gaps are nan
    in `at` and `mean`, as is a block of which the greater part is gap.
    """

    table: Table
    down: Tiling
    across: Tiling
    first: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        return self.down.cells, self.across.cells

    @property
    def bounds(self) -> tuple[float, float]:
        return Gram(self.table).bounds

    @property
    def bounded(self) -> bool:
        return self.table.bounded

    @property
    def exact(self) -> bool:
        """False where a mean would take longer than a frame."""
        patches = (len(axis.shown) * axis.side for axis in (self.down, self.across))
        return self.separable or prod(patches) <= CHUNK

    @property
    def separable(self) -> bool:
        """Whether the axes of the table are those of the image: a product is then a sum of one term for each."""
        return isinstance(self.table, GridTable) and self.table.sides == (self.down.side, self.across.side)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        (tile_y, y, inside_y), (tile_x, x, inside_x) = self.down.places(rows), self.across.places(columns)
        wide = self.across.side
        queries, keys = (self.first + wide * v[:, None] + u for v, u in ((tile_y, tile_x), (y, x)))
        return np.where(inside_y[:, None] & inside_x, self._products(queries, keys), np.nan)

    def _products(self, queries: Whole, keys: Whole) -> Floats:
        if isinstance(self.table, GridTable):
            return self.table.paired_products(queries, keys)
        rows, places = np.unique(queries, return_inverse=True)
        return np.asarray(_similarities(self.table, tuple(rows.tolist()))[places.reshape(queries.shape), keys])

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        if self.separable:
            return np.asarray(self._terms(0, row_edges)[:, None] + self._terms(1, column_edges), dtype=np.float32)
        if not self.exact:
            rows, columns = ((edges[:-1] + edges[1:]) // 2 for edges in (row_edges, column_edges))
            return np.asarray(self.at(rows, columns), dtype=np.float32)
        rows, columns = (np.arange(edges[0], edges[-1]) for edges in (row_edges, column_edges))
        (first, one_a_row, in_rows), (left, one_a_column, in_columns) = self._patches(rows, columns)
        values = self.at(first, left)  # of one cell of each patch in sight
        bands = _means(np.where(in_rows[:, None], values[one_a_row], np.nan), row_edges - row_edges[0])
        cells = np.where(in_columns[:, None], bands.T[one_a_column], np.nan)
        return np.asarray(_means(cells, column_edges - column_edges[0]).T, dtype=np.float32)

    def _patches(self, rows: Whole, columns: Whole) -> Iterator[Places]:
        """Down and across: a cell of each patch in sight, the place among these of every cell's, and what is no gap."""
        for axis, cells in ((self.down, rows), (self.across, columns)):
            tile, patch, inside = axis.places(cells)
            _, first, place = np.unique(np.stack([tile, patch]), axis=1, return_index=True, return_inverse=True)
            yield cells[first], place.ravel(), inside

    def _terms(self, axis: int, edges: Edges) -> Floats:
        """What an axis adds, averaged over blocks."""
        assert isinstance(self.table, GridTable)
        tile, patch, inside = (self.down, self.across)[axis].places(np.arange(edges[0], edges[-1]))
        terms = np.where(inside, self.table.axis_products(axis, tile, patch), np.nan)
        return _means(terms[:, None], edges - edges[0])[:, 0]


def _means(cells: Floats, edges: Edges) -> Floats:
    """Means over blocks of rows of all that is not nan; nan where that is less than half of a block."""
    there = ~np.isnan(cells)
    counts = np.add.reduceat(there, edges[:-1], axis=0, dtype=np.float64)
    sums = np.add.reduceat(np.where(there, cells, 0.0), edges[:-1], axis=0)
    enough = 2 * counts >= np.diff(edges)[:, None]
    return np.where(enough, sums / np.maximum(counts, 1), np.nan)


@kept
def _similarities(table: Table, rows: tuple[int, ...]) -> Floats:
    """row(p) · row(q) for some p and all q."""
    every = _written_out(table)
    return np.asarray(every[list(rows)] @ every.T)


@kept
def _written_out(table: Table) -> Floats:
    return table.full()
