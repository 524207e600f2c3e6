"""What is drawn on, and how much text fits there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pe_desktop.export.primitives import Ink
from pe_desktop.figure.layout import Measure
from pe_desktop.figure.style import Theme, Type

CAP = 0.727  # height of a capital over the font size, in Inter
SHRUNK = 0.7  # how much smaller words may be set before they are cut or left out


@dataclass(frozen=True)
class Medium:
    """What is drawn on: colours, sizes of text, and how many device pixels a point has."""

    theme: Theme
    type: Type
    density: float
    measure: Measure

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
