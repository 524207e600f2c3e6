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
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import LADDERS, LAYOUTS, Sinusoidal
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.rotary import PAIRINGS

CHANGES = ("layout", "pairing", "ladder")
NEAR = 1e-9  # of a pair: what rounding leaves of a place that is whole

Columns = NDArray[np.int64]


def changes(encoding: Encoding) -> tuple[str, ...]:
    """The conventions that an encoding may follow in two ways."""
    if isinstance(encoding, Sinusoidal):
        return ("layout", "ladder")
    return ("pairing",) if isinstance(encoding, Rope) else ()


def changed(encoding: Rotating, change: str) -> Rotating:
    """The encoding under the other convention."""
    one, other = {"layout": LAYOUTS, "ladder": LADDERS, "pairing": PAIRINGS}[change]
    return encoding.replace(**{change: other if getattr(encoding, change) == one else one})


@lru_cache(maxsize=8)
def columns_by_pair(encoding: Rotating) -> Columns:
    """(pairs, 2) the columns of each pair: of the table, or of the queries and keys that it turns. −1 where an odd
    width leaves a pair only one. Not to be written to."""
    named = encoding.dimensions_of if isinstance(encoding, Rope) else encoding.columns_of
    first, last = named(0), named(encoding.pairs - 1)
    if len(last) == 2 and encoding.pairs > 1:  # in every layout and pairing both run evenly
        steps = (np.array(last) - first) // (encoding.pairs - 1)
        return np.asarray(first + np.arange(encoding.pairs)[:, None] * steps)
    return np.array([(*named(pair), -1)[:2] for pair in range(encoding.pairs)], dtype=np.int64)


def width(encoding: Rotating) -> int:
    """How many columns there are, those among them that are not turned."""
    return encoding.head_dim if isinstance(encoding, Rope) else len(encoding.column_pairs)


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
        places, (own, other) = np.arange(self.columns, dtype=np.float64), self._by_pair
        there = own >= 0
        if self.change == "ladder":
            places[own[there]] += np.where(there, (self._climbed * _stride(own))[:, None], 0.0)[there]
        else:
            places[own[there]] = other[there]
        return places

    @cached_property
    def targets(self) -> Columns:
        """(columns,) the column of the other order that is the same as each of the own; −1 where none is."""
        targets, (own, other) = np.arange(self.columns), self._by_pair
        pairs = np.arange(len(own)) + self._climbed
        near = np.clip(np.rint(pairs), 0, len(own) - 1).astype(np.int64)
        same = np.abs(pairs - near) < NEAR
        there = own >= 0
        targets[own[there]] = np.where(same[:, None], other[near], -1)[there]
        return targets

    @property
    def _by_pair(self) -> tuple[Columns, Columns]:
        return columns_by_pair(self.own), columns_by_pair(self.other)

    @cached_property
    def _climbed(self) -> Floats:
        """(pairs,) how many steps of the other ladder the pairs stand above or below their own number.

        Both ladders are geometric and begin at one frequency; a column of zeros stands on none.
        """
        if self.change != "ladder":
            return np.zeros(self.own.pairs)
        ours, theirs = (e.frequencies(self.length) for e in (self.own, self.other))
        if len(theirs) < 2 or theirs[1] in (theirs[0], 0.0):
            return np.zeros(len(ours))
        logs = np.log(np.where(ours > 0, ours, ours[0]))
        moved = (logs - logs[0]) / np.log(theirs[1] / theirs[0]) - np.arange(len(ours))
        return np.where(ours > 0, moved, 0.0)

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
