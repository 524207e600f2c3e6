"""How far the rows of a table are from the rows most like them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.field import CHUNK, Table
from pe_desktop.engine.frozen import Floats

Integers = NDArray[np.int64]


def nearest_rows(table: Table, rows: Integers | None = None) -> tuple[Floats, Integers]:
    """(n,) Euclidean distances of `rows`, by default of all, to the nearest other row, and which row that is.

    Every pair is looked at, in parts that stay small at any length; the time is n × length × columns. The nearest is
    found by |a|² + |b|² − 2 a·b and then measured by its difference: equal rows are at distance 0, and rows that are
    nearer than 1e-7 of the longest row count as equally near. One row alone has none other: inf, and −1.
    """
    length, columns = table.shape
    wanted = np.arange(length) if rows is None else np.asarray(rows, dtype=np.int64)
    distances, places = np.full(len(wanted), np.inf), np.full(len(wanted), -1)
    if length == 1:
        return distances, places
    step = max(1, min(CHUNK // columns, 1 << 10))
    for start in range(0, len(wanted), step):
        some = slice(start, start + step)
        distances[some], places[some] = _nearest(table, wanted[some])
    return distances, places


def _nearest(table: Table, rows: Integers) -> tuple[Floats, Integers]:
    vectors = table.at(rows, np.arange(table.shape[1]))
    squares, best = np.square(vectors).sum(axis=1), np.full(len(rows), np.inf)
    places, found = np.zeros(len(rows), dtype=np.int64), np.zeros_like(vectors)
    for start, others in parts(table):
        apart = squares[:, None] + np.square(others).sum(axis=1) - 2 * vectors @ others.T
        itself = np.flatnonzero((rows >= start) & (rows < start + len(others)))
        apart[itself, rows[itself] - start] = np.inf
        nearest = apart.argmin(axis=1)
        least = apart[np.arange(len(rows)), nearest]
        nearer = least < best
        best[nearer], places[nearer], found[nearer] = least[nearer], start + nearest[nearer], others[nearest[nearer]]
    return np.linalg.norm(vectors - found, axis=1), places


def parts(table: Table, overlap: int = 0) -> Iterator[tuple[int, Floats]]:
    """All rows of a table, some thousand at a time, each part with the last `overlap` rows of the one before it."""
    length, columns = table.shape
    step = max(1, min(CHUNK // columns, 1 << 12))
    for start in range(0, length, step):
        first = max(0, start - overlap)
        yield first, table.at(np.arange(first, min(start + step, length)), np.arange(columns))
