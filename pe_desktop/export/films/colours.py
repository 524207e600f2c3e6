"""A few colours for a whole film: exact where they are common, and the nearest for the rest."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pe_desktop.export.films import Frame
from pe_desktop.figure.style import Palette, Rgb

COLOURS = 255
HOLE = 255
"""The index that is no colour: of pixels that are seen through, and of what was not looked up yet."""
EXACT = 128  # of the commonest colours are taken as they are
CANDIDATES = 4096  # colours that are weighed for the others
MASK = 0xFFFFFF


def film_palette(frames: Iterable[Frame], fixed: Iterable[Rgb]) -> Palette:
    """(255, 3) for frames of 0xAARRGGBB: the fixed colours, the commonest, and those that leave the least error.

    Unused places repeat the first colour. The same frames give the same colours.
    """
    colours, counts = _tally(frames)
    chosen = list(dict.fromkeys(r << 16 | g << 8 | b for r, g, b in fixed))
    taken = set(chosen)
    common = [c for c in colours[:EXACT].tolist() if c not in taken]
    chosen = (chosen + common)[:COLOURS]
    rest = np.isin(colours[:CANDIDATES], chosen, invert=True)
    chosen += _spread(colours[:CANDIDATES][rest], counts[:CANDIDATES][rest], chosen, COLOURS - len(chosen))
    chosen += chosen[:1] * (COLOURS - len(chosen))
    return _channels(np.array(chosen)).astype(np.uint8)


def _tally(frames: Iterable[Frame]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every colour and how many pixels have it, the commonest first."""
    colours, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for frame in frames:
        flat = frame.ravel() & np.uint32(MASK)
        starts = np.flatnonzero(np.diff(flat, prepend=~flat[:1]))  # runs of one colour: few pixels are sorted
        lengths = np.diff(starts, append=len(flat))
        colours, place = np.unique(np.concatenate([colours, flat[starts]]), return_inverse=True)
        counts = np.bincount(place, np.concatenate([counts, lengths])).astype(np.int64)
    order = np.lexsort((colours, -counts))
    return colours[order], counts[order]


def _spread(colours: NDArray[np.int64], counts: NDArray[np.int64], chosen: list[int], room: int) -> list[int]:
    """Colours taken one by one where the error of all pixels is greatest."""
    here, more = _channels(colours), []
    away = np.full(len(colours), np.inf)
    for start in _channels(np.array(chosen, dtype=np.int64)):
        np.minimum(away, ((here - start) ** 2).sum(axis=1), out=away)
    for _ in range(min(room, len(colours))):
        worst = int(np.argmax(np.sqrt(counts) * away))
        more.append(int(colours[worst]))
        np.minimum(away, ((here - here[worst]) ** 2).sum(axis=1), out=away)
    return more


def _channels(colours: NDArray[np.int64] | Frame) -> NDArray[np.float32]:
    """(n, 3) of numbers 0xRRGGBB; float32 holds their squares exactly."""
    return np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=-1).astype(np.float32)


class Nearest:
    """Colours to indices of a palette, by a table of all 16 million that is filled as colours are met."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette.astype(np.float32)
        self._table = np.full(MASK + 1, HOLE, np.uint8)

    def index(self, pixels: Frame) -> NDArray[np.uint8]:
        """The index of the nearest colour for each pixel of 0xAARRGGBB; what is seen through is not looked at."""
        colours = pixels & np.uint32(MASK)
        index: NDArray[np.uint8] = self._table[colours]
        unknown = index == HOLE
        if unknown.any():
            self._learn(np.unique(colours[unknown]))
            index[unknown] = self._table[colours[unknown]]
        return index

    def _learn(self, colours: Frame) -> None:
        sizes = (self._palette**2).sum(axis=1)
        for start in range(0, len(colours), CANDIDATES):
            some = colours[start : start + CANDIDATES]
            self._table[some] = np.argmin(sizes - 2 * _channels(some) @ self._palette.T, axis=1)
