"""A curve as a line, or, where it is too fast for its pixels, as the strip that it fills."""

from __future__ import annotations

import numpy as np

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.frozen import Floats
from pe_desktop.export.medium import Medium
from pe_desktop.export.primitives import Disc, Polygon, Polyline, Primitive
from pe_desktop.figure.layout import Placed
from pe_desktop.figure.marks import Band, Line

DASH = (4.0, 2.5)
PALE = 0.5  # how much paler a curve is that fills the panel


def drawn_line(mark: Line, placed: Placed, medium: Medium) -> tuple[tuple[Primitive, ...], bool]:
    """The line, and whether it is the true curve or the true strip that it fills, not one from samples."""
    low, high = (max(placed.x.low, mark.curve.domain[0]), min(placed.x.high, mark.curve.domain[1]))
    if high < low:
        return (), True
    pixels = max(1.0, abs(placed.to_x(high) - placed.to_x(low)) * medium.density)
    curve = mark.curve
    fast = curve.wavelength * pixels < 3.5 * (high - low) if curve.continuous else high - low >= pixels
    items, exact = (_band if fast else _polyline)(mark, placed, medium, (low, high), pixels)
    return items, exact and mark.curve.exact


def drawn_band(mark: Band, placed: Placed, medium: Medium) -> tuple[tuple[Primitive, ...], bool]:
    """What lies between two curves, from pixel to pixel, and whether that is its true extent."""
    low, high = (max(placed.x.low, mark.low.domain[0]), min(placed.x.high, mark.low.domain[1]))
    if high <= low:
        return (), True
    edges = np.linspace(low, high, max(2, round(abs(placed.to_x(high) - placed.to_x(low)) * medium.density)) + 1)
    bottom, _, below = mark.low.envelope(edges)
    _, top, above = mark.high.envelope(edges)
    x = np.concatenate([[low], (edges[:-1] + edges[1:])[1:-1] / 2, [high]])
    there, back = on_page(placed, x, bottom), on_page(placed, x, top)[::-1]
    ink = medium.ink(mark.colour, mark.opacity)
    return (Polygon(np.concatenate([there, back]), ink),), below and above


def _polyline(
    mark: Line, placed: Placed, medium: Medium, span: tuple[float, float], pixels: float
) -> tuple[tuple[Primitive, ...], bool]:
    x, y = _traced(mark.curve, span, pixels)
    if mark.stepped:
        x, y = _steps(x, y, mark.curve.domain)
    points = on_page(placed, x, y)
    ink, width = medium.faded(mark.colour, mark.opacity), mark.width * medium.type.weight
    if len(x) == 1:
        return (Disc(float(points[0, 0]), float(points[0, 1]), 1.5 * width, fill=ink),), True
    return (Polyline(points, ink, width, DASH if mark.dashed else None),), True


def _traced(curve: Curve, span: tuple[float, float], pixels: float) -> tuple[Floats, Floats]:
    """The curve at every integer, or often enough, and at the crests of its shortest wave, so that none is cut."""
    low, high = span
    if not curve.continuous:
        first, last = curve.domain
        x = np.arange(max(first, np.floor(low)), min(last, np.ceil(high)) + 1)
        return x, curve.traced(x)
    if high == low:
        return np.array([low]), curve.at(np.array([low]))
    step = _step(curve.wavelength, (high - low) / pixels)
    x = np.arange(np.floor(low / step), np.ceil(high / step) + 1) * step
    y = curve.traced(x)
    x[0], x[-1] = low, high
    y[0], y[-1] = curve.at(x[[0, -1]])
    return x, y


def _steps(x: Floats, y: Floats, domain: tuple[float, float]) -> tuple[Floats, Floats]:
    """Each value until halfway to the next; those that stay the same as one."""
    first = np.flatnonzero(np.diff(y, prepend=np.nan) != 0)
    last = np.append(first[1:], len(y)) - 1
    ends = np.stack([x[first] - 0.5, x[last] + 0.5], axis=1)
    return np.clip(ends.ravel(), *domain), np.repeat(y[first], 2)


def _step(wavelength: float, pixel: float) -> float:
    """At most four pixels, and a whole part of a quarter wave: as sines and cosines begin at 0, it meets crests."""
    if not np.isfinite(wavelength):
        return 4 * pixel
    wave = wavelength / pixel
    return wavelength / float(4 * np.ceil(max(8, min(20, 2 * wave), wave / 4) / 4))


def _band(
    mark: Line, placed: Placed, medium: Medium, span: tuple[float, float], pixels: float
) -> tuple[tuple[Primitive, ...], bool]:
    """A curve too fast for its pixels, as strokes up and down the strip that it fills.

    One polygon of so many spikes would take Qt a tenth of a second.
    """
    edges = np.linspace(*span, round(pixels) + 1)
    low, high, exact = mark.curve.envelope(edges)
    middles = np.repeat((edges[:-1] + edges[1:]) / 2, 2)
    points = on_page(placed, middles, np.stack([low, high], axis=1).ravel())
    width = mark.width * medium.type.weight
    points[::2, 1] += width / 2
    points[1::2, 1] -= width / 2
    heights = points[::2, 1] - points[1::2, 1]
    filled = float(np.partition(heights, len(heights) // 2)[len(heights) // 2]) / placed.rect.height
    opacity = mark.opacity * (1 - PALE * min(1.0, max(0.0, filled)))  # a thin strip is as strong as a line
    swapped = points.reshape(-1, 2, 2)
    swapped[1::2] = swapped[1::2, ::-1].copy()
    stroke = 1.5 / medium.density  # a little more than from one to the next
    return (Polyline(points, medium.faded(mark.colour, opacity), stroke),), exact


def on_page(placed: Placed, x: Floats, y: Floats) -> Floats:
    """Points (n, 2) of the page."""
    rect, across, up = placed.rect, placed.x, placed.y
    points = np.empty((len(x), 2))
    points[:, 0] = rect.x + (x - across.first) * (rect.width / (across.last - across.first))
    points[:, 1] = rect.bottom - (y - up.first) * (rect.height / (up.last - up.first))
    return points
