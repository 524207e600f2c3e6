"""Kinds of values that may also be None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from pe_desktop.engine.kinds import Grid, Integer, Kind, Real
from pe_desktop.engine.refused import ParameterError


class _Maybe(Kind):
    """What `inner` takes, or None, which is written as `word`."""

    word: ClassVar[str]

    @property
    def inner(self) -> Kind:
        raise NotImplementedError

    def allowed(self) -> str:
        return f"{self.word}, or {self.inner.allowed()}"

    def check(self, name: str, value: Any) -> Any:
        return None if value is None else self._allowing(self.inner.check, name, value)

    def parse(self, name: str, text: str) -> Any:
        if text.strip().lower() in ("", self.word, "none", "null"):
            return None
        return self._allowing(self.inner.parse, name, text)

    def _allowing(self, read: Callable[[str, Any], Any], name: str, value: Any) -> Any:
        try:
            return read(name, value)
        except ParameterError as error:
            raise ParameterError(name, error.given, self.allowed()) from None

    def written(self, value: Any) -> str:
        return self.word if value is None else self.inner.written(value)


@dataclass(frozen=True)
class AutoReal(_Maybe):
    """A number, or None: the program computes it."""

    minimum: float
    maximum: float
    log: bool = False
    word = "auto"

    @property
    def inner(self) -> Real:
        return Real(self.minimum, self.maximum, self.log)


Numeric = Integer | Real | AutoReal
"""Kinds of which a slider has numbers."""


def numbers(kind: Kind) -> Integer | Real:
    """The numbers of a numeric kind, without `auto`."""
    found = kind.inner if isinstance(kind, AutoReal) else kind
    assert isinstance(found, Integer | Real)
    return found


@dataclass(frozen=True)
class IntegerOrNone(_Maybe):
    """An integer, or None: there is no such thing."""

    minimum: int
    maximum: int
    word = "none"

    @property
    def inner(self) -> Integer:
        return Integer(self.minimum, self.maximum)


@dataclass(frozen=True)
class GridOrNone(_Maybe):
    """Height and width of a grid, or None: there is no such thing."""

    longest: int
    word = "none"

    @property
    def inner(self) -> Grid:
        return Grid(self.longest)
