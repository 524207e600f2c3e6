"""The numbers of a figure, unless they are too many; and what their columns are called."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from pe_desktop.document import Document
from pe_desktop.engine.frozen import Floats
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.picture import Picture

MOST_BYTES = 2 * 10**9


def numbers(request: Request) -> dict[str, Floats]:
    """Float64 arrays by name. Raises ExportError, before anything is computed, when they would exceed 2 GB."""
    check_size(request)
    document = request.document
    try:
        return request.picture.numbers(document, request.state.view)
    except MemoryError:
        given = f"length: {document.length:,} given, too much for the memory of this machine"
        raise ExportError(f"{given}; allowed: a smaller one") from None


def check_size(request: Request) -> None:
    """Raises ExportError when the numbers would exceed 2 GB."""
    if _bytes(request.picture, request.document) > MOST_BYTES:
        raise ExportError(_too_many(request))


def _bytes(picture: Picture, document: Document) -> int:
    return 8 * math.prod(picture.shape(document)) * len(document.encodings)


def _too_many(request: Request) -> str:
    picture, document = request.picture, request.document
    shape = " × ".join(f"{n:,}" for n in picture.shape(document))
    both = " for each of A and B" if document.compare is not None else ""
    size = _bytes(picture, document) / 1e9
    return (
        f"length: {document.length:,} given; the numbers of {picture.id} would take {size:,.1f} GB "
        f"({shape}{both}), and at most 2 GB are written; allowed: {_fitting(picture, document)}"
    )


def _fitting(picture: Picture, document: Document) -> str:
    """The greatest length whose numbers fit."""
    if document.shortest > 1:
        return "a smaller grid"
    low, high = 1, document.length
    while high - low > 1:
        middle = (low + high) // 2
        fits = _bytes(picture, document.replace(length=middle)) <= MOST_BYTES
        low, high = (middle, high) if fits else (low, middle)
    return f"up to {low:,}"


def table_rows(array: Floats) -> Iterator[list[float]]:
    """The rows of an array as a table: indices of all but its last two dimensions and of its rows lead them, where
    it has more than two; numbers of an array with one dimension stand below one another."""
    if array.ndim < 3:
        yield from (np.atleast_1d(row).tolist() for row in array)
        return
    for place in np.ndindex(array.shape[:-1]):
        yield [*place, *array[place].tolist()]


def headings(request: Request, arrays: dict[str, Floats]) -> list[str]:
    """A name for each column of those rows."""
    name, array = next(iter(arrays.items()))
    if array.ndim == 1:
        return [name]
    axes = request.picture.axes
    leading = list(axes[:-1]) if array.ndim > 2 else []
    return leading + request.picture.headings(request.document, arrays)
