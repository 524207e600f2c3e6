"""Frequencies from the numbers themselves, before anything is searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.stored import SINGLE
from pe_desktop.engine.frozen import Floats

FIRST = 256  # positions that every format can tell apart
STEEP = 0.9  # of a sine or cosine: beyond it the angle is ill told
LOST = 0.06  # error of an angle that is itself rounded, beyond which it says no more
NEARLY_STILL = 1e-12


@dataclass(frozen=True, eq=False)
class Turning:
    """Of each pair: radians a position, how uncertain that is, and the angle in row 0. `gain`: of all."""

    frequencies: Floats
    spread: Floats
    phases: Floats
    gain: float

    def of(self, pairs: NDArray[np.int64] | slice) -> Turning:
        return Turning(self.frequencies[pairs], self.spread[pairs], self.phases[pairs], self.gain)


def turning(circles: NDArray[np.complex128], exactness: float = 0.0) -> Turning | None:
    """From cosine + i sine of consecutive positions, (positions, pairs); None where they do not turn evenly.

    A frequency is known up to whole turns: −π to π. By lags of 1, 2, 4 …, each told apart by the one before, then by
    the least squares of what is left. exactness: the error of a value, as a share of it.
    """
    sizes = np.abs(circles)
    filled = sizes.max(axis=1) > 0
    gain = float(np.median(sizes[filled])) if filled.any() else 0.0
    if filled.sum() < 2 or gain == 0 or (np.abs(sizes[filled] / gain - 1) > 0.05).mean() > 0.01:
        return None
    places = np.arange(len(circles), dtype=np.float64)
    frequencies, lag = np.zeros(circles.shape[1]), 1
    while lag <= max(1, len(circles) // 2):
        steps = (circles[lag:] * circles[:-lag].conj()).sum(axis=0)
        frequencies = frequencies + np.angle(steps * np.exp(-1j * lag * frequencies)) / lag
        lag *= 2
    still = circles * np.exp(-1j * np.multiply.outer(places, frequencies))
    middle = still[filled].mean(axis=0)
    if (np.abs(middle) < gain / 2).any():
        return None
    left = np.angle(still[filled] * middle.conj())
    centred = places[filled] - places[filled].mean()
    slope = centred @ left / (centred @ centred)
    noise = np.sqrt(np.square(left - np.multiply.outer(centred, slope)).mean(axis=0))
    frequencies = frequencies + slope
    noise = np.maximum(noise, 0.3 * exactness * np.minimum(1.0, np.abs(frequencies) * len(circles)))
    spread = 4 * noise / np.sqrt(centred @ centred) + SINGLE * np.abs(frequencies) + NEARLY_STILL
    phases = np.angle(middle) - slope * places[filled].mean()
    return Turning(_wrapped(frequencies), spread, _wrapped(phases), gain)


def from_single(waves: Floats, cosine: bool, offset: float, exactness: float) -> Turning:
    """From cosines alone, or sines alone, of consecutive positions from `offset` on, (positions, columns).

    Where a column first turns far enough that its angle is well told, that gives the frequency; later rows, each at
    most twice as far on, refine it. exactness: the error of a value, as a share of it.
    """
    gain = max(float(np.abs(waves).max()), 1e-300)
    gain = 1.0 if not cosine and gain <= 1 else gain
    shares = np.clip(waves / gain, -1.0, 1.0)
    columns = np.arange(waves.shape[1])
    far = shares < 0.5 if cosine else np.abs(shares) > 0.5
    far[0] = far[0] & (offset > 0)
    row = np.where(far.any(axis=0), far.argmax(axis=0), len(waves) - 1)
    reached = row + offset
    found = shares[row, columns]
    angles = np.arccos(found) if cosine else np.arcsin(found)
    frequencies = angles / np.maximum(reached, 1)
    level = exactness * np.abs(found) + 1e-7
    error = np.minimum(level / np.sqrt(np.maximum(1 - found**2, 1e-15)), np.sqrt(2 * level))
    spread = error / np.maximum(reached, 1)
    frequencies, spread = _refined(shares, cosine, offset, row, frequencies, spread, exactness)
    return Turning(frequencies, 3 * spread + SINGLE * np.abs(frequencies), np.zeros(len(columns)), gain)


def _refined(
    shares: Floats,
    cosine: bool,
    offset: float,
    row: NDArray[np.int64],
    frequencies: Floats,
    spread: Floats,
    exactness: float,
) -> tuple[Floats, Floats]:
    columns = np.arange(shares.shape[1])
    at = row.copy()
    while (at < len(shares) - 1).any():
        at = np.minimum(np.maximum(at * 3 // 2, at + 1), len(shares) - 1)
        value = shares[at, columns]
        expected = frequencies * (at + offset)
        angle = np.arccos(value) if cosine else np.arcsin(value)
        branches = np.stack([angle, -angle if cosine else np.pi - angle])
        near = branches + 2 * np.pi * np.rint((expected - branches) / (2 * np.pi))
        nearest = near[np.abs(near - expected).argmin(axis=0), columns]
        known = (np.abs(value) < STEEP) & (spread * (at + offset) < 0.5) & (np.abs(expected) * exactness < LOST)
        better = (exactness + 1e-7) * 2.5 / np.maximum(at + offset, 1)
        frequencies = np.where(known & (better < spread), nearest / np.maximum(at + offset, 1), frequencies)
        spread = np.where(known, np.minimum(spread, better), spread)
    return frequencies, spread


def backwards(turned: Turning) -> bool:
    """Whether slow pairs start at a quarter of a turn and turn back: then the columns taken for sines are cosines."""
    slow = (np.abs(turned.frequencies) > 5 * turned.spread) & (np.abs(turned.frequencies) < 1.5)
    if not slow.any() or float(np.median(np.abs(turned.phases))) < 0.5:
        return False
    return bool((turned.frequencies[slow] < 0).mean() > 0.5)


def start_of(turned: Turning) -> float:
    """The position that row 0 holds: from the slowest pair, whose angle has made no whole turn, to the fastest."""
    start, known = 0.0, np.flatnonzero(np.abs(turned.frequencies) > 10 * turned.spread)
    for pair in known[np.argsort(np.abs(turned.frequencies[known]))]:
        left = _wrapped(np.array(turned.phases[pair] - turned.frequencies[pair] * start))
        start += float(left) / float(turned.frequencies[pair])
    return start


def fitted_line(places: Floats, logs: Floats, spread: Floats) -> tuple[float, float, float, float]:
    """Height at 0 and slope of a line through logarithms, and the spread of the two."""
    weights = 1 / np.square(np.maximum(spread, 1e-12))
    total = weights.sum()
    middle = weights @ places / total
    centred = places - middle
    squares = weights @ np.square(centred)
    slope = float((weights * centred) @ logs / squares)
    height = float(weights @ logs / total - slope * middle)
    left = logs - height - slope * places
    noise = max(1.0, float(np.sqrt(weights @ np.square(left) / max(1, len(places) - 2))))
    return height, slope, noise * float(np.sqrt(1 / total + middle**2 / squares)), noise / float(np.sqrt(squares))


def round_numbers(value: float, spread: float) -> Iterator[tuple[float, int]]:
    """Numbers within that relative spread of a positive one, the roundest first, with their significant digits."""
    seen: set[float] = set()
    for digits in range(1, 8):
        number = float(f"{value:.{digits - 1}e}")
        if number > 0 and abs(np.log(number / value)) <= spread and number not in seen:
            seen.add(number)
            yield number, digits


def _wrapped(angles: Floats) -> Floats:
    return np.asarray(angles - 2 * np.pi * np.rint(angles / (2 * np.pi)), dtype=np.float64)


def apart(found: Floats, expected: Floats) -> Floats:
    """How far two frequencies are apart, up to whole turns a position."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(_wrapped(expected - found)), dtype=np.float64)
