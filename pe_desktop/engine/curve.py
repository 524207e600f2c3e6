"""Curves: functions of one coordinate, drawn at any zoom.

A curve too fast for its pixels is drawn as its envelope, never as a flat or aliased line.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.sinusoids import shortest_wave, traced_cosine_sum

FEW = 1 << 14  # integers at which a curve is evaluated for a frame
SAMPLES = 4  # in a pixel, where there are more
ANGLES = 1 << 21  # or other numbers that a frame may take


class Curve(ABC):
    @property
    @abstractmethod
    def domain(self) -> tuple[float, float]: ...

    @property
    def continuous(self) -> bool:
        """Whether it has values between integers."""
        return True

    @property
    def exact(self) -> bool:
        return True

    @property
    @abstractmethod
    def wavelength(self) -> float:
        """The shortest oscillation, in units of x: what decides between line and envelope."""

    @property
    def cost(self) -> int:
        """Numbers that a value takes, where these are many: of such a curve any x are traced."""
        return 1

    @abstractmethod
    def at(self, x: Floats) -> Floats:
        """Exact values."""

    def traced(self, x: Floats) -> Floats:
        """`at` for evenly spaced x, to 1e-6 of the range and as fast as can be: for drawing."""
        return self.at(x)

    def envelope(self, edges: Floats) -> tuple[Floats, Floats, bool]:
        """Least and greatest value between consecutive edges, and whether that is the true extent.

        Where no closed form is known it is that over all integers, or, when those or their numbers are too many,
        over samples.
        """
        first, last = int(np.ceil(edges[0])), int(np.floor(edges[-1]))
        quick = min(last - first, FEW) * self.cost <= ANGLES
        if quick and len(edges) - 1 <= last - first + 1 <= FEW:
            values = self.traced(np.arange(first, last + 1, dtype=np.float64))
            starts = np.clip(np.ceil(edges[:-1]).astype(np.int64) - first, 0, len(values) - 1)
            return np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts), True
        a_pixel = SAMPLES if quick else int(np.clip(ANGLES // (self.cost * (len(edges) - 1)), 1, SAMPLES))
        x = (edges[:-1, None] + np.diff(edges)[:, None] * np.arange(a_pixel) / a_pixel).ravel()
        of = self.traced if self.continuous or self.cost > 1 else self.at
        values = of(x if self.continuous else np.floor(x)).reshape(-1, a_pixel)
        return values.min(axis=1), values.max(axis=1), False


@dataclass(frozen=True)
class Column(Curve):
    """One column of a table, by position."""

    table: Table
    column: int

    @property
    def domain(self) -> tuple[float, float]:
        return 0.0, float(self.table.shape[0] - 1)

    @property
    def continuous(self) -> bool:
        return self.table.continuous

    @property
    def wavelength(self) -> float:
        return self.table.wavelength(self.column)

    def at(self, x: Floats) -> Floats:
        return self.table.at(x, [self.column])[:, 0]

    def envelope(self, edges: Floats) -> tuple[Floats, Floats, bool]:
        return *self.table.envelope(self.column, edges), True


@dataclass(frozen=True)
class MeanByOffset(Curve):
    """The mean similarity of two positions by their offset, −(length − 1) … length − 1."""

    table: Table

    @property
    def domain(self) -> tuple[float, float]:
        reach = float(self.table.shape[0] - 1)
        return -reach, reach

    @property
    def continuous(self) -> bool:
        return self.table.continuous

    @property
    def exact(self) -> bool:
        return self.table.products_exact

    @property
    def wavelength(self) -> float:
        return 2.0 if not self.continuous else self.table.shortest

    @property
    def cost(self) -> int:
        return self.table.products_cost

    def at(self, x: Floats) -> Floats:
        return self.table.products(x)

    def traced(self, x: Floats) -> Floats:
        return self.table.products_traced(x)


@dataclass(frozen=True)
class CosineScore(Curve):
    """Σ weight · cos(w · offset + phase) over pairs: the score of a rotated query and key by offset."""

    frequencies: FrozenArray
    weights: FrozenArray
    phases: FrozenArray
    reach: float

    @property
    def domain(self) -> tuple[float, float]:
        return -self.reach, self.reach

    @property
    def wavelength(self) -> float:
        return shortest_wave(self.frequencies.values)

    def at(self, x: Floats) -> Floats:
        angles = np.multiply.outer(np.atleast_1d(x), self.frequencies.values) + self.phases.values
        return np.asarray(np.cos(angles) @ self.weights.values, dtype=np.float64)

    def traced(self, x: Floats) -> Floats:
        return traced_cosine_sum(x, self.frequencies.values, self.weights.values, self.phases.values)
