"""How rotary frequencies are changed so that a model can read more positions than it was trained on.

Each method is a frozen rule from the plain frequencies base^(−2i/d) to those that turn the pairs, with the
attention factor that multiplies cosine and sine (so a logit is multiplied by its square). Names and rules
are those of transformers 5.23, `modeling_rope_utils`, with which every one agrees; the static NTK rule is
that of rotary-embedding-torch 0.9.1.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.frozen import Floats

NEAR = 1e-9  # from 0 or from 1: a share that is as good as that
_SMALLEST = 1e-300


@dataclass(frozen=True)
class Ladder:
    """The plain frequencies of `dimensions` rotary dimensions, base^(−2i/dimensions) radians a position."""

    base: float
    dimensions: int

    @property
    def frequencies(self) -> Floats:
        """(dimensions // 2,), the fastest first."""
        return np.asarray(self.base ** (-2 * np.arange(self.dimensions // 2) / self.dimensions))


class Scaling(ABC):
    """A rule from a ladder, and for two of them from the length, to the frequencies that turn the pairs."""

    @property
    def attention(self) -> float:
        """What multiplies cosine and sine."""
        return 1.0

    @abstractmethod
    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        """(pairs,) radians a position, of a sequence of `length` positions."""

    def interpolation(self, ladder: Ladder, length: int) -> Floats:
        """(pairs,) how far each pair is slowed: 0 is kept as it was, 1 is slowed as much as any pair is.

        The share s of w' = (1 − s) w + s w/f, f the greatest factor by which a pair is slowed. A pair that does
        not turn at all counts as kept.
        """
        plain, scaled = ladder.frequencies, self.frequencies(ladder, length)
        kept = np.divide(scaled, plain, out=np.ones_like(plain), where=scaled > 0)
        least = min(float(kept.min()), 1.0)
        return np.zeros_like(kept) if least > 1 - NEAR else np.clip((1 - kept) / (1 - least), 0.0, 1.0)


@dataclass(frozen=True)
class Unscaled(Scaling):
    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        return ladder.frequencies


@dataclass(frozen=True)
class LinearScaling(Scaling):
    """Position interpolation, w/factor: the same as positions/factor. Chen et al. 2023 (arXiv 2306.15595)."""

    factor: float

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        return ladder.frequencies / self.factor


@dataclass(frozen=True)
class NtkScaling(Scaling):
    """A greater base, base · factor^(d/(d − 2)): the first pair is kept, the last is slowed by exactly the factor."""

    factor: float

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        return _stretched(ladder, self.factor)


@dataclass(frozen=True)
class DynamicScaling(Scaling):
    """NTK by factor · S/M − (factor − 1), S the greater of the length and M: none up to M positions."""

    factor: float
    trained: int

    def alpha(self, length: int) -> float:
        """The factor of the static rule that it equals at this length."""
        return 1 + self.factor * (max(length, self.trained) / self.trained - 1)  # exactly 1 up to M

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        return _stretched(ladder, self.alpha(length))


def _stretched(ladder: Ladder, alpha: float) -> Floats:
    """With the base multiplied by alpha^(d/(d − 2)); the only pair of two dimensions has frequency 1 at any base."""
    d = ladder.dimensions
    return Ladder(ladder.base * alpha ** (d / (d - 2)), d).frequencies if d > 2 else ladder.frequencies


@dataclass(frozen=True)
class YarnScaling(Scaling):
    """NTK by parts: pairs that turn more than beta_fast times in M0 positions are kept, those that turn less than
    beta_slow times are interpolated, with a ramp over the pairs' indices between. Peng et al. 2023 (arXiv 2309.00071).

    `truncate` rounds the ramp's ends outwards to whole pairs; gpt-oss does not. The ends are kept inside
    0 … d − 1, as in the reference, not d/2 − 1.
    """

    factor: float
    trained: int
    beta_fast: float = 32.0
    beta_slow: float = 1.0
    truncate: bool = True
    mscale: float | None = None
    mscale_all_dim: float | None = None
    attention_factor: float | None = None

    @property
    def attention(self) -> float:
        """0.1 m ln factor + 1, or the ratio of two of these where a file gives both mscales (DeepSeek)."""
        if self.attention_factor is not None:
            return self.attention_factor
        if self.mscale and self.mscale_all_dim:
            return _gain(self.factor, self.mscale) / _gain(self.factor, self.mscale_all_dim)
        return _gain(self.factor, 1.0)

    def ends(self, ladder: Ladder) -> tuple[float, float]:
        """The indices of pairs between which the ramp rises from 0 to 1."""
        low, high = (_pair_that_turns(beta, self.trained, ladder) for beta in (self.beta_fast, self.beta_slow))
        if self.truncate:
            low, high = float(np.floor(low)), float(np.ceil(high))
        last = float(ladder.dimensions - 1)
        return min(max(low, 0.0), last), min(max(high, 0.0), last)

    def interpolation(self, ladder: Ladder, length: int) -> Floats:
        """The ramp itself."""
        low, high = self.ends(ladder)
        width = high - low if high > low else 0.001
        return np.clip((np.arange(ladder.dimensions // 2) - low) / width, 0.0, 1.0)

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        return _blended(ladder.frequencies, self.factor, self.interpolation(ladder, length))


def _gain(factor: float, mscale: float) -> float:
    return 0.1 * mscale * float(np.log(factor)) + 1 if factor > 1 else 1.0


def _pair_that_turns(times: float, trained: int, ladder: Ladder) -> float:
    """The fractional index of the pair that turns so many times in the trained length: d ln(M0/(2π r))/(2 ln base)."""
    steepness = max(2 * float(np.log(ladder.base)), _SMALLEST)  # with a base of 1 all pairs turn alike
    return ladder.dimensions * float(np.log(trained / (2 * math.pi * times))) / steepness


def _blended(plain: Floats, factor: float, share: Floats) -> Floats:
    return plain / factor * share + plain * (1 - share)


@dataclass(frozen=True)
class LongropeScaling(Scaling):
    """Every pair divided by its own factor: one list up to `trained` positions, another beyond. Ding et al. 2024
    (arXiv 2402.13753).

    The attention factor √(1 + ln(max/M0)/ln M0) holds in both regimes.
    """

    short_factor: tuple[float, ...]
    long_factor: tuple[float, ...]
    trained: int
    longest: int
    attention_factor: float | None = None

    @property
    def attention(self) -> float:
        if self.attention_factor is not None:
            return self.attention_factor
        return longrope_gain(self.longest / self.trained, self.trained)

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        factors = self.long_factor if length > self.trained else self.short_factor
        return np.divide(ladder.frequencies, np.array(factors, dtype=np.float64))


def longrope_gain(factor: float, trained: int) -> float:
    """√(1 + ln factor/ln trained): what LongRoPE multiplies cosine and sine by where the context is so many times as
    long as the trained length; 1 where it is no longer."""
    return math.sqrt(1 + math.log(factor) / math.log(trained)) if factor > 1 else 1.0


def stand_in(pairs: int, factor: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Short and long factors for where none are given: 1 for every pair, and a smooth rise from 1 to `factor`.

    Real ones are found by a search over a model's loss, so these only stand for their shape: fast pairs are
    hardly slowed, slow ones by nearly the whole factor.
    """
    place = np.arange(pairs) / max(pairs - 1, 1)
    rise = factor ** (place**2 * (3 - 2 * place))
    return (1.0,) * pairs, tuple(float(value) for value in rise)


@dataclass(frozen=True)
class Llama3Scaling(Scaling):
    """Wavelengths below M0/high are kept, those above M0/low divided by the factor, with a blend between.

    Agrees with Meta's llama-models, `model.py`. With high equal to low (Llama 4 Scout) there is no blend.
    """

    factor: float
    trained: int
    low_freq_factor: float = 1.0
    high_freq_factor: float = 4.0

    def interpolation(self, ladder: Ladder, length: int) -> Floats:
        turns = self.trained * ladder.frequencies / (2 * np.pi)
        width = self.high_freq_factor - self.low_freq_factor
        if width <= 0:
            return np.asarray(np.where(turns >= self.low_freq_factor, 0.0, 1.0))
        return 1 - np.clip((turns - self.low_freq_factor) / width, 0.0, 1.0)

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        return _blended(ladder.frequencies, self.factor, self.interpolation(ladder, length))


@dataclass(frozen=True)
class ProportionalScaling(Scaling):
    """The first int(share · d // 2) pairs turn, with the whole head's ladder; the others never do. Gemma 4's global
    layers; Barbero et al. 2024 (arXiv 2410.06205) call it p-RoPE."""

    partial_rotary_factor: float
    factor: float = 1.0

    def frequencies(self, ladder: Ladder, length: int) -> Floats:
        turning = int(self.partial_rotary_factor * ladder.dimensions // 2)
        turns = np.arange(ladder.dimensions // 2) < turning
        return np.asarray(np.where(turns, ladder.frequencies / self.factor, 0.0))


@dataclass(frozen=True)
class Counts:
    """How many pairs are kept, blended and interpolated."""

    kept: int
    blended: int
    interpolated: int


def counts(share: Floats) -> Counts:
    """Of the shares that `interpolation` gives."""
    kept, interpolated = int((share <= NEAR).sum()), int((share >= 1 - NEAR).sum())
    return Counts(kept, len(share) - kept - interpolated, interpolated)


def unfinished(frequencies: Floats, length: float) -> int:
    """How many pairs do not finish a turn in so many positions: their wavelength is longer."""
    return int((np.abs(frequencies) * length < 2 * np.pi).sum())
