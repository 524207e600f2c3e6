"""Points joined by straight lines, as a curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pe_desktop.engine.curve import Curve
from pe_desktop.engine.frozen import Floats, FrozenArray


@dataclass(frozen=True)
class Joined(Curve):
    """Values at first, first + 1, …, joined by straight lines."""

    values: FrozenArray
    first: float = 0.0

    @property
    def domain(self) -> tuple[float, float]:
        return self.first, self.first + len(self.values.values) - 1

    @property
    def wavelength(self) -> float:
        """Two values make the shortest oscillation."""
        return 2.0

    def at(self, x: Floats) -> Floats:
        places = self.first + np.arange(len(self.values.values))
        return np.asarray(np.interp(x, places, self.values.values))

    def envelope(self, edges: Floats) -> tuple[Floats, Floats, bool]:
        """At the edges and at the points between them: there a line bends."""
        ends, values = self.at(edges), self.values.values
        low, high = np.minimum(ends[:-1], ends[1:]), np.maximum(ends[:-1], ends[1:])
        first = np.ceil(edges[:-1] - self.first).astype(np.int64).clip(0)
        last = np.floor(edges[1:] - self.first).astype(np.int64).clip(max=len(values) - 1)
        for i in np.flatnonzero(last >= first):
            inside = values[first[i] : last[i] + 1]
            low[i], high[i] = min(low[i], inside.min()), max(high[i], inside.max())
        return low, high, True
