"""One encoding under two conventions: where each column goes, and what becomes of the similarity.

Layout and pairing are orders of the same columns: a permutation P, under which every scalar product stays. A ladder is
another spectrum: no order of the columns makes one of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.curve import CosineScore
from pe_desktop.engine.encoding import Encoding, Rotating
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import Parametrised

CHANGES = ("layout", "pairing", "ladder")
NEAR = 1e-9  # of a pair: what rounding leaves of a place that is whole

Columns = NDArray[np.int64]


def changes(encoding: Encoding) -> tuple[str, ...]:
    """The conventions that an encoding may follow in two ways."""
    if not isinstance(encoding, Rotating):
        return ()
    return tuple(name for name in CHANGES if len(_options(encoding, name)) == 2)


def changed(encoding: Rotating, change: str) -> Rotating:
    """The encoding under the other convention."""
    one, other = _options(encoding, change)
    return encoding.replace(**{change: other if getattr(encoding, change) == one else one})


def _options(encoding: Parametrised, change: str) -> tuple[str, ...]:
    kinds = {parameter.name: parameter.kind for parameter in encoding.parameters()}
    return tuple(getattr(kinds.get(change), "options", ()))


@lru_cache(maxsize=8)
def columns_by_pair(encoding: Rotating) -> Columns:
    """(pairs, 2) the two columns of each pair: of the table, or of the queries and keys that it turns. Not to be
    written to."""
    found = getattr(encoding, "dimensions_of", encoding.columns_of)
    few = np.array([found(pair) for pair in range(min(2, encoding.pairs))], dtype=np.int64)
    even = few[0] + np.arange(encoding.pairs)[:, None] * (few[-1] - few[0])
    if (even[-1] == found(encoding.pairs - 1)).all():  # as in every layout and pairing so far
        return np.asarray(even)
    return np.array([found(pair) for pair in range(encoding.pairs)], dtype=np.int64)


def width(encoding: Rotating) -> int:
    """How many columns there are, those among them that are not turned."""
    return int(getattr(encoding, "head_dim", 0)) or len(encoding.column_pairs)


@dataclass(frozen=True)
class Convention:
    """An encoding's own convention beside the other one. Columns of the own order go to `places` in the other."""

    own: Rotating
    change: str
    length: int

    @cached_property
    def other(self) -> Rotating:
        return changed(self.own, self.change)

    @property
    def columns(self) -> int:
        return width(self.own)

    @cached_property
    def places(self) -> Floats:
        """(columns,) where each column stands in the other order. On another ladder that is where a column of its
        frequency would stand: between two, or beyond the last."""
        places = np.arange(self.columns, dtype=np.float64)
        own = columns_by_pair(self.own)
        if self.change == "ladder":
            places[own] += _climbed(self.own, self.other, self.length)[:, None] * _stride(own)
        else:
            places[own] = columns_by_pair(self.other)
        return places

    @cached_property
    def targets(self) -> Columns:
        """(columns,) the column of the other order that is the same as each of the own; −1 where none is."""
        targets, own, other = np.arange(self.columns), columns_by_pair(self.own), columns_by_pair(self.other)
        pairs = np.arange(len(own)) + (0 if self.change != "ladder" else _climbed(self.own, self.other, self.length))
        near = np.rint(pairs).astype(np.int64)
        same = (np.abs(pairs - near) < NEAR) & (near >= 0) & (near < len(other))
        targets[own] = np.where(same[:, None], other[np.clip(near, 0, len(other) - 1)], -1)
        return targets

    @property
    def permutes(self) -> bool:
        """Whether every column only goes to another place."""
        return bool((self.targets >= 0).all())

    def matrix(self) -> Floats:
        """(columns, columns): 1 where column r of the own order is column c of the other."""
        cells = np.zeros((self.columns, self.columns))
        rows = np.flatnonzero(self.targets >= 0)
        cells[rows, self.targets[rows]] = 1.0
        return cells

    def moved(self, vector: ArrayLike) -> Floats:
        """A vector (columns,) of the own order in the other."""
        assert self.permutes
        found = np.empty(self.columns)
        found[self.targets] = vector
        return found

    def difference(self, offsets: Floats) -> float:
        """The largest difference of Σ p · q between the two, at these offsets: from products by offset."""
        own, other = (e.vectors(self.length).products(offsets) for e in (self.own, self.other))
        return float(np.abs(own - other).max())


def _climbed(own: Rotating, other: Rotating, length: int) -> Floats:
    """(pairs,) how many steps of the other ladder the pairs stand above or below their own number.

    Both ladders are geometric and begin at one frequency.
    """
    ours, theirs = (np.log(e.frequencies(length)) for e in (own, other))
    if len(theirs) < 2 or theirs[1] == theirs[0]:
        return np.zeros(len(ours))
    return np.asarray((ours - ours[0]) / (theirs[1] - theirs[0]) - np.arange(len(ours)))


def _stride(columns: Columns) -> int:
    """From a column to that of the next pair."""
    return int(columns[1, 0] - columns[0, 0]) if len(columns) > 1 else 1


def score_curve(encoding: Rotating, query: Floats, key: Floats, length: int) -> CosineScore:
    """q · k by offset = query − key, after both are turned; query and key (columns,), the dimensions at rest included.

    Σ |q_i||k_i| cos(w_i offset + φ_i) over the pairs, times what YaRN and LongRoPE sharpen scores by.
    """
    first, second = columns_by_pair(encoding).T
    products = (query[first] + 1j * query[second]) * np.conj(key[first] + 1j * key[second])
    products = products * encoding.attention(length) ** 2
    resting = np.setdiff1d(np.arange(len(query)), np.concatenate([first, second]))
    rest = float(query[resting] @ key[resting])
    frequencies = np.append(encoding.frequencies(length), 0.0)
    weights, phases = np.append(np.abs(products), abs(rest)), np.append(np.angle(products), np.pi * (rest < 0))
    return CosineScore(FrozenArray(frequencies), FrozenArray(weights), FrozenArray(phases), float(max(length - 1, 1)))
