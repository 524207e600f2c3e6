"""The names of lines over their plot, drawn where they have room."""

from __future__ import annotations

from collections.abc import Sequence

from pe_desktop.export.medium import CAP, LINE, SHRUNK, Medium
from pe_desktop.export.primitives import Words
from pe_desktop.figure.layout import Placed, Rect
from pe_desktop.figure.marks import LIFT, Legend

APART = 1.0  # of names, over the font size


def drawn_legend(mark: Legend, placed: Placed, medium: Medium) -> tuple[Words, ...]:
    """All names in one size, as large as there is room for; the short ones where that would be too small."""
    small, rect = medium.type.small, placed.rect
    for names in ([name for name, _ in mark.names], mark.short):
        widths = [medium.measure(name, small, True) for name in names]
        size = min(1.0, (rect.width - APART * small * (len(names) - 1)) / max(1.0, sum(widths)))
        if names and size >= SHRUNK:
            break
    else:
        return ()
    widths = [size * width for width in widths]
    together = (rect.x + sum(widths[:i]) + i * APART * small for i in range(len(widths)))
    places = list(together) if mark.together else _places(widths, rect, APART * small)
    baseline = rect.y + CAP / 2 * small * size + LIFT * LINE * small
    said = zip(places, names, (medium.words(colour) for _, colour in mark.names), strict=True)
    return tuple(Words(x, baseline, medium.number(name), size * small, ink, strong=True) for x, name, ink in said)


def _places(widths: Sequence[float], rect: Rect, gap: float) -> list[float]:
    """The first at the left edge, the last at the right, another in the middle as far as these let it."""
    if len(widths) == 1:
        return [rect.x]
    last = rect.right - widths[-1]
    if len(widths) == 2:
        return [rect.x, last]
    middle = rect.x + (rect.width - widths[1]) / 2
    return [rect.x, max(rect.x + widths[0] + gap, min(middle, last - gap - widths[1])), last]
