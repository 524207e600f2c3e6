"""Functions of the offset that models add to their scores, each with its exact mean over blocks."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.field import Edges
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.similarity import round_outwards
from pe_desktop.engine.sinusoids import cosine_sum, mean_gain, traced_cosine_sum
from pe_desktop.engine.toeplitz import Integers, Profile, chosen, offset_ranges, sums_from, triangles

SUMMED = 1 << 17  # offsets at most over which a curve without closed sums is added up for a frame


@dataclass(frozen=True)
class Ramp(Profile):
    """−slope · |offset|."""

    slope: float

    @property
    def bounds(self) -> tuple[float, float]:
        return 0.0 - self.slope * (self.length - 1), 0.0

    def at(self, x: Floats) -> Floats:
        return 0.0 - self.slope * np.abs(x)

    def block_means(self, rows: Edges, columns: Edges) -> Floats:
        """A block on one side of the diagonal has the value of its middle; else |k| = 2 max(k, 0) − k."""
        middles = np.subtract.outer(rows[:-1] + rows[1:], columns[:-1] + columns[1:]) / 2
        cells: Floats = np.abs(middles)
        if not self.causal:
            least, greatest = offset_ranges(rows, columns)
            place, blocks = chosen(rows, columns, (least < 0) & (greatest > 0))
            area = (blocks[1] - blocks[0]) * (blocks[3] - blocks[2])
            cells[place] = 2 * sums_from(blocks, _pyramids) / area - middles[place]
        return 0.0 - self.slope * cells

    def triangle_sums(self, n: Integers) -> Floats:
        return 0.0 - self.slope * _pyramids(n)


def _pyramids(n: Integers) -> Floats:
    """Σ (n − 1 − k) k over 0 ≤ k < n, which is n (n − 1) (n − 2) / 6."""
    inside = np.maximum(n, 0).astype(np.float64)
    return inside * (inside - 1) * (inside - 2) / 6


@dataclass(frozen=True)
class Steps(Profile):
    """values[b] from offset borders[b − 1] on; values[0] below all borders. Borders are ascending integers."""

    borders: FrozenArray
    values: FrozenArray

    @property
    def continuous(self) -> bool:
        return False

    @property
    def bounds(self) -> tuple[float, float]:
        first, last = self._pieces(np.array(self.domain))
        inside = self.values.values[first : last + 1]
        return float(inside.min()), float(inside.max())

    def _pieces(self, offsets: ArrayLike) -> Integers:
        return np.searchsorted(self.borders.values, offsets, side="right")

    def at(self, x: Floats) -> Floats:
        return np.asarray(self.values.values[self._pieces(np.rint(x))], dtype=np.float64)

    def envelope(self, edges: Floats) -> tuple[Floats, Floats, bool]:
        pieces = self._pieces(np.rint(edges))
        ends = np.stack([pieces[:-1], pieces[1:] + 1], axis=1).ravel()
        padded = np.append(self.values.values, self.values.values[-1])
        return np.minimum.reduceat(padded, ends)[::2], np.maximum.reduceat(padded, ends)[::2], True

    def block_means(self, rows: Edges, columns: Edges) -> Floats:
        """The value at the least offset, and each step by the share of the block that lies beyond its border."""
        least, greatest = offset_ranges(rows, columns)
        first, last = self._pieces(least), self._pieces(greatest)
        cells = np.asarray(self.values.values[first], dtype=np.float64)
        (i, j), (a, b, c, d) = chosen(rows, columns, first < last)
        lowest, highest = first[i, j], last[i, j]
        for border in range(int(lowest.min(initial=0)), int(highest.max(initial=0))):
            on = np.flatnonzero((lowest <= border) & (border < highest))
            beyond = sums_from((a[on], b[on], c[on], d[on]), triangles, int(self.borders.values[border]))
            step = self.values.values[border + 1] - self.values.values[border]
            cells[i[on], j[on]] += step * beyond / ((b[on] - a[on]) * (d[on] - c[on]))
        return cells

    def triangle_sums(self, n: Integers) -> Floats:
        start = int(self._pieces(0))
        sums = self.values.values[start] * triangles(n).astype(np.float64)
        for border, step in zip(self.borders.values[start:], np.diff(self.values.values[start:]), strict=True):
            sums += step * triangles(n - border)
        return np.asarray(sums)


@dataclass(frozen=True)
class CosineSum(Profile):
    """scale · Σ (cos(w · offset) − 1) over `frequencies` w, of which none is a multiple of 2π."""

    frequencies: FrozenArray
    scale: float

    @property
    def wavelength(self) -> float:
        return float(2 * np.pi / self.frequencies.values.max())

    @property
    def bounds(self) -> tuple[float, float]:
        return self.scale * _lowest(replace(self, scale=1.0)), 0.0

    def _shifted(self, sums: Floats) -> Floats:
        return np.asarray(self.scale * (sums - len(self.frequencies.values)))

    def at(self, x: Floats) -> Floats:
        return self._shifted(cosine_sum(x, self.frequencies.values))

    def traced(self, x: Floats) -> Floats:
        return self._shifted(traced_cosine_sum(x, self.frequencies.values, np.ones(len(self.frequencies.values))))

    def block_means(self, rows: Edges, columns: Edges) -> Floats:
        """cos(w (i − j)) = cos wi cos wj + sin wi sin wj: the product of the means over queries and over keys."""
        return self._shifted(self._circle_means(rows) @ self._circle_means(columns).T)

    def _circle_means(self, edges: Edges) -> Floats:
        """Means of cos wp and of sin wp over blocks of positions p, (blocks, 2 · frequencies)."""
        frequencies = self.frequencies.values
        angles = np.multiply.outer((edges[:-1] + edges[1:] - 1) / 2, frequencies)
        counts, which = np.unique(np.diff(edges), return_inverse=True)
        gains = np.stack([mean_gain(frequencies, int(count)) for count in counts])[which]
        return np.concatenate([gains * np.cos(angles), gains * np.sin(angles)], axis=1)

    def triangle_sums(self, n: Integers) -> Floats:
        """By the Fejér kernel: Σ (N − |k|) cos wk over |k| < N is (sin(N w/2) / sin(w/2))²; here N = n − 1."""
        above = np.maximum(n - 1, 0).astype(np.float64)
        kernels = np.sin(np.multiply.outer(above, self.frequencies.values / 2)) / np.sin(self.frequencies.values / 2)
        cosines_summed = (np.square(kernels) + above[:, None]) / 2
        return np.asarray(self.scale * (cosines_summed - triangles(n)[:, None]).sum(axis=1))


@lru_cache(maxsize=8)
def _lowest(curve: CosineSum) -> float:
    """From the first 4,096 offsets and 512 of every scale, and a tenth more for what lies between those."""
    reach = curve.length - 1
    near = curve.traced(np.arange(min(4096.0, curve.length)))
    far = curve.at(np.rint(np.geomspace(1, max(reach, 1), 512)).clip(0, reach))
    return min(round_outwards(1.1 * float(min(near.min(), far.min())), 0.0)[0], 0.0)


@dataclass(frozen=True)
class Monotone(Profile):
    """A smooth causal function that falls with the distance from 0 at offset 0; the same for all offsets below.

    Its sums have no closed form: they are added up for sequences of up to 65,536 positions, and taken from samples
    for longer ones.
    """

    @abstractmethod
    def at(self, x: Floats) -> Floats: ...

    @property
    def exact(self) -> bool:
        return 2 * self.length <= SUMMED

    @property
    def bounds(self) -> tuple[float, float]:
        return float(self.at(np.array([self.length - 1.0]))[0]), 0.0

    def block_means(self, rows: Edges, columns: Edges) -> Floats:
        least, greatest = int(rows[0] - columns[-1] + 1), int(rows[-1] - 1 - columns[0])
        if greatest - least < SUMMED:
            return window_means(self.at(np.arange(least, greatest + 1.0)), least, rows, columns)
        return self._sampled_means(rows, columns)

    def _sampled_means(self, rows: Edges, columns: Edges) -> Floats:
        """The value in the middle of a block, or, where it bends the most, the sum over the block."""
        middles = np.subtract.outer(rows[:-1] + rows[1:], columns[:-1] + columns[1:]) / 2
        cells = self.at(middles.ravel()).reshape(middles.shape)
        least, greatest = offset_ranges(rows, columns)
        place, blocks = chosen(rows, columns, (least >= 0) & (least <= 3 * (greatest - least)))
        area = (blocks[1] - blocks[0]) * (blocks[3] - blocks[2])
        cells[place] = sums_from(blocks, self.triangle_sums) / area
        return cells

    def triangle_sums(self, n: Integers) -> Floats:
        """Where a block is too long to add up: by Gauss's quadrature of n² ∫ (1 − u) f(nu) over 0 ≤ u ≤ 1."""
        sums = _added_up(self, SUMMED if n.max(initial=0) >= SUMMED else int(n.max(initial=0)))
        found = sums[np.clip(n, 0, len(sums) - 1)]
        far = n >= len(sums)
        u, weights = _gauss()
        values = self.at(np.multiply.outer(n[far], u).ravel()).reshape(-1, len(u))
        found[far] = np.square(n[far].astype(np.float64)) * (values @ (weights * (1 - u)))
        return found


