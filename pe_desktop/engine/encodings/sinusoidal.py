"""Sinusoidal absolute positions: Vaswani et al. 2017 (arXiv 1706.03762), section 3.5."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.blanked import Blanked
from pe_desktop.engine.code import Code, assigned, lines
from pe_desktop.engine.declarations import wavelength_base
from pe_desktop.engine.encoding import LONGEST, Reading, Rotating, pair_rows, plain
from pe_desktop.engine.field import Table, of_length
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import Parameter, choice, integer, integer_or_none
from pe_desktop.engine.sinusoids import Sinusoids

LAYOUTS = ("interleaved", "half-split")
LADDERS = ("vaswani", "tensor2tensor")
ODD = ("crop", "zero", "sine")


@dataclass(frozen=True)
class Sinusoidal(Rotating):
    """PE[p, 2i] = sin(p wᵢ), PE[p, 2i+1] = cos(p wᵢ), or all sines before all cosines.

    Ladder `vaswani`: wᵢ = base^(−2i/d_model), as in the paper and in transformers' Marian model.
    Ladder `tensor2tensor`: wᵢ = base^(−i/(h−1)) with h = d_model/2, as in the code that trained it
    (tensor2tensor, fairseq, Whisper): another spectrum, not another order. With h = 1 its one frequency is 1.

    An odd d_model is filled as `odd` says. `crop`: computed for d_model + 1, in the exponent too, and without the
    last column, as in positional-encodings. `zero`: computed for d_model − 1, with a last column of zeros, as in
    tensor2tensor, fairseq and M2M100 (whose ladder is tensor2tensor's). `sine`: one sine more than there are
    cosines, with d_model itself in the exponent, as in Marian. crop and sine differ in the vaswani ladder only.

    Position p is row p + offset of the table: 0 in most, padding_idx + 1 = 2 in fairseq and M2M100.
    """

    id = "sinusoidal"
    label = "Sinusoidal"
    summary = "Sine and cosine of the position at d/2 frequencies, added to the embeddings"
    source = "Vaswani et al. 2017, Attention Is All You Need, section 3.5"
    order = 10
    rotates = "position"

    d_model: int = integer(
        64,
        1,
        16384,
        "Width of the vector added to each token",
        log=True,
        step=2,
        unit="dimensions",
        formula="PE(p, 2i) = sin(p w_i), PE(p, 2i + 1) = cos(p w_i), i < d_model/2",
    )
    base: float = wavelength_base("w_i = base^{−2i/d_model}")
    layout: str = choice(
        "interleaved",
        LAYOUTS,
        "Sine and cosine side by side, or all sines before all cosines",
        formula="sin(p w_i) in column 2i or i, cos(p w_i) in 2i + 1 or d_model/2 + i",
    )
    ladder: str = choice(
        "vaswani",
        LADDERS,
        "Spacing of the frequencies: the paper's 2i/d, or the code's i/(d/2 − 1)",
        formula="vaswani: base^{−2i/d_model}; tensor2tensor: base^{−i/(d_model/2 − 1)}",
    )
    odd: str = choice("crop", ODD, "What fills an odd d_model: a pair cut in two, a column of zeros, or a sine more")
    offset: int = integer(
        0,
        0,
        LONGEST,
        "The row at which positions start; 2 in fairseq",
        log=True,
        unit="rows",
        formula="row = position + offset",
    )
    padding_row: int | None = integer_or_none(0, 2 * LONGEST, "The row that is zero, for padding; 1 in fairseq")

    def counting(self) -> tuple[Parameter, ...]:
        """Without `odd` where d_model is even."""
        return tuple(p for p in super().counting() if p.name != "odd" or self.d_model % 2)

    @property
    def _whole(self) -> int:
        """How many columns are waves: all, or all but one of zeros."""
        return self.d_model - (1 if self.d_model % 2 and self.odd == "zero" else 0)

    @property
    def _waves(self) -> int:
        """How many frequencies they have."""
        return (self._whole + 1) // 2

    @property
    def _steps(self) -> tuple[int, str]:
        """What is divided by in the exponent, and how it is written: 2i/steps, or i/steps."""
        if self.ladder == "tensor2tensor":
            width = {0: "d_model", 1: "(d_model + 1)", -1: "(d_model − 1)"}[2 * self._waves - self.d_model]
            return max(self._waves - 1, 1), f"({width}/2 − 1)"
        if self.d_model % 2 == 0 or self.odd == "sine":
            return self.d_model, "d_model"
        return (self.d_model + 1, "(d_model + 1)") if self.odd == "crop" else (self.d_model - 1, "(d_model − 1)")

    def frequencies(self, length: int) -> Floats:
        """Of each pair; a column of zeros is a last one that never turns."""
        return _table(self).frequencies.values

    @property
    def pairs(self) -> int:
        return self._waves + self.d_model - self._whole

    @property
    def start(self) -> float:
        return float(self.offset)

    @property
    def obstacle(self) -> str:
        if self.d_model % 2:
            return "An odd d_model leaves a column without a pair, which cannot turn. Choose an even one."
        if self.padding_row is not None and self.padding_row >= self.offset:
            return "The row of zeros is no turn of its neighbours. Choose a padding_row before the offset, or none."
        return ""

    def numbers(self, length: int) -> Table:
        table = of_length(_table(self), length)
        blank = -1 if self.padding_row is None else self.padding_row - self.offset
        return Blanked(table, blank) if 0 <= blank < length else table

    @property
    def column_pairs(self) -> NDArray[np.int64]:
        return _table(self).pair.values

    def columns_of(self, pair: int) -> tuple[int, ...]:
        if pair == self._waves:
            return (self._whole,)
        both = (2 * pair, 2 * pair + 1) if self.layout == "interleaved" else (pair, pair + self._waves)
        return tuple(column for column in both if column < self._whole)

    def _function(self, column: int) -> str:
        """sin or cos; empty for a column of zeros."""
        if column == self._whole:
            return ""
        return "sin" if column == self.columns_of(self.pair_of(column))[0] else "cos"

    def name_of(self, column: int) -> str:
        function = self._function(column)
        return f"{function}, pair {self.pair_of(column)}" if function else "zeros"

    def code(self, length: int) -> Code:
        odd = self.odd if self.d_model % 2 else ""
        steps = {"crop": "(d_model + 1)", "zero": "(d_model - 1)"}.get(odd, "d_model")
        exponent = f"-2 * np.arange(pairs) / {steps}"
        if self.ladder == "tensor2tensor":
            exponent = "-np.arange(pairs)" + (" / (pairs - 1)" if self._waves > 1 else "")
        row = -1 if self.padding_row is None else self.padding_row - self.offset
        blank = 0 <= row < length
        source = lines(
            assigned(d_model=self.d_model, base=self.base, offset=self.offset),
            "pairs = (d_model + 1) // 2" if odd in ("crop", "sine") else "pairs = d_model // 2",
            f"frequency = base ** ({exponent})",
            "position = np.arange(length) + offset" if self.offset else "position = np.arange(length)",
            "angle = np.outer(position, frequency)",
            self._table_code(odd),
            f"table[{row}] = 0  # the padding's row" if blank else "",
        )
        waves = f"np.{'repeat' if self.layout == 'interleaved' else 'tile'}(frequency, 2)"
        frequencies = "np.append(frequency, 0.0)" if odd == "zero" else "frequency"
        return Code(source, frequencies=frequencies, waves="" if odd or blank else waves)

    def _table_code(self, odd: str) -> str:
        cosines = "np.cos(angle[:, : d_model // 2])" if odd in ("crop", "sine") else "np.cos(angle)"
        if self.layout == "half-split":
            zeros = ", np.zeros((length, 1))" if odd == "zero" else ""
            return f"table = np.concatenate([np.sin(angle), {cosines}{zeros}], axis=1)"
        return lines(
            "table = np.zeros((length, d_model))",
            f"table[:, {'0 : d_model - 1 : 2' if odd == 'zero' else '0::2'}] = np.sin(angle)",
            f"table[:, 1::2] = {cosines}",
        )

    def reading(self, position: float, column: int, length: int) -> Reading:
        pair = self.pair_of(column)
        formula, definition = self._formula(position, column)
        rows = (
            ("position", plain(position)),
            *((("row", plain(position + self.offset)),) if self.offset else ()),
            ("dimension", f"{column} of {self.d_model:,}"),
            *pair_rows(self, pair, length),
        )
        value = float(self.numbers(length).at([position], [column])[0, 0])
        return Reading(value=value, formula=formula, definition=definition, rows=rows)

    def _formula(self, position: float, column: int) -> tuple[str, str]:
        """The formula of a cell with its numbers, and in letters."""
        function, pair = self._function(column), self.pair_of(column)
        if self.padding_row is not None and round(position) + self.offset == self.padding_row:
            return "0", "0 in the row of the padding"
        if not function:
            return "0", "0 in the last column of an odd d_model"
        times, i = (2, "2i") if self.ladder == "vaswani" else (1, "i")
        steps, letters = self._steps
        where = f"({plain(position)} + {self.offset})" if self.offset else plain(position)
        formula = f"{function}({where} · {plain(self.base)}^{{−{times * pair}/{steps}}})"
        what = "(position + offset)" if self.offset else "position"
        return formula, f"{function}({what} · base^{{−{i}/{letters}}})"


@lru_cache(maxsize=8)
def _frequencies(encoding: Sinusoidal) -> Floats:
    steps = np.arange(encoding._waves) / max(encoding._steps[0], 1) * (2 if encoding.ladder == "vaswani" else 1)
    return np.append(encoding.base**-steps, [0.0] * (encoding.d_model - encoding._whole))


def _columns(encoding: Sinusoidal) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(columns,) the pair of each column, and whether it is a cosine."""
    whole, waves = encoding._whole, encoding._waves
    places = np.arange(whole)
    pair, cosine = (
        (places // 2, places % 2 == 1) if encoding.layout == "interleaved" else (places % waves, places >= waves)
    )
    zeros = encoding.d_model - whole
    return np.append(pair, [waves] * zeros).astype(np.int64), np.append(cosine, [False] * zeros).astype(bool)


@lru_cache(maxsize=8)
def _table(encoding: Sinusoidal) -> Sinusoids:
    """One table for all lengths: its arrays are then the same objects, and quick to compare."""
    pair, cosine = _columns(encoding)
    frequencies = FrozenArray(_frequencies(encoding))
    return Sinusoids(1, frequencies, FrozenArray(pair), FrozenArray(cosine), start=encoding.start)
