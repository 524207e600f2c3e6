"""Matrices whose cell (query, key) depends on query − key alone, and the functions of the offset they are made of.

The cells of a block that stand at one offset lie on a diagonal, so a sum over a block comes from the sum over
triangles: with S(n) = Σ (n − 1 − k) f(k) over 0 ≤ k < n, the second antidifference of f, the cells of the block
[a, b) × [c, d) with offsets from 0 on sum to S(b − c + 1) − S(a − c + 1) − S(b − d + 1) + S(a − d + 1).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.field import Edges, Field, Pixels, whole
from pe_desktop.engine.frozen import Floats

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Profile(Curve):
    """A function of offset = query − key in a sequence of `length`; `causal` if keys after the query are masked."""

    length: int
    causal: bool

    @property
    def domain(self) -> tuple[float, float]:
        reach = float(self.length - 1)
        return 0.0 if self.causal else -reach, reach

    @property
    def wavelength(self) -> float:
        return np.inf

    @property
    @abstractmethod
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value in its domain, or a range that holds them."""

    @abstractmethod
    def block_means(self, rows: Edges, columns: Edges) -> Floats:
        """Mean over each block of queries and keys; those that `causal` masks in part or whole may hold anything."""

    @abstractmethod
    def triangle_sums(self, n: Integers) -> Floats:
        """Σ (n − 1 − k) f(k) over 0 ≤ k < n for each n; 0 for n below 2."""


def triangles(n: Integers) -> Integers:
    """How many cells a triangle holds: `triangle_sums` of the constant 1."""
    inside = np.maximum(n, 0)
    return np.asarray(inside * (inside - 1) // 2)


Blocks = tuple[Integers, Integers, Integers, Integers]
"""First and end of the queries, first and end of the keys, of each of several blocks."""


def sums_from(blocks: Blocks, sums: Callable[[Integers], Floats | Integers], offset: int = 0) -> Floats:
    """Sum over the cells of each block whose offset is at least `offset`, by the triangle sums of what starts there."""
    a, b, c, d = blocks
    corners = (b - c, a - c, b - d, a - d)
    inner, above, beside, outer = (sums(corner + (1 - offset)) for corner in corners)
    return np.asarray((inner - above) - (beside - outer), dtype=np.float64)


def chosen(rows: Edges, columns: Edges, where: NDArray[np.bool_]) -> tuple[tuple[Integers, Integers], Blocks]:
    """The blocks of a grid that are chosen: their rows and columns in the grid, and what they hold."""
    i, j = np.nonzero(where)
    return (i, j), (rows[i], rows[i + 1], columns[j], columns[j + 1])


def offset_ranges(rows: Edges, columns: Edges) -> tuple[Integers, Integers]:
    """The least and the greatest offset in each block."""
    least = np.subtract.outer(rows[:-1], columns[1:] - 1)
    greatest = np.subtract.outer(rows[1:] - 1, columns[:-1])
    return least, greatest


@dataclass(frozen=True)
class Toeplitz(Field):
    """f(query − key), shape (length, length): rows are queries, columns keys.

    `at` is finite everywhere. Where f is causal, `mean` leaves blocks out that hold masked cells only (not a
    number), and is the mean over the others' allowed cells.
    """

    profile: Profile

    @property
    def shape(self) -> tuple[int, int]:
        return self.profile.length, self.profile.length

    @property
    def bounds(self) -> tuple[float, float]:
        return self.profile.bounds

    @property
    def exact(self) -> bool:
        return self.profile.exact

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        offsets = np.subtract.outer(whole(rows), whole(columns))
        return self.profile.at(offsets.ravel().astype(np.float64)).reshape(offsets.shape)

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        cells = self.profile.block_means(row_edges, column_edges)
        if self.profile.causal:
            least, greatest = offset_ranges(row_edges, column_edges)
            cells[greatest < 0] = np.nan
            place, blocks = chosen(row_edges, column_edges, (least < 0) & (greatest >= 0))
            sums = sums_from(blocks, self.profile.triangle_sums)
            cells[place] = sums / sums_from(blocks, triangles)
        return np.asarray(cells, dtype=np.float32)
