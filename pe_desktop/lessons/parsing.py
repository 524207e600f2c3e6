"""Lessons from files. A lesson is Markdown with a few fields:

    # Title
    about: a line for the list
    order: 3

    ## Title of a step
    show: similarity --length 64 --position 20

    A paragraph with {cosine(20, 25):3} in it; the first is the sentence of a presentation.

    ask: A question to predict.
    answer: Its answer, which may
      go on in lines that are indented.
    try: What to try.
    check: cosine(20, 25) = cosine(30, 35) within 1e-12

A field is a word in small letters, a colon and a blank, at the start of a line. A step without `show` keeps the figure
of the one before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pe_desktop.document import DocumentError, State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.refused import refused
from pe_desktop.figure.flags import CommandError, nearest
from pe_desktop.lessons.claim import Claim, claim
from pe_desktop.lessons.error import LessonError, Place
from pe_desktop.lessons.lesson import Lesson, Step
from pe_desktop.lessons.showing import shown
from pe_desktop.lessons.template import Template, template
from pe_desktop.sources.error import SourceError

LONGEST_LINE, MOST_STEPS, MOST_LINES = 2000, 40, 2000
HEAD, BODY = ("about", "order"), ("show", "ask", "answer", "try", "check")
_FIELD = re.compile(r"([a-z][a-z_-]*):(?:\s+(.*))?")
_Made = TypeVar("_Made")


@dataclass
class _Part:
    """The lines of a head or of a step: fields by name, in their order, and paragraphs."""

    title: str
    place: Place
    fields: list[tuple[str, Place, str]] = field(default_factory=list)
    paragraphs: list[tuple[Place, str]] = field(default_factory=list)

    def one(self, name: str) -> tuple[Place, str] | None:
        """A field that stands there once at most."""
        found = [(place, value) for known, place, value in self.fields if known == name]
        if len(found) > 1:
            raise found[1][0].wrong(f"{name} given twice; allowed: once in a step")
        return found[0] if found else None


def parse(text: str, file: str) -> Lesson:
    """The lesson that a file of this name holds. Raises LessonError, which names the file and the line."""
    head, *parts = _parts(text, file)
    if head.paragraphs:
        raise head.paragraphs[0][0].wrong("words given here; allowed: about: and order:, then ## and its title")
    about, order = head.one("about"), head.one("order")
    if not parts:
        raise head.place.wrong("no step given; allowed: at least one, which begins with ## and a title")
    if len(parts) > MOST_STEPS:
        raise parts[MOST_STEPS].place.wrong(refused(f"{len(parts)} steps", f"at most {MOST_STEPS}"))
    steps: list[Step] = []
    for part in parts:
        steps.append(_step(part, steps[-1] if steps else None))
    number = _read(order[0], float, order[1]) if order else 1000.0
    return Lesson(file.rpartition(".")[0] or file, head.title, about[1] if about else "", number, tuple(steps))


def _parts(text: str, file: str) -> list[_Part]:
    """The head and the steps, in lines that are put together."""
    parts: list[_Part] = []
    going_on = ""  # what a line may go on with: a field or a paragraph
    for place, line in _lines(text, file):
        heading = re.fullmatch(r"(#{1,2})\s+(.+)", line)
        if heading:
            _begin(parts, heading[1], heading[2].strip(), place)
            going_on = ""
        elif not line.strip():
            going_on = ""
        elif not parts:
            raise place.wrong(refused(line, "first of all # and the title of the lesson"))
        else:
            going_on = _add(parts[-1], line, place, going_on, HEAD if len(parts) == 1 else BODY)
    if not parts:
        raise Place(file, 1).wrong(refused("", "first of all # and the title of the lesson"))
    return parts


def _lines(text: str, file: str) -> Iterator[tuple[Place, str]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        place = Place(file, number)
        if number > MOST_LINES or len(line) > LONGEST_LINE:
            raise place.wrong(f"too long; allowed: {MOST_LINES:,} lines of {LONGEST_LINE:,} characters")
        if any(unicodedata.category(character) == "Cc" and character != "\t" for character in line):
            raise place.wrong("a control character given; allowed: text")
        yield place, line.rstrip()


def _begin(parts: list[_Part], signs: str, title: str, place: Place) -> None:
    if (signs == "#") != (not parts):
        raise place.wrong(refused(f"{signs} {title}", "one # first of all, and then ## for each step"))
    parts.append(_Part(title, place))


def _add(part: _Part, line: str, place: Place, going_on: str, known: tuple[str, ...]) -> str:
    """Take a line into a part; what the next one may go on with."""
    found = _FIELD.fullmatch(line)
    if found:
        name, value = found[1], (found[2] or "").strip()
        if name not in known:
            raise place.wrong(f"{name}: given; allowed: {', '.join(known)}{nearest(name, known)}")
        part.fields.append((name, place, value))
        return "field"
    if going_on == "field":
        if not line.startswith(("  ", "\t")):
            raise place.wrong("words right after a field; allowed: an empty line, or two blanks to go on with it")
        name, first, value = part.fields[-1]
        part.fields[-1] = name, first, f"{value} {line.strip()}".strip()
    elif going_on == "paragraph":
        first, value = part.paragraphs[-1]
        part.paragraphs[-1] = first, f"{value} {line.strip()}"
    else:
        part.paragraphs.append((place, line.strip()))
        return "paragraph"
    return going_on


def _step(part: _Part, before: Step | None) -> Step:
    show, ask, answer = part.one("show"), part.one("ask"), part.one("answer")
    for name, place, value in part.fields:
        if not value:
            raise place.wrong(f"{name}: nothing given")
    if not part.paragraphs:
        raise part.place.wrong("no words given; allowed: at least a sentence")
    if bool(ask) != bool(answer):
        raise (ask or answer or (part.place, ""))[0].wrong("ask: and answer: belong together")
    figure, state = _figure(part, show, before)
    return Step(
        part.title,
        figure,
        state,
        tuple(template(text, place) for place, text in part.paragraphs),
        _template(ask),
        _template(answer),
        _template(part.one("try")),
        tuple(_claims(part)),
    )


def _figure(part: _Part, show: tuple[Place, str] | None, before: Step | None) -> tuple[str, State]:
    if show:
        return _read(show[0], shown, show[1])
    if before is None:
        raise part.place.wrong("show: nothing given; allowed: a figure and flags, such as heatmap --length 64")
    return before.figure, before.state


def _claims(part: _Part) -> Iterator[Claim]:
    yield from (claim(value, place) for name, place, value in part.fields if name == "check")


def _template(found: tuple[Place, str] | None) -> Template:
    return template(found[1], found[0]) if found else Template()


def _read(place: Place, read: Callable[[str], _Made], text: str) -> _Made:
    try:
        return read(text)
    except LessonError:
        raise
    except (CommandError, ParameterError, DocumentError, SourceError, ValueError) as error:
        raise place.wrong(error) from None
