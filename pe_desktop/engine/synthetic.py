"""Numbers that stand in for trained ones: normally distributed, the same on every machine, at any place at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.frozen import Floats

Words = NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def mixed(words: Words) -> Words:
    """SplitMix64 (Steele, Lea and Flood 2014): each place's word, without those before it."""
    z = (words + np.uint64(1)) * GOLDEN
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)), dtype=np.uint64)


def uniforms(seed: int, stream: str, rows: ArrayLike, columns: int) -> Floats:
    """Numbers above 0 and up to 1, (len(rows), columns); `stream` names what they are for."""
    name = np.frombuffer(stream.encode().ljust(8, b"\0")[:8], np.uint64)
    start = mixed(name ^ mixed(np.array([seed], np.uint64)))
    places = np.atleast_1d(np.asarray(rows, dtype=np.uint64))[:, None] * np.uint64(columns)
    words = mixed(start + places + np.arange(columns, dtype=np.uint64))
    return np.asarray(((words >> np.uint64(11)) + np.uint64(1)) * 2.0**-53, dtype=np.float64)


def normals(seed: int, stream: str, rows: ArrayLike, columns: int) -> Floats:
    """Normally distributed numbers with variance 1, (len(rows), columns), by Box and Muller's transform."""
    radius, angle = np.split(uniforms(seed, stream, rows, 2 * columns), 2, axis=1)
    return np.asarray(np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle), dtype=np.float64)
