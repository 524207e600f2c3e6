"""What every table from outside must be, whichever way it came in."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.encoding import LONGEST
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.weights import AXES, Weights
from pe_desktop.sources.error import SourceError, clean_name

COLUMNS = 16384
CELLS = 1 << 26  # half a gigabyte in float64
GREATEST = 1e15  # squares of it, summed over all columns, still fit into the float32 of a picture


def check_shape(name: str, shape: tuple[int, ...]) -> None:
    """Raises SourceError when an array of this shape, its axes but the last one after the other, cannot be shown."""
    if not 1 <= len(shape) <= AXES:
        shown = " × ".join(map(str, shape[:6])) or "a single number"
        wrong = f"its shape is {shown}, and 1 to {AXES} axes are read"
        raise SourceError(name, wrong, "save a table with a row a position")
    rows, columns = math.prod(shape[:-1] or shape), shape[-1] if len(shape) > 1 else 1
    if not rows * columns:
        raise SourceError(name, "the array is empty", "save a table with a row a position")
    if columns > COLUMNS:
        wrong = f"{columns} columns; at most {COLUMNS} are read"
        raise SourceError(name, wrong, "rows are positions and columns dimensions: transpose it, or cut columns")
    if rows > LONGEST or rows * columns > CELLS:
        wrong = f"{rows} × {columns} values; at most {LONGEST} rows and {CELLS} values are read"
        raise SourceError(name, wrong, "save the rows that you need")


def checked(name: str, file: str, array: NDArray[Any]) -> Weights:
    """An array of that name, its floats in this machine's byte order. `file` stands in messages."""
    check_shape(file, array.shape)
    values = array.astype(array.dtype.newbyteorder("="), copy=False)
    bad = int(values.size - np.count_nonzero(np.isfinite(values)))
    if bad:
        raise SourceError(file, f"{bad} of {values.size} values are nan or infinite", "replace them and save it again")
    most = max(abs(float(values.min())), abs(float(values.max())))
    if most > GREATEST:
        raise SourceError(file, f"values up to {most:.1e}; at most {GREATEST:.0e} can be shown", "scale it down")
    return Weights(clean_name(name) or "table", FrozenArray(values))
