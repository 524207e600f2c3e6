"""How far an export has come, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[float], None]
"""Takes the fraction that is done, 0 … 1; raises Cancelled where no more is wanted."""


class Cancelled(Exception):  # it is no error
    """The person does not want it any more: nothing was written."""


def silent(fraction: float) -> None:
    """Tells nobody."""
