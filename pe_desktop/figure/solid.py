"""Points in three dimensions on a plane: turned by a camera, with what is nearer drawn later and stronger."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from pe_desktop.engine.frozen import Floats
from pe_desktop.figure.marks import Dots, Mark, Path, Text

FAINT = 0.4  # opacity of the farthest point
BEYOND = 0.1  # how far outside the box the names of its edges stand, over its radius
REACH = 1.06  # how far from the middle they reach at most
WIDEST = 0.4  # how wide they are at most
FLAT = 1e-6  # of the radius: what has no extent has no name
_SLENDER = 1.7  # how much wider than high they are
_CORNERS = np.array(list(product((-1.0, 1.0), repeat=3)))
_EDGES = tuple((i, i | bit) for bit in (4, 2, 1) for i in range(8) if not i & bit)


_LOOKS = ((64, (7.0, 1.5, 1.0)), (256, (5.0, 1.5, 0.8)), (1 << 62, (4.0, 1.0, 0.5)))
"""Up to how many points have dots of which size, and lines of which width and opacity."""


@dataclass(frozen=True)
class Camera:
    """Where one looks from, far away: azimuth about the third axis from the first, elevation above the others."""

    azimuth: float
    elevation: float

    @property
    def axes(self) -> Floats:
        """(3, 3): the directions right, up and towards the eye, in rows."""
        a, e = np.radians([self.azimuth, self.elevation])
        right = (-np.sin(a), np.cos(a), 0.0)
        up = (-np.sin(e) * np.cos(a), -np.sin(e) * np.sin(a), np.cos(e))
        nearer = (np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e))
        return np.array([right, up, nearer])

    def project(self, points: Floats) -> Floats:
        """(n, 3) points to (n, 3): across, up, and how near."""
        return np.asarray(points @ self.axes.T)


@dataclass(frozen=True, eq=False)
class Solid:
    """The box about some points (n, 3). Its middle is where it turns about."""

    middle: Floats
    half: Floats

    @staticmethod
    def about(points: Floats) -> Solid:
        low, high = points.min(axis=0), points.max(axis=0)
        half = (high - low) / 2
        return Solid((low + high) / 2, half if half.any() else np.ones(3))

    @property
    def radius(self) -> float:
        """Of the sphere about it: as far as it reaches, however it is turned."""
        return float(np.linalg.norm(self.half))

    def seen(self, camera: Camera, points: Floats) -> Floats:
        """Points (n, 3) from the camera: across, up, how near."""
        return camera.project(points - self.middle)

    def frame(self, camera: Camera) -> list[Mark]:
        """The edges of the box."""
        corners = camera.project(_CORNERS * self.half)
        return [Path((_flat(corners[i]), _flat(corners[j])), "hairline", 1.0) for i, j in _EDGES]

    def names(self, camera: Camera, names: tuple[str, str, str]) -> list[Mark]:
        """A name beside an outer edge along each axis: below the two in front, and above the one at the left."""
        nearer = np.where(camera.axes[2] < 0, -1.0, 1.0)
        sides = [(nearer[0], -nearer[1], 0.0), (-nearer[0], nearer[1], 0.0)]
        left = min(sides, key=lambda side: float(camera.project(np.array([side]) * self.half)[0, 0]))
        edges = np.array([(0.0, nearer[1], -nearer[2]), (nearer[0], 0.0, -nearer[2]), left]) * self.half
        middles, along = camera.project(edges), camera.project(np.eye(3) * self.half)
        outside = [self._beyond(middles[0]), self._beyond(middles[1])]
        outside.append(middles[2] + along[2] + (0.0, BEYOND * self.radius, 0.0))
        there = np.flatnonzero(self.half > FLAT * self.radius)
        lines = [Path((_flat(middles[i] - along[i]), _flat(middles[i] + along[i])), "muted", 1.25) for i in there]
        room = _apart(np.array(outside)[there], WIDEST * self.radius)
        inside = REACH * self.radius - room / 2
        places = np.clip(outside, -inside, inside)
        return [*lines, *(Text(_flat(places[i]), names[i], room=room) for i in there)]

    def _beyond(self, point: Floats) -> Floats:
        """A little farther out from the middle; below it where that is no direction."""
        length = float(np.hypot(*point[:2]))
        seen = length > 1e-9 * self.radius
        way = point * (1.0, 1.0, 0.0) / length if seen else np.array([0.0, -1.0, 0.0])
        return np.asarray(point + BEYOND * self.radius * way)


def _apart(points: Floats, most: float) -> float:
    """How wide words at these points may be without one covering another."""
    between = (np.abs(one - other)[:2] * (1.0, _SLENDER) for one, other in combinations(points, 2))
    return min([most, *(0.95 * float(distance.max()) for distance in between)])


def strength(near: Floats) -> Floats:
    """Opacity by how near points are: from `FAINT` to 1."""
    low, high = float(near.min()), float(near.max())
    share = (near - low) / (high - low) if high > low else np.ones_like(near)
    return np.asarray(FAINT + (1 - FAINT) * share)


def threaded(points: Floats, places: Floats, runs: int, *, joined: bool) -> list[Mark]:
    """Points (n, 2), or (n, 3) with how near they are, in runs of one colour each: by `places`, 0 … 1.

    Joined by a line where they are neighbours. The farthest come first. The more there are, the finer they are.
    """
    size, width, pale = next(look for most, look in _LOOKS if len(points) <= most)
    opacity = strength(points[:, 2]) if points.shape[1] == 3 else np.ones(len(points))
    edges = np.unique(np.linspace(0, len(points), min(runs, len(points)) + 1).astype(int))
    shown = np.add.reduceat(opacity, edges[:-1]) / np.diff(edges)
    colours = np.add.reduceat(places, edges[:-1]) / np.diff(edges)
    flat: list[tuple[float, float]] = list(map(tuple, points[:, :2].tolist()))
    marks: list[Mark] = []
    for run in np.argsort(shown, kind="stable"):
        first, last = int(edges[run]), int(edges[run + 1])
        colour, strong = f"pair:{colours[run]:.4f}", round(float(shown[run]), 3)
        if joined and min(last, len(points) - 1) > first:
            marks.append(Path(tuple(flat[first : last + 1]), colour, width, opacity=round(pale * strong, 3)))
        marks.append(Dots(tuple(flat[first:last]), colour, size, opacity=strong))
    return marks


def _flat(point: Floats) -> tuple[float, float]:
    return float(point[0]), float(point[1])
