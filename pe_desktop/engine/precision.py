"""The angles of a rotary or sinusoidal encoding as models compute them: each step rounded to some format.

    inv_freq ← round(frequency)     position ← round(position)
    angle ← round(position · inv_freq)     table ← round(cos angle), round(sin angle)

The truth beside it takes every step in float64, which is good to 1e-9 rad at ten million positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.field import whole
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import Floats, FrozenArray

Complex = NDArray[np.complex128]


@dataclass(frozen=True)
class Recipe:
    """The format in which each step keeps its result, by id."""

    inv_freq: str
    positions: str
    angles: str
    table: str


RECIPES = {
    "transformers": Recipe("fp32", "fp32", "fp32", "bf16"),
    "all-fp32": Recipe("fp32", "fp32", "fp32", "fp32"),
    "bf16-inv-freq": Recipe("bf16", "fp32", "fp32", "bf16"),
    "bf16-positions": Recipe("fp32", "bf16", "fp32", "bf16"),
    "all-bf16": Recipe("bf16", "bf16", "bf16", "bf16"),
    "all-fp16": Recipe("fp16", "fp16", "fp16", "fp16"),
    "float64-table": Recipe("fp64", "fp64", "fp64", "fp32"),
}
"""`transformers`: position_ids.float() · inv_freq.float(), then cos and sin cast to the type of the activations.
`all-fp32`: Meta's Llama and DeepSeek, which rotate in complex64. `bf16-inv-freq`: the same module after .to(bfloat16)
has cast its buffer too. `bf16-positions`: positions made in the type of the activations. `all-fp16`, `all-bf16`: the
whole table in the model's precision, as gpt-neox (thread 1003) and candle (pull request 3520) had it. `float64-table`:
GPT-J in JAX and MAE, NumPy's float64 and one cast at the end."""


@dataclass(frozen=True)
class Rounded:
    """The angles position · frequency as a recipe computes them. frequencies: (pairs,) radians a position."""

    frequencies: FrozenArray
    recipe: Recipe

    @cached_property
    def inv_freq(self) -> Floats:
        """(pairs,) the frequencies that are left."""
        return FORMATS[self.recipe.inv_freq].round(self.frequencies.values)

    def positions(self, positions: ArrayLike) -> Floats:
        """What is left of positions, which are whole."""
        return FORMATS[self.recipe.positions].round(whole(positions))

    def angles(self, positions: ArrayLike, pairs: ArrayLike) -> Floats:
        """Rounded angles in radians, (positions, pairs)."""
        exact = np.multiply.outer(self.positions(positions), self.inv_freq[np.atleast_1d(pairs)])
        return FORMATS[self.recipe.angles].round(exact)

    def table(self, angles: Floats) -> tuple[Floats, Floats]:
        """Cosine and sine of rounded angles, as the table holds them."""
        kept = FORMATS[self.recipe.table]
        return kept.round(np.cos(angles)), kept.round(np.sin(angles))

    def circle(self, position: float) -> Complex:
        """(pairs,) complex: cosine + i sine of each pair at a position, as the table holds them."""
        cosines, sines = self.table(self.angles([position], np.arange(len(self.inv_freq))))
        return np.asarray(cosines[0] + 1j * sines[0])

    def score(self, query: float, key: float) -> float:
        """Of equal unit query and key at two positions: the mean over pairs of cos cos + sin sin. Exactly, it is the
        mean of cos(frequency · (query − key)), and depends on the offset alone."""
        return float(np.vdot(self.circle(key), self.circle(query)).real / len(self.inv_freq))
