"""Cells as rectangles of one colour: what stays a shape where an image would not be wanted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pe_desktop.export.primitives import Cells
from pe_desktop.export.request import ExportError
from pe_desktop.figure.layout import Rect
from pe_desktop.figure.style import Palette

Blank = NDArray[np.bool_]

MOST = 64 * 64
"""Cells of an image that are drawn as rectangles: ten thousand shapes would be slow everywhere."""
OVERLAP = 1.5  # points by which a rectangle reaches under the next ones, which are drawn later: no seam is left


def rectangles(cells: Cells) -> Iterator[tuple[Rect, int]]:
    """A rectangle and its index for each run of equal cells in a row, in the order in which they are to be drawn.

    Raises ExportError for more than `MOST` cells.
    """
    rows, columns = cells.index.shape
    if rows * columns > MOST:
        raise ExportError(
            f"cells: vector given for {rows:,} × {columns:,} cells; allowed: image, or at most 64 × 64 cells"
        )
    blank = cells.palette.shape[1] == 4 and cells.palette[cells.index, 3] == 0
    clear = np.ones((rows + 1, columns + 1), bool)  # beyond the last there is nothing to reach under
    clear[:rows, :columns] = blank
    x = cells.rect.x + np.arange(columns + 1) * (cells.rect.width / columns)
    y = cells.rect.y + np.arange(rows + 1) * (cells.rect.height / rows)
    for row in range(rows):
        for first, last in _runs(cells.index[row], clear[row, :columns], clear[row + 1, :columns]):
            down = 0.0 if clear[row + 1, first] else min(OVERLAP, y[row + 1] - y[row])
            beside = clear[row, last] or (down and clear[row + 1, last])
            across = 0.0 if beside else min(OVERLAP, x[last + 1] - x[last])
            size = float(x[last] - x[first] + across), float(y[row + 1] - y[row] + down)
            yield Rect(float(x[first]), float(y[row]), *size), int(cells.index[row, first])


def _runs(index: Palette, blank: Blank, over_blank: Blank) -> Iterator[tuple[int, int]]:
    """First and last + 1 of what is seen, of one colour, and over what is seen or over nothing as a whole."""
    keys = np.where(blank, -1, index.astype(np.int64) * 2 + over_blank)
    starts = np.flatnonzero(np.diff(keys, prepend=-2))
    for first, last in zip(starts.tolist(), [*starts[1:].tolist(), len(keys)], strict=True):
        if keys[first] >= 0:
            yield first, last
