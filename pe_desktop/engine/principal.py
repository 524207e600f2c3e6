"""Principal components of a table's rows: the few directions in which its positions differ most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.field import CHUNK, Table
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.kept import kept

COUNT = 3
WIDEST = 4096
"""Columns, or positions, whichever are fewer: of more, the exact components would take minutes."""

_CELLS = 1 << 18  # looked at live, but for the least number of rows
_MANY, _FEW, _LEAST, _NARROW = 512, 256, 64, 384  # most rows of a narrow and of a wide table, and least
_NOTHING = 1e-12  # of the total variance: what rounding leaves of a component that is not there
_ROUNDING = 1e-26  # of the sum of squares: what rounding leaves where all rows are one


@dataclass(frozen=True, eq=False)
class Components:
    """The first three principal components of some rows.

    mean: (columns,) of the rows. axes: (columns, 3), orthonormal, or zero where there is no such component.
    shares: (3,) of the variance. rows: (n,) the positions they were found from.
    """

    mean: Floats
    axes: Floats
    shares: Floats
    rows: NDArray[np.int64]

    def scores(self, vectors: Floats) -> Floats:
        """(n, 3) of vectors (n, columns): their coordinates along the three axes."""
        return np.asarray((vectors - self.mean) @ self.axes, dtype=np.float64)


@kept
def sampled_components(table: Table) -> tuple[Components, Floats]:
    """From all rows where they are few, else from evenly spaced ones with the first and the last, as fast as can be;
    and the scores of these rows.

    Singular value decomposition of the centred rows, by the smaller of the two matrices of products. An axis
    points to where position 0 stands, so that it does not flip while a parameter moves.
    """
    length, columns = table.shape
    most = min(max(_CELLS // columns, _LEAST), _MANY if columns <= _NARROW else _FEW)
    rows = np.unique(np.linspace(0, length - 1, min(most, length)).astype(np.int64))
    vectors = table.at(rows, np.arange(columns))
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    least = _ROUNDING * float(np.square(vectors).sum())
    if len(rows) < columns:
        axes, shares = _from_rows(centred, least)
    else:
        axes, shares = _greatest(*np.linalg.eigh(centred.T @ centred), least)
    axes = _pointed(axes, centred[0])
    return Components(mean, axes, shares, rows), centred @ axes


def exact_components(table: Table) -> Components:
    """From all rows, a part of them at a time. Raises ValueError where the smaller side has more than `WIDEST`."""
    length, columns = table.shape
    if min(length, columns) > WIDEST:
        raise ValueError(f"{length:,} × {columns:,}: the smaller side may have at most {WIDEST:,}")
    if length < columns:
        rows = table.full()
        mean, least = rows.mean(axis=0), _ROUNDING * float(np.square(rows).sum())
        axes, shares = _from_rows(rows - mean, least)
    else:
        mean, products, least = _moments(table)
        axes, shares = _greatest(*np.linalg.eigh(products), least)
    first = table.at([0], np.arange(columns))[0] - mean
    return Components(mean, _pointed(axes, first), shares, np.arange(length))


def all_scores(table: Table, components: Components) -> Floats:
    """(length, 3): every row of the table along the three axes."""
    return np.concatenate([components.scores(rows) for rows in _parts(table)])


def _parts(table: Table) -> Iterator[Floats]:
    length, columns = table.shape
    step = max(1, CHUNK // columns)
    for start in range(0, length, step):
        yield table.at(np.arange(start, min(start + step, length)), np.arange(columns))


def _moments(table: Table) -> tuple[Floats, Floats, float]:
    """The mean row, Σ (row − mean)(row − mean)ᵀ, and what rounding may leave of that, from one look at each row.

    Taken about a sampled mean, near the true one, so that no digits cancel.
    """
    (length, columns), near = table.shape, sampled_components(table)[0].mean
    total, products, squares = np.zeros(columns), np.zeros((columns, columns)), 0.0
    for rows in _parts(table):
        squares += float(np.square(rows).sum())
        rows = rows - near  # a table may hold them
        total += rows.sum(axis=0)
        products += rows.T @ rows
    beside = total / length
    return near + beside, products - length * np.outer(beside, beside), _ROUNDING * squares


def _from_rows(centred: Floats, least: float) -> tuple[Floats, Floats]:
    kept, shares = _greatest(*np.linalg.eigh(centred @ centred.T), least)
    axes = centred.T @ kept
    norms = np.linalg.norm(axes, axis=0)
    return axes / np.where(norms > 0, norms, 1.0), shares


def _greatest(values: Floats, axes: Floats, least: float) -> tuple[Floats, Floats]:
    """The eigenvectors of the greatest eigenvalues, in columns, and the shares of these; zero where there are none."""
    values = np.maximum(values[::-1], 0.0)
    total = float(values.sum())
    shares, kept = np.zeros(COUNT), np.zeros((len(axes), COUNT))
    count = min(COUNT, len(values)) if total > least else 0
    for i in range(count):
        if values[i] > _NOTHING * total:
            shares[i], kept[:, i] = values[i] / total, axes[:, -1 - i]
    return kept, shares


def _pointed(axes: Floats, first: Floats) -> Floats:
    """Axes turned so that position 0 stands on their positive side."""
    signs: Floats = np.where(first @ axes < 0, -1.0, 1.0)
    return axes * signs
