"""What numbers look like of which no scheme is known."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.diagnosis.sample import Sample
from pe_desktop.engine.diagnosis.views import Heads, Matrix
from pe_desktop.engine.frozen import Floats

ALIKE = 0.2  # mean cosine of neighbours, about which rows are no longer strangers


def flaw(samples: list[Sample]) -> str:
    """What keeps the array from being read, in a few words; empty where nothing does."""
    if not samples:
        return "its shape is none of a table, a cache, a vector, a bias, or rotated queries with their input"
    for sample in samples:
        if isinstance(sample.view, Heads):
            continue
        bad = np.argwhere(~np.isfinite(sample.values))
        if len(bad) and len(samples) == 1:
            row, column = int(sample.rows[bad[0][0]]), int(bad[0][1])
            return f"not a finite number in row {row}, column {column}"
    return ""


def nature(samples: list[Sample]) -> str:
    """A few words on what the numbers are, by how alike neighbouring rows are."""
    tables = [s for s in samples if isinstance(s.view, Matrix) and s.view.columns > 1]
    if not tables:
        return "numbers of no known rule"
    rows = tables[0].first
    if float(np.ptp(rows)) == 0:
        return "one number throughout"
    if len(rows) < 8 or rows.shape[1] < 4:
        return "too few numbers to tell"
    near, far = _cosine(rows, 1), _cosine(rows, len(rows) // 2)
    if near - abs(far) > ALIKE:
        return f"a learned table, it seems: neighbouring rows are alike (mean cosine {near:.2f}), distant ones less ({far:.2f})"
    if abs(near) < ALIKE:
        return f"neighbouring rows have nothing in common (mean cosine {near:.2f}): noise, or a table not yet trained"
    return f"all rows are much alike (mean cosine {near:.2f})"


def _cosine(rows: Floats, offset: int) -> float:
    sizes = np.linalg.norm(rows, axis=1)
    unit = rows / np.maximum(sizes, 1e-300)[:, None]
    return float((unit[offset:] * unit[:-offset]).sum(axis=1).mean())
