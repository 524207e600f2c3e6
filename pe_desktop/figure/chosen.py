"""The state that flags describe: encodings, document, options of a figure, cursor and zoom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.refused import refused
from pe_desktop.figure.flags import (
    ENCODING,
    ENCODING_B,
    OF_B,
    OPTIONS,
    CommandError,
    Family,
    Given,
    one_of,
    refuse_idle,
    refuse_rest,
    take,
)
from pe_desktop.figure.pages import PAGES, page_of
from pe_desktop.figure.pictures import PICTURES

FARTHEST = 1e12  # that an end of a zoom may lie


def chosen_state(start: State | None, figure: str, given: Given) -> State:
    """What is begun with, or what the figure can be made of, with what was given."""
    if start is None and PICTURES[figure].refusal(Document().encoding):
        given.setdefault("--encoding", PAGES[page_of(figure)].encoding)
    return state_from(start or State(), figure, given)


def state_from(start: State, figure: str, given: Given) -> State:
    """The state with what was given; what belongs to pictures is left in `given`."""
    document = start.document
    a = _encoding(document.encoding, given.pop("--encoding", None), given, ENCODING)
    b = _encoding_b(document.compare, given)
    document = document.showing(a, b).replace(**take(given, Document))
    options = take(given, PICTURES[figure].Options)
    refuse_rest(given, OPTIONS, figure, "option")
    if options:
        document = document.choosing(figure, **options)
        refuse_idle(PICTURES[figure].options(document), options)
    document = document.replace(page=page_of(figure, document.page))  # where the window shows it
    zooms = given.pop("--zoom", [])
    view = _view(start.view, document, take(given, View))
    return State(document, zoomed(view, figure, zooms) if zooms else view)


def _encoding(current: Encoding | None, id: str | None, given: Given, family: Family) -> Encoding:
    """The encoding of that id, or the current one, with the parameters given."""
    name = "encoding" if family is ENCODING else "compare"
    chosen = type(current) if current is not None and id is None else ENCODINGS[one_of(name, id or "", ENCODINGS)]
    values = take(given, chosen, family.prefix)
    refuse_rest(given, family, chosen.id, "parameter")
    made = current.replace(**values) if current is not None and type(current) is chosen else chosen(**values)
    refuse_idle(made, values, family.prefix)
    return made


def _encoding_b(current: Encoding | None, given: Given) -> Encoding | None:
    id = given.pop("--compare", None)
    if isinstance(id, Encoding):  # of a model's configuration
        current, id = id, None
    if current is None and id is None:
        lost = next((flag for flag in given if flag.startswith(OF_B)), None)
        if lost:
            raise CommandError(f"{lost}: there is no B; choose one with --compare ({', '.join(ENCODINGS)})")
        return None
    return _encoding(current, id, given, ENCODING_B)


def _view(view: View, document: Document, values: dict[str, Any]) -> View:
    """The view with those values. Raises ParameterError for a cursor outside the document."""
    chosen = view.replace(**values)
    inside = chosen.within(document)
    for name in values:
        last = getattr(inside, name)
        if last != getattr(chosen, name):
            raise ParameterError(name, f"{values[name]:,.9g}", f"from 0 to {last:,.9g}, the last in this document")
    return chosen


def zoomed(view: View, figure: str, texts: Sequence[str]) -> View:
    """The view with those parts of the figure's panels. Raises CommandError for what is none of that."""
    ranges = view.ranges
    for text in texts:
        panel, _, numbers = text.partition("=")
        if panel.split(".")[0] != figure:
            raise _refused(text, f"a panel of this figure, such as {figure}=X0,X1,Y0,Y1")
        ends = tuple(map(_number, numbers.split(",")))
        if len(ends) != 4 or not all(abs(end) <= FARTHEST for end in ends):
            raise _refused(text, "four numbers: the ends of x and of y")
        ranges = ranges.put(panel, ends)
    return view.replace(ranges=ranges)


def _number(text: str) -> float:
    """Not a number where it is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _refused(text: str, allowed: str) -> CommandError:
    return CommandError(f"zoom: {refused(text, allowed)}")
