"""Every row of an array against what a scheme says of it, a block at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.diagnosis.answer import Errors
from pe_desktop.engine.diagnosis.models import Model
from pe_desktop.engine.diagnosis.sample import scored
from pe_desktop.engine.diagnosis.views import View
from pe_desktop.engine.field import block_edges
from pe_desktop.engine.frozen import Floats, FrozenArray

SIDE = 256  # of the error map, at most
BLOCK = 1 << 16  # cells at a time: they stay in the processor's cache
MOST = 1 << 26  # cells compared; of more, evenly spaced rows


@dataclass(frozen=True)
class Confirmed:
    fits: bool
    errors: Errors


def confirm(view: View, model: Model, dtype: str, tell: Callable[[float], None]) -> Confirmed:
    """The errors over all rows, or over evenly spaced ones where there are more than 2²⁶ cells.

    `tell` is told the share of the rows that is compared.
    """
    rows = np.arange(view.rows)
    most = max(1, MOST // max(1, view.columns))
    if len(rows) > most:
        rows = np.unique(np.linspace(0, view.rows - 1, most).astype(np.int64))
    map_ = _Map(len(rows), view.columns)
    greatest, squares, sizes, count, excess = 0.0, 0.0, 0.0, 0, 0.0
    step = max(1, BLOCK // max(1, view.columns))
    for start in range(0, len(rows), step):
        tell(start / len(rows))
        block = rows[start : start + step]
        values, (expected, slack) = view.read(block), model.at(block)
        score = scored(values, expected, slack, dtype, model.outliers)
        with np.errstate(invalid="ignore"):
            error = np.abs(values - expected)
        known = np.isfinite(error)
        error = error if known.all() else np.where(known, error, 0.0)
        map_.add(start, error)
        cells = int(known.sum())
        greatest, count = max(greatest, float(error.max(initial=0.0))), count + cells
        squares, sizes = squares + score.rms**2 * cells, sizes + score.size**2 * cells
        excess = max(excess, score.excess if cells else 0.0)
    rms, size = float(np.sqrt(squares / max(1, count))), float(np.sqrt(sizes / max(1, count)))
    relative = rms / size if size else float(rms > 0)
    errors = Errors(greatest, rms, relative, FrozenArray(map_.means()), len(rows), view.rows)
    return Confirmed(excess <= 1, errors)


class _Map:
    """Means over blocks of cells, added up row by row."""

    def __init__(self, rows: int, columns: int) -> None:
        self._rows, self._columns = block_edges(0, rows, SIDE), block_edges(0, columns, SIDE)
        self._sums = np.zeros((len(self._rows) - 1, len(self._columns) - 1))

    def add(self, start: int, error: Floats) -> None:
        by_column = np.add.reduceat(error, self._columns[:-1], axis=1)
        place = np.searchsorted(self._rows, np.arange(start, start + len(error)), side="right") - 1
        begins = np.flatnonzero(np.diff(place, prepend=-1))
        self._sums[place[begins]] += np.add.reduceat(by_column, begins, axis=0)

    def means(self) -> Floats:
        return np.asarray(self._sums / np.outer(np.diff(self._rows), np.diff(self._columns)), dtype=np.float64)
