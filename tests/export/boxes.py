"""Where the words of a display list stand: to see that none leaves the page and none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from pe_desktop.export.fonts import text_width
from pe_desktop.export.primitives import Clip, Primitive, Words
from pe_desktop.figure.layout import Rect

ASCENT, DESCENT = 0.74, 0.2  # of the letters of Inter, over the font size
TOUCH = 0.5  # points that two boxes may share


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > TOUCH and down > TOUCH

    def leaves(self, page: Rect) -> bool:
        within = page.x - TOUCH <= self.left and self.right <= page.right + TOUCH
        return not (within and page.y - TOUCH <= self.top and self.bottom <= page.bottom + TOUCH)


def words_of(items: Iterable[Primitive]) -> Iterator[Words]:
    for item in items:
        if isinstance(item, Clip):
            yield from words_of(item.items)
        elif isinstance(item, Words) and item.text:
            yield item


def box(words: Words) -> Box:
    """The rectangle that the letters fill."""
    width = text_width(words.text, words.size, words.strong)
    start = {"start": 0.0, "middle": -0.5, "end": -1.0}[words.anchor] * width
    above, below = ASCENT * words.size, DESCENT * words.size
    if words.upwards:
        return Box(words.text, words.x - above, words.y - start - width, words.x + below, words.y - start)
    return Box(words.text, words.x + start, words.y - above, words.x + start + width, words.y + below)


def faults(items: Iterable[Primitive], page: Rect) -> list[str]:
    """What is wrong with the words, in words."""
    boxes = [box(words) for words in words_of(items)]
    left = [f"{b.text!r} leaves the page" for b in boxes if b.leaves(page)]
    return left + [f"{a.text!r} covers {b.text!r}" for a, b in combinations(boxes, 2) if a.covers(b)]
