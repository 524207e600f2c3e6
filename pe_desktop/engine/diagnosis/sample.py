"""Some rows of an array, enough to tell schemes apart, and the candidates that they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.models import Model
from pe_desktop.engine.diagnosis.stored import rounding, stored_in
from pe_desktop.engine.diagnosis.views import CELLS, View, spread_rows
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import Floats

CONSECUTIVE = 1024  # rows from which frequencies are estimated
RIVAL = 4.0  # by how much less likely than the likeliest a candidate may be, and still be mentioned
FEW, FAR = 8, 0.5  # rows that are compared at first, and the error, by the array's size, that then is enough
COMPARED = 64  # first rows, and about as many spread over the rest


@dataclass(frozen=True, eq=False)
class Candidate:
    """A scheme that the array may be. `cost` is the less the likelier; `length` how many positions `encoding` has.

    `untold` names parameters of the encoding that the array does not tell.
    """

    model: Model
    encoding: Encoding
    length: int
    form: str
    cost: float
    extra: tuple[tuple[str, str], ...] = ()
    bug: Bug = NO_BUG
    remarks: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """`excess`: the greatest error by what is explained: up to 1 it fits. rms of the error, and of the array."""

    excess: float
    rms: float
    size: float

    @property
    def fits(self) -> bool:
        return self.excess <= 1

    @property
    def relative(self) -> float:
        return self.rms / self.size if self.size else float(self.rms > 0)


class Sample:
    """What families look at: a view, the grid of patches that its rows are said to be, and some of its rows."""

    def __init__(self, view: View, grid: tuple[int, int] | None = None) -> None:
        self.view = view
        self.grid = grid

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Those that are compared."""
        most = max(8, 4 * CELLS // max(1, self.view.columns))
        rows = spread_rows(self.view.rows, COMPARED, COMPARED)
        return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]

    @cached_property
    def values(self) -> Floats:
        return self.view.read(self.rows)

    @cached_property
    def first(self) -> Floats:
        """The first rows, consecutive."""
        most = max(16, 8 * CELLS // max(1, self.view.columns))
        return self.view.read(np.arange(min(self.view.rows, CONSECUTIVE, most)))

    @cached_property
    def dtype(self) -> str:
        """The narrowest format that holds the values."""
        return stored_in(np.concatenate([self.values.ravel(), self.first.ravel()]))

    @property
    def exactness(self) -> float:
        """How far that format rounds a value, as a share of it."""
        return float(2.0 ** -FORMATS[self.dtype].bits)

    def score(self, model: Model) -> Score:
        """Of the sampled rows; of a few of them where these are far off already."""
        few = np.linspace(0, len(self.rows) - 1, min(FEW, len(self.rows))).astype(np.int64)
        quick = scored(self.values[few], *model.at(self.rows[few]), self.dtype, model.outliers)
        if quick.relative > FAR:
            return Score(np.inf, quick.rms, quick.size)
        return scored(self.values, *model.at(self.rows), self.dtype, model.outliers)


def scored(values: Floats, expected: Floats, slack: Floats, dtype: str, outliers: float) -> Score:
    """How well rows agree. A cell that is no number on either side counts only where the other side must be one."""
    with np.errstate(invalid="ignore"):
        error = np.abs(values - expected)
        allowed = rounding(expected, dtype)
        allowed += slack
        np.maximum(allowed, 1e-300, out=allowed)
        excess = np.divide(error, allowed, out=allowed)
    known = np.isfinite(error)
    if not known.all():
        if not known.any() or (np.isnan(values) & np.isfinite(expected)).any():
            return Score(np.inf, 0.0 if known.any() else np.inf, 1.0)
        error, values, excess = error[known], values[known], excess[known]
    most = float(np.quantile(excess, 1 - outliers)) if outliers else float(excess.max(initial=0.0))
    return Score(most, float(np.sqrt(np.square(error).mean())), float(np.sqrt(np.square(values).mean())))
