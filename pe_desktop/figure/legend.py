"""The names of lines along the upper edge of their plot: for lines that run too close to be named at their ends."""

from __future__ import annotations

from dataclasses import replace

from pe_desktop.figure.figure import Axis
from pe_desktop.figure.marks import Text

HEADROOM = 0.22  # of the axis, kept free of lines
_PLACES = {1: ("start",), 2: ("start", "end"), 3: ("start", "middle", "end")}


def legend(names: tuple[tuple[str, str], ...], x: Axis, y: Axis) -> tuple[Text, ...]:
    """Up to three (name, colour) from left to right, all in one size, or left out where they would not fit."""
    span, like = x.last - x.first, max((name for name, _ in names), key=len)
    room = 0.96 * span / len(names)
    at = {"start": x.first, "middle": x.first + span / 2, "end": x.last}
    return tuple(
        Text((at[anchor], y.last), name, colour, anchor=anchor, lift=0.5, strong=True, room=room, like=like)
        for (name, colour), anchor in zip(names, _PLACES[len(names)], strict=True)
    )


def with_headroom(y: Axis) -> Axis:
    """A value axis with room for names above its lines."""
    high = y.last + HEADROOM * (y.last - y.first)
    return replace(y, last=high, limits=(y.first, high))
