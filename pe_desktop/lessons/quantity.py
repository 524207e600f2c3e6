"""Numbers that a lesson may name, such as `cosine(3, 7)`: each is computed by the engine from the step's document.

There is no arithmetic and nothing is executed: a name of the table, and arguments that are numbers, names or texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pe_desktop.document import State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.refused import refused
from pe_desktop.figure.flags import nearest
from pe_desktop.lessons.computed import COMPUTED, Argument, Asked, Text
from pe_desktop.lessons.error import Place

NUMBER = r"[-−]?\d[\d_]*(?:\.\d+)?(?:e[-−]?\d{1,3})?"
CALL = r"(?:b\.)?[a-z_]+\((?:[^()\"{}]|\"[^\"(){}]*\")*\)"
WORD = r"[a-z][a-z0-9_-]*"
_ARGUMENT = re.compile(
    rf'\s*(?:(?P<text>"[^"]*")|(?P<number>{NUMBER})|(?P<word>{WORD}(?:\.{WORD})?))\s*(?:,(?!\s*$)|$)'
)


@dataclass(frozen=True)
class Quantity:
    """A number by name. `of_b`: of the document with B alone."""

    name: str
    arguments: tuple[Argument, ...]
    of_b: bool
    written: str
    place: Place

    def value(self, figure: str, state: State) -> float:
        """Of a figure of a state. Raises LessonError where there is no such number."""
        compute: Callable[..., float] = COMPUTED[self.name].compute
        try:
            return float(compute(Asked(figure, _alone(state) if self.of_b else state), *self.arguments))
        except (ParameterError, ValueError, LookupError) as error:
            words = error.args[0] if isinstance(error, LookupError) and error.args else error
            raise self.place.wrong(f"{self.written}: {words}") from None


@dataclass(frozen=True)
class Constant:
    """A number that was written."""

    number: float

    def value(self, figure: str, state: State) -> float:
        return self.number


def quantity(text: str, place: Place) -> Quantity:
    """What a call names. Raises LessonError for an unknown name, or arguments that are not its own."""
    written = text.strip()
    found = re.fullmatch(r"(b\.)?([a-z_]+)\((.*)\)", written)
    if not found or not re.fullmatch(CALL, written):
        raise place.wrong(refused(written, "a number's name, such as cosine(3, 7)"))
    name = found[2]
    if name not in COMPUTED:
        raise place.wrong(refused(name, ", ".join(COMPUTED) + nearest(name, COMPUTED)))
    arguments = tuple(_arguments(found[3], written, place))
    computed = COMPUTED[name]
    if not computed.takes(arguments):
        raise place.wrong(refused(written, computed.usage))
    return Quantity(name, arguments, bool(found[1]), written, place)


def operand(text: str, place: Place) -> Quantity | Constant:
    """A number as it is written, or one that is computed."""
    if re.fullmatch(NUMBER, text.strip()):
        return Constant(number(text))
    return quantity(text, place)


def number(text: str) -> float:
    """Of a text like NUMBER."""
    return float(text.strip().replace("−", "-").replace("_", ""))


def _arguments(text: str, written: str, place: Place) -> Iterator[Argument]:
    at = 0
    while text.strip():
        found = _ARGUMENT.match(text, at)
        if not found:
            raise place.wrong(refused(written, 'numbers, names and "texts" with commas between them'))
        if found["number"]:
            yield number(found["number"])
        else:
            yield found["word"] or Text(found["text"][1:-1])
        at = found.end()
        if at == len(text):
            return


def _alone(state: State) -> State:
    document = state.document
    if document.compare is None:
        raise ValueError("there is no B")
    return State(document.showing(document.compare, None), state.view)
