"""What an array that was opened is: found once for each, and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.diagnosis import Diagnosis, can_be_before, diagnose
from pe_desktop.engine.diagnosis.views import CELLS, Matrix, View
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.maybe import GridOrNone
from pe_desktop.engine.parameter import Parametrised, declare
from pe_desktop.engine.weights import Opened, Weights

KEPT = 8  # answers


@dataclass(frozen=True)
class DiagnosisOptions(Parametrised):
    before: Weights | None = declare(
        Opened(), None, "What rotated queries or keys were before; of a bias, the weights of its buckets"
    )
    patch_grid: tuple[int, int] | None = declare(
        GridOrNone(256), None, "Rows and columns of patches, where the array's rows are patches"
    )


@dataclass(frozen=True)
class Question:
    """An array, and what is known of it."""

    array: FrozenArray
    before: FrozenArray | None
    grid: tuple[int, int] | None

    @property
    def mismatch(self) -> str:
        """Why the array cannot have been made of what it is said to have been before; empty when it can."""
        if self.before is None or can_be_before(self.array.values, self.before.values):
            return ""
        before, after = (" × ".join(map(str, a.values.shape)) for a in (self.before, self.array))
        return f"What was there before is {before}, and this is {after}: choose the same queries or keys, or none."

    @property
    def answer(self) -> Diagnosis | None:
        """What was found; None where nobody has looked yet."""
        return _ANSWERS.get(self)

    def ask(self, tell: Callable[[float], None] = lambda _: None) -> Diagnosis:
        """The answer, however long it takes. `tell` is told the share that is done; what it raises ends the work."""
        found = self.answer
        if found is None:
            before = None if self.before is None else self.before.values
            found = _ANSWERS[self] = diagnose(self.array.values, before, grid=self.grid, tell=tell)
            for question in list(_ANSWERS)[:-KEPT]:
                _ANSWERS.pop(question, None)
        return found


_ANSWERS: dict[Question, Diagnosis] = {}


def question(weights: Weights, options: DiagnosisOptions) -> Question:
    """What is asked of an array."""
    return Question(weights.array, options.before.array if options.before else None, options.patch_grid)


def as_read(weights: Weights, view: View | None) -> ArrayTable:
    """The rows in which an array was read; 0 where a mask hides a cell. Its own table where nobody has read it."""
    if view is None or (isinstance(view, Matrix) and view.values is weights.array.values):
        return ArrayTable(weights.table, weights.shape[0])
    return ArrayTable(_read(view), view.rows)


@lru_cache(maxsize=4)
def _read(view: View) -> FrozenArray:
    rows = np.empty(view.shape, np.promote_types(view.values.dtype, np.float32))
    step = max(1, CELLS // view.columns)
    for start in range(0, view.rows, step):
        rows[start : start + step] = view.read(np.arange(start, min(start + step, view.rows)))
    return FrozenArray(np.nan_to_num(rows, copy=False))
