"""How far the angles and the table of a recipe are from the truth, by position and pair; and the largest by position.

The mean of an absolute rounding error over a block has no closed form: a zoomed-out pixel shows the mean of samples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.field import Edges, Field, Pixels, whole
from pe_desktop.engine.formats import FORMATS, Format
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.precision import Rounded
from pe_desktop.engine.sinusoids import TURN

MEASURES = ("angle", "cosine")
FLOOR = 1e-12  # errors below it, zero among them, are drawn as it

CELLS = 1 << 18  # errors evaluated for a picture, where it has fewer pixels
BLOCK = 1 << 15  # of them at a time: they stay in the processor's cache
MOST_SAMPLES = 16  # in a pixel, along each axis
GOLDEN = (np.sqrt(5) - 1) / 2
PAIRS = 128  # whose largest error is drawn, where there are more
POINTS = 4096  # positions whose largest error is drawn, where there are more


@dataclass(frozen=True)
class RoundingError(Field):
    """How far the rounded angles, or their cosines in the table, are from the truth; (length, pairs), from 0.

    Angles differ by radians that are not wrapped to a turn. A mean is taken over samples, spread over its block.
    Row 0 is position `start`, as in a table whose first rows are left to padding.
    """

    length: int
    rounded: Rounded
    measure: str
    start: int = 0

    @property
    def format(self) -> Format:
        """In which positions are kept."""
        return FORMATS[self.rounded.recipe.positions]

    @property
    def distinct(self) -> int:
        """How many values the positions of all rows become."""
        if not self.start:
            return self.format.distinct(self.length)
        shared = self.format.nearest(self.start - 1) == self.format.nearest(self.start)
        return self.format.distinct(self.start + self.length) - self.format.distinct(self.start) + shared

    def alike(self, row: int) -> tuple[int, int]:
        """The first and the last row whose positions become equal to that of a row."""
        first, last = self.format.alike(row + self.start, self.length + self.start)
        return max(0, first - self.start), last - self.start

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, len(self.rounded.frequencies.values)

    @property
    def bounds(self) -> tuple[float, float]:
        return 0.0, 2.0 if self.measure == "cosine" else float(np.pi)

    @property
    def bounded(self) -> bool:
        return self.measure == "cosine"

    @property
    def exact(self) -> bool:
        return False

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        return self._errors(whole(rows), np.atleast_1d(columns), np.cos)

    def _errors(self, rows: Edges, pairs: NDArray[np.int64], cosine: Callable[[Floats], Floats]) -> Floats:
        positions = rows + self.start
        truth = np.multiply.outer(positions.astype(np.float64), self.rounded.frequencies.values[pairs])
        angles = self.rounded.angles(positions, pairs)
        if self.measure == "angle":
            return np.asarray(np.abs(angles - truth))
        return np.asarray(np.abs(FORMATS[self.rounded.recipe.table].round(cosine(angles)) - cosine(truth)))

    def _drawn_cosine(self, *, few: bool) -> Callable[[Floats], Floats]:
        """2e-7 off where cells are many and the table's own steps a thousand times as wide: four times as fast."""
        return np.cos if few or self.rounded.recipe.table in ("fp64", "fp32") else _quick_cosine

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        across = _sampled(column_edges, 2)
        blocks = len(row_edges) - 1
        room = CELLS // max(1, blocks * across.size)
        down = _sampled(row_edges, max(1, min(MOST_SAMPLES, room)))
        cosine = self._drawn_cosine(few=down.shape[1] * across.shape[1] == 1 and room > 0)
        means = np.empty((blocks, len(across)), np.float32)
        step = max(1, BLOCK // (down.shape[1] * across.size))
        for start in range(0, blocks, step):
            rows = down[start : start + step]
            cells = self._errors(rows.ravel(), across.ravel(), cosine)
            means[start : start + step] = cells.reshape(*rows.shape, *across.shape).mean(axis=(1, 3))
        return means

    def largest(self, positions: ArrayLike, *, drawn: bool = False) -> Floats:
        """The largest error of any pair, for each position; to what a picture shows where it is `drawn`."""
        rows, pairs = whole(positions), np.arange(self.shape[1])
        cosine = self._drawn_cosine(few=not drawn)
        most = np.empty(len(rows))
        step = max(1, BLOCK // len(pairs))
        for start in range(0, len(rows), step):
            part = slice(start, start + step)
            most[part] = self._errors(rows[part], pairs, cosine).max(axis=1)
        return most


def _quick_cosine(angles: Floats) -> Floats:
    turns = angles / TURN
    turns -= np.rint(turns)
    return np.asarray(np.cos(turns.astype(np.float32) * np.float32(TURN)), dtype=np.float64)


def _sampled(edges: Edges, most: int) -> Edges:
    """(blocks, samples) integers of each block: evenly spread but for a shift that differs from one to the next, as
    positions that are multiples of a power of two round unlike others."""
    widths = np.diff(edges)[:, None]
    count = int(max(1, min(most, widths.max(initial=1))))
    places = np.arange(count)
    shift = ((edges[:-1, None] + places) * GOLDEN) % 1.0
    return np.asarray(edges[:-1, None] + np.minimum((places + shift) / count * widths, widths - 1).astype(np.int64))


@dataclass(frozen=True)
class Decades(Field):
    """The logarithm to base 10 of a field of errors, drawn from `FLOOR` up. Means are logarithms of means."""

    errors: RoundingError

    @property
    def shape(self) -> tuple[int, int]:
        return self.errors.shape

    @property
    def bounds(self) -> tuple[float, float]:
        return -8.0, 1.0

    @property
    def bounded(self) -> bool:
        return False

    @property
    def exact(self) -> bool:
        return self.errors.exact

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        return decades(self.errors.at(rows, columns))

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        return np.log10(np.maximum(self.errors.mean(row_edges, column_edges), np.float32(FLOOR)))


@dataclass(frozen=True)
class LargestError(Curve):
    """The logarithm to base 10 of the largest error of any pair, by position."""

    errors: RoundingError

    @property
    def domain(self) -> tuple[float, float]:
        return 0.0, float(self.errors.length - 1)

    @property
    def continuous(self) -> bool:
        return False

    @property
    def exact(self) -> bool:
        return self.errors.shape[1] <= PAIRS

    @property
    def wavelength(self) -> float:
        return 2.0

    def at(self, x: Floats) -> Floats:
        return decades(self.errors.largest(x))

    def traced(self, x: Floats) -> Floats:
        """Of up to 128 pairs from the fastest to the slowest."""
        return decades(_fewer(self.errors).largest(x, drawn=True))

    def envelope(self, edges: Floats) -> tuple[Floats, Floats, bool]:
        """Over all positions where they are few, else over samples in each interval."""
        first, last = int(np.ceil(edges[0])), int(np.floor(edges[-1]))
        if len(edges) - 1 <= last - first + 1 <= POINTS:
            values = self.traced(np.arange(first, last + 1, dtype=np.float64))
            starts = np.clip(np.ceil(edges[:-1]).astype(np.int64) - first, 0, len(values) - 1)
            return np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts), self.exact
        whole_edges = np.unique(np.floor(edges).astype(np.int64))
        few = max(1, POINTS // len(whole_edges))
        samples = _sampled(whole_edges, few) if len(whole_edges) > 1 else whole_edges[:, None]
        values = self.traced(samples.ravel().astype(np.float64)).reshape(samples.shape)
        places = np.clip(np.searchsorted(whole_edges, np.floor(edges[:-1]), side="right") - 1, 0, len(values) - 1)
        return values.min(axis=1)[places], values.max(axis=1)[places], False


def decades(errors: Floats) -> Floats:
    return np.asarray(np.log10(np.maximum(errors, FLOOR)))


def _fewer(errors: RoundingError) -> RoundingError:
    """Of some pairs from the first to the last, where there are many."""
    frequencies = errors.rounded.frequencies.values
    if len(frequencies) <= PAIRS:
        return errors
    some = np.linspace(0, len(frequencies) - 1, PAIRS).astype(np.int64)
    return replace(errors, rounded=replace(errors.rounded, frequencies=FrozenArray(frequencies[some])))
