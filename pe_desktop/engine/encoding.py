"""What every positional encoding answers.

An encoding is a frozen dataclass in one file of `pe_desktop.engine.encodings`; its fields are its
parameters. Nothing else lists it. It is `Tabular`, with a vector for each position, or `Relative`,
with a number for each query and key.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.code import Code
from pe_desktop.engine.curve import Curve, MeanByOffset
from pe_desktop.engine.field import Field, Table
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import Parametrised
from pe_desktop.engine.similarity import Gram, compared
from pe_desktop.engine.toeplitz import Profile, Toeplitz

LONGEST = 10_000_000


@dataclass(frozen=True)
class Reading:
    """What stands in one cell. `^{…}` in a formula is a superscript."""

    value: float
    formula: str
    definition: str
    rows: tuple[tuple[str, str], ...]


class Encoding(Parametrised, ABC):
    """Base of all encodings."""

    id: ClassVar[str]
    label: ClassVar[str]
    summary: ClassVar[str]
    source: ClassVar[str]
    order: ClassVar[int]
    family: ClassVar[str] = "Absolute"
    """The heading under which it is offered."""
    whole: ClassVar[bool] = False
    """Whether its positions are one whole, such as a grid: the length is then always `longest`."""

    @property
    def longest(self) -> int:
        """The greatest length it has positions for."""
        return LONGEST

    @property
    def remark(self) -> str:
        """What has to be said wherever it is shown, such as that its weights are synthetic."""
        return ""

    @abstractmethod
    def at_cursor(self, position: float, key: float, column: int, head: int, length: int) -> Reading:
        """What stands where the cursor is."""

    @abstractmethod
    def code(self, length: int) -> Code:
        """NumPy code that makes its numbers of `length` positions, to the last bit where that can be."""


class Tabular(Encoding):
    """An encoding that is a table of numbers. `column` names what a column of it is."""

    column: ClassVar[str] = "dimension"

    @abstractmethod
    def numbers(self, length: int) -> Table:
        """Its numbers, shape (length, columns): what is added to embeddings, or the angles that rotate."""

    def picture(self, length: int) -> Table:
        """What the heatmap and the waves show: the numbers, unless they are angles."""
        return self.numbers(length)

    def vectors(self, length: int) -> Table:
        """The rows whose scalar product says how alike two positions are."""
        return self.numbers(length)

    def similarity(self, length: int, metric: str) -> tuple[Field, Curve]:
        """How alike every two positions are, and the mean of that by their offset. metric: `dot` or `cosine`."""
        table = compared(self.vectors(length), metric)
        return Gram(table), MeanByOffset(table)

    @abstractmethod
    def reading(self, position: float, column: int, length: int) -> Reading:
        """What stands at a position (fractional where the table is continuous) and column of `length` positions."""

    def at_cursor(self, position: float, key: float, column: int, head: int, length: int) -> Reading:
        return self.reading(position, column, length)


class Paired(Tabular):
    """A table whose columns come in pairs: a sine and a cosine, or two dimensions that turn together."""

    @abstractmethod
    def frequencies(self, length: int) -> Floats:
        """(pairs,) radians a position in a sequence of that length, in the order of the pairs."""

    @property
    @abstractmethod
    def column_pairs(self) -> NDArray[np.int64]:
        """(columns,) the pair to which each column of the picture belongs."""

    @abstractmethod
    def columns_of(self, pair: int) -> tuple[int, ...]:
        """The columns of the picture that belong to a pair: sine then cosine, where both are there."""

    @property
    def pairs(self) -> int:
        """How many there are."""
        return len(self.frequencies(1))

    def name_of(self, column: int) -> str:
        """What a column of the picture is called beside its wave."""
        pair = self.pair_of(column)
        columns = self.columns_of(pair)
        return f"{'sin' if len(columns) == 2 and column == columns[0] else 'cos'}, pair {pair}"

    def product(self, metric: str) -> str:
        """The similarity of two positions as a formula. metric: `dot` or `cosine`."""
        return "Σ cos(w (p − q)) over the pairs" + ("" if metric == "dot" else " / their number")

    def wavelengths(self, length: int) -> Floats:
        """(pairs,) positions a turn; infinite for a pair that never turns."""
        with np.errstate(divide="ignore"):
            return 2 * np.pi / np.abs(self.frequencies(length))

    def pair_of(self, column: int) -> int:
        return int(self.column_pairs[column])


class Rotating(Paired):
    """An encoding of which pair i turns by `frequencies(length)[i]` a position.

    `rotates` says what turns: the `position` itself, or `query and key`.
    """

    rotates: ClassVar[str]

    @property
    def start(self) -> float:
        """Where position 0 stands, in positions from where every angle is 0."""
        return 0.0

    @property
    def obstacle(self) -> str:
        """What keeps it from turning as a whole, in a sentence; empty where nothing does."""
        return ""

    def attention(self, length: int) -> float:
        """What cosine and sine are multiplied by: YaRN and LongRoPE sharpen the scores by its square."""
        return 1.0

    def growth(self, length: int) -> Floats:
        """(pairs,) what the logarithm of a query's size gains a position and a key's loses: 0 but in xPos."""
        return np.zeros(self.pairs)

    def centre(self, length: int) -> int:
        """The position at which queries and keys have their own size."""
        return 0


class Relative(Encoding):
    """An encoding that adds a number to the score of each query and key."""

    family: ClassVar[str] = "Relative"
    num_heads: int
    """How many heads, each with a bias of its own."""

    @property
    def causal(self) -> bool:
        """Whether keys after the query are masked."""
        return False

    @abstractmethod
    def bias(self, length: int, head: int) -> Field:
        """What a head adds, (length, length); rows are queries. Finite even where a mask hides it."""

    def by_offset(self, length: int, head: int) -> Curve | None:
        """The bias against offset = query − key, where it depends on nothing else."""
        return None

    def value(self, query: int, key: int, head: int, length: int) -> float:
        """What a head adds to the score of one query and one key."""
        return float(self.bias(length, head).at([query], [key])[0, 0])

    def borders(self, length: int) -> tuple[int, ...]:
        """Offsets at which another bucket begins."""
        return ()

    def head_name(self, head: int) -> str:
        return f"head {head}"

    @abstractmethod
    def reading(self, query: int, key: int, head: int, length: int) -> Reading:
        """The bias of a query and a key."""

    def at_cursor(self, position: float, key: float, column: int, head: int, length: int) -> Reading:
        return self.reading(round(position), round(key), min(head, self.num_heads - 1), length)


class OfOffset(Relative):
    """An encoding of which a head's bias depends on the offset, which is query − key, alone."""

    @abstractmethod
    def by_offset(self, length: int, head: int) -> Profile:
        """The bias against the offset."""

    def bias(self, length: int, head: int) -> Toeplitz:
        return Toeplitz(self.by_offset(length, head))


def plain(value: float) -> str:
    """A number as it stands in a formula: short where that is exact."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"


def pair_rows(encoding: Paired, pair: int, length: int) -> tuple[tuple[str, str], ...]:
    """The rows of a reading that tell of a pair."""
    frequencies = encoding.frequencies(length)
    frequency = float(frequencies[pair])
    wavelength = f"{2 * np.pi / abs(frequency):,.4g} positions" if frequency else "never turns"
    if frequency and 2 * np.pi / abs(frequency) >= 1e4:
        wavelength = f"{2 * np.pi / abs(frequency):,.0f} positions"
    return (
        ("pair", f"{pair} of {len(frequencies):,}"),
        ("frequency", f"{frequency:.6g} rad"),
        ("wavelength", wavelength),
    )
