"""Where a page stands on a slide, in EMU (English metric units: 12,700 a point)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.layout import Rect

EMU = 12_700  # a point


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide."""

    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f'<a:off x="{self.left}" y="{self.top}"/><a:ext cx="{self.width}" cy="{self.height}"/>'


def around(places: Floats) -> Box:
    """The least rectangle that holds all places (n, 2)."""
    low, high = places.min(axis=0), places.max(axis=0)
    return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))


@dataclass(frozen=True)
class Frame:
    """EMU a point of a page, and where its upper left corner is."""

    scale: float = EMU
    x: float = 0.0
    y: float = 0.0

    @classmethod
    def fitting(cls, page: tuple[float, float], slide: tuple[int, int]) -> Frame:
        """A page (width, height in points) as large as it can be in the middle of a slide (width, height in EMU)."""
        scale = min(slide[0] / page[0], slide[1] / page[1])
        return cls(scale, (slide[0] - page[0] * scale) / 2, (slide[1] - page[1] * scale) / 2)

    def places(self, points: Floats) -> Floats:
        """Points (n, 2) of the page as whole EMU on the slide."""
        whole: Floats = np.rint(points * self.scale + (self.x, self.y))
        return whole

    def box(self, rect: Rect) -> Box:
        return around(self.places(np.array([(rect.x, rect.y), (rect.right, rect.bottom)])))

    def length(self, value: float) -> int:
        return round(value * self.scale)
