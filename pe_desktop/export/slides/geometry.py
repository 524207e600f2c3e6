"""Lines and polygons cut at a rectangle, and freed of points that nobody sees. Points are (n, 2), in points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.layout import Rect

UNSEEN = 0.05
"""Points of the page that a line may move when it loses points: a tenth of a pixel at 1920 × 1080."""
Places = NDArray[np.intp]


def clipped_line(points: Floats, rect: Rect) -> list[Floats]:
    """The parts of a line inside the rectangle, each of two points or more (Liang and Barsky 1984)."""
    starts, steps = points[:-1], np.diff(points, axis=0)
    enter, leave = _span(starts, steps, rect)
    inside = enter <= leave
    parts: list[Floats] = []
    first = 0
    while first < len(starts):
        if not inside[first]:
            first += 1
            continue
        last = first
        while last + 1 < len(starts) and inside[last + 1] and leave[last] == 1 and enter[last + 1] == 0:
            last += 1
        begin = starts[first] + enter[first] * steps[first]
        end = starts[last] + leave[last] * steps[last]
        parts.append(np.vstack([begin, points[first + 1 : last + 1], end]))
        first = last + 1
    return parts


def _span(starts: Floats, steps: Floats, rect: Rect) -> tuple[Floats, Floats]:
    """Where each segment enters the rectangle and where it leaves it, 0 … 1; later than that where it never does."""
    low, high = np.array([rect.x, rect.y]), np.array([rect.right, rect.bottom])
    still = steps == 0
    outside = (still & ((starts < low) | (starts > high))).any(axis=1)
    moving = np.where(still, 1.0, steps)
    one, other = (low - starts) / moving, (high - starts) / moving
    enter = np.where(still, 0.0, np.minimum(one, other)).max(axis=1).clip(0.0)
    leave = np.where(still, 1.0, np.maximum(one, other)).min(axis=1).clip(None, 1.0)
    return np.where(outside, 2.0, enter), leave


def clipped_polygon(points: Floats, rect: Rect) -> Floats:
    """The polygon inside the rectangle (Sutherland and Hodgman 1974); without points where there is none."""
    for axis, limit, sign in ((0, rect.x, 1), (0, rect.right, -1), (1, rect.y, 1), (1, rect.bottom, -1)):
        points = _half(points, sign * (points[:, axis] - limit))
    return points


def _half(points: Floats, depth: Floats) -> Floats:
    """What of the polygon has a depth of 0 or more."""
    if not len(points) or depth.min() >= 0:
        return points
    after, deeper = np.roll(points, -1, axis=0), np.roll(depth, -1)
    crossing = (depth < 0) != (deeper < 0)
    share = np.divide(depth, depth - deeper, out=np.zeros_like(depth), where=crossing)
    crossed = points + share[:, None] * (after - points)
    both = np.stack([points, crossed], axis=1).reshape(-1, 2)
    inside: Floats = both[np.stack([depth >= 0, crossing], axis=1).ravel()]
    return inside


def simplified(points: Floats, unseen: float = UNSEEN) -> Floats:
    """The line with the points that it needs: within `unseen` of all that were left out.

    Douglas and Peucker 1973, all segments of a level at once.
    """
    kept = np.zeros(len(points), bool)
    kept[[0, -1]] = True
    while kept.sum() > 1:
        ends = np.flatnonzero(kept)
        away = _distances(points, ends)
        far = np.flatnonzero(np.maximum.reduceat(away, ends[:-1]) > unseen)
        if not len(far):
            break
        for first, last in zip(ends[far].tolist(), ends[far + 1].tolist(), strict=True):
            kept[first + np.argmax(away[first:last])] = True
    return points[kept]


def _distances(points: Floats, ends: Places) -> Floats:
    """Of each point but the last from the straight way between the two ends about it."""
    lengths = np.diff(ends)
    start, end = (np.repeat(points[at], lengths, axis=0) for at in (ends[:-1], ends[1:]))
    way, off = end - start, points[: ends[-1]] - start
    squared = (way**2).sum(axis=1)
    along = np.divide((off * way).sum(axis=1), squared, out=np.zeros_like(squared), where=squared > 0)
    distances: Floats = np.hypot(*(off - along.clip(0, 1)[:, None] * way).T)
    return distances
