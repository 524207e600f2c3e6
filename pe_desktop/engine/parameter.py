"""Parameters, declared once.

A frozen dataclass derived from `Parametrised` declares each of its fields with one of the
functions `integer`, `real`, `choice`, `flag`, `integers`, `text`, `source`. From that one
declaration come the panel's editor, the command line's flag, the message when a value is
refused, and the help.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

_KEY = "parameter"


class ParameterError(ValueError):
    """One line: which parameter, what was given, what is allowed."""

    def __init__(self, name: str, given: object, allowed: str) -> None:
        super().__init__(f"{name}: {_shown(given)} given; allowed: {allowed}")
        self.name, self.given, self.allowed = name, given, allowed


def _shown(given: object) -> str:
    if isinstance(given, int) and abs(given) >= 10**60:
        return "an integer of more than 60 digits"  # which Python may refuse to write out
    text = given if isinstance(given, str) else repr(given)
    text = " ".join(text.split()) or "nothing"
    return text if len(text) <= 60 else text[:57] + "..."


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if abs(value) < 1e15 and value == int(value) else f"{value:g}"


def _ungrouped(text: str) -> str:
    """`10,000`, `10 000` and `10_000` without their separators; `1,5` stays, to be refused: it is no 15."""
    grouped = re.fullmatch(r"[+-]?[1-9]\d{0,2}([ ,_]\d{3})+(\.\d*)?", text.strip())
    return re.sub("[ ,_]", "", text) if grouped else text.strip()


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
    minimum: int
    maximum: int
    multiple: int = 1
    log: bool = False

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
class Instance(Kind):
    """An object that is brought from outside, such as a table of weights."""

    type: type
    what: str

    def allowed(self) -> str:
        return self.what

    def check(self, name: str, value: Any) -> Any:
        if not isinstance(value, self.type):
            raise ParameterError(name, value, self.allowed())
        return value


@dataclass(frozen=True)
class Parameter:
    """The declaration of one field: its `name` is the field's, everywhere."""

    name: str
    kind: Kind
    default: Any
    help: str
    label: str
    unit: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def flags(self) -> tuple[str, ...]:
        return (self.flag, *("--" + a.replace("_", "-") for a in self.aliases))

    def check(self, value: Any) -> Any:
        return self.kind.check(self.name, value)

    def parse(self, text: str) -> Any:
        return self.kind.parse(self.name, text)


@dataclass(frozen=True)
class _Declaration:
    kind: Kind
    help: str
    label: str
    unit: str
    aliases: tuple[str, ...]


def declare(
    kind: Kind,
    default: Any,
    help: str,
    *,
    label: str = "",
    unit: str = "",
    aliases: tuple[str, ...] = (),
) -> Any:
    """A dataclass field that is a parameter of this kind. `help` is one line for the person at the screen."""
    return dataclasses.field(default=default, metadata={_KEY: _Declaration(kind, help, label, unit, aliases)})


def integer(
    default: int, minimum: int, maximum: int, help: str, *, multiple: int = 1, log: bool = False, **rest: Any
) -> Any:
    return declare(Integer(minimum, maximum, multiple, log), default, help, **rest)


def real(default: float, minimum: float, maximum: float, help: str, *, log: bool = False, **rest: Any) -> Any:
    return declare(Real(minimum, maximum, log), default, help, **rest)


def choice(default: str, options: tuple[str, ...], help: str, **rest: Any) -> Any:
    return declare(Choice(options), default, help, **rest)


def flag(default: bool, help: str, **rest: Any) -> Any:
    return declare(Flag(), default, help, **rest)


def integers(help: str, *, minimum: int = 0, maximum: int, default: tuple[int, ...] = (), **rest: Any) -> Any:
    return declare(Integers(minimum, maximum), default, help, **rest)


class Parametrised:
    """Base of frozen dataclasses whose fields are parameters; every instance holds checked values.

    Raises `ParameterError` when it is made with a value that a field does not allow.
    """

    _declared: ClassVar[tuple[Parameter, ...]]

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        if "_declared" not in cls.__dict__:
            fields = [f for f in dataclasses.fields(cls) if _KEY in f.metadata]  # type: ignore[arg-type]
            cls._declared = tuple(_parameter(f) for f in fields)
        return cls._declared

    @classmethod
    def parameter(cls, name: str) -> Parameter:
        """The parameter of that name or alias. Raises KeyError when there is none."""
        for parameter in cls.parameters():
            if name == parameter.name or name in parameter.aliases:
                return parameter
        raise KeyError(name)

    def __post_init__(self) -> None:
        for parameter in self.parameters():
            object.__setattr__(self, parameter.name, parameter.check(getattr(self, parameter.name)))

    def replace(self, **changes: Any) -> Self:
        return dataclasses.replace(self, **changes)  # type: ignore[type-var]

    def values(self) -> dict[str, Any]:
        return {p.name: getattr(self, p.name) for p in self.parameters()}


def _parameter(field: dataclasses.Field[Any]) -> Parameter:
    declared: _Declaration = field.metadata[_KEY]
    default = declared.kind.check(field.name, field.default)  # in the type that a field holds
    label = declared.label or field.name
    return Parameter(field.name, declared.kind, default, declared.help, label, declared.unit, declared.aliases)
