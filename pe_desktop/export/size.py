"""The size of a page: so many pixels of a slide, or a piece of paper at a resolution."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from pe_desktop.engine.kinds import Kind
from pe_desktop.engine.refused import ParameterError

SHORT_SIDE = 540.0
"""Points of the shorter side of a slide: one of 16:9 is 960 × 540."""
INCH = 25.4  # millimetres
SHORTEST, LONGEST = 16, 16384  # pixels
MOST_PIXELS = 100_000_000
DPI = 300
COARSEST, FINEST = 36, 2400  # dots an inch

_TEXT = re.compile(r"([0-9]{1,9})(?: ?px)? ?[xX×] ?([0-9]{1,9})(?: ?px)?")
_LENGTH = r"([0-9]{1,6}(?:\.[0-9]{1,6})?)"
_PAPER = re.compile(rf"{_LENGTH}(?: ?mm)? ?[xX×] ?{_LENGTH} ?mm(?: ?@ ?([0-9]{{1,5}})(?: ?dpi)?)?")


@dataclass(frozen=True)
class PageSize:
    """Width and height: in pixels of a slide or, with a resolution in `dpi`, in millimetres of paper."""

    width: float
    height: float
    dpi: int = 0

    @property
    def printed(self) -> bool:
        return self.dpi > 0

    @property
    def pixels(self) -> tuple[int, int]:
        factor = self.dpi / INCH if self.dpi else 1
        return round(self.width * factor), round(self.height * factor)

    @property
    def points(self) -> tuple[float, float]:
        factor = 72 / INCH if self.dpi else SHORT_SIDE / min(self.width, self.height)
        return self.width * factor, self.height * factor

    @property
    def density(self) -> float:
        """Pixels a point."""
        return self.dpi / 72 if self.dpi else min(self.width, self.height) / SHORT_SIDE

    def within(self, pixels: int) -> PageSize:
        """This size, or the greatest of its proportion that has at most so many pixels: of paper, at fewer dots."""
        wide, high = self.pixels
        factor = math.sqrt(pixels / (wide * high))
        if factor >= 1:
            return self
        if self.dpi:
            return PageSize(self.width, self.height, math.floor(self.dpi * factor))
        return PageSize(math.floor(wide * factor), math.floor(high * factor))

    def __str__(self) -> str:
        return f"{self.width:g}x{self.height:g}" + (f"mm@{self.dpi}" if self.dpi else "")


@dataclass(frozen=True)
class Size(Kind):
    """A `PageSize`; a pair of integers is one in pixels."""

    def allowed(self) -> str:
        sides = f"each from {SHORTEST} to {LONGEST}, at most {MOST_PIXELS // 10**6} megapixels"
        return f"WIDTHxHEIGHT in pixels, {sides}, or in millimetres at a resolution, such as 88x66mm@{DPI}"

    def check(self, name: str, value: Any) -> PageSize:
        if isinstance(value, tuple | list) and len(value) == 2 and all(type(side) is int for side in value):
            value = PageSize(*value)
        if not isinstance(value, PageSize):
            raise ParameterError(name, value, self.allowed())
        wide, high = value.pixels
        if not (SHORTEST <= wide <= LONGEST and SHORTEST <= high <= LONGEST and wide * high <= MOST_PIXELS):
            raise ParameterError(name, str(value), self.allowed())
        return value

    def parse(self, name: str, text: str) -> PageSize:
        given = " ".join(text.split())
        if sides := _TEXT.fullmatch(given):
            return self.check(name, (int(sides[1]), int(sides[2])))
        paper = _PAPER.fullmatch(given)
        dpi = int(paper[3] or DPI) if paper else 0
        if not paper or not COARSEST <= dpi <= FINEST:
            raise ParameterError(name, text, self.allowed())
        return self.check(name, PageSize(float(paper[1]), float(paper[2]), dpi))
