"""What becomes of the similarity under another convention: the same under a permutation, another without."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from pe_desktop.engine.conventions import Convention, score_curve
from pe_desktop.engine.curve import Curve
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.similarity import round_outwards

PRODUCTS = 1 << 16  # cosines that a largest difference is taken from, for each curve
FEWEST = 17  # offsets among them
SEED = 0
SAMPLES, NEAR = 193, 32.0  # of a curve near 0 and of all of it: how far it reaches
BETWEEN = 0.06  # of that range: what may lie between samples


@dataclass(frozen=True, eq=False)
class Agreement:
    """Curves by offset: of the own convention, of the other one, and, where it is a matter of queries and keys, of the
    other one as it acts on vectors whose dimensions nobody permuted."""

    own: Curve
    other: Curve
    unpermuted: Curve | None
    same: bool
    """Whether the first two are one curve, but for rounding."""
    offsets: Floats
    """Those at which they are compared."""
    every: bool
    """Whether these are all."""

    @property
    def curves(self) -> tuple[Curve, ...]:
        found = (self.own, self.other)
        return found if self.unpermuted is None else (*found, self.unpermuted)

    @cached_property
    def differences(self) -> tuple[float, ...]:
        """The largest one of each curve but the first from that."""
        own = self.own.at(self.offsets)
        return tuple(float(np.abs(curve.at(self.offsets) - own).max()) for curve in self.curves[1:])

    @cached_property
    def range(self) -> tuple[float, float]:
        """Round numbers about all curves."""
        reach = self.own.domain[1]
        near, far = np.linspace(0, min(reach, NEAR), SAMPLES), np.linspace(-reach, reach, SAMPLES)
        shown = [curve for curve in self.curves if not (self.same and curve is self.other)]
        values = np.concatenate([curve.traced(x) for curve in shown for x in (near, far)])
        low, high = float(values.min()), float(values.max())
        beyond = BETWEEN * (high - low)
        return round_outwards(low - beyond, high + (0 if self.unpermuted is None else beyond))


@lru_cache(maxsize=8)
def agreement(convention: Convention) -> Agreement:
    """Of sinusoids p · q, of RoPE the score of a random query and key, which are the same in every call."""
    own, other, length, same = convention.own, convention.other, convention.length, convention.permutes
    if convention.change != "pairing":  # and p · q is the same for offsets of either sign
        curves = [encoding.similarity(length, "dot")[1] for encoding in (own, other)]
        return Agreement(curves[0], curves[1], None, same, *_offsets(0, length, convention.columns))
    query, key = vectors(convention)
    moved = score_curve(other, convention.moved(query), convention.moved(key), length)
    curves = [score_curve(own, query, key, length), moved, score_curve(other, query, key, length)]
    return Agreement(curves[0], curves[1], curves[2], same, *_offsets(1 - length, length, convention.columns))


def vectors(convention: Convention) -> Floats:
    """(2, columns) a synthetic query and key, normally distributed."""
    return np.random.default_rng(SEED).normal(size=(2, convention.columns))


def _offsets(first: int, end: int, columns: int) -> tuple[Floats, bool]:
    """All from the first to before the end where that is quick, else some, evenly spaced; and whether they are all."""
    most = max(FEWEST, PRODUCTS // columns)
    if end - first <= most:
        return np.arange(float(first), end), True
    return np.unique(np.rint(np.linspace(first, end - 1, most))), False
