"""Command lines in words: a parser that answers in one line, and flags made from declared parameters."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from pe_desktop.document import Document, View
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.kinds import Flag
from pe_desktop.engine.parameter import Parameter, Parametrised
from pe_desktop.engine.weights import BUNDLED, Bundled
from pe_desktop.export.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.sources.npy import read_npy

Given = dict[str, Any]
"""What a person wrote, by flag: texts, and True or False for flags that take none."""

OF_B = "--b-"
SAID = 30  # words at most that are all said


class CommandError(ValueError):
    """One line: what is wrong with a command line."""


class Parser(argparse.ArgumentParser):
    """Flags are never abbreviated, and what is wrong with them is raised."""

    def __init__(self, command: str, description: str, **rest: Any) -> None:
        super().__init__(prog=f"pe-desktop {command}".strip(), description=description, allow_abbrev=False, **rest)
        self._valued: set[str] = set()

    def error(self, message: str) -> NoReturn:
        plainly = re.sub(r"ignored explicit argument (.*)", r"\1 given; it takes no value", message)
        raise CommandError(plainly.removeprefix("argument "))

    def valued(
        self,
        group: argparse._ArgumentGroup,
        flags: Sequence[str],
        help: str,
        metavar: str = "",
        *,
        repeated: bool = False,
    ) -> None:
        """Flags of one meaning that take a value; without one, they have the text ''. What is `repeated` is a list."""
        self._valued.update(flags)
        metavar = metavar or flags[-1].lstrip("-").replace("-", "_").upper()
        action = "append" if repeated else "store"
        group.add_argument(*flags, dest=flags[-1], metavar=metavar, help=help.replace("%", "%%"), action=action)

    def switch(self, group: argparse._ArgumentGroup, flag: str, help: str) -> None:
        """A flag that takes no value, and its opposite `--no-…`."""
        group.add_argument(
            flag, dest=flag, action=argparse.BooleanOptionalAction, default=None, help=help.replace("%", "%%")
        )

    def given(self, arguments: Sequence[str]) -> Given:
        """By flag, and positional ones by name; raises CommandError for what is not known."""
        found, unknown = self.parse_known_args(self._joined(arguments))
        if unknown:
            flag = unknown[0].partition("=")[0]
            what = "no such flag" if flag.startswith("-") else "one word too many"
            raise CommandError(f"{flag}: {what}{nearest(flag, self._option_string_actions)}; --help lists them all")
        return {name: value for name, value in vars(found).items() if value is not None}

    def _joined(self, arguments: Sequence[str]) -> list[str]:
        """`--flag value` as `--flag=value`: a value may begin with a minus, and may have been forgotten."""
        joined: list[str] = []
        for argument in arguments:
            if joined and joined[-1] in self._valued and not argument.startswith("--"):
                joined[-1] += f"={argument}"
            else:
                joined.append(argument)
        return [f"{argument}=" if argument in self._valued else argument for argument in joined]


def nearest(given: str, known: Iterable[str]) -> str:
    """`; did you mean heatmap?`, or nothing: what begins so, if only one does, or else what is most alike."""
    words = list(known)
    begun = [word for word in words if given.strip("-") and word.startswith(given)]
    found = begun if len(begun) == 1 else get_close_matches(given, words, 1)
    return f"; did you mean {found[0]}?" if found else ""


def one_of(name: str, given: str, known: Iterable[str]) -> str:
    """The given word, if it is known. Raises CommandError with the nearest one."""
    words = list(known)
    if given not in words:
        shown = given if given.strip() else "nothing"
        allowed = ", ".join(words) if len(words) <= SAID else f"one of {len(words)} that pe-desktop list names"
        raise CommandError(f"{name}: {shown[:60]} given; allowed: {allowed}{nearest(given, words)}")
    return given


@dataclass(frozen=True)
class Family:
    """Declarations that share their flags: `of` names each owner, as help and messages call it."""

    title: str
    of: dict[str, type[Parametrised]]
    prefix: str = "--"

    def flags(self) -> dict[str, list[tuple[str, Parameter]]]:
        """Every flag, with the owners that have it and what it is to them."""
        flags: dict[str, list[tuple[str, Parameter]]] = {}
        for name, owner in self.of.items():
            for parameter in owner.parameters():
                for flag in parameter.flags:
                    flags.setdefault(self.prefix + flag[2:], []).append((name, parameter))
        return flags

    def add_to(self, parser: Parser) -> None:
        group = parser.add_argument_group(self.title)
        for flag, owners in self.flags().items():
            _, parameter = owners[0]
            of = f" ({', '.join(name for name, _ in owners)})" if len(self.of) > 1 else ""
            if isinstance(parameter.kind, Flag):
                parser.switch(group, flag, parameter.help + of)
            else:
                parser.valued(group, [flag], f"{parameter.help}: {parameter.kind.allowed()}{of}")


PICTURE = Family("picture", {"export": Request})
MOTION = Family("animation", {"motion": Motion})
DOCUMENT = Family("document", {"document": Document})
VIEW = Family("cursor", {"view": View})
OPTIONS = Family("options of figures", {id: picture.Options for id, picture in PICTURES.items()})
ENCODING = Family("parameters of encodings", dict(ENCODINGS))
ENCODING_B = Family("parameters of B, with --compare", dict(ENCODINGS), OF_B)

FAMILIES = (PICTURE, MOTION, DOCUMENT, VIEW, OPTIONS, ENCODING, ENCODING_B)


def take(given: Given, owner: type[Parametrised], prefix: str = "--") -> dict[str, Any]:
    """The values of an owner's parameters, taken out of what was given."""
    values: dict[str, Any] = {}
    for parameter in owner.parameters():
        for flag in (prefix + flag[2:] for flag in parameter.flags):
            if flag not in given:
                continue
            if parameter.name in values:
                raise CommandError(f"{flag}: {parameter.name} is given twice")
            values[parameter.name] = _parsed(parameter, flag, given.pop(flag))
    return values


def refuse_idle(owner: Parametrised, names: Iterable[str], prefix: str = "--") -> None:
    """Raises CommandError for a parameter that was given and counts only with another value of another one."""
    counting = owner.counting()
    for name in names:
        parameter = owner.parameter(name)
        if parameter not in counting and parameter.when is not None:
            on, values = parameter.when
            needs = f"{prefix}{on.replace('_', '-')} {' or '.join(map(str, values))}"
            raise CommandError(f"{prefix}{parameter.flag[2:]}: counts only with {needs}, not {getattr(owner, on)}")


def _parsed(parameter: Parameter, flag: str, value: Any) -> Any:
    """The value, under the name by which it was given in what is said of it."""
    name = flag.lstrip("-").replace("-", "_")
    if not isinstance(value, str):
        return parameter.kind.check(name, value)
    if isinstance(parameter.kind, Bundled) and value not in BUNDLED and _is_file(value):
        return read_npy(value)
    return parameter.kind.parse(name, value)


def _is_file(text: str) -> bool:
    return text.lower().endswith(".npy") or Path(text).is_file()


def refuse_rest(given: Given, family: Family, owner: str, noun: str) -> None:
    """Raises CommandError for a flag of the family that this owner does not have."""
    for flag in family.flags():
        if flag in given:
            has = [f for f, owners in family.flags().items() if owner in (name for name, _ in owners)]
            raise CommandError(f"{flag}: {owner} has no such {noun}; it has {', '.join(has) or 'none'}")
