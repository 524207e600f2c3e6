"""How rotary scores fall with distance: the bound that RoFormer proves, and scores of random vectors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.kept import kept
from pe_desktop.engine.sinusoids import shortest_wave, sines_and_cosines, traced_cosine_sum
from pe_desktop.engine.spirals import SpiralScore

CELLS = 1 << 18  # held at a time
FEW_AT_ONCE = 1024  # distances looked at again together
SEARCHED = 1 << 30  # positions × pairs that a search may take: a second at most
_FADED = 1e-30  # of a pair's share: as good as none beside the others
_ROUNDING = 4e-6  # of float32 in a mean of cosines


@dataclass(frozen=True)
class ByDistance(Curve):
    """A curve over distances 0 … reach that is made of all angles distance · frequency.

    `growth` is what the logarithm of each pair's share gains a position, none of it but in xPos; `gain`
    multiplies all values.
    """

    frequencies: FrozenArray
    growth: FrozenArray
    gain: float
    reach: float

    @property
    def domain(self) -> tuple[float, float]:
        return 0.0, self.reach

    @property
    def wavelength(self) -> float:
        return shortest_wave(self.frequencies.values)

    @abstractmethod
    def of(self, sines: Floats, cosines: Floats) -> Floats:
        """The values from the sine and cosine of each angle, (distances, pairs); float32 where it is drawn."""

    @property
    def cost(self) -> int:
        return max(1, len(self.frequencies.values))

    def at(self, x: Floats) -> Floats:
        parts = []
        for some in self._chunks(np.atleast_1d(np.asarray(x, dtype=np.float64))):
            angles = np.multiply.outer(some, self.frequencies.values)
            parts.append(self._of(some, np.sin(angles), np.cos(angles)))
        return np.concatenate(parts) if parts else np.zeros(0)

    def traced(self, x: Floats) -> Floats:
        waves = self.frequencies.values
        parts = [self._of(some, *sines_and_cosines(some, waves)) for some in self._chunks(x)]  # type: ignore[arg-type]
        return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)

    def _of(self, x: Floats, sines: Floats, cosines: Floats) -> Floats:
        if self.growth.values.any():
            sizes = np.exp(np.multiply.outer(x, self.growth.values)).astype(sines.dtype)
            sizes[sizes < _FADED] = 0  # what is below the least normal number makes a product ten times slower
            sines, cosines = sines * sizes, cosines * sizes
        return self.gain * self.of(sines, cosines)

    def _chunks(self, x: Floats) -> Iterator[Floats]:
        step = max(1, CELLS // self.cost)
        return (x[start : start + step] for start in range(0, len(x), step))


@dataclass(frozen=True)
class Bound(ByDistance):
    """(1/n) Σ_j |S_j|, S_j = Σ_{i<j} e^{i D w_i}, j = 1 … n: RoFormer's relative upper bound, section 3.4.3, figure 2.

    By Abel's sum a score at distance D is at most n times this, times the greatest step between
    neighbouring products q_i k_i*. It is greatest, (n + 1)/2, at distance 0.
    """

    @property
    def greatest(self) -> float:
        return self.gain * (len(self.frequencies.values) + 1) / 2

    def of(self, sines: Floats, cosines: Floats) -> Floats:
        sums = np.hypot(np.cumsum(sines, axis=1), np.cumsum(cosines, axis=1))
        return np.asarray(sums.mean(axis=1))


@dataclass(frozen=True)
class RandomScore(ByDistance):
    """A quantile, over `draws` independent normal queries and keys, of their score q · k / (‖q‖ ‖k‖) by distance."""

    draws: int
    seed: int
    quantile: float

    @property
    def cost(self) -> int:
        return max(1, len(self.frequencies.values)) + 8 * self.draws

    def of(self, sines: Floats, cosines: Floats) -> Floats:
        real, imaginary = _parts_of(len(self.frequencies.values), self.draws, self.seed, sines.dtype.str)
        return _quantile(cosines @ real.values - sines @ imaginary.values, self.quantile)


@kept
def _parts_of(pairs: int, draws: int, seed: int, kind: str) -> tuple[FrozenArray, FrozenArray]:
    """(pairs, draws) real and imaginary parts of `random_products`, as numbers of this kind."""
    products = random_products(pairs, draws, seed).values.T
    return FrozenArray(products.real.astype(kind, order="C")), FrozenArray(products.imag.astype(kind, order="C"))


def _quantile(values: Floats, share: float) -> Floats:
    """Of each row, between its two nearest values: numpy's own takes columns, which are slow to reach."""
    place = share * (values.shape[1] - 1)
    low, high = int(np.floor(place)), int(np.ceil(place))
    ordered = np.partition(values, (low, high), axis=1)
    return np.asarray(ordered[:, low] * (1 - (place - low)) + ordered[:, high] * (place - low))


@kept
def random_products(pairs: int, draws: int, seed: int) -> FrozenArray:
    """(draws, pairs) complex q_i k_i* / (‖q‖ ‖k‖) of normal queries and keys: a score is the real part of
    Σ q_i k_i* e^{i D w_i}."""
    parts = np.random.default_rng(seed).normal(size=(4, draws, pairs))
    queries, keys = parts[0] + 1j * parts[1], parts[2] + 1j * parts[3]
    sizes = np.linalg.norm(queries, axis=1) * np.linalg.norm(keys, axis=1)
    return FrozenArray(queries * np.conj(keys) / sizes[:, None])


@dataclass(frozen=True)
class Crossing:
    """The least distance at which a sum is below zero, or None if it is at none of 0 … `searched`."""

    distance: int | None
    searched: int


@lru_cache(maxsize=64)
def first_below_zero(frequencies: FrozenArray, growth: FrozenArray, reach: int) -> Crossing:
    """Where Σ e^{k_i D} cos(D w_i) is first below zero, at whole distances up to `reach`: none is left out.

    Drawn values are 1e-6 off, so each one near zero is looked at again in float64.
    """
    count = max(1, len(frequencies.values))
    ones, still = FrozenArray(np.full(count, 1 / count)), FrozenArray(np.zeros(count))
    score = SpiralScore(frequencies, growth, ones, still, float(reach))
    last = min(reach, SEARCHED // count)
    start, step = 0, 4096
    while start <= last:
        x = np.arange(start, min(start + step, last + 1), dtype=np.float64)
        found = _below(x, score)
        if found is not None:
            return Crossing(found, last)
        start, step = start + step, min(2 * step, 1 << 20)
    return Crossing(None, last)


def _below(x: Floats, score: SpiralScore) -> int | None:
    """The first of these evenly spaced distances at which the score is below zero."""
    fades = score.growth.values.any()
    drawn = score.traced(x) if fades else traced_cosine_sum(x, score.frequencies.values, score.weights.values)
    near = x[drawn < _ROUNDING]
    for start in range(0, len(near), FEW_AT_ONCE):
        some = near[start : start + FEW_AT_ONCE]
        below = some[score.at(some) < 0]
        if len(below):
            return int(below[0])
    return None
