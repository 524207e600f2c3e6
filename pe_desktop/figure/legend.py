"""The names of lines over their plot: for lines that run too close to be named at their ends."""

from __future__ import annotations

from pe_desktop.figure.figure import Axis
from pe_desktop.figure.marks import Text

HEAD = 1.0  # lines of text that a panel with a legend keeps free above
LIFT = -0.64  # of words there, from the upper edge
_PLACES = {1: ("start",), 2: ("start", "end"), 3: ("start", "middle", "end")}


def legend(names: tuple[tuple[str, str], ...], x: Axis, y: Axis) -> tuple[Text, ...]:
    """Up to three (name, colour) from left to right, all in one size, or left out where they would not fit."""
    span, like = x.last - x.first, max((name for name, _ in names), key=len)
    room = 0.96 * span / len(names)
    at = {"start": x.first, "middle": x.first + span / 2, "end": x.last}
    return tuple(
        Text((at[anchor], y.last), name, colour, anchor=anchor, lift=LIFT, strong=True, room=room, like=like)
        for (name, colour), anchor in zip(names, _PLACES[len(names)], strict=True)
    )
