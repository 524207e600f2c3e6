"""What an array of positions is: which scheme, in which convention and number format, or with which known bug.

Frequencies, starts and number formats are estimated from the array; what they suggest is computed with the engine's
own encodings, and compared with every row. The search is loaded when it is first asked for: it is much code, which
hardly any start of the program needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.answer import BUG, CORRECT, NOTHING, Diagnosis, Errors, Finding

__all__ = ["BUG", "CORRECT", "NOTHING", "Diagnosis", "Errors", "Finding", "can_be_before", "diagnose"]


def diagnose(
    array: NDArray[Any],
    before: NDArray[Any] | None = None,
    *,
    grid: tuple[int, int] | None = None,
    tell: Callable[[float], None] = lambda _: None,
) -> Diagnosis:
    """The scheme, or the known bug of one, that reproduces an array best.

    array: a table (L, d); cosines or sines (L, d/2) or (L, d), both side by side, stacked (2, L, …) or complex;
    angles (L, d/2); a vector of inverse frequencies, or of ALiBi's slopes; a bias (L, L) or (heads, L, L), additive,
    with or without a mask; or, with `before`, queries or keys (…, L, d) after they were turned, `before` being the
    same ones as they were. grid: rows and columns of patches, where the array's rows are patches. Of an array that
    is mapped from a file only the rows needed are read at a time. `tell` is told the share that is done; what it
    raises ends the work. Raises ValueError where it is not made of numbers, or is empty.
    """
    from pe_desktop.engine.diagnosis.searching import search

    return search(array, before, grid, tell)


def can_be_before(array: NDArray[Any], before: NDArray[Any]) -> bool:
    """Whether one may have been made of the other, by their shapes."""
    from pe_desktop.engine.diagnosis.views import views

    return bool(views(array, before))
