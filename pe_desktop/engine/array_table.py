"""Tables that are held in memory: learned ones, and whatever a person opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.field import CHUNK, Edges, Pixels, Table, column_means, extents, rows_at, whole
from pe_desktop.engine.frozen import Floats, FrozenArray

STRIDE = 16  # rows whose sums are kept together
FEW = 4  # offsets, of which the products are summed one by one where a table is long
SEEN = 1 << 22  # cells whose percentile is found in a moment


@dataclass(frozen=True)
class ArrayTable(Table):
    """The first `length` rows of an array that is held in memory."""

    array: FrozenArray
    length: int

    LIVE = 1 << 21  # cells whose autocorrelation is quick enough to follow the hand
    SAMPLED = 1 << 24  # products of cells, of the offsets of a longer table that are drawn

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, self.array.values.shape[1]

    @property
    def bounds(self) -> tuple[float, float]:
        """Symmetric about zero, at the 99.5th percentile of the magnitude, in a large table that of evenly spaced rows:
        outliers are clipped.
        """
        return _bounds(self.array)

    @property
    def bounded(self) -> bool:
        return False

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        return self.array.values[np.ix_(whole(rows), whole(columns))].astype(np.float64)

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        first, last = int(column_edges[0]), int(column_edges[-1])
        if (np.diff(row_edges) == 1).all():
            rows = self.array.values[row_edges[0] : row_edges[-1], first:last]
            cells = rows.astype(np.promote_types(rows.dtype, np.float32), copy=False)  # float16 would sum to 3 digits
        else:
            cells = np.diff(self._sums_before(row_edges, first, last), axis=0) / np.diff(row_edges)[:, None]
        return column_means(cells, column_edges - first)

    def _sums_before(self, edges: Edges, first: int, last: int) -> Floats:
        """The sums of some columns over all rows before each edge: of whole strides, and of the rows behind them."""
        begun = edges // STRIDE * STRIDE
        sums = _sums_by_stride(self.array)[edges // STRIDE, first:last]
        for i in range(STRIDE - 1):
            here = np.flatnonzero(begun + i < edges)
            sums[here] += self.array.values[begun[here] + i, first:last]
        return sums

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the rows ⌊x⌋ for x from edge to edge."""
        rows = rows_at(edges, self.length)
        return extents(self.array.values[rows[0] : rows[-1] + 1, column].astype(np.float64), rows)

    @property
    def products_exact(self) -> bool:
        return self.length * self.shape[1] <= self.LIVE

    @property
    def products_cost(self) -> int:
        return 1 if self.products_exact else FEW * self.shape[1]

    def products(self, offsets: ArrayLike) -> Floats:
        lags = np.abs(whole(offsets))
        if len(lags) > FEW or self.products_exact:
            return _autocorrelation(self.array, self.length)[lags]
        return np.array([self._product(slice(0, self.length - lag), int(lag)) for lag in lags])

    def _product(self, rows: slice, lag: int) -> float:
        """The mean over these rows of their product with the row so many further on."""
        these, those = self.array.values[rows], self.array.values[rows.start + lag : rows.stop + lag : rows.step]
        return float(np.einsum("ij,ij->", these, those, dtype=np.float64)) / len(these)

    def products_traced(self, offsets: ArrayLike) -> Floats:
        return self.products(offsets) if self.products_exact else self._sampled_products(offsets)

    def _sampled_products(self, offsets: ArrayLike) -> Floats:
        """As `products`, from evenly spaced rows: all of them would take longer than a frame."""
        lags = np.abs(whole(offsets))
        few = max(FEW, self.SAMPLED // (len(lags) * self.shape[1]))
        counts = zip((self.length - lags).tolist(), lags.tolist(), strict=True)
        return np.array([self._product(slice(0, count, -(-count // few)), lag) for count, lag in counts])

    def product_bounds(self) -> tuple[float, float]:
        """Without the outermost hundredth: one row of a trained table can be ten times as long as the others."""
        low, high = np.percentile(self.sampled_products(), (0.5, 99.5))
        return float(low), float(high)

    def unit(self) -> ArrayTable:
        return ArrayTable(_unit_rows(self.array), self.length)


@lru_cache(maxsize=4)
def _bounds(array: FrozenArray) -> tuple[float, float]:
    step = -(-array.values.size // SEEN)
    most = float(np.percentile(np.abs(array.values[::step]), 99.5)) or 1.0
    return -most, most


@lru_cache(maxsize=4)
def _sums_by_stride(array: FrozenArray) -> Floats:
    """(strides + 1, columns) the sums of all rows before each stride; row by row, as numpy's own go down columns."""
    rows, columns = array.values.shape
    whole_rows = rows // STRIDE * STRIDE
    sums = np.zeros((rows // STRIDE + 1, columns))
    np.sum(array.values[:whole_rows].reshape(-1, STRIDE, columns), axis=1, dtype=np.float64, out=sums[1:])
    for i in range(1, len(sums)):
        sums[i] += sums[i - 1]
    return sums


@lru_cache(maxsize=4)
def _unit_rows(array: FrozenArray) -> FrozenArray:
    values = array.values.astype(np.float64)
    norms = np.linalg.norm(values, axis=1, keepdims=True)
    return FrozenArray(np.divide(values, norms, out=np.zeros_like(values), where=norms > 0))


@lru_cache(maxsize=4)
def _autocorrelation(array: FrozenArray, length: int) -> Floats:
    """Mean of row(p) · row(p + k) for k = 0 … length − 1, by the Wiener-Khinchin theorem."""
    size = 1 << (2 * length - 1).bit_length()
    power = np.zeros(size // 2 + 1)
    step = max(1, min(64, (CHUNK << 2) // size))  # columns at a time: a long table's spectra are large
    for start in range(0, array.values.shape[1], step):
        columns = array.values[:length, start : start + step].astype(np.float64)
        power += (np.abs(np.fft.rfft(columns, size, axis=0)) ** 2).sum(axis=1)
    return np.fft.irfft(power, size)[:length] / np.arange(length, 0, -1)
