"""Files that hold tensors by name: one interface for all kinds of them."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.weights import MASKED, Weights
from pe_desktop.sources.error import SourceError, clean_name
from pe_desktop.sources.table import CELLS, GREATEST, check_shape, checked

LONGEST_NAME = 500

_LIKELY = re.compile(
    r"(?P<index>position_ids|relative_position_index|relative_coords)"
    r"|(?P<absolute>(?:^|[._/])(?:wpe|pe|embed_positions|pos(?:ition(?:al|s)?)?_?(?:emb(?:ed(?:ding)?s?)?|enc(?:oding|oder)?))"
    r"(?![a-z]))|(?P<relative>rel(?:ative)?_?(?:attention_bias|pos|emb|bias)|distance_embedding|attention_biases|r_emb)"
    r"|(?P<rotary>inv_freq|rotary|rope|freqs_cis|(?:cos|sin)_cached|periods|alibi|slopes)"
)
_RANKS = {"absolute": 0, "relative": 1, "rotary": 2}
_TOKENS = ((1, "row 0 is the class token's"), (2, "rows 0 and 1 are the class and distillation tokens'"))
_NUMBERS = re.compile("[0-9]+")


class Tensor(NamedTuple):
    """An array in a file: its name, the type of its numbers as the file calls it, and its shape.

    `part` is the shard or the archive's member that holds it, `start` where its bytes begin there.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    part: str = ""
    start: int = 0

    @property
    def table(self) -> tuple[int, int] | None:
        """Rows and columns, without leading axes of length 1; None where it has another number of axes."""
        inner = self.shape
        while len(inner) > 2 and inner[0] == 1:
            inner = inner[1:]
        return (inner[0], inner[1]) if len(inner) == 2 else None

    @property
    def likely(self) -> int:
        """How likely positions stand in it, by its name: 0 is a table of them, 1 a relative bias, 2 rotary, 3 none."""
        found = _LIKELY.search(self.name.lower())
        return _RANKS.get(found.lastgroup or "", len(_RANKS)) if found else len(_RANKS)

    @property
    def is_likely(self) -> bool:
        """Whether its name is one that positions have."""
        return self.likely < len(_RANKS)

    @property
    def first_row(self) -> int:
        """The row at which positions start, by what is usual for that many rows: 0 where nothing speaks against it."""
        return self._before[0]

    @property
    def remark(self) -> str:
        """What its rows are besides positions; empty where nothing is known."""
        return self._before[1]

    @property
    def _before(self) -> tuple[int, str]:
        """How many rows of a table of positions stand before them, and why."""
        if self.likely or self.table is None:
            return 0, ""
        rows, image = self.table[0], len(self.shape) > 2  # a parameter of an image model, not an embedding of tokens
        for extra, named in _TOKENS[: 2 if image else 1]:
            side = math.isqrt(max(rows - extra, 0))
            if side >= 4 and side * side == rows - extra:
                return extra, f"{named}, the other {side * side:,} are {side} × {side} patches"
        if not image and rows >= 66 and (rows - 2) & (rows - 3) == 0:
            return 2, f"2 + {rows - 2:,} rows: positions start at row 2, as in RoBERTa, BART and OPT"
        return 0, ""


class Checkpoint(ABC):
    """Tensors in a file or a folder, none of them in memory: `tensors`, the likeliest tables of positions first.

    `notes` says what could not be listed, in a sentence each.
    """

    def __init__(self, file: Path, tensors: Iterable[Tensor], notes: tuple[str, ...] = ()) -> None:
        self.file, self.notes = file, notes
        self.tensors = tuple(sorted(tensors, key=_order))
        self._named = {tensor.name: tensor for tensor in self.tensors}

    @property
    def name(self) -> str:
        """Of the file, without its folders."""
        return self.file.name

    def tensor(self, name: str) -> Tensor:
        """The tensor of that name. Raises `SourceError`, with names that are like it."""
        if name in self._named:
            return self._named[name]
        from difflib import get_close_matches  # only here, where something is wrong

        near = get_close_matches(name, list(self._named)[:2000], 1, 0.4) or [tensor.name for tensor in self.tensors[:1]]
        remedy = f"choose one of its {len(self.tensors):,}, such as {clean_name(near[0])}" if near else "it holds none"
        raise SourceError(self.name, f"no tensor is called {clean_name(name)!r}", remedy)

    def array(self, name: str) -> NDArray[Any]:
        """The numbers of a tensor in its shape: as float16, 32 or 64, and integers and truth values as float64.

        Only its own bytes are read. Raises `SourceError` where it is too large, or holds no numbers that are read.
        """
        tensor = self.tensor(name)
        if math.prod(tensor.shape) > CELLS:
            wrong = f"{clean_name(name)} has {math.prod(tensor.shape):,} values; at most {CELLS:,} are read"
            raise SourceError(self.name, wrong, "choose a smaller tensor")
        return self._numbers(tensor)

    def read(self, name: str) -> Weights:
        """A tensor as a table, (positions, columns), named after it; leading axes of length 1 are dropped.

        Raises `SourceError` where it has not two axes, holds nan or infinity, or is too large to be shown.
        """
        tensor = self.tensor(name)
        if tensor.table is None:
            shape = " × ".join(map(str, tensor.shape[:6])) or "a single number"
            wrong = f"the shape of {clean_name(name)} is {shape}, not rows × columns"
            raise SourceError(self.name, wrong, "choose a tensor with a row a position")
        check_shape(self.name, tensor.table)
        return checked(name, self.name, self._numbers(tensor).reshape(tensor.table))

    def read_whole(self, name: str) -> Weights:
        """A tensor in its shape, of up to four axes, to be diagnosed; what a mask hides is −10,000 in it.

        Raises `SourceError` as `read` does.
        """
        tensor = self.tensor(name)
        check_shape(self.name, tensor.shape)
        values = self._numbers(tensor)
        hidden = values < -GREATEST if values.dtype.itemsize > 2 else values == -np.inf
        return checked(name, self.name, np.where(hidden, values.dtype.type(MASKED), values) if hidden.any() else values)

    @abstractmethod
    def _numbers(self, tensor: Tensor) -> NDArray[Any]:
        """Its array, in its shape."""


def widened(array: NDArray[Any]) -> NDArray[Any]:
    """Floats of two bytes and more as they are, everything else as float64."""
    return array if array.dtype.kind == "f" and array.dtype.itemsize >= 2 else array.astype(np.float64)


def check_name(file: str, name: str) -> None:
    """Raises `SourceError` for a tensor's name that would disturb a line: it is shown in lists as it is."""
    if len(name) > LONGEST_NAME or not name.isprintable():
        wrong = f"the name of a tensor, {clean_name(name) or 'of control characters'}, cannot be shown on a line"
        raise SourceError(file, wrong, "save it with plain names")


def _order(tensor: Tensor) -> tuple[object, ...]:
    """Likely names first, tables before other shapes, equal shapes together, numbers in names by value."""
    by_value = _NUMBERS.sub(lambda digits: digits[0].zfill(9), tensor.name)
    return tensor.likely, tensor.table is None, tensor.shape, by_value
