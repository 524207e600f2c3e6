"""What every positional encoding answers.

An encoding is a frozen dataclass in one file of `pe_desktop.engine.encodings`; its fields are its
parameters. Nothing else lists it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import Parametrised

LONGEST = 10_000_000


@dataclass(frozen=True)
class Reading:
    """What stands in one cell. `^{…}` in a formula is a superscript."""

    value: float
    formula: str
    definition: str
    rows: tuple[tuple[str, str], ...]


class Encoding(Parametrised, ABC):
    """Base of all encodings. `column` names what a column of its table is."""

    id: ClassVar[str]
    label: ClassVar[str]
    summary: ClassVar[str]
    source: ClassVar[str]
    order: ClassVar[int]
    column: ClassVar[str] = "dimension"

    @property
    def longest(self) -> int:
        """The greatest length it has positions for."""
        return LONGEST

    @abstractmethod
    def numbers(self, length: int) -> Table:
        """Its numbers, shape (length, columns): what is added to embeddings, or the angles that rotate."""

    def picture(self, length: int) -> Table:
        """What the heatmap and the waves show: the numbers, unless they are angles."""
        return self.numbers(length)

    def vectors(self, length: int) -> Table:
        """The rows whose scalar product says how alike two positions are."""
        return self.numbers(length)

    @abstractmethod
    def reading(self, position: float, column: int, length: int) -> Reading:
        """What stands at a position (fractional where the table is continuous) and column of `length` positions."""


class Rotating(Encoding):
    """An encoding made of pairs that turn: pair i turns by `frequencies[i]` radians a position."""

    rotates: ClassVar[str]

    @property
    @abstractmethod
    def frequencies(self) -> Floats:
        """(pairs,) radians a position, in the order of the pairs."""

    @property
    @abstractmethod
    def column_pairs(self) -> NDArray[np.int64]:
        """(columns,) the pair to which each column of the picture belongs."""

    @abstractmethod
    def columns_of(self, pair: int) -> tuple[int, ...]:
        """The columns of the picture that belong to a pair: sine then cosine, where both are there."""

    def wavelengths(self) -> Floats:
        """(pairs,) positions a turn; infinite for a pair that never turns."""
        with np.errstate(divide="ignore"):
            return 2 * np.pi / np.abs(self.frequencies)

    def pair_of(self, column: int) -> int:
        return int(self.column_pairs[column])


def plain(value: float) -> str:
    """A number as it stands in a formula: short where that is exact."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"


def pair_rows(encoding: Rotating, pair: int) -> tuple[tuple[str, str], ...]:
    """The rows of a reading that tell of a pair."""
    frequency = float(encoding.frequencies[pair])
    wavelength = f"{2 * np.pi / abs(frequency):,.4g} positions" if frequency else "never turns"
    if frequency and 2 * np.pi / abs(frequency) >= 1e4:
        wavelength = f"{2 * np.pi / abs(frequency):,.0f} positions"
    return (
        ("pair", f"{pair} of {len(encoding.frequencies):,}"),
        ("frequency", f"{frequency:.6g} rad"),
        ("wavelength", wavelength),
    )
