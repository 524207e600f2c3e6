"""Arrays and mappings that can stand in frozen dataclasses: equal by content, never written to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class FrozenArray:
    """A read-only array, equal to another when shape, dtype and bytes are equal."""

    def __init__(self, values: ArrayLike) -> None:
        array = np.ascontiguousarray(values)
        if array is values or array.base is not None:
            array = array.copy()
        array.setflags(write=False)
        self.values: NDArray[Any] = array

    @cached_property
    def sha256(self) -> str:
        """Hex digest of shape, dtype and bytes."""
        digest = hashlib.sha256(f"{self.values.shape} {self.values.dtype.str}".encode())
        digest.update(self.values.data)
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FrozenArray):
            return NotImplemented
        return self is other or (self.values.shape == other.values.shape and self.sha256 == other.sha256)

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __repr__(self) -> str:
        return f"FrozenArray({self.values.shape}, {self.values.dtype}, {self.sha256[:8]})"


class FrozenMap(Mapping[str, Any]):
    """A read-only, hashable mapping; `put` answers a changed copy."""

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        self._items = {key: _frozen(value) for key, value in (items or {}).items()}

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def put(self, key: str, value: Any) -> FrozenMap:
        return FrozenMap({**self._items, key: value})

    def without(self, key: str) -> FrozenMap:
        return FrozenMap({k: v for k, v in self._items.items() if k != key})


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value if isinstance(value, FrozenMap) else FrozenMap(value)
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
