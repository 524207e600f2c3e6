"""Rotary encodings: pairs of dimensions that turn with the position."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.declarations import head_width, wavelength_base
from pe_desktop.engine.encoding import Rotating
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import choice
from pe_desktop.engine.scaling import Ladder

PAIRINGS = ("interleaved", "half")


@dataclass(frozen=True)
class Rotary(Rotating):
    """What every rotary encoding of a sequence has."""

    family = "Rotary"
    column = "pair"
    rotates = "query and key"

    head_dim: int = head_width(formula="pair i < r/2 turns by p θ_i, θ_i = base^{−2i/r}")
    base: float = wavelength_base(
        "θ_i = base^{−2i/r}, r the dimensions that turn", "Called rope_theta in models' files"
    )
    pairing: str = choice(
        "interleaved",
        PAIRINGS,
        "Which two dimensions turn together: neighbours, or i and i + r/2",
        formula="(2i, 2i + 1), or (i, i + r/2)",
    )

    @property
    def rotary_dim(self) -> int:
        """How many dimensions are in pairs: even, at least 2."""
        return self.head_dim

    @property
    def pairs(self) -> int:
        return self.rotary_dim // 2

    @property
    def ladder(self) -> Ladder:
        """The frequencies before they are scaled."""
        return Ladder(self.base, self.rotary_dim)

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        return np.arange(self.pairs)

    def columns_of(self, pair: int) -> tuple[int]:
        return (pair,)

    def dimensions_of(self, pair: int) -> tuple[int, int]:
        """The two dimensions of the head that turn together."""
        return (2 * pair, 2 * pair + 1) if self.pairing == "interleaved" else (pair, pair + self.pairs)

    def rotate(self, vectors: ArrayLike, positions: ArrayLike, length: int = 1, *, keys: bool = False) -> Floats:
        """Queries, or `keys`, (n, head_dim) turned to their positions (n,) in a sequence of `length`.

        Those that turn are multiplied by the attention factor; where pairs have a growth, queries grow by it and keys
        shrink. Agrees with transformers' gptj (interleaved), llama and gpt_neox (half, partial).
        """
        turned, places = np.array(vectors, dtype=np.float64), np.asarray(positions, dtype=np.float64)
        growth = self.growth(length) * (-1 if keys else 1)
        sizes = self.attention(length) * np.exp(np.multiply.outer(places - self.centre(length), growth))
        angles = np.multiply.outer(places, self.frequencies(length))
        cosines, sines = sizes * np.cos(angles), sizes * np.sin(angles)
        first, second = np.array([self.dimensions_of(i) for i in range(self.pairs)]).T
        x, y = turned[..., first].copy(), turned[..., second].copy()
        turned[..., first] = x * cosines - y * sines
        turned[..., second] = y * cosines + x * sines
        return turned
