"""One table of every kind, small enough to be written out, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.beside import Beside
from pe_desktop.engine.bits import Bits, UnitBits
from pe_desktop.engine.blanked import Blanked
from pe_desktop.engine.field import Edges, Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.grid_table import GridTable
from pe_desktop.engine.linear import Direction, Linear
from pe_desktop.engine.similarity import Gram, compared
from pe_desktop.engine.sinusoids import Sinusoids, cosines, paired
from pe_desktop.engine.stacked import Part, Stacked

LADDER = 10000.0 ** (-2 * np.arange(5) / 10)
STRANGE = np.array([0.0, 2 * np.pi, 4 * np.pi, np.pi, 1.0, 1e-9])


def _array(length: int, dtype: str) -> ArrayTable:
    values = np.random.default_rng(7).normal(size=(420, 9)) * 3
    values[1] = 0
    return ArrayTable(FrozenArray(values.astype(dtype)), length)


def _mixed(length: int) -> Sinusoids:
    """A whole pair and two lone columns."""
    pair, cosine = np.array([1, 0, 0, 2]), np.array([True, False, True, False])
    return Sinusoids(length, FrozenArray(LADDER[:3]), FrozenArray(pair), FrozenArray(cosine), 0.7)


def _and_zeros(length: int) -> Sinusoids:
    """Two whole pairs in halves, and a last column that is zero everywhere."""
    pair, cosine = np.array([0, 1, 0, 1, 2]), np.array([False, False, True, True, False])
    return Sinusoids(length, FrozenArray([1.0, 0.01, 0.0]), FrozenArray(pair), FrozenArray(cosine), start=1.0)


def _coordinate(length: int) -> Beside:
    middle = -(length - 1) / 2
    waves = replace(paired(length, np.array([0.5, 1.0, -2.0]) / length, interleaved=True), start=middle)
    return Beside(Linear(length, FrozenArray([2 / length]), middle), waves)


def _circles(side: int, frequencies: list[float]) -> FrozenArray:
    angles = np.multiply.outer(np.arange(side), frequencies)
    return FrozenArray(np.concatenate([np.sin(angles), np.cos(angles)], axis=1))


def _grid(length: int) -> GridTable:
    """As square as whole rows allow: a single row where the length is prime."""
    high = max(d for d in range(1, int(np.sqrt(length)) + 1) if length % d == 0)
    axes = _circles(high, [1.0, 0.3]), _circles(length // high, [1.0, 0.3])
    return GridTable(length, axes, FrozenArray([4, 6, 5, 7, 0, 2, 1, 3]))


def _begun_grid(length: int) -> GridTable:
    """Three axes; the last layer, the last row or both are not whole."""
    random = np.random.default_rng(3)
    wide = 1 + round(length**0.4)
    axes = tuple(FrozenArray(random.normal(size=(side, 2))) for side in (length // 3 + 1, 3, wide))
    return GridTable(length, axes, FrozenArray([0, 4, 2, 5, 1, 3]), (-4.0, 4.0))


def _stacked(length: int) -> Stacked:
    """Sinusoids, a grid, and the sinusoids again further on."""
    text, image = paired(10**8, [1.0, 0.3, 1.0, 0.3], interleaved=False), _grid(36)
    most = length // 3
    parts = (
        Part(text, 0, most),
        Part(image, 0, min(36, length - most)),
        Part(text, most + 6, max(0, length - most - 36)),
    )
    return Stacked(tuple(part for part in parts if part.count))


KINDS: dict[str, Callable[[int], Table]] = {
    "interleaved sinusoids": lambda n: paired(n, LADDER, interleaved=True),
    "half-split sinusoids": lambda n: paired(n, LADDER, interleaved=False),
    "sinusoids at unit length": lambda n: paired(n, LADDER, interleaved=False).unit(),
    "strange frequencies": lambda n: paired(n, STRANGE, interleaved=True),
    "negative frequencies": lambda n: paired(n, -LADDER, interleaved=True),
    "lone cosines": lambda n: cosines(n, LADDER),
    "mixed sinusoids": _mixed,
    "linear": lambda n: Linear(n, FrozenArray([1.0, 0.25, 1e-4])),
    "direction": lambda n: Linear(n, FrozenArray([3.0, 4.0])).unit(),
    "zero direction": lambda n: Direction(n, FrozenArray([0.0])),
    "float16 array": lambda n: _array(n, "float16"),
    "float32 array": lambda n: _array(n, "float32"),
    "float64 array": lambda n: _array(n, "float64"),
    "array at unit length": lambda n: _array(n, "float32").unit(),
    "grid": _grid,
    "grid at unit length": lambda n: _grid(n).unit(),
    "grid that is not whole": _begun_grid,
    "stacked": _stacked,
    "stacked at unit length": lambda n: _stacked(n).unit(),
    "bits": lambda n: Bits(n, 9),
    "bits that repeat": lambda n: Bits(n, 3),
    "unit bits": lambda n: UnitBits(n, 9),
    "unit bits that repeat": lambda n: UnitBits(n, 3),
    "gray bits": lambda n: Bits(n, 9, gray=True),
    "gray bits that repeat": lambda n: Bits(n, 3, gray=True),
    "one gray bit": lambda n: Bits(n, 1, gray=True),
    "unit gray bits": lambda n: UnitBits(n, 9, gray=True),
    "unit gray bits that repeat": lambda n: UnitBits(n, 3, gray=True),
    "sinusoids from another position": lambda n: replace(paired(n, LADDER, interleaved=True), start=2.0),
    "sinusoids about the middle": lambda n: replace(paired(n, STRANGE, interleaved=False), start=-(n - 1) / 2),
    "mixed sinusoids from another position": lambda n: replace(_mixed(n), start=5.0),
    "sinusoids and a column of zeros": _and_zeros,
    "linear about the middle": lambda n: Linear(n, FrozenArray([0.5, -0.25]), -(n - 1) / 2),
    "a coordinate and its waves": _coordinate,
    "a blank row": lambda n: Blanked(paired(n, LADDER, interleaved=True), min(3, n - 1)),
    "a blank row of an array": lambda n: Blanked(_array(n, "float64"), n - 1),
    "mixed sinusoids at unit length": lambda n: _mixed(n).unit(),
    "a coordinate and its waves at unit length": lambda n: _coordinate(n).unit(),
}

kinds = st.sampled_from(sorted(KINDS))
lengths = st.integers(1, 400)


def edges_within(last: int) -> st.SearchStrategy[Edges]:
    """Ascending edges of blocks somewhere in 0 … last: all of it, or a part that is zoomed into."""
    cuts = st.sets(st.integers(0, last), min_size=2, max_size=8)
    return cuts.map(lambda chosen: np.array(sorted(chosen), dtype=np.int64))


def block_means(cells: Floats, rows: Edges, columns: Edges) -> Floats:
    """The slow truth: the mean of every block of a matrix that is written out."""
    strips = [cells[a:b].mean(axis=0) for a, b in pairwise(rows)]
    return np.array([[strip[a:b].mean() for a, b in pairwise(columns)] for strip in strips])


def spread(cells: Floats) -> float:
    """The range of a matrix, which tolerances are given in."""
    return float(max(np.abs(cells).max(), 1e-12))


def gram(vectors: Table, metric: str) -> Gram:
    """The similarity of a table's rows: `dot` or `cosine`."""
    return Gram(compared(vectors, metric))
