"""At which wavelengths each column of a table turns, and how long its rows are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.field import CHUNK, Table
from pe_desktop.engine.frozen import Floats

POSITIONS = 512  # the first ones, of which spectra are taken
COLUMNS = 384  # evenly spaced ones of a wider table, of which spectra are drawn
OCTAVE = 6  # bands
NOTHING = 1e-20  # of the greatest power: what rounding leaves of a column that is zero


@dataclass(frozen=True, eq=False)
class Power:
    """shares: (bands, columns) of each column's power, its mean included; a column of zeros has none.

    Band j holds wavelengths from edges[j] to edges[j + 1] positions a turn, from 2 on, six to an octave; the last
    one holds all that turns more slowly, and what does not turn. columns: which columns of the table they are.
    """

    shares: Floats
    edges: Floats
    columns: NDArray[np.int64]


@lru_cache(maxsize=8)
def sampled_power(table: Table) -> Power:
    """Of a few columns, as fast as can be."""
    width = table.shape[1]
    return _power(table, np.unique(np.linspace(0, width - 1, min(width, COLUMNS)).astype(np.int64)))


def exact_power(table: Table) -> Power:
    """Of all columns."""
    return _power(table, np.arange(table.shape[1]))


def band_edges(rows: int) -> Floats:
    """The ends of the bands but the last, which has none: from 2 to at least `rows` positions a turn."""
    bands = int(np.ceil(OCTAVE * np.log2(max(rows, 2) / 2)))
    return 2 * 2 ** (np.arange(bands + 1) / OCTAVE)


def _power(table: Table, columns: NDArray[np.int64]) -> Power:
    """By the discrete Fourier transform of the first rows, with as many zeros after them: Σ |X|² between two edges."""
    rows = min(table.shape[0], POSITIONS)
    edges, size = band_edges(rows), 1 << (2 * rows - 1).bit_length()
    step = max(1, CHUNK // size)
    parts = [_shares(table.at(np.arange(rows), part), edges, size) for part in _parts(columns, step)]
    sums, totals = (np.concatenate(each, axis=-1) for each in zip(*parts, strict=True))
    known = totals > NOTHING * totals.max(initial=0.0)
    return Power(np.divide(sums, totals, out=np.zeros_like(sums), where=known), edges, columns)


def _parts(columns: NDArray[np.int64], step: int) -> list[NDArray[np.int64]]:
    return [columns[start : start + step] for start in range(0, len(columns), step)]


def _shares(values: Floats, edges: Floats, size: int) -> tuple[Floats, Floats]:
    """(bands, columns) the power between the edges, and (columns,) all of it."""
    power = np.abs(np.fft.rfft(values, size, axis=0)) ** 2
    power[1:-1] *= 2  # and the frequencies below zero
    below = np.concatenate([np.zeros_like(power[:1]), power.cumsum(axis=0)])
    place = size / edges[1:] + 0.5  # a frequency is half a step to both sides of its own
    whole = place.astype(np.int64)
    slower = below[whole] + (place - whole)[:, None] * power[whole]
    return -np.diff(np.concatenate([below[-1:], slower, np.zeros_like(below[:1])]), axis=0), below[-1]
