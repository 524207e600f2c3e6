"""Tables that are held in memory: learned ones, and whatever a person opens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.field import CHUNK, Edges, Pixels, Table, column_means, extents, rows_at, whole
from pe_desktop.engine.frozen import Floats, FrozenArray

FEW = 4  # offsets, of which the products are summed one by one where a table is long
SEEN = 1 << 22  # cells whose percentile is found in a moment


@dataclass(frozen=True)
class ArrayTable(Table):
    """The first `length` rows of an array that is held in memory."""

    array: FrozenArray
    length: int

    LIVE = 1 << 21  # cells whose autocorrelation is quick enough to follow the hand

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
            sums = _prefix_sums(self.array)[row_edges, first:last]
            cells = np.diff(sums, axis=0) / np.diff(row_edges)[:, None]
        return column_means(cells, column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the rows ⌊x⌋ for x from edge to edge."""
        rows = rows_at(edges, self.length)
        return extents(self.array.values[rows[0] : rows[-1] + 1, column].astype(np.float64), rows)

    @property
    def products_exact(self) -> bool:
        return self.length * self.shape[1] <= self.LIVE

    def products(self, offsets: ArrayLike) -> Floats:
        lags = np.abs(whole(offsets))
        if len(lags) > FEW or self.products_exact:
            return _autocorrelation(self.array, self.length)[lags]
        return np.array([self._product(np.arange(self.length - lag), lag) for lag in lags])

    def _product(self, rows: NDArray[np.int64], lag: int) -> float:
        """The mean over these rows of their product with the row so many further on."""
        values = self.array.values
        total, step = 0.0, max(1, CHUNK // self.shape[1])
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            total += float(np.einsum("ij,ij->", values[part], values[part + lag], dtype=np.float64))
        return total / len(rows)

    def products_traced(self, offsets: ArrayLike) -> Floats:
        return self.products(offsets) if self.products_exact else self._sampled_products(offsets)

    def _sampled_products(self, offsets: ArrayLike) -> Floats:
        """As `products`, from evenly spaced rows: all of them would take longer than a frame."""
        lags = np.abs(whole(offsets))
        few = max(4, self.LIVE // (len(lags) * self.shape[1]))
        lasts = self.length - 1 - lags
        spread = (np.linspace(0, last, min(few, int(last) + 1)).astype(np.int64) for last in lasts)
        return np.array([self._product(rows, int(lag)) for rows, lag in zip(spread, lags, strict=True)])

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
def _prefix_sums(array: FrozenArray) -> Floats:
    sums = np.zeros((array.values.shape[0] + 1, array.values.shape[1]))
    np.cumsum(array.values, axis=0, dtype=np.float64, out=sums[1:])
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
