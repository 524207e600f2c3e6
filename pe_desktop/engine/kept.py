"""Results that are kept for the next call, as far as there is room: of all functions together, by bytes.

Counting calls would not do: a table of the widest encoding takes thirty megabytes, and each step of a slider makes
another one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from pe_desktop.engine.frozen import FrozenArray

ROOM = 1 << 28  # bytes of all that is kept

P = ParamSpec("P")
T = TypeVar("T")

_results: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()  # the one that was wanted last is last
_lock = Lock()


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """The function, whose latest results are kept; of hashable arguments. Threads may call it."""

    @wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> T:
        key = (function, arguments, tuple(sorted(named.items())))
        with _lock:
            if key in _results:
                _results.move_to_end(key)
                return cast(T, _results[key][0])
        result = function(*arguments, **named)
        with _lock:
            _results[key] = (result, _bytes(result) + _bytes(arguments))
            _make_room()
        return result

    return call


def _make_room() -> None:
    """The latest result stays, however large it is."""
    total = sum(size for _, size in _results.values())
    while total > ROOM and len(_results) > 1:
        _, (_, size) = _results.popitem(last=False)
        total -= size


def _bytes(value: object) -> int:
    """Of the arrays in it."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, FrozenArray):
        return value.values.nbytes
    if isinstance(value, tuple):
        return sum(map(_bytes, value))
    if is_dataclass(value):
        return sum(_bytes(getattr(value, field.name)) for field in fields(value))
    return 64


def bytes_kept() -> int:
    with _lock:
        return sum(size for _, size in _results.values())
