"""The ways in which an array can be read: each gives its rows in float64, a few at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.weights import MASKED

LARGEST = 1e100  # what is beyond it is infinite: no scheme has such numbers
CELLS = 1 << 18  # read at a time

Array = NDArray[Any]


class View(ABC):
    """A matrix of rows × columns, read by rows."""

    values: Array

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int]: ...

    @abstractmethod
    def read(self, rows: ArrayLike) -> Floats:
        """(len(rows), columns) float64; not a number where a mask hides a cell."""

    @property
    def rows(self) -> int:
        return self.shape[0]

    @property
    def columns(self) -> int:
        return self.shape[1]


@dataclass(frozen=True, eq=False)
class Matrix(View):
    """(rows, columns), a row a position."""

    values: Array

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.shape[0], self.values.shape[1]

    def read(self, rows: ArrayLike) -> Floats:
        return np.asarray(self.values[np.asarray(rows)], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Vector(View):
    """(numbers,): one row."""

    values: Array

    @property
    def shape(self) -> tuple[int, int]:
        return 1, len(self.values)

    def read(self, rows: ArrayLike) -> Floats:
        return np.repeat(np.asarray(self.values, dtype=np.float64)[None], len(np.atleast_1d(rows)), axis=0)


@dataclass(frozen=True, eq=False)
class Stack(View):
    """(2, positions, columns): cosines and sines, one after the other; here side by side."""

    values: Array

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.shape[1], 2 * self.values.shape[2]

    def read(self, rows: ArrayLike) -> Floats:
        chosen = np.asarray(self.values[:, np.asarray(rows)], dtype=np.float64)
        return np.concatenate([chosen[0], chosen[1]], axis=1)


@dataclass(frozen=True, eq=False)
class Heads(View):
    """(heads, queries, keys): row h · queries + i is query i of head h. `mask` is what hides keys, if anything does.

    `weights`: (buckets, heads), the trained numbers that the biases are made of, where they are given.
    """

    values: Array
    weights: Array | None = None

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.shape[0] * self.values.shape[1], self.values.shape[2]

    @property
    def heads(self) -> int:
        return int(self.values.shape[0])

    @property
    def queries(self) -> int:
        return int(self.values.shape[1])

    @property
    def mask(self) -> float | None:
        """What stands in the corner of the first query and the last key, where that hides it."""
        corner = float(self.values[0, 0, -1])
        return corner if corner <= MASKED and self.columns > 1 else None

    def read(self, rows: ArrayLike) -> Floats:
        heads, queries = np.divmod(np.asarray(rows), self.queries)
        found = np.array(self.values[heads, queries], dtype=np.float64)
        mask = self.mask
        if mask is not None:
            after = np.arange(self.columns) > (queries + self.columns - self.queries)[:, None]
            found[after & (found == mask)] = np.nan
        found[np.abs(found) > LARGEST] = np.nan
        return found


@dataclass(frozen=True, eq=False)
class Rotated(View):
    """Queries or keys (…, positions, columns) after they were turned, with what they were before."""

    values: Array
    before: Array

    @property
    def length(self) -> int:
        return int(self.values.shape[-2])

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.size // self.values.shape[-1], self.values.shape[-1]

    def read(self, rows: ArrayLike) -> Floats:
        return np.asarray(self.values.reshape(self.shape)[np.asarray(rows)], dtype=np.float64)

    def read_before(self, rows: ArrayLike) -> Floats:
        return np.asarray(self.before.reshape(self.shape)[np.asarray(rows)], dtype=np.float64)


def views(array: Array, before: Array | None) -> list[View]:
    """Every way in which an array may be read, by its shape; empty where there is none."""
    array, before = _real(array), None if before is None else _real(before)
    if before is not None and before.ndim == 2 and array.ndim > 2 and array.shape[-3] == before.shape[-1]:
        return [Heads(array.reshape(array.shape[-3:]), before)] if array.size == np.prod(array.shape[-3:]) else []
    if before is not None:
        return [Rotated(array, before)] if array.ndim >= 2 and array.shape == before.shape else []
    while array.ndim > 2 and array.shape[0] == 1:
        array = array[0]
    if array.ndim == 4 and array.shape[2] == 1:  # (2, length, 1, columns), or the like
        array = array[:, :, 0]
    if array.ndim == 3 and array.shape[1] == 1 and array.shape[0] > array.shape[2]:  # (length, 1, columns)
        array = array[:, 0]
    if array.ndim == 1:
        return [Vector(array), Matrix(array[:, None])]
    if array.ndim == 2:
        square = array.shape[0] == array.shape[1] and array.shape[0] > 1
        return [Matrix(array), *([Heads(array[None])] if square else [])]
    if array.ndim == 3:
        found: list[View] = [Stack(array)] if array.shape[0] == 2 else []
        return [*found, Heads(array)] if array.shape[1] in (1, array.shape[2]) else found
    return []


def _real(array: Array) -> Array:
    """Of complex numbers, cosine + i sine, the two side by side; of truth values 0 and 1."""
    if np.iscomplexobj(array):
        array = np.ascontiguousarray(array)
        return array.view(array.real.dtype)
    return array.view(np.int8) if array.dtype == bool else array


def spread_rows(rows: int, first: int, more: int) -> NDArray[np.int64]:
    """The first so many rows, and about `more` of the others, spread evenly and by powers of two, the last included."""
    powers = 2 ** np.arange(max(1, rows.bit_length()))
    even = np.linspace(0, rows - 1, min(more, rows)).astype(np.int64)
    chosen = np.concatenate([np.arange(min(first, rows)), powers, powers + 1, even])
    return np.unique(chosen[chosen < rows])
