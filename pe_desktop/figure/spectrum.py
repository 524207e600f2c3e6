"""The frequencies of an encoding at a length, and what its scaling made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.encoding import Paired, Rotating
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.scaled_rotary import EXTENDING, ScaledRotary
from pe_desktop.engine.scaling import NEAR, Counts, counts, unfinished

KINDS = ("kept", "blended", "interpolated")
NAMES = {"default": "unscaled", "ntk": "NTK", "yarn": "YaRN", "longrope": "LongRoPE", "proportional": "p-RoPE"}
"""Of scalings; the others are called what they are called in files."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """(pairs,) radians a position before and after scaling, and the share of interpolation of each."""

    encoding: Paired
    length: int
    before: Floats
    after: Floats
    share: Floats
    trained: int | None

    @property
    def pairs(self) -> int:
        return len(self.after)

    @property
    def scaled(self) -> bool:
        return bool((self.share > NEAR).any())

    @property
    def attention(self) -> float:
        return self.encoding.attention(self.length) if isinstance(self.encoding, Rotating) else 1.0

    @property
    def counts(self) -> Counts:
        return counts(self.share)

    @property
    def turning(self) -> NDArray[np.intp]:
        """The pairs that turn at all."""
        return np.flatnonzero(self.after)

    @property
    def wavelengths(self) -> Floats:
        """(pairs,) positions a turn; 0 for a pair that never turns, so that files hold numbers only."""
        return positions_a_turn(self.after)

    @property
    def unfinished(self) -> int:
        """How many pairs never finish a turn in the whole length."""
        return unfinished(self.after, self.length)

    @property
    def untrained(self) -> int | None:
        """How many pairs, not yet scaled, never finished a turn in training; None where its length is not said."""
        return unfinished(self.before, self.trained) if self.trained else None

    def kind(self, pair: int) -> str:
        """What scaling made of a pair: kept, blended or interpolated; or that it never turns."""
        if not self.after[pair]:
            return "never turns"
        return KINDS[_kind(float(self.share[pair]))]

    def zones(self) -> tuple[tuple[str, int, int], ...]:
        """Runs of pairs of one kind: the kind, the first pair and the last."""
        kinds = [self.kind(pair) for pair in range(self.pairs)]
        starts = [0, *(i for i in range(1, self.pairs) if kinds[i] != kinds[i - 1]), self.pairs]
        return tuple((kinds[a], a, b - 1) for a, b in pairwise(starts))


def positions_a_turn(frequencies: Floats) -> Floats:
    """2π/w; 0 where nothing turns."""
    turns = frequencies != 0
    return np.divide(2 * np.pi, np.abs(frequencies), out=np.zeros_like(frequencies), where=turns)


def _kind(share: float) -> int:
    return 0 if share <= NEAR else 2 if share >= 1 - NEAR else 1


@lru_cache(maxsize=32)
def spectrum(encoding: Paired, length: int) -> Spectrum:
    after = np.asarray(encoding.frequencies(length))
    if not isinstance(encoding, ScaledRotary):
        return Spectrum(encoding, length, after, after, np.zeros(len(after)), None)
    share = encoding.rule.interpolation(encoding.ladder, length)
    return Spectrum(encoding, length, encoding.ladder.frequencies, after, share, encoding.trained)


def name_of(encoding: Paired) -> str:
    """What a line of it is called."""
    if not isinstance(encoding, ScaledRotary):
        return encoding.label
    return NAMES.get(encoding.scaling, encoding.scaling)


@lru_cache(maxsize=32)
def others(encoding: ScaledRotary, length: int, trained: int) -> tuple[Spectrum, ...]:
    """The same head with every other scaling, at the same factor and lengths.

    The factor is the encoding's own, or how many times `trained` the length is.
    """
    factor = encoding.extension if encoding.extension > 1 else max(1.0, length / trained)
    longest = max(trained, round(factor * trained))
    found = []
    for scaling in EXTENDING:
        if scaling == encoding.scaling:
            continue
        try:
            other = encoding.extended(scaling, trained, longest, factor, short_factor=(), long_factor=())
        except ParameterError:
            continue
        found.append(spectrum(other, length))
    return tuple(found)
