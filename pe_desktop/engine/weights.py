"""Tables of numbers that stand outside the formulas: bundled with the program, or brought by a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from pe_desktop.assets import asset
from pe_desktop.engine.brought import Brought
from pe_desktop.engine.frozen import FrozenArray
from pe_desktop.engine.parameter import ParameterError

BUNDLED = ("all-MiniLM-L6-v2", "rxnmapper-albert")
"""Names of the tables that come with the program."""


@dataclass(frozen=True)
class Weights:
    """A named table, shape (positions, columns), in its own dtype: float16, float32 or float64."""

    name: str
    array: FrozenArray

    def __post_init__(self) -> None:
        values = self.array.values
        if values.ndim != 2 or not values.size or values.dtype not in (np.float16, np.float32, np.float64):
            raise ValueError(f"{self.name}: a 2-D array of floats is expected, not {values.dtype} {values.shape}")

    @property
    def file_name(self) -> str:
        """That of a file with it, where other programs look for it."""
        return (
            f"{self.name}.npy"
            if len(self.name) <= 40 and self.name.isprintable() and "/" not in self.name
            else "table.npy"
        )

    @property
    def shape(self) -> tuple[int, int]:
        return self.array.values.shape[0], self.array.values.shape[1]


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
