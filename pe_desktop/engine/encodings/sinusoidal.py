"""Sinusoidal absolute positions: Vaswani et al. 2017 (arXiv 1706.03762), section 3.5."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.encoding import Reading, Rotating, pair_rows, plain
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import choice, integer, real
from pe_desktop.engine.sinusoids import Sinusoids, paired

LAYOUTS = ("interleaved", "half-split")
LADDERS = ("vaswani", "tensor2tensor")


@dataclass(frozen=True)
class Sinusoidal(Rotating):
    """PE[p, 2i] = sin(p wᵢ), PE[p, 2i+1] = cos(p wᵢ), or all sines before all cosines.

    Ladder `vaswani`: wᵢ = base^(−2i/d_model), as in the paper and in transformers' Marian model.
    Ladder `tensor2tensor`: wᵢ = base^(−i/(h−1)) with h = d_model/2, as in the code that trained it
    (tensor2tensor, fairseq, Whisper): another spectrum, not another order.
    """

    id = "sinusoidal"
    label = "Sinusoidal"
    summary = "Sine and cosine of the position at d/2 frequencies, added to the embeddings"
    source = "Vaswani et al. 2017, Attention Is All You Need, section 3.5"
    order = 10
    rotates = "position"

    d_model: int = integer(
        64, 2, 16384, "Width of the vector added to each token", multiple=2, log=True, unit="dimensions"
    )
    base: float = real(
        10000.0, 1.0, 1e9, "Ratio of the slowest to the fastest wavelength", log=True, aliases=("rope_theta",)
    )
    layout: str = choice("interleaved", LAYOUTS, "Sine and cosine side by side, or all sines before all cosines")
    ladder: str = choice("vaswani", LADDERS, "Spacing of the frequencies: the paper's 2i/d, or the code's i/(d/2 − 1)")

    def frequencies(self, length: int) -> Floats:
        pairs = np.arange(self.d_model // 2)
        if self.ladder == "vaswani":
            return self.base ** (-2 * pairs / self.d_model)
        return self.base ** (-pairs / max(self.d_model // 2 - 1, 1))

    def numbers(self, length: int) -> Sinusoids:
        return replace(_table(self), length=length)

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        pairs = np.arange(self.d_model // 2)
        return np.repeat(pairs, 2) if self.layout == "interleaved" else np.tile(pairs, 2)

    def columns_of(self, pair: int) -> tuple[int, int]:
        return (2 * pair, 2 * pair + 1) if self.layout == "interleaved" else (pair, pair + self.d_model // 2)

    def reading(self, position: float, column: int, length: int) -> Reading:
        pair = self.pair_of(column)
        function = "sin" if column == self.columns_of(pair)[0] else "cos"
        exponent, letters = self._exponent(pair)
        rows = (
            ("position", plain(position)),
            ("dimension", f"{column} of {self.d_model:,}"),
            *pair_rows(self, pair, length),
        )
        return Reading(
            value=float(self.numbers(length).at([position], [column])[0, 0]),
            formula=f"{function}({plain(position)} · {plain(self.base)}^{{{exponent}}})",
            definition=f"{function}(position · base^{{{letters}}})",
            rows=rows,
        )

    def _exponent(self, pair: int) -> tuple[str, str]:
        if self.ladder == "vaswani":
            return f"−{2 * pair}/{self.d_model}", "−2i/d_model"
        return f"−{pair}/{max(self.d_model // 2 - 1, 1)}", "−i/(d_model/2 − 1)"


@lru_cache(maxsize=8)
def _table(encoding: Sinusoidal) -> Sinusoids:
    """One table for all lengths: its arrays are then the same objects, and quick to compare."""
    return paired(1, encoding.frequencies(1), interleaved=encoding.layout == "interleaved")
