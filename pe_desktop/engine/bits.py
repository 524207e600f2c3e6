"""Tables of binary digits, the least significant first: of the position, or of its Gray code.

A bit is a square wave, so counts of ones have closed forms, and ten million positions cost what ten do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.field import Edges, Pixels, Table, column_means, rows_at, whole
from pe_desktop.engine.frozen import Floats, FrozenArray

Whole = NDArray[np.int64]

MOST_BITS = 24  # enough for ten million positions


def coded(positions: Whole, bits: int, gray: bool) -> Whole:
    """The code of each position, as an integer; positions beyond 2^bits repeat.

    Gray code (Gray 1953, US patent 2,632,058) is p xor ⌊p/2⌋: neighbours differ in one bit.
    """
    within = positions & ((1 << bits) - 1)
    return np.asarray(within ^ (within >> 1) if gray else within, dtype=np.int64)


def decoded(codes: Whole, bits: int, gray: bool) -> Whole:
    """The position below 2^bits that has each code: the inverse of `coded`."""
    positions = np.asarray(codes, dtype=np.int64)
    shift = 1
    while gray and shift < bits:
        positions = positions ^ (positions >> shift)
        shift *= 2
    return positions


@dataclass(frozen=True)
class Bits(Table):
    """0 or 1: column k is bit k of the position, or of its Gray code. Positions beyond 2^bits repeat.

    Each column is a square wave: ones from `_rise` on, for half of a period of 2 · `_half` positions.
    """

    length: int
    bits: int
    gray: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, self.bits

    @property
    def bounds(self) -> tuple[float, float]:
        return 0.0, 1.0

    @property
    def _half(self) -> Whole:
        """(bits,) half the period of each column: twice as long in Gray code, but for the last."""
        column = np.arange(self.bits)
        return np.int64(1) << (np.minimum(column + 1, self.bits - 1) if self.gray else column)

    @property
    def _rise(self) -> Whole:
        return np.int64(1) << np.arange(self.bits)

    def wavelength(self, column: int) -> float:
        return 2.0 * float(self._half[column])

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        codes = coded(whole(rows), self.bits, self.gray)
        return np.asarray((codes[:, None] >> whole(columns)) & 1, dtype=np.float64)

    def ones_before(self, positions: Whole, first: int, last: int) -> Whole:
        """How many p < position have a bit set, of the bits first … last − 1: (positions, last − first)."""
        half, rise = self._half[first:last], self._rise[first:last]
        periods, rest = np.divmod(positions[:, None], 2 * half)
        return np.asarray(periods * half + np.clip(rest - rise, 0, half), dtype=np.int64)

    def ones_within(self, first: Whole, last: Whole, column: int) -> Whole:
        """How many of the positions first … last have the bit set."""
        after, before = (self.ones_before(end, column, column + 1)[:, 0] for end in (last + 1, first))
        return after - before

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        ones = self.ones_before(row_edges, int(column_edges[0]), int(column_edges[-1]))
        cells = np.diff(ones, axis=0) / np.diff(row_edges)[:, None]
        return column_means(cells, column_edges - column_edges[0])

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the positions ⌊x⌋ for x from edge to edge: both ends, and all that stand between."""
        first, last = _ends(edges, self.length)
        ones = self.ones_within(first, last, column)
        return (ones > last - first).astype(np.float64), (ones > 0).astype(np.float64)

    def products(self, offsets: ArrayLike) -> Floats:
        """Mean over p < n = length − offset of the bits that p and p + offset share.

        Both have a bit when p lies in one interval of its period; whole periods and the rest are counted.
        """
        lags = np.abs(whole(offsets))[:, None]
        count = self.length - lags
        half, rise = self._half, self._rise
        shift = lags % (2 * half)
        start = np.where(shift <= half, rise, rise + 2 * half - shift)
        width = np.abs(half - shift)
        periods, rest = np.divmod(count, 2 * half)
        shared = periods * width + np.clip(rest - start, 0, width)
        return np.asarray(shared.sum(axis=1) / count[:, 0], dtype=np.float64)

    def product_bounds(self) -> tuple[float, float]:
        """The number of ones that two positions share: at most all bits."""
        return 0.0, float(self.shape[1])

    def unit(self) -> UnitBits:
        return UnitBits(self.length, self.bits, self.gray)


