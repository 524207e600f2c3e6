"""The number format that an array's values were kept in, found from the values, and the errors that it explains."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.formats import FORMATS
from pe_desktop.engine.frozen import Floats

NARROWEST_FIRST = ("bf16", "fp16", "fp32")
SMALLEST = {"bf16": 0.0, "fp16": 2.0**-25, "fp32": 0.0, "fp64": 0.0}  # half a step where numbers are densest
SINGLE = 6e-7
"""The error that float32 leaves in an angle, as a share of it: base^x by way of exp and ln is off by 4.9e-7, the
product by 6e-8."""
FLOOR = 1.5e-6


def stored_in(values: Floats) -> str:
    """The narrowest format that holds every value that is finite: an id of FORMATS."""
    finite = values[np.isfinite(values)]
    for name in NARROWEST_FIRST:
        inside = np.abs(finite) <= FORMATS[name].greatest
        if inside.all() and np.array_equal(FORMATS[name].round(finite), finite):
            return name
    return "fp64"


def rounding(values: Floats, dtype: str) -> Floats:
    """How far a format may round each value: half a step, with 5 % to spare."""
    return np.asarray(np.abs(values) * (1.05 * 2.0 ** -FORMATS[dtype].bits) + SMALLEST[dtype])
