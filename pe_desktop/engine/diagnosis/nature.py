"""What numbers look like of which no scheme is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.sample import Sample
from pe_desktop.engine.diagnosis.views import LARGEST, Heads, Matrix
from pe_desktop.engine.frozen import Floats

ALIKE = 0.2  # mean cosine of neighbours, about which rows are no longer strangers


def flaw(samples: list[Sample]) -> str:
    """What keeps the array from being read, in a few words; empty where some way of reading it is left."""
    if not samples:
        return "it is no table, cache, vector or bias by its shape; queries or keys need what they were before"
    if any(readable(sample) for sample in samples):
        return ""
    sample = samples[0]
    rows = sample.values if _wild(sample.values).any() else sample.first
    place, column = (int(i) for i in np.argwhere(_wild(rows))[0])
    row = int(sample.rows[place]) if rows is sample.values else place
    return f"not a finite number in row {row}, column {column}, or one beyond 1e100"


def readable(sample: Sample) -> bool:
    """Whether its numbers are finite and of a size to compute with, but for what a mask hides."""
    return isinstance(sample.view, Heads) or not any(_wild(rows).any() for rows in (sample.values, sample.first))


def _wild(rows: Floats) -> NDArray[np.bool_]:
    return np.asarray(~(np.abs(rows) <= LARGEST))


def nature(samples: list[Sample]) -> str:
    """A few words on what the numbers are, by how alike neighbouring rows are."""
    tables = [s for s in samples if isinstance(s.view, Matrix) and s.view.columns > 1 and readable(s)]
    if not tables:
        return "numbers of no known rule"
    rows = tables[0].first
    if float(np.ptp(rows)) == 0:
        return "one number throughout"
    if len(rows) < 8 or rows.shape[1] < 4:
        return "too few numbers to tell"
    near, far = _alike(rows, 1), _alike(rows, len(rows) // 2)
    said = f"(mean cosine {near:.2f}, half the table apart {far:.2f})"
    if near > ALIKE:
        return f"neighbouring rows are alike, as in a learned table {said}"
    return f"neighbouring rows have nothing in common, as in noise or a table not yet trained {said}"


def _alike(rows: Floats, offset: int) -> float:
    """Mean cosine of rows that far apart, less what all rows have in common."""
    own = rows - rows.mean(axis=0)
    unit = own / np.maximum(np.linalg.norm(own, axis=1), 1e-300)[:, None]
    return float((unit[offset:] * unit[:-offset]).sum(axis=1).mean())
