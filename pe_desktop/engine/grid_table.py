"""Tables over a grid of positions in raster order: each column depends on one coordinate only.

What is asked of such a table is answered from the small tables of its axes: a 256 × 256 grid has 65,536 rows,
its axes 512. The scalar product of two rows is the sum of those of their axes:

    row(p) · row(q) = Σ over the axes of G[i(p), i(q)],   G the Gram matrix of an axis' table
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.field import Edges, Pixels, Table, column_means, rows_at, whole
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.kept import kept
from pe_desktop.engine.normed import Normed

Whole = NDArray[np.int64]

FEW = 64  # rows of an axis from which the range of products is taken


@dataclass(frozen=True)
class GridTable(Table):
    """The first `length` rows of a grid, the last axis being the fastest.

    axes: for each coordinate, slowest first, its own table (side, a). `order` (columns,) says which of all the
    axes' columns, counted through, stands where. `limits` are the bounds of all values.
    """

    length: int
    axes: tuple[FrozenArray, ...]
    order: FrozenArray
    limits: tuple[float, float] = (-1.0, 1.0)

    @property
    def sides(self) -> tuple[int, ...]:
        """How many places each axis has."""
        return tuple(axis.values.shape[0] for axis in self.axes)

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, len(self.order.values)

    @property
    def bounds(self) -> tuple[float, float]:
        return self.limits

    def _strides(self) -> Iterator[tuple[FrozenArray, int]]:
        """Each axis with the number of positions that one place of it takes."""
        for i, axis in enumerate(self.axes):
            yield axis, prod(self.sides[i + 1 :])

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        positions = whole(rows)
        chosen = self.order.values[whole(columns)]
        cells = np.empty((len(positions), len(chosen)))
        for axis, stride, here, local in self._of(chosen):
            places = positions // stride % len(axis.values)
            cells[:, here] = axis.values[np.ix_(places, local)]
        return cells

    def _of(self, chosen: Whole) -> Iterator[tuple[FrozenArray, int, Whole, Whole]]:
        """Of each axis that has some of the chosen columns: where they stand, and which of its own they are."""
        first = 0
        for axis, stride in self._strides():
            count = axis.values.shape[1]
            here = np.flatnonzero((chosen >= first) & (chosen < first + count))
            if len(here):
                yield axis, stride, here, chosen[here] - first
            first += count

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        first, last = int(column_edges[0]), int(column_edges[-1])
        if (np.diff(row_edges) == 1).all():
            return column_means(self.at(row_edges[:-1], np.arange(first, last)), column_edges - first)
        chosen = self.order.values[first:last]
        cells = np.empty((len(row_edges) - 1, last - first))
        for axis, stride, here, local in self._of(chosen):
            cells[:, here] = np.diff(_sums_before(axis, stride, row_edges)[:, local], axis=0)
        cells /= np.diff(row_edges)[:, None]
        return column_means(cells, column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the rows ⌊x⌋ for x from edge to edge: what the column's axis has from the place of one to that of the
        other, round and round.
        """
        rows = rows_at(edges, self.length)
        axis, stride, _, local = next(self._of(self.order.values[[column]]))
        values = axis.values[:, local[0]].astype(np.float64)
        places, side = rows // stride, len(values)
        starts, counts = places[:-1] % side, np.minimum(np.diff(places) + 1, side)
        spans, twice = np.stack([starts, starts + counts], axis=1).ravel(), np.concatenate([values, values])
        return np.minimum.reduceat(twice, spans)[::2], np.maximum.reduceat(twice, spans)[::2]

    def products(self, offsets: ArrayLike) -> Floats:
        lags = np.abs(whole(offsets))
        counts = self.length - lags
        sums = [_products(axis, stride, lags, counts) for axis, stride in self._strides()]
        return np.asarray(sum(sums) / counts, dtype=np.float64)

    def paired_products(self, p: Whole, q: Whole) -> Floats:
        """row(p) · row(q), element by element."""
        terms = [
            self.axis_products(i, p // stride % len(axis.values), q // stride % len(axis.values))
            for i, (axis, stride) in enumerate(self._strides())
        ]
        return np.asarray(sum(terms), dtype=np.float64)

    def axis_products(self, axis: int, these: Whole, those: Whole) -> Floats:
        """What one axis adds to the products of rows at these places of it with rows at those, element by element."""
        return np.asarray(_gram(self.axes[axis])[these, those], dtype=np.float64)

    def product_bounds(self) -> tuple[float, float]:
        """The ranges of the axes' products, added: of up to 64 rows of each, the first and the last among them."""
        spans = [_product_bounds(axis) for axis in self.axes]
        return sum(low for low, _ in spans), sum(high for _, high in spans)

    def unit(self) -> Table:
        """Such a table again, unless the norm of a row depends on where it stands."""
        squares = [np.square(axis.values).sum(axis=1) for axis in self.axes]
        if any(np.ptp(square) > 1e-9 * square.max() for square in squares):
            return Normed(self)
        norm = float(np.sqrt(sum(square.mean() for square in squares))) or 1.0
        axes = tuple(_divided(axis, norm) for axis in self.axes)
        return GridTable(self.length, axes, self.order, (self.limits[0] / norm, self.limits[1] / norm))


@kept
def _divided(axis: FrozenArray, norm: float) -> FrozenArray:
    return FrozenArray(axis.values / norm)


@kept
def _prefix_sums(axis: FrozenArray) -> Floats:
    return np.concatenate([np.zeros((1, axis.values.shape[1])), np.cumsum(axis.values, axis=0)])


def _sums_before(axis: FrozenArray, stride: int, positions: Edges) -> Floats:
    """Sum over all p < position of the axis' row at p: of whole cycles, of whole places, and of the place begun."""
    side, sums = len(axis.values), _prefix_sums(axis)
    cycles, rest = np.divmod(positions, side * stride)
    place, begun = np.divmod(rest, stride)
    whole_places = (cycles * stride)[:, None] * sums[-1] + stride * sums[place]
    return np.asarray(whole_places + begun[:, None] * axis.values[place], dtype=np.float64)


@kept
def _gram(axis: FrozenArray) -> Floats:
    """row(i) · row(j) of an axis' table, (side, side)."""
    return np.asarray(axis.values @ axis.values.T, dtype=np.float64)


@kept
def _cyclic(axis: FrozenArray) -> tuple[Floats, Floats]:
    """T[j, i] = row(i) · row(i + j mod side), and its sums over places before i, (side, side + 1)."""
    places = np.arange(len(axis.values))
    turned = _gram(axis)[places, (places + places[:, None]) % len(places)]
    return turned, np.concatenate([np.zeros((len(places), 1)), np.cumsum(turned, axis=1)], axis=1)


def _products(axis: FrozenArray, stride: int, lags: Whole, counts: Whole) -> Floats:
    """Σ over p < count of G[i(p), i(p + lag)], i(p) = ⌊p / stride⌋ mod side.

    Of the positions of one place, the first stride − rest meet the place ⌊lag / stride⌋ further on, the others
    the next one.
    """
    side = len(axis.values)
    turned, sums = _cyclic(axis)
    steps, rest = np.divmod(lags, stride)
    places, begun = np.divmod(counts, stride)
    cycles, place = np.divmod(places, side)
    near, far = steps % side, (steps + 1) % side
    here, beyond = (cycles * sums[j, side] + sums[j, place] for j in (near, far))
    started = np.minimum(begun, stride - rest)
    last = started * turned[near, place] + (begun - started) * turned[far, place]
    return np.asarray((stride - rest) * here + rest * beyond + last, dtype=np.float64)


@kept
def _product_bounds(axis: FrozenArray) -> tuple[float, float]:
    side = len(axis.values)
    rows = axis.values[np.unique(np.linspace(0, side - 1, min(FEW, side)).astype(np.int64))]
    products = rows @ rows.T
    return float(products.min()), float(products.max())