@dataclass(frozen=True)
class UnitBits(Table):
    """Rows of `Bits` at unit length: each bit divided by the root of the number of ones. Row 0 is zero."""

    length: int
    bits: int
    gray: bool = False

    FEW = 1 << 16  # positions whose products are all summed; of more, some are sampled
    LIVE = 1 << 21  # products that are quick enough to follow the hand

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, self.bits

    @property
    def bounds(self) -> tuple[float, float]:
        return 0.0, 1.0

    def wavelength(self, column: int) -> float:
        return self._plain.wavelength(column)

    @property
    def _plain(self) -> Bits:
        return Bits(self.length, self.bits, self.gray)

    def _codes(self, positions: Whole) -> Whole:
        return coded(positions, self.bits, self.gray)

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        codes = self._codes(whole(rows))
        norms = np.sqrt(np.maximum(np.bitwise_count(codes), 1).astype(np.float64))  # of bytes: to 3 digits
        return np.asarray(((codes[:, None] >> whole(columns)) & 1) / norms[:, None], dtype=np.float64)

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        sums = self._sums_before(row_edges)[:, column_edges[0] : column_edges[-1]]
        cells = np.diff(sums, axis=0) / np.diff(row_edges)[:, None]
        return column_means(cells, column_edges - column_edges[0])

    def _sums_before(self, positions: Whole) -> Floats:
        """Σ of the rows p < position, shape (positions, bits): whole periods, and the rest."""
        period = np.array([1 << self.bits])
        turns, rest = np.divmod(positions, period)
        return turns[:, None] * self._sums_within(period) + self._sums_within(rest)

    def _sums_within(self, positions: Whole) -> Floats:
        """As `_sums_before`, up to one period.

        The numbers below x fall into one aligned block for each bit b of x that is set: the higher
        bits of x stand, b is clear, and the lower ones are free, so that m of them are set in C(b, m) ways;
        in Gray code, too, whose lower bits take every value when those of the position do.
        """
        every = np.arange(self.bits)
        sums = np.zeros((len(positions), self.bits))
        for b in range(self.bits + 1):
            there = (positions >> b) & 1 == 1
            higher = self._codes(positions[there] & -(2 << b))
            ones = np.bitwise_count(higher).astype(np.int64)
            fixed = ((higher[:, None] >> every) & 1) * _root_sums()[b, ones][:, None]
            free = _root_sums()[b - 1, ones + 1][:, None]
            sums[there] += np.where(every < b, free, fixed)
        return sums

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Of the positions ⌊x⌋ for x from edge to edge.

        They fall into aligned blocks of 2^b, in each of which the lower b bits of the code are free.
        """
        first, last = (ends[:, None] for ends in _ends(edges, self.length))
        free = np.tile(np.arange(self.bits + 1), 2)
        up, down = np.hsplit(free, 2)
        starts = np.hstack([((first >> up) + 1) << up, (((last + 1) >> down) - 1) << down])
        starts, free = np.hstack([first, starts]), np.append(0, free)
        inside = (starts >= first) & (starts + (1 << free) <= last + 1)
        codes = self._codes(starts) >> free << free
        fixed, loose = np.bitwise_count(codes).astype(np.float64), column < free
        there = inside & (loose | ((codes >> column) & 1 == 1))
        sparse = np.where(there, fixed + loose, np.inf).min(axis=1)
        dense = np.where(there, fixed + free, 1).max(axis=1)
        always = self._plain.ones_within(first[:, 0], last[:, 0], column) > (last - first)[:, 0]
        return np.where(always, 1 / np.sqrt(dense), 0.0), 1 / np.sqrt(sparse)

    @property
    def products_exact(self) -> bool:
        return self.length <= self.FEW

    def products(self, offsets: ArrayLike) -> Floats:
        """From all positions where they are few, else from a sample, see `products_exact`."""
        if self.products_exact:
            return _held(self).products(offsets)
        lags = np.abs(whole(offsets))
        samples = _spread(self.LIVE // len(lags))
        return np.array([self._sampled_product(int(lag), samples) for lag in lags])

    def _sampled_product(self, lag: int, samples: Floats) -> float:
        rows = (samples * (self.length - lag)).astype(np.int64)
        one, other = self._codes(rows), self._codes(rows + lag)
        norms = np.bitwise_count(one).astype(np.float64) * np.bitwise_count(other)
        return float((np.bitwise_count(one & other) / np.sqrt(np.maximum(norms, 1))).mean())

    def unit(self) -> UnitBits:
        return self


def _ends(edges: Floats, length: int) -> tuple[Whole, Whole]:
    """The first and the last position between consecutive edges."""
    rows = rows_at(edges, length)
    return rows[:-1], rows[1:]


@lru_cache(maxsize=1)
def _root_sums() -> Floats:
    """Σ over m of C(b, m) / √(ones + m), by b and ones: what b free bits give beside `ones` that are set."""
    sums = np.zeros((MOST_BITS + 1, MOST_BITS + 2))
    for b, ones in np.ndindex(sums.shape):
        sums[b, ones] = sum(comb(b, m) / sqrt(ones + m) for m in range(b + 1) if ones + m)
    return sums


@lru_cache(maxsize=4)
def _held(table: UnitBits) -> ArrayTable:
    return ArrayTable(FrozenArray(table.full()), table.length)


@lru_cache(maxsize=4)
def _spread(count: int) -> Floats:
    """Points from 0 to 1 by the golden ratio: an even step may be a power of two, and see the same bits always."""
    return np.asarray(np.arange(count) * ((sqrt(5) - 1) / 2) % 1.0, dtype=np.float64)
