"""Biases whose every query has a row of its own: they depend on its vector, or on where it stands."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.field import Edges, Field, Pixels
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.toeplitz import Integers

ROWS = 1024  # rows at most of which a frame evaluates every one
SOME = 512  # of more, about so many


@dataclass(frozen=True)
class ByRows(Field):
    """A bias (length, length); rows are queries. `causal` leaves cells with keys after the query out of `mean`.

    A block's mean is that of the exact means of its rows: of all of them in sequences of up to 1,024 positions,
    else of some.
    """

    length: int
    causal: bool

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, self.length

    @property
    def exact(self) -> bool:
        return self.length <= ROWS

    @property
    def wavelength(self) -> float:
        """Keys that the shortest oscillation of a row takes; 2 where any two neighbours may differ."""
        return 2.0

    @property
    def bounded(self) -> bool:
        return False

    @property
    def bounds(self) -> tuple[float, float]:
        """Four standard deviations of a bias that is scaled to a variance of 1, whatever the length."""
        return -4.0, 4.0

    @abstractmethod
    def row_sums(self, rows: Integers, edges: Edges) -> Floats:
        """The sum of each row over blocks of keys, (len(rows), len(edges) − 1); over the allowed keys if causal."""

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        rows, starts = self._rows(row_edges)
        sums = np.add.reduceat(self.row_sums(rows, column_edges), starts, axis=0)
        counts = np.add.reduceat(self.allowed(rows, column_edges), starts, axis=0)
        cells = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
        return np.asarray(cells, dtype=np.float32)

    def _rows(self, edges: Edges) -> tuple[Integers, Integers]:
        """The rows that are evaluated, and where each block's begin."""
        if edges[-1] - edges[0] <= ROWS:
            return np.arange(edges[0], edges[-1]), edges[:-1] - edges[0]
        each = max(1, SOME // (len(edges) - 1))
        few = [np.unique(a + (b - a) * (2 * np.arange(each) + 1) // (2 * each)) for a, b in pairwise(edges)]
        counts = np.array([len(rows) for rows in few])
        return np.concatenate(few), np.cumsum(counts) - counts

    def allowed(self, rows: Integers, edges: Edges) -> Integers:
        """How many keys of each block a query may look at, (len(rows), len(edges) − 1)."""
        return np.diff(self.reach(rows, edges), axis=1)

    def reach(self, rows: Integers, edges: Edges) -> Integers:
        """The edges as each query sees them, (len(rows), len(edges)): those behind it stand at its end."""
        if self.causal:
            return np.minimum(edges, rows[:, None] + 1)
        return np.broadcast_to(edges, (len(rows), len(edges)))


@dataclass(frozen=True)
class Row(Curve):
    """What one query adds, by key; between keys too, where it oscillates in `wave` of them."""

    field: Field
    query: int
    last: int
    wave: float = 2.0

    @property
    def domain(self) -> tuple[float, float]:
        return 0.0, float(self.last)

    @property
    def continuous(self) -> bool:
        return self.wave > 2

    @property
    def wavelength(self) -> float:
        return self.wave

    def at(self, x: ArrayLike) -> Floats:
        return np.asarray(self.field.at([self.query], x)[0])
