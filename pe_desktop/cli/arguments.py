"""Command lines in words: a parser that answers in one line, with flags made from declared parameters."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pe_desktop.engine.kinds import Flag
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.formats import FORMATS, Format
from pe_desktop.export.request import Request
from pe_desktop.figure.flags import DOCUMENT, ENCODING, ENCODING_B, OPTIONS, VIEW, CommandError, Family, Given, nearest


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

    def add_family(self, family: Family) -> None:
        """A group of the flags of a family."""
        group = self.add_argument_group(family.title)
        several = len(family.of) > 1
        for flag, owners in family.flags().items():
            _, parameter = owners[0]
            of = f" ({', '.join(name for name, _ in owners)})" if several else ""
            if isinstance(parameter.kind, Flag):
                self.switch(group, flag, parameter.help + of)
            else:
                self.valued(group, [flag], f"{parameter.help}: {parameter.kind.allowed()}{of}")


PICTURE = Family("picture", lambda: {"export": Request})
MOTION = Family("animation", lambda: {"motion": Motion})

FAMILIES = (PICTURE, MOTION, DOCUMENT, VIEW, OPTIONS, ENCODING, ENCODING_B)


def refuse_unused(format: Format, path: str, moves: Iterable[str], looks: Iterable[str]) -> None:
    """Raises CommandError for a choice that this kind of file knows nothing of."""
    every = FORMATS.values()
    choices = [(Motion.parameter(name), [other for other in every if other.moves]) for name in moves]
    for name in looks:
        choices.append((Request.parameter(name), [other for other in every if name in other.uses | {"metadata"}]))
    for parameter, fitting in choices:
        if format not in fitting:
            raise CommandError(f"{parameter.flag}: {misplaced(format, path, fitting)}")


def misplaced(format: Format, path: str, fitting: Iterable[Format]) -> str:
    """That a choice does not count in this kind of file, and in which it does."""
    here = "a folder of pictures" if format.folder else f"a {Path(path).suffix} file"
    return f"does not count in {here}; allowed: {', '.join(map(named, fitting))}"


def named(format: Format) -> str:
    """How the path of such an export ends."""
    return "a folder/" if format.folder else f".{format.suffix}"
