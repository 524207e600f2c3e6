"""How far the values of a curve reach: what an axis has to hold so that no crest is cut."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pe_desktop.engine.curve import Column, Curve
from pe_desktop.engine.frozen import Floats

FEW = 4096  # integers that are all evaluated
SAMPLES = 513  # at least, at each scale of a curve that has more
DENSE = 4096  # at most, where that is eight to a wave
BETWEEN = 0.08  # of the range: what may lie between samples


@lru_cache(maxsize=64)
def extents(curve: Curve) -> tuple[float, float]:
    """Least and greatest value: exact for a column, and of all integers where they are few; else of samples,
    and a little more.

    A sum of cosines oscillates at every scale, so it is sampled at several. Its value at 0, where all of
    them may be at their crests, is exact.
    """
    first, last = curve.domain
    if isinstance(curve, Column):
        lows, highs, _ = curve.envelope(np.array([first, last]))
        return float(lows[0]), float(highs[0])
    if not curve.continuous and last - first < FEW:
        values = curve.at(np.arange(first, last + 1))
        return float(values.min()), float(values.max())
    middle, values = float(curve.at(np.zeros(1))[0]), _samples(curve)
    low, high = float(values.min()), float(values.max())
    beyond = BETWEEN * (high - low)
    near = 1e-5 * max(abs(low), abs(high))
    return low - beyond, middle if high <= middle + near else high + beyond


def _samples(curve: Curve) -> Floats:
    """At every scale: to the end, to a 64th of that, and so on as long as it holds a few oscillations."""
    reach = max(curve.domain[1], 1e-9)
    start = 0.0 if curve.domain[0] >= 0 or _even(curve) else -1.0
    values: list[Floats] = []
    while not values or reach > 8 * curve.wavelength:
        x = np.linspace(start * reach, reach, _count((1 - start) * reach, curve.wavelength))
        values.append(curve.traced(x if curve.continuous else np.rint(x)))
        reach /= 64
    return np.concatenate(values)


def _count(span: float, wavelength: float) -> int:
    """How many samples: enough to follow the shortest wave, unless that would take too many."""
    wanted = 8 * span / wavelength
    return int(np.ceil(wanted)) if SAMPLES < wanted <= DENSE else SAMPLES


def _even(curve: Curve) -> bool:
    """Whether both halves of it are alike."""
    probes = curve.domain[1] * np.array([0.1, 0.34, 0.77])
    return bool(np.allclose(curve.at(probes), curve.at(-probes)))
