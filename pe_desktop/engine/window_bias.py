"""A bias for each step from patch to patch of a window: Swin's relative position bias."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.field import Edges, Field, Pixels, whole
from pe_desktop.engine.frozen import Floats, FrozenArray


@dataclass(frozen=True)
class WindowBias(Field):
    """bias[p, q] = steps[dy + h − 1, dx + w − 1], (dy, dx) the step from key q to query p, in raster order.

    steps: (2h − 1, 2w − 1). The first `length` positions of the h × w window. The matrix is Toeplitz in blocks
    of w × w, each of them Toeplitz: every step has one value, wherever it starts.
    """

    steps: FrozenArray
    length: int

    @property
    def sides(self) -> tuple[int, int]:
        rows, columns = self.steps.values.shape
        return (rows + 1) // 2, (columns + 1) // 2

    @property
    def shape(self) -> tuple[int, int]:
        return self.length, self.length

    @property
    def bounds(self) -> tuple[float, float]:
        return float(self.steps.values.min()), float(self.steps.values.max())

    def at(self, rows: ArrayLike, columns: ArrayLike) -> Floats:
        high, wide = self.sides
        (y, x), (v, u) = (np.divmod(whole(p), wide) for p in (rows, columns))
        found = self.steps.values[y[:, None] - v + high - 1, x[:, None] - u + wide - 1]
        return np.asarray(found, dtype=np.float64)

    def mean(self, row_edges: Edges, column_edges: Edges) -> Pixels:
        sizes = np.outer(np.diff(row_edges), np.diff(column_edges))
        if (sizes == 1).all():
            return np.asarray(self.at(row_edges[:-1], column_edges[:-1]), dtype=np.float32)
        sums = self._sums_before(row_edges, column_edges)
        return np.asarray(np.diff(np.diff(sums, axis=0), axis=1) / sizes, dtype=np.float32)

    def _sums_before(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
        """Sum over p < row, q < column: whole rows of the window with whole ones, with the one begun, and so on."""
        high, wide = self.sides
        both, queries, keys, begun = _sums(self.steps)
        (y, x), (v, u) = (np.divmod(p, wide) for p in (rows, columns))
        y, x = y[:, None], x[:, None]
        ends: Floats = begun[np.clip(y - v + high - 1, 0, 2 * high - 2), x, u]  # past the last row, x or u is 0
        return ends + both[y, v] + queries[y, v, u] + keys[y, v, x]


@lru_cache(maxsize=4)
def _sums(steps: FrozenArray) -> tuple[Floats, Floats, Floats, Floats]:
    """What `_sums_before` adds up: (h+1, h+1), (h+1, h+1, w+1) twice, and (2h−1, w+1, w+1)."""
    high, wide = ((n + 1) // 2 for n in steps.values.shape)
    x, y = np.arange(wide), np.arange(high)
    begun = _before(_before(steps.values[:, x[:, None] - x + wide - 1], 1), 2)
    row = np.minimum(np.arange(high + 1), high - 1)  # the row after the last has nothing begun
    query_rows = begun[:, wide][y[:, None] - row + high - 1]
    key_rows = begun[:, :, wide][row[:, None] - y + high - 1]
    both = _before(_before(begun[y[:, None] - y + high - 1, wide, wide], 0), 1)
    return both, _before(query_rows, 0), _before(key_rows, 1), begun


def _before(values: Floats, axis: int) -> Floats:
    """Sums along an axis of all that stands before each place, and of all."""
    sums = np.cumsum(values, axis=axis)
    return np.concatenate([np.zeros_like(sums.take([0], axis=axis)), sums], axis=axis)
