"""Rotary positions that also fade: Sun et al. 2022, A Length-Extrapolatable Transformer (arXiv 2212.10554)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.curve import Curve
from pe_desktop.engine.encoding import LONGEST, Reading, pair_rows, plain
from pe_desktop.engine.field import Field, of_length
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.parameter import real
from pe_desktop.engine.rotary import Rotary
from pe_desktop.engine.sinusoids import Sinusoids, paired
from pe_desktop.engine.spirals import CausalScores, Spirals, SpiralScore

GREATEST = 300 * math.log(10)
"""Logarithm of the greatest power that is computed; float64 ends at 10³⁰⁸."""


@dataclass(frozen=True)
class Xpos(Rotary):
    """RoPE whose queries are also multiplied by ζᵢⁿ and keys by ζᵢ⁻ⁿ, n = (position − centre)/scale_base.

    ζᵢ = (2i + 0.4 d)/(1.4 d): a score holds ζᵢ^(offset/scale_base), so far keys count less, in fast pairs most.
    Meant for causal attention: for keys after the query the same power grows. The centre is length // 2, as in
    rotary-embedding-torch 0.9.1, with which scores agree; torchscale's (length + 1) // 2 gives the same scores.
    """

    id = "xpos"
    label = "xPos"
    summary = "Turns pairs as RoPE does, and lets the score fade with the distance"
    source = "Sun et al. 2022, A Length-Extrapolatable Transformer, section 2"
    order = 62

    scale_base: float = real(
        512.0,
        1.0,
        1e9,
        "Positions over which pair i fades to ζ_i of its size",
        log=True,
        formula="query · ζ_i^{n}, key · ζ_i^{−n}, n = (p − centre)/scale_base, ζ_i = (2i + 0.4 d)/(1.4 d)",
    )

    @property
    def longest(self) -> int:
        """Where the powers of the fastest pair, for a key that many positions after the query, leave float64."""
        return max(1, min(LONGEST, int(GREATEST / -float(self.growth(1)[0]))))

    @property
    def remark(self) -> str:
        return "causal, so later keys are left out"

    @property
    def shares(self) -> Floats:
        """ζ: (pairs,) what is left of a pair's score after scale_base positions."""
        return np.asarray((2 * np.arange(self.pairs) + 0.4 * self.head_dim) / (1.4 * self.head_dim))

    def growth(self, length: int) -> Floats:
        """ln ζ/scale_base, which is negative."""
        return np.log(self.shares) / self.scale_base

    def frequencies(self, length: int) -> Floats:
        return self.ladder.frequencies

    def centre(self, length: int) -> int:
        return length // 2

    def numbers(self, length: int) -> Linear:
        """Unwrapped angles in radians, (length, pairs)."""
        return of_length(_angles(self), length)

    def picture(self, length: int) -> Spirals:
        """What a query is multiplied by: ζⁿ times the cosine of each angle."""
        return replace(_spirals(self), length=length, centre=float(self.centre(length)))

    def vectors(self, length: int) -> Sinusoids:
        """Where each pair has turned to, at its own size."""
        return of_length(_circles(self), length)

    def similarity(self, length: int, metric: str) -> tuple[Field, Curve]:
        """The score of equal unit query and key, Σ cos(D w) ζ^(D/scale_base), for keys up to the query.

        `cosine` divides it by its value at offset 0, which is the number of pairs.
        """
        score = replace(_score(self, metric), reach=float(length - 1))
        return CausalScores(score, length), score

    def code(self, length: int) -> Code:
        source = lines(
            assigned(head_dim=self.head_dim, base=self.base, scale_base=self.scale_base),
            "pair = np.arange(head_dim // 2)",
            "frequency = base ** (-2 * pair / head_dim)",
            "# The logarithm of what a query gains, and a key loses, from one position to the next",
            "growth = np.log((2 * pair + 0.4 * head_dim) / (1.4 * head_dim)) / scale_base",
            "position = np.arange(length)",
            "angles = np.outer(position, frequency)",
            "size = np.exp(np.outer(position - length // 2, growth))",
            "circles = np.stack([np.sin(angles), np.cos(angles)], axis=2)",
        )
        return Code(source, "angles", "size * np.cos(angles)", "circles.reshape(length, -1)", growth="growth")

    def product(self, metric: str) -> str:
        return super().product(metric).replace("cos", "ζ^{(p − q)/scale_base} cos", 1)

    def sizes(self, positions: ArrayLike, length: int) -> Floats:
        """(n, pairs): what the pairs of a query are multiplied by at their positions, and those of a key divided by."""
        from_centre = np.asarray(positions, dtype=np.float64) - self.centre(length)
        return np.asarray(np.exp(np.multiply.outer(from_centre, self.growth(length))))

    def reading(self, position: float, column: int, length: int) -> Reading:
        angle = float(self.numbers(length).at([position], [column])[0, 0])
        share, centre = float(self.shares[column]), self.centre(length)
        size = float(self.sizes([position], length)[0, column])
        power = f"{share:.4g}^{{({plain(position)} − {centre:,})/{plain(self.scale_base)}}}"
        angles = f"{plain(position)} · {plain(self.base)}^{{−{2 * column}/{self.head_dim}}}"
        return Reading(
            value=float(self.picture(length).at([position], [column])[0, 0]),
            formula=f"{power} · cos({angles})",
            definition="ζ_i^{n} cos θ, θ = position · base^{−2i/d}, n = (position − centre)/scale_base",
            rows=(
                ("position", plain(position)),
                ("angle", f"{angle:,.6g} rad"),
                ("query times", f"{size:.6g}"),
                ("key times", f"{1 / size:.6g}"),
                *pair_rows(self, column, length),
            ),
        )


# One table for all lengths: its arrays are then the same objects, and quick to compare.


@lru_cache(maxsize=8)
def _angles(encoding: Xpos) -> Linear:
    return Linear(1, FrozenArray(encoding.frequencies(1)))


@lru_cache(maxsize=8)
def _spirals(encoding: Xpos) -> Spirals:
    waves, growth = FrozenArray(encoding.frequencies(1)), FrozenArray(encoding.growth(1))
    return Spirals(1, waves, growth, FrozenArray(np.zeros(encoding.pairs)))


@lru_cache(maxsize=8)
def _circles(encoding: Xpos) -> Sinusoids:
    return paired(1, encoding.frequencies(1), interleaved=True)


@lru_cache(maxsize=8)
def _score(encoding: Xpos, metric: str) -> SpiralScore:
    weights = np.full(encoding.pairs, 1 / encoding.pairs if metric == "cosine" else 1.0)
    rates = FrozenArray(encoding.frequencies(1)), FrozenArray(encoding.growth(1))
    return SpiralScore(*rates, FrozenArray(weights), FrozenArray(np.zeros(encoding.pairs)), 0.0)
