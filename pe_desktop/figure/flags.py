"""Flags made from declared parameters: what a person writes in words, as values.

The command line reads them, and so do the lessons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pe_desktop.document import Document, View
from pe_desktop.engine.brought import Brought
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.parameter import Parameter, Parametrised
from pe_desktop.engine.photo import Photograph
from pe_desktop.engine.refused import refused
from pe_desktop.engine.weights import Opened
from pe_desktop.figure.pictures import PICTURES

Given = dict[str, Any]
"""What a person wrote, by flag: texts, and True or False for flags that take none."""

OF_B = "--b-"
SAID = 30  # words at most that are all said


class CommandError(ValueError):
    """One line: what is wrong with a command line."""


def nearest(given: str, known: Iterable[str]) -> str:
    """`; did you mean heatmap?`, or nothing: what begins so, if only one does, or else what is most alike."""
    from difflib import get_close_matches  # only here, where something is wrong

    words = list(known)
    begun = [word for word in words if given.strip("-") and word.startswith(given)]
    found = begun if len(begun) == 1 else get_close_matches(given, words, 1)
    return f"; did you mean {found[0]}?" if found else ""


def one_of(name: str, given: str, known: Iterable[str]) -> str:
    """The given word, if it is known. Raises CommandError with the nearest one."""
    words = list(known)
    if given not in words:
        allowed = ", ".join(words) if len(words) <= SAID else f"one of {len(words)} that pe-desktop list names"
        raise CommandError(f"{name}: {refused(given, allowed + nearest(given, words))}")
    return given


@dataclass(frozen=True)
class Family:
    """Declarations that share their flags: `owners` says each owner by name, as help and messages call it."""

    title: str
    owners: Callable[[], dict[str, type[Parametrised]]]
    prefix: str = "--"

    @property
    def of(self) -> dict[str, type[Parametrised]]:
        return self.owners()

    def flags(self) -> dict[str, list[tuple[str, Parameter]]]:
        """Every flag, with the owners that have it and what it is to them."""
        flags: dict[str, list[tuple[str, Parameter]]] = {}
        for name, owner in self.of.items():
            for parameter in owner.parameters():
                for flag in parameter.flags:
                    flags.setdefault(self.prefix + flag[2:], []).append((name, parameter))
        return flags


DOCUMENT = Family("document", lambda: {"document": Document})
VIEW = Family("cursor", lambda: {"view": View})
OPTIONS = Family("options of figures", lambda: {id: picture.Options for id, picture in PICTURES.items()})
ENCODING = Family("parameters of encodings", lambda: dict(ENCODINGS))
ENCODING_B = Family("parameters of B, with --compare", lambda: dict(ENCODINGS), OF_B)


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
    if isinstance(parameter.kind, Brought) and value not in parameter.kind.names:
        return _brought(parameter.kind, name, value)
    return parameter.kind.parse(name, value)


def _brought(kind: Brought, name: str, value: str) -> Any:
    """What a file holds. A window that shows none has no need of all readers."""
    from pe_desktop.sources.naming import split_name
    from pe_desktop.sources.npy import read_npy
    from pe_desktop.sources.photo import read_photo
    from pe_desktop.sources.tables import read_array

    if isinstance(kind, Photograph):
        return read_photo(value)
    if isinstance(kind, Opened):
        return read_array(*split_name(value)).weights
    return read_npy(value) if _is_file(value) else kind.parse(name, value)


def _is_file(text: str) -> bool:
    return text.lower().endswith(".npy") or Path(text).is_file()


def refuse_rest(given: Given, family: Family, owner: str, noun: str) -> None:
    """Raises CommandError for a flag of the family that this owner does not have."""
    for flag in family.flags():
        if flag in given:
            has = [f for f, owners in family.flags().items() if owner in (name for name, _ in owners)]
            raise CommandError(f"{flag}: {owner} has no such {noun}; it has {', '.join(has) or 'none'}")
