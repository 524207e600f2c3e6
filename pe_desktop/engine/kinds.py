"""Kinds of values that a parameter can have: what is allowed, and how it is written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pe_desktop.engine.refused import ParameterError


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) < 1e15 and value == int(value) else f"{value:g}"


def grouped(text: str) -> str:
    """Digits alone in groups of three, as a person reads them; any other text as it is."""
    return f"{int(text):,}" if text.isascii() and text.isdecimal() else text


def _ungrouped(text: str) -> str:
    """`10,000`, `10 000` and `10_000` without their separators; `1,5` stays, to be refused: it is no 15."""
    found = re.fullmatch(r"[+-]?[1-9]\d{0,2}([ ,_]\d{3})+(\.\d*)?", text.strip())
    return re.sub("[ ,_]", "", text) if found else text.strip()


@dataclass(frozen=True)
class Kind:
    """What values a parameter takes. `check` returns the value in its own type, or raises."""

    def allowed(self) -> str:
        raise NotImplementedError

    def check(self, name: str, value: Any) -> Any:
        raise NotImplementedError

    def parse(self, name: str, text: str) -> Any:
        """The value written as `text` on a command line or in an editor."""
        return self.check(name, text)

    def written(self, value: Any) -> str:
        """The text that `parse` reads back."""
        return str(value)


@dataclass(frozen=True)
class Integer(Kind):
    """A multiple of `multiple`. A slider moves by `step`, where that is given: what lies between can be typed."""

    minimum: int
    maximum: int
    multiple: int = 1
    log: bool = False
    step: int = 0

    def allowed(self) -> str:
        noun = {1: "an integer", 2: "an even integer"}.get(self.multiple, f"a multiple of {self.multiple}")
        return f"{noun} from {_number(self.minimum)} to {_number(self.maximum)}"

    def check(self, name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ParameterError(name, value, self.allowed())
        if not self.minimum <= value <= self.maximum:  # also refuses nan, and integers too great for a float
            raise ParameterError(name, value, self.allowed())
        if value != int(value) or int(value) % self.multiple:
            raise ParameterError(name, value, self.allowed())
        return int(value)

    def parse(self, name: str, text: str) -> int:
        digits = _ungrouped(text)
        if not re.fullmatch(r"[+-]?\d{1,20}", digits):
            raise ParameterError(name, text, self.allowed())
        return self.check(name, int(digits))

    def between(self, minimum: float, maximum: float) -> Integer:
        """The same between other ends."""
        return replace(self, minimum=int(minimum), maximum=int(maximum))


@dataclass(frozen=True)
class Real(Kind):
    minimum: float
    maximum: float
    log: bool = False

    def allowed(self) -> str:
        return f"a number from {_number(self.minimum)} to {_number(self.maximum)}"

    def check(self, name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ParameterError(name, value, self.allowed())
        if not self.minimum <= value <= self.maximum:  # also refuses nan
            raise ParameterError(name, value, self.allowed())
        return float(value)

    def parse(self, name: str, text: str) -> float:
        try:
            value = float(_ungrouped(text))
        except ValueError:
            raise ParameterError(name, text, self.allowed()) from None
        return self.check(name, value)

    def between(self, minimum: float, maximum: float) -> Real:
        """The same between other ends."""
        return replace(self, minimum=float(minimum), maximum=float(maximum))

    def written(self, value: float) -> str:
        return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


@dataclass(frozen=True)
class Choice(Kind):
    options: tuple[str, ...]

    def allowed(self) -> str:
        return ", ".join(self.options)

    def check(self, name: str, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise ParameterError(name, value, self.allowed())
        return value


@dataclass(frozen=True)
class Flag(Kind):
    def allowed(self) -> str:
        return "true, false"

    def check(self, name: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ParameterError(name, value, self.allowed())
        return value

    def parse(self, name: str, text: str) -> bool:
        word = text.strip().lower()
        known = word in ("true", "yes", "on", "1", "false", "no", "off", "0")
        return self.check(name, word in ("true", "yes", "on", "1") if known else text)

    def written(self, value: bool) -> str:
        return "true" if value else "false"


@dataclass(frozen=True)
class Text(Kind):
    """Words on one line."""

    longest: int

    def allowed(self) -> str:
        return f"up to {self.longest} characters on one line"

    def check(self, name: str, value: Any) -> str:
        if not isinstance(value, str):
            raise ParameterError(name, value, self.allowed())
        if len(value) > self.longest:
            raise ParameterError(name, f"{len(value):,} characters", self.allowed())
        if not all(character.isprintable() for character in value):
            raise ParameterError(name, value, self.allowed())
        return value


@dataclass(frozen=True)
class Integers(Kind):
    """A list of integers, kept as a tuple; empty means that the program chooses."""

    minimum: int
    maximum: int
    longest: int = 64

    def allowed(self) -> str:
        return f"auto, or up to {self.longest} integers from {self.minimum} to {_number(self.maximum)}, such as 0,1,8"

    def check(self, name: str, value: Any) -> tuple[int, ...]:
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise ParameterError(name, value, self.allowed())
        values = tuple(value)
        if len(values) > self.longest:
            raise ParameterError(name, f"{len(values)} integers", self.allowed())
        one = Integer(self.minimum, self.maximum)
        try:
            return tuple(one.check(name, v) for v in values)
        except ParameterError as error:
            raise ParameterError(name, error.given, self.allowed()) from None

    def parse(self, name: str, text: str) -> tuple[int, ...]:
        parts = [p for p in text.replace(";", ",").replace(" ", ",").split(",") if p]
        if [p.lower() for p in parts] in ([], ["auto"]):
            return ()
        if not all(p.isdecimal() and len(p) < 20 for p in parts):
            raise ParameterError(name, text, self.allowed())
        return self.check(name, [int(p) for p in parts])

    def written(self, value: tuple[int, ...]) -> str:
        return ",".join(map(str, value)) or "auto"


@dataclass(frozen=True)
class Reals(Kind):
    """A list of numbers, kept as a tuple; empty means that the program chooses."""

    minimum: float
    maximum: float
    longest: int = 64

    def allowed(self) -> str:
        low, high = _number(self.minimum), _number(self.maximum)
        return f"auto, or up to {_number(self.longest)} numbers from {low} to {high}, such as 1,1.5,2"

    def check(self, name: str, value: Any) -> tuple[float, ...]:
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            raise ParameterError(name, value, self.allowed())
        values = tuple(value)
        if len(values) > self.longest:
            raise ParameterError(name, f"{len(values)} numbers", self.allowed())
        one = Real(self.minimum, self.maximum)
        try:
            return tuple(one.check(name, v) for v in values)
        except ParameterError as error:
            raise ParameterError(name, error.given, self.allowed()) from None

    def parse(self, name: str, text: str) -> tuple[float, ...]:
        parts = [p for p in re.split("[,; ]+", text.strip().strip("[]")) if p]
        if [p.lower() for p in parts] in ([], ["auto"]):
            return ()
        try:
            return self.check(name, [float(p) for p in parts])
        except ParameterError:
            raise
        except ValueError:
            raise ParameterError(name, text, self.allowed()) from None

    def written(self, value: tuple[float, ...]) -> str:
        return ",".join(Real(self.minimum, self.maximum).written(v) for v in value) or "auto"


_SIDES = r"(\d{1,6})(?: ?[xX×] ?(\d{1,6}))?"
_GRID = re.compile(rf"{_SIDES}(?: ?(?:image )?(?:/|in|by) ?{_SIDES}(?: ?patch(?:es)?)?)?")


@dataclass(frozen=True)
class Grid(Kind):
    """Height and width of a grid of patches; an image and its patches may be given instead."""

    longest: int = 256

    def allowed(self) -> str:
        sides = f"HEIGHTxWIDTH from 1x1 to {self.longest}x{self.longest}"
        return f"{sides}, or an image and its patches, such as 224x224/16x16"

    def check(self, name: str, value: Any) -> tuple[int, int]:
        pair = isinstance(value, tuple | list) and len(value) == 2 and all(type(side) is int for side in value)
        if not pair or not all(1 <= side <= self.longest for side in value):
            raise ParameterError(name, self.written(value) if pair else value, self.allowed())
        return value[0], value[1]

    def parse(self, name: str, text: str) -> tuple[int, int]:
        found = _GRID.fullmatch(" ".join(text.split()))
        if found is None:
            raise ParameterError(name, text, self.allowed())
        height, width, down, across = (int(side) if side else 0 for side in found.groups())
        width = width or height
        if not found[3]:
            return self.check(name, (height, width))
        across = across or down
        if not down or not across or height % down or width % across:
            raise ParameterError(name, text, "patches that divide the image, such as 224x224/16x16")
        return self.check(name, (height // down, width // across))

    def written(self, value: tuple[int, int]) -> str:
        return f"{value[0]}x{value[1]}"
