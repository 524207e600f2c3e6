"""The curves of a rotary encoding over the distance of query and key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pe_desktop.engine.curve import CosineScore, Curve
from pe_desktop.engine.decay import Bound, Crossing, RandomScore, first_below_zero, random_products
from pe_desktop.engine.encoding import Rotating
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.spirals import SpiralScore


@dataclass(frozen=True)
class Part:
    """The curves of one encoding over distances, and what it is called."""

    encoding: Rotating
    name: str
    colour: str
    length: int
    draws: int
    seed: int

    @property
    def reach(self) -> float:
        return float(max(self.length - 1, 1))

    @property
    def _rates(self) -> tuple[FrozenArray, FrozenArray]:
        return _rates(self.encoding, self.length)

    @property
    def gain(self) -> float:
        return self.encoding.attention(self.length) ** 2

    @property
    def bound(self) -> Bound:
        return Bound(*self._rates, self.gain, self.reach)

    @property
    def cosine(self) -> Curve:
        """Σ cos(D w)/(d/2): the score of equal vectors, over their length."""
        pairs = self.encoding.pairs
        return self._score(FrozenArray(np.full(pairs, self.gain / pairs)), FrozenArray(np.zeros(pairs)))

    @property
    def mean(self) -> Curve:
        """The mean score of the random vectors, which is that of their mean products."""
        products = random_products(self.encoding.pairs, self.draws, self.seed).values.mean(axis=0) * self.gain
        return self._score(FrozenArray(np.abs(products)), FrozenArray(np.angle(products)))

    def _score(self, weights: FrozenArray, phases: FrozenArray) -> Curve:
        waves, growth = self._rates
        if growth.values.any():
            return SpiralScore(waves, growth, weights, phases, self.reach)
        return CosineScore(waves, weights, phases, self.reach)

    @property
    def spread(self) -> float:
        """About as far as nearly all random scores reach: three of their standard deviations, 1/√d each."""
        return self.gain * min(1.0, 3 / float(np.sqrt(2 * self.encoding.pairs)))

    def quantile(self, share: float) -> RandomScore:
        return RandomScore(*self._rates, self.gain, self.reach, self.draws, self.seed, share)

    @property
    def crossing(self) -> Crossing:
        return first_below_zero(*self._rates, int(self.reach))


@lru_cache(maxsize=32)
def _rates(encoding: Rotating, length: int) -> tuple[FrozenArray, FrozenArray]:
    return FrozenArray(encoding.frequencies(length)), FrozenArray(encoding.growth(length))
