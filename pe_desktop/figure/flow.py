"""Two orders of the same columns, one above the other, and the way of each column from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.conventions import Columns, Convention, columns_by_pair
from pe_desktop.engine.encoding import Rotating
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.figure.marks import Box, Image, Mark, Path
from pe_desktop.figure.picture import shade

MOST = 64  # columns that can be told apart; of more, those of some pairs are shown
ROWS = 10  # positions
TOP, BOTTOM = 0.0, 0.77  # where the upper and the lower table begin; each is so high:
HEIGHT, STRIP = 0.2, 0.03  # the numbers, and the colours of the pairs below or above them
SLENDER = 0.8  # columns on their way
_EASED = np.linspace(0.0, 1.0, 17)
_EASE = _EASED**2 * (3 - 2 * _EASED)


@dataclass(frozen=True)
class Flow:
    """The columns of a convention that are shown, at most so many, and where they stand among themselves."""

    convention: Convention
    most: int = MOST

    @cached_property
    def columns(self) -> Columns:
        """(n,) those of the own order, ascending: all, or those of pairs from the first to the last."""
        count = self.convention.columns
        if count <= self.most:
            return np.arange(count)
        by_pair = columns_by_pair(self.convention.own)
        pairs = np.unique(np.linspace(0, len(by_pair) - 1, self.most // 2).astype(np.int64))
        return np.sort(by_pair[pairs][by_pair[pairs] >= 0])

    @property
    def whole(self) -> bool:
        """Whether no column is left out."""
        return len(self.columns) == self.convention.columns

    @cached_property
    def pair(self) -> Columns:
        """(n,) the pair of each, −1 where it does not turn."""
        return pair_of_columns(self.convention)[self.columns]

    @cached_property
    def pairs(self) -> int:
        """How many there are, shown or not."""
        return self.convention.own.pairs

    @cached_property
    def second(self) -> NDArray[np.bool_]:
        """(n,) whether a column is the second of its pair."""
        found, second = np.zeros(self.convention.columns, bool), columns_by_pair(self.convention.own)[:, 1]
        found[second[second >= 0]] = True
        return found[self.columns]

    @cached_property
    def places(self) -> Floats:
        """(n,) where each stands in the other order, counted among those shown; beyond the last where it is none."""
        found = self.convention.places[self.columns]
        if self.convention.permutes:
            return np.argsort(np.argsort(found)).astype(np.float64)
        places = np.empty(len(found))
        for these in (self.second, ~self.second):  # a sine goes to a sine
            columns = self.columns[these]
            places[these] = np.interp(found[these], columns, np.flatnonzero(these), right=2.0 * len(found))
        return places

    @cached_property
    def values(self) -> Floats:
        """(rows, n) of the first positions: sines and cosines, or what becomes of (1, 0) in each pair that turns."""
        return self._table(self.convention.own)

    @cached_property
    def other_values(self) -> Floats:
        """(rows, n) as they stand in the other order."""
        return self._reordered(self.values) if self.convention.permutes else self._table(self.convention.other)

    def between(self, progress: float) -> Floats:
        """(rows, n) of a ladder between the two."""
        own, other = (e.frequencies(self.convention.length) for e in (self.convention.own, self.convention.other))
        return self._waves(own ** (1 - progress) * other**progress, ~self.second)

    def _table(self, encoding: Rotating) -> Floats:
        length = self.convention.length
        if encoding.rotates == "position":
            return encoding.numbers(length).at(self._rows, self.columns)
        return np.asarray(np.where(self.pair < 0, np.nan, self._waves(encoding.frequencies(length), self.second)))

    @property
    def _rows(self) -> Columns:
        return np.arange(min(ROWS, self.convention.length))

    def _waves(self, frequencies: Floats, sines: NDArray[np.bool_]) -> Floats:
        angles = np.multiply.outer(self._rows + self.convention.own.start, frequencies[np.maximum(self.pair, 0)])
        return np.asarray(np.where(sines, np.sin(angles), np.cos(angles)))

    def marks(self, progress: float) -> tuple[Mark, ...]:
        """Both tables, the ways between them, and the columns on their way."""
        count = float(len(self.columns))
        tables = (
            *_drawn(self.values, self.shades, (0.0, count), TOP, above=False),
            *_drawn(self.other_values, self._other_shades, (0.0, count), BOTTOM, above=True),
        )
        return (*self._ways(), *tables, *self._moving(progress))

    @property
    def shades(self) -> Floats:
        """(n,) the place of each column's colour among those of pairs; blank where it does not turn."""
        return np.where(self.pair < 0, np.nan, self.pair / max(1, self.pairs - 1))

    @property
    def _other_shades(self) -> Floats:
        return self._reordered(self.shades) if self.convention.permutes else self.shades

    def _reordered(self, values: Floats) -> Floats:
        """Columns of the own order in the other."""
        found = np.empty_like(values)
        found[..., self.places.astype(np.int64)] = values
        return found

    def _ways(self) -> tuple[Path, ...]:
        """Of every column that has a place: its pair's colour, dashed for the second of a pair."""
        y = TOP + HEIGHT + STRIP + (BOTTOM - TOP - HEIGHT - STRIP) * _EASED
        width = 1.5 if len(self.columns) > 40 else 2.0
        return tuple(
            Path(
                tuple(zip((start + (end - start) * _EASE).tolist(), y.tolist(), strict=True)),
                self._colour(start),
                width,
                dashed=bool(self.second[start]),
                opacity=0.85 if self.pair[start] >= 0 else 0.3,
            )
            for start, end in enumerate(self.places)
            if end <= len(self.columns) - 0.5
        )

    def _moving(self, progress: float) -> tuple[Mark, ...]:
        """The columns between the two orders; none where they stand in one of them."""
        if not 0 < progress < 1:
            return ()
        top = TOP + (BOTTOM + STRIP - TOP) * progress
        if not self.convention.permutes:
            return (_image(self.between(progress), (0.0, float(len(self.columns))), top),)
        eased = progress**2 * (3 - 2 * progress)
        places = np.arange(len(self.columns)) * (1 - eased) + self.places * eased
        turning = np.flatnonzero(self.pair >= 0)
        return tuple(mark for c in turning.tolist() for mark in self._column(c, float(places[c]), top))

    def _column(self, column: int, x: float, top: float) -> tuple[Mark, ...]:
        """One of them at a place, underlined in the colour of its pair."""
        left, right = x - SLENDER / 2, x + SLENDER / 2
        line = Box(left, top + HEIGHT, right, top + HEIGHT + STRIP, self._colour(column), opacity=1.0)
        return _image(self.values[:, [column]], (left + 0.5, right + 0.5), top), line

    def _colour(self, column: int) -> str:
        pair = int(self.pair[column])
        return shade(pair, self.pairs) if pair >= 0 else "muted"


@lru_cache(maxsize=8)
def pair_of_columns(convention: Convention) -> Columns:
    """(columns,) the pair of each column of the own order; −1 for one that does not turn."""
    found = np.full(convention.columns, -1)
    for columns in columns_by_pair(convention.own).T:
        found[columns[columns >= 0]] = np.flatnonzero(columns >= 0)
    return found


def _drawn(values: Floats, shades: Floats, span: tuple[float, float], top: float, *, above: bool) -> tuple[Image, ...]:
    """The numbers, and a strip in the colours of the pairs on the side where the ways end."""
    strip = top if above else top + HEIGHT
    colours = Image(_held(shades[None]), "pair", (0.0, 1.0), (span[0] - 0.5, strip, span[1] - 0.5, strip + STRIP))
    return _image(values, span, top + STRIP * above), colours


def _image(values: Floats, span: tuple[float, float], top: float) -> Image:
    rect = (span[0] - 0.5, top, span[1] - 0.5, top + HEIGHT)
    return Image(_held(values), "signed", (-1.0, 1.0), rect)


def _held(values: Floats) -> ArrayTable:
    return ArrayTable(FrozenArray(values), len(values))
