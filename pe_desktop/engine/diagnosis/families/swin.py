"""Swin: one trained number for each step between two patches of a window."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.bug import NO_BUG, Bug
from pe_desktop.engine.diagnosis.models import Grouped
from pe_desktop.engine.diagnosis.sample import Candidate, Sample
from pe_desktop.engine.diagnosis.views import Heads
from pe_desktop.engine.encodings.swin import Swin
from pe_desktop.engine.frozen import Floats

READS = (Heads,)
MOST = 1024  # patches of a window
SWAPPED = Bug(
    "2-D axes swapped in the index",
    "The row of the table is (dy + h − 1)(2w − 1) + dx + w − 1: multiply by 2w − 1, not by 2h − 1.",
)


def candidates(sample: Sample) -> Iterator[Candidate]:
    """Every window of so many patches whose steps have one number each."""
    view = sample.view
    assert isinstance(view, Heads)
    patches = view.columns
    if view.queries != patches or not 4 <= patches <= MOST or view.heads > 128 or view.mask is not None:
        return
    cells = np.asarray(view.values[0], dtype=np.float64)
    if float(np.ptp(cells)) == 0 or not np.isfinite(cells).all() or _by_offset(cells):
        return
    for high in range(2, patches // 2 + 1):
        wide = patches // high
        if high * wide == patches and wide > 1 and wide <= 64 and high <= 64:
            yield from _window(sample, view, (high, wide))


def _by_offset(cells: Floats) -> bool:
    """Whether neighbours on the diagonal are the same: then it is a function of the offset alone."""
    return bool((cells[1:, 1:] == cells[:-1, :-1]).all())


def _window(sample: Sample, view: Heads, grid: tuple[int, int]) -> Iterator[Candidate]:
    encoding = Swin(grid=grid, num_heads=view.heads)
    high, wide = grid
    right = encoding.index()
    y, x = np.divmod(np.arange(high * wide), wide)
    wrong = (y[:, None] - y + high - 1) * (2 * high - 1) + x[:, None] - x + wide - 1
    remarks = ("the number of each step is trained: only that equal steps have one is known",)
    for index, bug in ((right, NO_BUG), (wrong, SWAPPED))[: 1 if high >= wide else 2]:
        values = _values(view, index)
        if values is not None:
            cost = 0.5 if bug else 1.0
            yield Candidate(Grouped(values, index), encoding, high * wide, "bias", cost, (), bug, remarks)


def _values(view: Heads, index: NDArray[np.int64]) -> Floats | None:
    """(heads, steps): the first number of each step, where the first head has no other for it."""
    _, first, which = np.unique(index, return_index=True, return_inverse=True)
    cells = np.asarray(view.values[0], dtype=np.float64).ravel()
    if (cells[first][which.ravel()] != cells).any():
        return None
    found = np.zeros((view.heads, int(index.max()) + 1))
    places = index.ravel()[first]
    for head in range(view.heads):
        found[head, places] = np.asarray(view.values[head], dtype=np.float64).ravel()[first]
    return found
