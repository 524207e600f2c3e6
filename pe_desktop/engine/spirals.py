"""Pairs that shrink or grow while they turn: the tables and scores of xPos.

Column c is e^{k (p − centre)} cos(w p − phase). Sums over positions are geometric, so means are closed:

    mean over p < n of e^{s p} = (e^{n s} − 1) / (n (e^s − 1))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.field import Edges, Field, Pixels, Table, column_means
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.similarity import round_outwards
from pe_desktop.engine.sinusoids import TURN, shortest_wave, sines_and_cosines

Complex = NDArray[np.complex128]

PEAK = 4.0  # of what has no bounds, so much is told apart by colours
FEW = 4096  # offsets of which the colours are found
CELLS = 1 << 20  # offsets × pairs that are computed at a time
PAIRS = 512  # whose powers at all blocks are held at a time
_MOST = 1e30  # what single precision multiplies without overflow


def mean_powers(rates: Complex, count: int) -> Complex:
    """The mean of e^{s p} over p = 0 … count − 1, for each rate s."""
    still = np.abs(rates) * count < 1e-12
    moving = np.where(still, 1.0, rates)
    means = np.expm1(count * np.where(still, 0.0, rates)) / (count * np.expm1(moving))
    return np.where(still, 1.0, means)


@dataclass(frozen=True)
class Spirals(Table):
    """Columns e^{k (p − centre)} cos(w p − phase): what xPos multiplies queries by, at each position.

    `growth` k is a logarithm a position, `phases` are radians: 0 for a cosine, π/2 for a sine.
    """

    length: int
    frequencies: FrozenArray
    growth: FrozenArray
    phases: FrozenArray
    centre: float = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, len(self.frequencies.values)

    @cached_property
    def _peak(self) -> float:
        ends = np.array([-self.centre, self.length - 1 - self.centre])
        return float(np.exp(np.multiply.outer(ends, self.growth.values).max()))

    @property
    def bounds(self) -> tuple[float, float]:
        peak = min(max(1.0, self._peak), PEAK)
        return -peak, peak

    @property
    def bounded(self) -> bool:
        return self._peak <= PEAK

    @property
    def continuous(self) -> bool:
        return True

    def wavelength(self, column: int) -> float:
        frequency = abs(float(self.frequencies.values[column]))
        return TURN / frequency if frequency else np.inf

    @cached_property
    def _rates(self) -> Complex:
        return self.growth.values + 1j * self.frequencies.values

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        positions, chosen = np.atleast_1d(np.asarray(rows, dtype=np.float64)), np.atleast_1d(columns)
        angles = np.multiply.outer(positions, self.frequencies.values[chosen]) - self.phases.values[chosen]
        sizes = np.exp(np.multiply.outer(positions - self.centre, self.growth.values[chosen]))
        return np.asarray(sizes * np.cos(angles))

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        first, last = int(column_edges[0]), int(column_edges[-1])
        cells = np.empty((len(row_edges) - 1, last - first))
        starts, counts, every = row_edges[:-1], np.diff(row_edges), np.arange(first, last)
        for count in np.unique(counts):
            gain = mean_powers(self._rates[every], int(count)) * np.exp(-1j * self.phases.values[every])
            these = counts == count
            sines, cosines = sines_and_cosines(starts[these].astype(np.float64), self.frequencies.values[every])
            sizes = np.exp(np.multiply.outer(starts[these] - self.centre, self.growth.values[every]))
            cells[these] = sizes * (cosines * gain.real - sines * gain.imag)
        return column_means(np.clip(cells, -_MOST, _MOST), column_edges - first)

    def envelope(self, column: int, edges: Floats) -> tuple[Floats, Floats]:
        """Over real positions: at the edges, and at the first and the last crest and trough between them."""
        values = self.at(edges, [column])[:, 0]
        low, high = np.minimum(values[:-1], values[1:]), np.maximum(values[:-1], values[1:])
        frequency = float(self.frequencies.values[column])
        if frequency == 0:
            return low, high
        for half in (0.0, 0.5):
            for place in self._extrema(column, edges, half):
                reached = self.at(np.clip(place, edges[:-1], edges[1:]), [column])[:, 0]  # far off, powers overflow
                low, high = np.minimum(low, reached), np.maximum(high, reached)
        return low, high

    def _extrema(self, column: int, edges: Floats, half: float) -> tuple[Floats, Floats]:
        """The first extremum after each edge and the last before the next, of those a whole turn apart."""
        frequency, growth = float(self.frequencies.values[column]), float(self.growth.values[column])
        crest = self.phases.values[column] + np.arctan2(growth, frequency) + half * TURN
        turns = (edges * frequency - crest) / TURN
        return (np.ceil(turns[:-1]) * TURN + crest) / frequency, (np.floor(turns[1:]) * TURN + crest) / frequency

    def products(self, offsets: ArrayLike) -> Floats:
        """Σ over columns of the mean of cos a cos b = (cos(a − b) + cos(a + b))/2, each a geometric sum."""
        lags = np.abs(np.atleast_1d(np.asarray(offsets, dtype=np.float64)))
        return np.array([self._product(float(lag)) for lag in lags])

    def _product(self, lag: float) -> float:
        count = max(1, int(self.length - lag))
        growth, angles = self.growth.values, lag * self.frequencies.values
        sizes = np.exp(growth * (lag - 2 * self.centre)) / 2
        same = np.cos(angles) * mean_powers(2 * growth + 0j, count).real
        sums = np.exp(1j * (angles - 2 * self.phases.values)) * mean_powers(2 * self._rates, count)
        return float((sizes * (same + sums.real)).sum())

    def unit(self) -> Spirals:
        """Raises ValueError: rows that grow have no norm in common."""
        raise ValueError("rows that grow with the position have no common norm")


@dataclass(frozen=True)
class SpiralScore(Curve):
    """Σ weight · e^{k D} cos(w D + phase) by the offset D = query − key ≥ 0: the score of queries and keys of xPos."""

    frequencies: FrozenArray
    growth: FrozenArray
    weights: FrozenArray
    phases: FrozenArray
    reach: float

    @property
    def domain(self) -> tuple[float, float]:
        return 0.0, self.reach

    @property
    def wavelength(self) -> float:
        return shortest_wave(self.frequencies.values)

    def at(self, x: Floats) -> Floats:
        offsets = np.atleast_1d(np.asarray(x, dtype=np.float64))
        some = max(1, CELLS // len(self.frequencies.values))
        parts = [self._some(offsets[i : i + some]) for i in range(0, len(offsets), some)]
        return np.concatenate(parts) if parts else offsets

    def _some(self, offsets: Floats) -> Floats:
        sizes = np.exp(np.multiply.outer(offsets, self.growth.values))
        angles = np.multiply.outer(offsets, self.frequencies.values) + self.phases.values
        return np.asarray((sizes * np.cos(angles)) @ self.weights.values)

    def traced(self, x: Floats) -> Floats:
        """By e^{s (a + b)} = e^{s a} e^{s b}: a thousand points take the powers of some sixty."""
        count, small = len(x), int(np.ceil(np.sqrt(max(1, len(x)))))
        large, fine = (np.exp(np.multiply.outer(part, self.rates)) for part in (x[::small], x[:small] - x[:1]))
        large *= self.factors
        return np.asarray((large.real @ fine.real.T - large.imag @ fine.imag.T).ravel()[:count])

    @property
    def rates(self) -> Complex:
        return np.asarray(self.growth.values + 1j * self.frequencies.values)

    @property
    def factors(self) -> Complex:
        return np.asarray(self.weights.values * np.exp(1j * self.phases.values))


@dataclass(frozen=True)
class CausalScores(Field):
    """The score of every query (row) and key (column) by their offset, shown where the key is not after the query.

    `at` is finite everywhere; `mean` is that of the cells that are shown, and nan where there are none: for
    later keys the score grows without bounds.
    """

    score: SpiralScore
    length: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, self.length

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Of the scores at all offsets, or of more at up to 4096, outwards to round numbers so that colours rest."""
        scores = self.score.traced(np.arange(0.0, self.length, -(-self.length // FEW)))
        return round_outwards(float(scores.min()), float(scores.max()))

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        p, q = (np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in (rows, columns))
        offsets = np.subtract.outer(p, q)
        distinct, place = np.unique(offsets.ravel(), return_inverse=True)
        return self.score.at(distinct)[place.reshape(offsets.shape)]

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        means = self._separate(row_edges, column_edges)
        least = np.subtract.outer(row_edges[:-1], column_edges[1:]) + 1
        most = np.subtract.outer(row_edges[1:], column_edges[:-1]) - 1
        means[most < 0] = np.nan
        across = np.nonzero((least < 0) & (most >= 0))
        if len(across[0]):
            means[across] = self._on_the_diagonal(row_edges, column_edges, across)
        return np.asarray(means, dtype=np.float32)

    def _separate(self, row_edges: Edges, column_edges: Edges) -> Floats:
        """The score is Σ Re e^{s p} e^{−s q}: the mean over a block is a product of means."""
        rates, factors = self.score.rates, self.score.factors
        middle = (int(row_edges[0]) + int(column_edges[-1])) // 2
        means = np.zeros((len(row_edges) - 1, len(column_edges) - 1))
        for start in range(0, len(rates), PAIRS):
            some = slice(start, start + PAIRS)
            rows = _block_powers(row_edges - middle, rates[some]) * factors[some]
            columns = _block_powers(column_edges - middle, -rates[some])
            means += rows.real @ columns.real.T - rows.imag @ columns.imag.T
        return means

    def _on_the_diagonal(self, row_edges: Edges, column_edges: Edges, blocks: tuple[Edges, ...]) -> Floats:
        """The mean over the cells with offset ≥ 0: from the sums of sums of the score at offsets 0, 1, …"""
        r0, r1 = row_edges[blocks[0]], row_edges[blocks[0] + 1]
        c0, c1 = column_edges[blocks[1]], column_edges[blocks[1] + 1]
        scores = self.score.traced(np.arange(float((r1 - c0).max())))
        sums = np.concatenate([[0.0], np.cumsum(np.cumsum(scores))])
        cells = np.concatenate([[0.0], np.cumsum(np.arange(1.0, len(scores) + 1))])

        def over(table: Floats) -> Floats:
            corner = [table[np.maximum(corner, 0)] for corner in (r1 - c0, r0 - c0, r1 - c1, r0 - c1)]
            return np.asarray(corner[0] - corner[1] - corner[2] + corner[3])

        return over(sums) / over(cells)


def _block_powers(edges: Edges, rates: Complex) -> Complex:
    """(blocks, rates): the mean of e^{s p} over each block of whole positions."""
    starts, counts = edges[:-1].astype(np.float64), np.diff(edges)
    sines, cosines = sines_and_cosines(starts, rates.imag)
    powers = np.exp(np.multiply.outer(starts, rates.real)) * (cosines + 1j * sines)
    for count in np.unique(counts):
        powers[counts == count] *= mean_powers(rates, int(count))
    return np.asarray(powers)
