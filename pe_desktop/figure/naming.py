"""Names at the whole places of an axis, such as the words of a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from pe_desktop.figure.figure import Axis
from pe_desktop.figure.ticks import Tick

LONGEST = 9.0  # times the size of text that a name may be long before it is cut
BETWEEN, LINE = 0.6, 1.05  # of that size: the least gap of two names side by side, and the distance of two lines

Width = Callable[[str], float]


def named_ticks(axis: Axis, length: float, horizontal: bool, small: float, width_of: Width) -> tuple[Tick, ...]:
    """A tick for each name in sight on an axis of `length` points: lying where none touches the next, else upright.

    Where not even lines of text have room there is one for every second, third … name.
    """
    unit = length / (axis.high - axis.low)
    named = {
        i: _cut(name, LONGEST * small, width_of) for i, name in enumerate(axis.names) if axis.low <= i <= axis.high
    }
    widths = [width_of(name) for name in named.values()]
    upright = horizontal and any((a + b) / 2 + BETWEEN * small > unit for a, b in pairwise(widths))
    every = max(1, math.ceil(LINE * small / unit - 1e-9)) if upright or not horizontal else 1
    return tuple(Tick(float(i), named[i], upright) for i in list(named)[::every])


def _cut(name: str, room: float, width_of: Width) -> str:
    """The name, or as much of it as fits with an ellipsis behind it."""
    if width_of(name) <= room:
        return name
    return next(cut for cut in (f"{name[:end]}…" for end in range(len(name) - 1, -1, -1)) if width_of(cut) <= room)
