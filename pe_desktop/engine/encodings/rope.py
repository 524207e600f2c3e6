"""Rotary positions: Su et al. 2021, RoFormer (arXiv 2104.09864)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from pe_desktop.engine.code import Code, lines
from pe_desktop.engine.encoding import Reading, pair_rows, plain
from pe_desktop.engine.field import of_length
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.linear import Linear
from pe_desktop.engine.rotary_code import frequencies_code
from pe_desktop.engine.scaled_rotary import ScaledRotary
from pe_desktop.engine.sinusoids import Sinusoids, cosines, paired


@dataclass(frozen=True)
class Rope(ScaledRotary):
    """Pair i of each query and key is turned by position · base^(−2i/r), r the rotary dimensions.

    Pairing `interleaved` turns dimensions (2i, 2i+1), as in RoFormer, GPT-J and Meta's Llama code;
    `half` turns (i, i + r/2), as in GPT-NeoX and in transformers' Llama. The angles are the same.
    r is int(head_dim · partial_rotary_factor), rounded down to an even number; all of head_dim with
    `proportional` scaling, which stills the last pairs instead.
    `scaling` changes the frequencies so that a model reads more than it was trained on; its parameters
    have the names that they have in models' files, see `pe_desktop.engine.scaling`.
    """

    id = "rope"
    label = "RoPE"
    summary = "Turns each pair of a query and a key by an angle that grows with the position"
    source = "Su et al. 2021, RoFormer, section 3.2"
    order = 60

    def numbers(self, length: int) -> Linear:
        """Unwrapped angles in radians, (length, pairs)."""
        return of_length(_angles(self, self.regime(length)), length)

    def picture(self, length: int) -> Sinusoids:
        """The cosine of each angle, times the attention factor."""
        return of_length(_cosines(self, self.regime(length)), length)

    def vectors(self, length: int) -> Sinusoids:
        """Their products are a² Σ cos((i − j) θ): the score of equal unit query and key, a the attention factor."""
        return of_length(_circles(self, self.regime(length)), length)

    def code(self, length: int) -> Code:
        source = lines(
            frequencies_code(self, length),
            "angles = np.outer(np.arange(length), frequency)",
            "circles = np.stack([np.sin(angles), np.cos(angles)], axis=2)",
        )
        gain = "" if self.attention(length) == 1 else "attention"
        times = f"{gain} * " if gain else ""
        vectors = f"{times}circles.reshape(length, -1)"
        return Code(source, "angles", f"{times}np.cos(angles)", vectors, waves="np.repeat(frequency, 2)", gain=gain)

    def product(self, metric: str) -> str:
        return ("a² " if metric == "dot" and self.attention(1) != 1 else "") + super().product(metric)

    def reading(self, position: float, column: int, length: int) -> Reading:
        angle, gain = float(self.numbers(length).at([position], [column])[0, 0]), self.attention(length)
        first, second = self.dimensions_of(column)
        turned = ("angle", f"{angle:,.6g} rad"), ("turned dimensions", f"{first} and {second} of {self.head_dim:,}")
        rate, definition = self._rate(column, length)
        times = f"{gain:.6g} · " if gain != 1 else ""
        return Reading(
            value=gain * float(np.cos(angle)),
            formula=f"{times}cos({plain(position)} · {rate})",
            definition=f"{'a · ' if gain != 1 else ''}cos θ, θ = position · {definition}",
            rows=(
                ("position", plain(position)),
                *turned,
                *pair_rows(self, column, length),
                *self._slowed(column, length),
            ),
        )

    def _rate(self, pair: int, length: int) -> tuple[str, str]:
        """The frequency of a pair as it stands in a formula, and in its definition."""
        if self.scaling == "default":
            return f"{plain(self.base)}^{{−{2 * pair}/{self.rotary_dim}}}", "base^{−2i/r}"
        return f"{self.frequencies(length)[pair]:.6g}", f"w_i, {self.scaling} scaling of base^{{−2i/r}}"

    def _slowed(self, pair: int, length: int) -> tuple[tuple[str, str], ...]:
        if self.scaling == "default":
            return ()
        before, after = float(self.ladder.frequencies[pair]), float(self.frequencies(length)[pair])
        return (
            ("unscaled frequency", f"{before:.6g} rad"),
            ("slowed by", f"{before / after:.5g}" if after else "stilled"),
        )


# One table for all lengths of a regime: its arrays are then the same objects, and quick to compare.


@lru_cache(maxsize=8)
def _angles(encoding: Rope, regime: int) -> Linear:
    return Linear(1, FrozenArray(encoding.frequencies(regime)))


@lru_cache(maxsize=8)
def _cosines(encoding: Rope, regime: int) -> Sinusoids:
    return replace(cosines(1, encoding.frequencies(regime)), scale=encoding.attention(regime))


@lru_cache(maxsize=8)
def _circles(encoding: Rope, regime: int) -> Sinusoids:
    table = paired(1, encoding.frequencies(regime), interleaved=True)
    return replace(table, scale=encoding.attention(regime))
