"""A page of a PDF before it is painted."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.export.primitives import Primitive


@dataclass(frozen=True)
class Sheet:
    """A page of a PDF: width and height in points, how much smaller it is than what was laid out, and its items."""

    width: float
    height: float
    scale: float
    items: tuple[Primitive, ...]
