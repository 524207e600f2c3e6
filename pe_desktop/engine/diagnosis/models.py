"""What a scheme, right or with a bug, would put into the rows of an array."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.stored import FLOOR, SINGLE
from pe_desktop.engine.diagnosis.views import Rotated
from pe_desktop.engine.encoding import Tabular
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import Floats

Rows = NDArray[np.int64]


class Model(ABC):
    """Expected rows. `outliers` is the share of cells that may lie beyond what is explained: where roundings of
    roundings fall to the other side."""

    outliers: float = 0.0

    @abstractmethod
    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        """Values (len(rows), columns), and how far float32 may have moved them, of a shape that broadcasts to that.

        Not a number where a mask is expected, or where anything may stand.
        """


@dataclass(frozen=True, eq=False)
class Waves(Model):
    """gain · sin(w_c (row + offset)), or its cosine where `cosine[c]`, each step rounded to its format."""

    frequencies: Floats
    cosine: NDArray[np.bool_]
    gain: float = 1.0
    offset: float = 0.0
    inv_freq: str = "fp64"
    positions: str = "fp64"
    angles: str = "fp64"
    blank: tuple[int, ...] = ()
    slope: float = 1.0
    """What positions are multiplied by, where they are no whole numbers."""

    @property
    def outliers(self) -> float:  # type: ignore[override]
        return 0.02 if self.angles in ("bf16", "fp16") else 0.0

    def turned(self, rows: Rows) -> Floats:
        """Angles in radians, (len(rows), columns)."""
        positions = FORMATS[self.positions].round((rows + self.offset) * self.slope)
        with np.errstate(invalid="ignore", over="ignore"):
            exact = np.multiply.outer(positions, FORMATS[self.inv_freq].round(self.frequencies))
        return FORMATS[self.angles].round(exact)

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        angles = self.turned(rows)
        slack = np.abs(angles) * (SINGLE * abs(self.gain))
        slack += FLOOR * abs(self.gain)
        with np.errstate(invalid="ignore"):
            angles += np.where(self.cosine, np.pi / 2, 0.0)
            values = np.sin(angles, out=angles)
        values *= self.gain
        if self.blank:
            values[np.isin(rows, self.blank)] = 0.0
        return values, slack


@dataclass(frozen=True, eq=False)
class Angles(Waves):
    """The angles themselves."""

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        angles = self.turned(rows)
        return angles, np.abs(angles) * SINGLE


@dataclass(frozen=True, eq=False)
class Powers(Model):
    """sin or cos of (row / base)^exponent_c: the base inside of the power."""

    base: float
    exponents: Floats
    cosine: NDArray[np.bool_]

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        angles = np.power.outer(np.asarray(rows, dtype=np.float64) / self.base, self.exponents)
        return np.where(self.cosine, np.cos(angles), np.sin(angles)), np.abs(angles) * SINGLE + FLOOR


@dataclass(frozen=True, eq=False)
class Row(Model):
    """One row of numbers, whatever the row."""

    values: Floats
    slack: float = SINGLE

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        values = np.repeat(self.values[None], len(rows), axis=0)
        return values, np.abs(values) * self.slack


_PARTS: dict[str, Callable[[Floats], Floats]] = {"numbers": np.copy, "cos": np.cos, "sin": np.sin}


@dataclass(frozen=True, eq=False)
class Engine(Model):
    """What an encoding of ours says, after `lead` rows of zeros: its numbers, or cosines and sines of them.

    `parts`: what stands side by side, each `numbers`, `cos` or `sin`; `order`: where each column is taken from, or
    none; `places`: the position that each row holds, or none where row p holds position p.
    """

    encoding: Tabular
    length: int
    lead: int = 0
    parts: tuple[str, ...] = ("numbers",)
    order: NDArray[np.int64] | None = None
    places: NDArray[np.int64] | None = None
    gain: float = 1.0

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        table = self.encoding.numbers(self.length)
        held = np.maximum(rows - self.lead, 0)
        held = held if self.places is None else self.places[held]
        numbers = table.at(held, np.arange(table.shape[1]))
        values = np.concatenate([_PARTS[part](numbers) for part in self.parts], axis=1) * self.gain
        values = values if self.order is None else values[:, self.order]
        values[rows < self.lead] = 0.0
        size = 1.0 if self.parts == ("numbers",) else np.abs(numbers).max(initial=1.0)
        return values, np.full((1, 1), SINGLE * size * 16 + FLOOR)


@dataclass(frozen=True, eq=False)
class Turned(Model):
    """What queries or keys become: x · cos + y · sin, x the column itself and y the one that it is mixed with, signed.

    `waves` has a frequency for each column, cosines all; `partner` the other column; `sign` −1 for the first of two.
    """

    view: Rotated
    waves: Waves
    partner: NDArray[np.int64]
    sign: Floats
    growth: Floats | None = None
    centre: float = 0.0

    @property
    def outliers(self) -> float:  # type: ignore[override]
        return self.waves.outliers

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        before = self.view.read_before(rows)
        places = rows % self.view.length
        angles = self.waves.turned(places)
        turns = self.waves.frequencies != 0
        gain = np.where(turns, self.waves.gain, 1.0)
        other = before[:, self.partner]
        values = gain * (before * np.cos(angles) + self.sign * other * np.sin(angles))
        if self.growth is not None:
            values = values * np.exp(np.multiply.outer(places - self.centre, self.growth))
        size = np.hypot(before, other) * self.waves.gain
        return values, size * (np.abs(angles) * SINGLE + FLOOR)


@dataclass(frozen=True, eq=False)
class Profiles(Model):
    """f_h(query − key): `values` (heads, 2 · keys − 1), from offset −(keys − 1) on; the last query is at the last key.

    `shift` (heads, queries) is added to whole rows.
    """

    values: Floats
    queries: int
    keys: int
    causal: bool
    shift: Floats | None = None

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        heads, queries = np.divmod(rows, self.queries)
        ahead = np.arange(self.keys) - (queries + self.keys - self.queries)[:, None]
        cells = self.values[heads[:, None], self.keys - 1 - ahead]
        if self.shift is not None:
            cells = cells + self.shift[heads, queries][:, None]
        cells = np.where(ahead > 0, np.nan, cells) if self.causal else cells
        return cells, np.abs(cells) * SINGLE + 1e-9


@dataclass(frozen=True, eq=False)
class Grouped(Model):
    """values_h[group of (query, key)]: learned numbers, one for each of some groups of cells."""

    values: Floats
    groups: NDArray[np.int64]

    def at(self, rows: Rows) -> tuple[Floats, Floats]:
        heads, queries = np.divmod(rows, len(self.groups))
        cells = self.values[heads[:, None], self.groups[queries]]
        return cells, np.abs(cells) * 1e-7
