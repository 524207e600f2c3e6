"""In which order the columns of a table hold sines and cosines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.diagnosis.estimate import Turning, turning
from pe_desktop.engine.frozen import Floats

NO_PAIR = -1


@dataclass(frozen=True, eq=False)
class Layout:
    """`pair` (columns,) whose frequency a column has, NO_PAIR for one of zeros; whether it is a cosine.

    `sines`, `cosines`: one column of each for every pair that has both.
    """

    name: str
    pair: NDArray[np.int64]
    cosine: NDArray[np.bool_]
    sines: NDArray[np.int64]
    cosines: NDArray[np.int64]
    pairing: str = ""

    @property
    def pairs(self) -> int:
        return int(self.pair.max()) + 1

    def swapped(self) -> Layout:
        """With cosines first."""
        return Layout(self.name, self.pair, ~self.cosine, self.cosines, self.sines, self.pairing)

    def turning(self, rows: Floats, exactness: float) -> Turning | None:
        """How the pairs turn; a pair that lacks a cosine is one of which nothing is known."""
        found = turning(rows[:, self.cosines] + 1j * rows[:, self.sines], exactness)
        lacking = self.pairs - len(self.sines)
        if found is None or not lacking:
            return found
        blank = np.zeros(lacking)
        return Turning(
            np.append(found.frequencies, blank),
            np.append(found.spread, blank + np.inf),
            np.append(found.phases, blank),
            found.gain,
        )

    def per_column(self, frequencies: Floats) -> Floats:
        """The frequency of each column; 0 for one of zeros."""
        return np.append(frequencies, 0.0)[self.pair]


def interleaved(columns: int, zeros: int = 0) -> Layout:
    """sin 0, cos 0, sin 1, cos 1 …, then columns of zeros."""
    place = np.arange(columns - zeros)
    pair = np.append(place // 2, np.full(zeros, NO_PAIR)).astype(np.int64)
    cosine = np.append(place % 2 == 1, np.zeros(zeros, dtype=bool)).astype(bool)
    both = (columns - zeros) // 2
    return Layout("interleaved", pair, cosine, 2 * np.arange(both), 2 * np.arange(both) + 1, "interleaved")


def half_split(columns: int, zeros: int = 0) -> Layout:
    """All sines, then all cosines, one less where they are odd, then columns of zeros."""
    place = np.arange(columns - zeros)
    sines = (columns - zeros + 1) // 2
    pair = np.append(place % sines, np.full(zeros, NO_PAIR)).astype(np.int64)
    cosine = np.append(place >= sines, np.zeros(zeros, dtype=bool)).astype(bool)
    both = (columns - zeros) // 2
    return Layout("half-split", pair, cosine, np.arange(both), sines + np.arange(both))


def repeated(columns: int, pairing: str, both: bool) -> Layout:
    """Every frequency twice: as rotate-half code needs it (`half`), or neighbours (`interleaved`); with `both`, all
    sines and then all cosines, else one of the two."""
    width = columns // 2 if both else columns
    place = np.arange(width)
    pair = place % (width // 2) if pairing == "half" else place // 2
    first = np.arange(width // 2) if pairing == "half" else 2 * np.arange(width // 2)
    if not both:
        return Layout("repeated", pair, np.zeros(columns, dtype=bool), first, first, pairing)
    cosine = np.arange(columns) >= width
    return Layout("repeated", np.tile(pair, 2), cosine, first, width + first, pairing)


def single(columns: int) -> Layout:
    """One function of each frequency."""
    place = np.arange(columns)
    return Layout("single", place, np.zeros(columns, dtype=bool), place, place)