@lru_cache(maxsize=1)
def _gauss() -> tuple[Floats, Floats]:
    """Places between 0 and 1, and their weights."""
    u, weights = np.polynomial.legendre.leggauss(64)
    return (u + 1) / 2, weights / 2


@lru_cache(maxsize=32)
def _added_up(profile: Monotone, last: int) -> Floats:
    """`triangle_sums` of 0 … last."""
    single = np.cumsum(profile.at(np.arange(0.0, max(last - 1, 0))))
    return np.concatenate([[0.0, 0.0], np.cumsum(single)])[: last + 1]


def window_means(values: Floats, first: int, rows: Edges, columns: Edges) -> Floats:
    """Means over blocks of f(query − key) from values[k] = f(first + k): over the keys, then over the queries.

    Two running means, one after the other, keep the digits that the second antidifference would lose.
    """
    cells = np.empty((len(rows) - 1, len(columns) - 1))
    sums = np.concatenate([[0.0], np.cumsum(values)])
    widths = np.diff(columns)
    for width in np.unique(widths):
        over_keys = (sums[width:] - sums[:-width]) / width
        twice = np.concatenate([[0.0], np.cumsum(over_keys)])
        these = np.flatnonzero(widths == width)
        last = columns[these + 1] - 1 + first  # the greatest key, whose offset is the least
        starts = twice[np.subtract.outer(rows, last)]
        cells[:, these] = np.diff(starts, axis=0) / np.diff(rows)[:, None]
    return cells


@dataclass(frozen=True)
class Logarithm(Monotone):
    """−p ln(1 + a · offset)."""

    p: float
    a: float

    def at(self, x: Floats) -> Floats:
        return 0.0 - self.p * np.log1p(self.a * np.maximum(x, 0.0))


@dataclass(frozen=True)
class Power(Monotone):
    """−a · offset^p."""

    p: float
    a: float

    def at(self, x: Floats) -> Floats:
        return 0.0 - self.a * np.maximum(x, 0.0) ** self.p
