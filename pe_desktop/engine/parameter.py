"""Parameters, declared once.

A frozen dataclass derived from `Parametrised` declares each of its fields with one of the
functions `integer`, `real`, `choice`, `flag`, `integers`, `integer_or_none`, `reals`, `auto_real`,
`grid`. From that one declaration come the panel's editor, the command line's flag, the message when a value is
refused, and the help.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pe_desktop.engine.kinds import (
    Choice,
    Flag,
    Grid,
    Integer,
    Integers,
    Kind,
    Real,
    Reals,
)
from pe_desktop.engine.maybe import AutoReal, IntegerOrNone
from pe_desktop.engine.refused import ParameterError as ParameterError

_KEY = "parameter"
When = tuple[str, tuple[Any, ...]] | None
"""The parameter on which it depends whether another counts, and the values with which it does."""


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
    when: When = None
    formula: str = ""
    """Where it stands in the numbers; `^{…}` is a superscript. Empty where words say it."""

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
    when: When
    formula: str


def declare(
    kind: Kind,
    default: Any,
    help: str,
    *,
    label: str = "",
    unit: str = "",
    aliases: tuple[str, ...] = (),
    when: When = None,
    formula: str = "",
) -> Any:
    """A dataclass field that is a parameter of this kind. `help` is one line for the person at the screen.

    `formula` says where it stands in the numbers.
    With `when` = (name, values) it counts only while the parameter of that name has one of these values.
    """
    declared = _Declaration(kind, help, label, unit, aliases, when, formula)
    return dataclasses.field(default=default, metadata={_KEY: declared})


def integer(
    default: int,
    minimum: int,
    maximum: int,
    help: str,
    *,
    multiple: int = 1,
    log: bool = False,
    step: int = 0,
    **rest: Any,
) -> Any:
    return declare(Integer(minimum, maximum, multiple, log, step), default, help, **rest)


def real(default: float, minimum: float, maximum: float, help: str, *, log: bool = False, **rest: Any) -> Any:
    return declare(Real(minimum, maximum, log), default, help, **rest)


def choice(default: str, options: tuple[str, ...], help: str, **rest: Any) -> Any:
    return declare(Choice(options), default, help, **rest)


def flag(default: bool, help: str, **rest: Any) -> Any:
    return declare(Flag(), default, help, **rest)


def integers(help: str, *, minimum: int = 0, maximum: int, default: tuple[int, ...] = (), **rest: Any) -> Any:
    return declare(Integers(minimum, maximum), default, help, **rest)


def auto_real(minimum: float, maximum: float, help: str, *, log: bool = False, **rest: Any) -> Any:
    return declare(AutoReal(minimum, maximum, log), None, help, **rest)


def integer_or_none(minimum: int, maximum: int, help: str, **rest: Any) -> Any:
    return declare(IntegerOrNone(minimum, maximum), None, help, **rest)


def reals(help: str, *, minimum: float, maximum: float, longest: int = 64, **rest: Any) -> Any:
    return declare(Reals(minimum, maximum, longest), (), help, **rest)


def grid(default: tuple[int, int], longest: int, help: str, **rest: Any) -> Any:
    return declare(Grid(longest), default, help, **rest)


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

    def counting(self) -> tuple[Parameter, ...]:
        """The parameters that count, given the values of those on which they depend."""
        return tuple(p for p in self.parameters() if p.when is None or getattr(self, p.when[0]) in p.when[1])

    def values(self) -> dict[str, Any]:
        return {p.name: getattr(self, p.name) for p in self.parameters()}

    def texts(self) -> dict[str, str]:
        """The values as their kinds write them, to be parsed again."""
        return {p.name: p.kind.written(getattr(self, p.name)) for p in self.parameters()}


def _parameter(field: dataclasses.Field[Any]) -> Parameter:
    declared: _Declaration = field.metadata[_KEY]
    default = declared.kind.check(field.name, field.default)  # in the type that a field holds
    label = declared.label or field.name
    return Parameter(
        field.name,
        declared.kind,
        default,
        declared.help,
        label,
        declared.unit,
        declared.aliases,
        declared.when,
        declared.formula,
    )
