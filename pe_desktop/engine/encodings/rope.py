"""Rotary positions: Su et al. 2021, RoFormer (arXiv 2104.09864)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.encoding import Reading, Rotating, pair_rows, plain
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.parameter import choice, integer, real
from pe_desktop.engine.sinusoids import Sinusoids, cosines, paired

PAIRINGS = ("interleaved", "half")


@dataclass(frozen=True)
class Rope(Rotating):
    """Pair i of each query and key is turned by position · base^(−2i/r), r the rotary dimensions.

    Pairing `interleaved` turns dimensions (2i, 2i+1), as in RoFormer, GPT-J and Meta's Llama code;
    `half` turns (i, i + r/2), as in GPT-NeoX and in transformers' Llama. The angles are the same.
    r is int(head_dim · partial_rotary_factor), rounded down to an even number.
    """

    id = "rope"
    label = "RoPE"
    summary = "Turns each pair of a query and a key by an angle that grows with the position"
    source = "Su et al. 2021, RoFormer, section 3.2"
    order = 60
    family = "Rotary"
    column = "pair"
    rotates = "query and key"

    head_dim: int = integer(
        64,
        2,
        16384,
        "Width of one attention head's query and key",
        multiple=2,
        log=True,
        unit="dimensions",
        aliases=("d_model",),
    )
    base: float = real(10000.0, 1.0, 1e9, "Called rope_theta in models' files", log=True, aliases=("rope_theta",))
    pairing: str = choice("interleaved", PAIRINGS, "Which two dimensions turn together: neighbours, or i and i + r/2")
    partial_rotary_factor: float = real(1.0, 0.0, 1.0, "Share of the head's dimensions that turn; the others rest")

    @property
    def rotary_dim(self) -> int:
        """How many dimensions turn: even, at least 2."""
        return max(2, int(self.head_dim * self.partial_rotary_factor) // 2 * 2)

    def frequencies(self, length: int) -> Floats:
        return self.base ** (-2 * np.arange(self.rotary_dim // 2) / self.rotary_dim)

    def numbers(self, length: int) -> Linear:
        """Unwrapped angles in radians, (length, pairs)."""
        return replace(_angles(self), length=length)

    def picture(self, length: int) -> Sinusoids:
        """The cosine of each angle."""
        return replace(_cosines(self), length=length)

    def vectors(self, length: int) -> Sinusoids:
        """Their products are Σ cos((i − j) θ): the score of equal unit query and key."""
        return replace(_circles(self), length=length)

    def dimensions_of(self, pair: int) -> tuple[int, int]:
        """The two dimensions of the head that turn together."""
        return (2 * pair, 2 * pair + 1) if self.pairing == "interleaved" else (pair, pair + self.rotary_dim // 2)

    def rotate(self, vectors: ArrayLike, positions: ArrayLike, length: int = 1) -> Floats:
        """Queries or keys (n, head_dim) turned to their positions (n,) in a sequence of `length`.

        Agrees with transformers' gptj (interleaved), llama and gpt_neox (half, partial).
        """
        turned = np.array(vectors, dtype=np.float64)
        frequencies = self.frequencies(length)
        angles = np.multiply.outer(np.asarray(positions, dtype=np.float64), frequencies)
        first, second = np.array([self.dimensions_of(i) for i in range(len(frequencies))]).T
        x, y = turned[..., first].copy(), turned[..., second].copy()
        turned[..., first] = x * np.cos(angles) - y * np.sin(angles)
        turned[..., second] = y * np.cos(angles) + x * np.sin(angles)
        return turned

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        return np.arange(self.rotary_dim // 2)

    def columns_of(self, pair: int) -> tuple[int]:
        return (pair,)

    def reading(self, position: float, column: int, length: int) -> Reading:
        angle = float(self.numbers(length).at([position], [column])[0, 0])
        first, second = self.dimensions_of(column)
        exponent = f"−{2 * column}/{self.rotary_dim}"
        turned = ("angle", f"{angle:,.6g} rad"), ("turned dimensions", f"{first} and {second} of {self.head_dim:,}")
        return Reading(
            value=float(np.cos(angle)),
            formula=f"cos({plain(position)} · {plain(self.base)}^{{{exponent}}})",
            definition="cos θ, θ = position · base^{−2i/r}",
            rows=(("position", plain(position)), *turned, *pair_rows(self, column, length)),
        )


# One table for all lengths: its arrays are then the same objects, and quick to compare.


@lru_cache(maxsize=8)
def _angles(encoding: Rope) -> Linear:
    return Linear(1, FrozenArray(encoding.frequencies(1)))


@lru_cache(maxsize=8)
def _cosines(encoding: Rope) -> Sinusoids:
    return cosines(1, encoding.frequencies(1))


@lru_cache(maxsize=8)
def _circles(encoding: Rope) -> Sinusoids:
    return paired(1, encoding.frequencies(1), interleaved=True)
