"""What is drawn on, and how much text fits there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pe_desktop.export.primitives import Ink
from pe_desktop.figure.layout import Measure
from pe_desktop.figure.style import Theme, Type

CAP = 0.727  # height of a capital over the font size, in Inter
LINE = 1.35  # distance of lines over the font size
SHRUNK = 0.7  # how much smaller words may be set before they are cut or left out


@dataclass(frozen=True)
class Medium:
    """What is drawn on: colours, sizes of text, how many device pixels a point has.

    number: how the numbers of a text are written; `measure` leaves room for what it gives.
    """

    theme: Theme
    type: Type
    density: float
    measure: Measure
    number: Callable[[str], str] = str

    def ink(self, colour: str, opacity: float = 1.0) -> Ink:
        return (*self.theme.rgb(colour), opacity)

    def words(self, colour: str) -> Ink:
        """The colour of text: one that can be read on the card."""
        return (*self.theme.legible(colour), 1.0)

    def faded(self, colour: str, opacity: float) -> Ink:
        """The colour mixed with the card's: opaque, so that a line may cross itself."""
        strong, card = self.theme.rgb(colour), self.theme.rgb("card")
        r, g, b = (round(opacity * s + (1 - opacity) * c) for s, c in zip(strong, card, strict=True))
        return r, g, b, 1.0


def coarser(medium: Medium, factor: float) -> Medium:
    """The same, with fewer pixels a point: what is drawn while the hand moves on a slow machine."""
    return replace(medium, density=medium.density / factor)


def clipped(text: str, width: float, size: float, medium: Medium, *, strong: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis behind it."""
    if medium.measure(text, size, strong) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if medium.measure(text[:middle] + "…", size, strong) <= width else (low, middle - 1)
    return text[:low].rstrip() + "…" if low else ""


def wrapped(text: str, width: float, size: float, medium: Medium, *, strong: bool = False) -> list[str]:
    """The text in lines that fit; words joined by a no-break space stay together, and no line begins with · or |."""
    lines: list[str] = []
    for word in filter(None, re.sub(" ([·|]) ", "\u00a0\\1 ", text).split(" ")):
        if lines and medium.measure(f"{lines[-1]} {word}", size, strong) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(clipped(word, width, size, medium, strong=strong))
    return [line.replace("\u00a0", " ") for line in lines]


def few(lines: list[str], width: float, most: int, size: float, medium: Medium, *, strong: bool = False) -> list[str]:
    """At most so many of the lines, but one; the last says that there were more."""
    most = max(1, most)
    if len(lines) <= most:
        return lines
    last = clipped(" ".join(lines[most - 1 :]), width, size, medium, strong=strong)
    return [*lines[: most - 1], last]
