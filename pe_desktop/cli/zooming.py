"""`--zoom heatmap=0,31,64,0`: which part of a panel is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pe_desktop.cli.arguments import CommandError
from pe_desktop.document import View

FARTHEST = 1e12


def zoomed(view: View, figure: str, texts: Sequence[str]) -> View:
    """The view with those parts of the figure's panels. Raises CommandError for what is none of that."""
    ranges = view.ranges
    for text in texts:
        panel, _, numbers = text.partition("=")
        if panel.split(".")[0] != figure:
            raise _refused(text, f"a panel of this figure, such as {figure}=X0,X1,Y0,Y1")
        ends = tuple(map(_number, numbers.split(",")))
        if len(ends) != 4 or not all(abs(end) <= FARTHEST for end in ends):
            raise _refused(text, "four numbers: the ends of x and of y")
        ranges = ranges.put(panel, ends)
    return view.replace(ranges=ranges)


def _number(text: str) -> float:
    """Not a number where it is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _refused(text: str, allowed: str) -> CommandError:
    return CommandError(f"zoom: {text[:60] or 'nothing'} given; allowed: {allowed}")
