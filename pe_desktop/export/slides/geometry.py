"""Lines and polygons cut at a rectangle, and freed of points that nobody sees. Points are (n, 2), in points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.layout import Rect

UNSEEN = 0.05
"""Points of the page that a line may move when it loses points: a tenth of a pixel at 1920 × 1080."""
MOST = 2000
"""Points of one line: PowerPoint edits longer ones slowly."""


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


def simplified(points: Floats, unseen: float = UNSEEN, most: int = MOST) -> Floats:
    """The line with the points that it needs: within `unseen` of all that were left out.

    One that goes to the right and needs more than `most` fills a strip: of each narrow column it keeps the first,
    the lowest, the highest and the last point, which look the same (Jugel et al. 2014, M4).
    """
    kept = _needed(points, unseen)
    if len(kept) <= most:
        return kept
    low, high = float(kept[:, 0].min()), float(kept[:, 0].max())
    columns = np.floor((kept[:, 0] - low) / max(high - low, 1e-9) * (most // 4 - 1))
    extremes: Floats = kept[_extremes(columns, kept[:, 1])]
    return extremes


def _needed(points: Floats, unseen: float) -> Floats:
    """Douglas and Peucker 1973, all segments of a level at once: without those that lie on the way of others."""
    kept = np.zeros(len(points), bool)
    kept[[0, -1]] = True
    while True:
        ends = np.flatnonzero(kept)
        if len(ends) < 2:
            return points[kept]
        away = _distances(points, ends)
        worst = np.maximum.reduceat(away, ends[:-1])
        far = np.flatnonzero(worst > unseen)
        if not len(far):
            return points[kept]
        for segment in far.tolist():
            first, last = ends[segment], ends[segment + 1]
            kept[first + np.argmax(away[first:last])] = True


def _distances(points: Floats, ends: Places) -> Floats:
    """Of each point but the last from the straight way between the two ends about it."""
    lengths = np.diff(ends)
    start, end = (np.repeat(points[at], lengths, axis=0) for at in (ends[:-1], ends[1:]))
    way, off = end - start, points[: ends[-1]] - start
    squared = (way**2).sum(axis=1)
    along = np.divide((off * way).sum(axis=1), squared, out=np.zeros_like(squared), where=squared > 0)
    distances: Floats = np.hypot(*(off - along.clip(0, 1)[:, None] * way).T)
    return distances


def _extremes(columns: Floats, y: Floats) -> Places:
    """Indices of the first, lowest, highest and last point of each run of one column, in the order of the line."""
    starts = np.flatnonzero(np.diff(columns, prepend=np.nan) != 0)
    ends = np.append(starts[1:], len(y))
    chosen = [
        (first, first + int(np.argmin(y[first:end])), first + int(np.argmax(y[first:end])), end - 1)
        for first, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    return np.unique(np.array(chosen, dtype=np.intp))
