"""Tables of numbers that stand outside the formulas: bundled with the program, or brought by a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from pe_desktop.assets import asset
from pe_desktop.engine.brought import Brought
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError

BUNDLED = ("all-MiniLM-L6-v2", "rxnmapper-albert")
"""Names of the tables that come with the program."""
MASKED = -1e4  # what a mask adds is that low, or lower: −10000, −1e9, the least float, minus infinity
AXES = 4  # at most: (batch, heads, positions, columns)


@dataclass(frozen=True)
class Weights:
    """A named array in its own dtype: float16, float32 or float64.

    Most are tables, (positions, columns). What was brought to be diagnosed may have up to four axes.
    """

    name: str
    array: FrozenArray

    def __post_init__(self) -> None:
        values = self.array.values
        floats = values.dtype in (np.float16, np.float32, np.float64)
        if not 1 <= values.ndim <= AXES or not values.size or not floats:
            raise ValueError(f"{self.name}: an array of floats is expected, not {values.dtype} {values.shape}")

    @property
    def file_name(self) -> str:
        """That of a file with it, where other programs look for it."""
        return (
            f"{self.name}.npy"
            if len(self.name) <= 40 and self.name.isprintable() and "/" not in self.name
            else "table.npy"
        )

    @cached_property
    def table(self) -> FrozenArray:
        """(rows, columns): all axes but the last one after the other; a vector is one column."""
        values = self.array.values
        if values.ndim == 2:
            return self.array
        return FrozenArray(values[:, None] if values.ndim == 1 else values.reshape(-1, values.shape[-1]))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of its table."""
        rows, columns = self.table.values.shape
        return rows, columns


@lru_cache(maxsize=len(BUNDLED))
def bundled(name: str) -> Weights:
    """The bundled table of that name. Raises KeyError when there is none."""
    if name not in BUNDLED:
        raise KeyError(name)
    return Weights(name, FrozenArray(np.load(asset("tables", name + ".npy"), allow_pickle=False)))


@dataclass(frozen=True)
class Bundled(Brought):
    """A table: `Weights`, or the name of one that is bundled."""

    names = BUNDLED

    def allowed(self) -> str:
        return f"a bundled table ({', '.join(BUNDLED)}) or a .npy file"

    def check(self, name: str, value: Any) -> Weights:
        if isinstance(value, Weights):
            return value
        if not isinstance(value, str) or value not in BUNDLED:
            raise ParameterError(name, value, self.allowed())
        return bundled(value)

    def written(self, value: Weights) -> str:
        return value.name


@dataclass(frozen=True)
class Opened(Brought):
    """An array out of a file, or None."""

    names = ("none",)

    def allowed(self) -> str:
        return "none, or FILE[:TENSOR], a .npy, .npz, .safetensors or .csv file"

    def check(self, name: str, value: Any) -> Weights | None:
        if value is not None and not isinstance(value, Weights):
            raise ParameterError(name, value, self.allowed())
        return value

    def parse(self, name: str, text: str) -> Weights | None:
        """Files are opened by whoever may read them."""
        return self.check(name, None if text in self.names else text)

    def written(self, value: Weights | None) -> str:
        return "none" if value is None else value.name
