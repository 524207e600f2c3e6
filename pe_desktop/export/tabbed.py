"""The numbers of a figure as text for the cells of a spreadsheet."""

from __future__ import annotations

import math

from pe_desktop.export.numbers import headings, numbers, table_rows
from pe_desktop.export.request import ExportError, Request, refuse_unserved

MOST_VALUES = 2_000_000
"""A clipboard holds them all in memory, and so does each program that looks."""


def tabbed(request: Request) -> str:
    """Headings and the rows of the first array, tabs between the values, each with all of its digits and a point.

    Raises ExportError, before anything is computed, where they are too many, and what `numbers` raises.
    """
    refuse_unserved(request)
    count = math.prod(request.picture.shape(request.document))
    if count > MOST_VALUES:
        allowed = f"up to {MOST_VALUES:,}; export them as .npy or .csv"
        raise ExportError(f"data: {count:,} values are too many to copy; allowed: {allowed}")
    arrays = numbers(request)
    rows = ("\t".join(map(repr, row)) for row in table_rows(next(iter(arrays.values()))))
    return "\n".join(["\t".join(headings(request, arrays)), *rows]) + "\n"
