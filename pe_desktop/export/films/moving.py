"""From a request to the requests of its frames: which parameter moves, between which ends, and by which steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pe_desktop.document import State
from pe_desktop.engine.encoding import Encoding, Relative, Tabular
from pe_desktop.engine.kinds import Integer, Real
from pe_desktop.engine.maybe import Numeric, numbers
from pe_desktop.engine.parameter import Parameter, ParameterError, Parametrised
from pe_desktop.engine.scale import scale_of
from pe_desktop.export.request import ExportError, Request

CURSOR = ("position", "key", "dimension")
"""What the marks of the cursor show: when one of them moves, they are drawn."""
OF_B = "b-"
TURN = 360.0
FEW = 64  # positions, or what else is counted from 0, that a film goes through by itself

_STILL = ("speed",)  # of the view: it moves nothing that a file could show
_GROWN = 16  # where sizes start
_FACTOR = 8.0  # of a scaling that is computed
_BASE = 10_000.0


@dataclass(frozen=True)
class Mover:
    """A parameter that can move. `scope` says whose it is: view, document, options, a or b."""

    scope: str
    parameter: Parameter

    @property
    def name(self) -> str:
        return (OF_B if self.scope == "b" else "") + self.parameter.name

    @property
    def turns(self) -> bool:
        """Whether it comes back to where it was, as an angle does."""
        return self.name == "azimuth"

    @property
    def shows_cursor(self) -> bool:
        return self.scope == "view" and self.name in CURSOR

    @property
    def is_said(self) -> bool:
        """Whether a film says its value, since nothing that moves in the picture does."""
        return self.scope != "view" or self.name in ("head", "step")

    def value(self, request: Request) -> Any:
        return getattr(_owner(request, self.scope), self.parameter.name)

    def moved(self, request: Request, value: float) -> Request:
        """The request with that value. Raises ParameterError where it does not go with the others."""
        change = {self.parameter.name: value}
        document, view = request.state.document, request.state.view
        if self.scope == "view":
            view = view.replace(**change)
        elif self.scope == "document":
            document = document.replace(**change)
        elif self.scope == "options":
            document = document.choosing(request.figure, **change)
        elif self.scope == "a":
            document = document.showing(document.encoding.replace(**change), document.compare)
        elif document.compare is not None:
            document = document.showing(document.encoding, document.compare.replace(**change))
        cursor = request.cursor or self.shows_cursor
        return request.replace(state=State(document, view), cursor=cursor)

    def said(self, value: float) -> str:
        """`d_model 64`."""
        label = self.parameter.label if self.scope != "b" else f"B: {self.parameter.label}"
        return f"{label} {value:,}" if isinstance(value, int) else f"{label} {value:,.10g}"


def movers(request: Request) -> list[Mover]:
    """All that could move, whether the figure shows it or not."""
    return [m for m in _declared(request) if _counts(m, request) and not _pinned(m, request)]


def _declared(request: Request) -> list[Mover]:
    scopes = ("view", "document", "options", "a", *(("b",) if request.state.document.compare else ()))
    found = [Mover(scope, p) for scope in scopes for p in _owner(request, scope).parameters()]
    return [m for m in found if isinstance(m.parameter.kind, Numeric) and m.name not in _STILL]


def _counts(mover: Mover, request: Request) -> bool:
    return mover.parameter in _owner(request, mover.scope).counting()


def mover(request: Request) -> Mover:
    """What moves in a request. Raises ExportError where there is no such parameter, or it does not count."""
    over = request.motion.over.strip().lstrip("-").replace("_", "-").lower()
    wanted = [over] if over else [name.replace("_", "-") for name in request.picture.moves_by]
    known = movers(request)
    chosen = next((m for name in wanted for m in known if name in _names(m)), None)
    if chosen is None:
        idle = next((m for m in _declared(request) if over in _names(m)), None)
        why = f", which {_idle(idle, request)}" if idle else ""
        names = ", ".join(dict.fromkeys(m.name for m in known))
        raise ExportError(f"over: {request.motion.over or 'nothing'} given{why}; allowed: {names}")
    return chosen


def _idle(mover: Mover, request: Request) -> str:
    """Why a parameter that there is does not move."""
    when = mover.parameter.when
    if when is None or _counts(mover, request):
        return "has one value only in this document"
    return f"counts only with {when[0]} {' or '.join(map(str, when[1]))}"


def _names(mover: Mover) -> list[str]:
    prefix = OF_B if mover.scope == "b" else ""
    return [prefix + name.replace("_", "-") for name in (mover.parameter.name, *mover.parameter.aliases)]


def _owner(request: Request, scope: str) -> Parametrised:
    document = request.state.document
    owners: dict[str, Parametrised | None] = {
        "view": request.state.view,
        "document": document,
        "a": document.encoding,
        "b": document.compare,
    }
    return owners.get(scope) or request.picture.options(document)


def _pinned(mover: Mover, request: Request) -> bool:
    low, high = _bounds(mover, request)
    return low >= high


def _bounds(mover: Mover, request: Request) -> tuple[float, float]:
    """The least and the greatest value that the document allows."""
    document, kind = request.state.document, _kind(mover)
    last = {
        "position": document.length - 1,
        "key": document.length - 1,
        "dimension": _columns(document.encoding, document.length) - 1,
        "head": document.encoding.num_heads - 1 if isinstance(document.encoding, Relative) else 0,
        "length": document.longest,
    }
    first = document.shortest if mover.name == "length" else kind.minimum
    here = last.get(mover.name) if mover.scope in ("view", "document") else None
    return first, kind.maximum if here is None else here


def _columns(encoding: Encoding, length: int) -> int:
    return encoding.numbers(length).shape[1] if isinstance(encoding, Tabular) else 1


def _kind(mover: Mover) -> Integer | Real:
    return numbers(mover.parameter.kind)


@dataclass(frozen=True)
class Course:
    """The values that a parameter takes, from `start` (at place 0) to `end` (at place 1)."""

    mover: Mover
    start: float
    end: float

    def at(self, place: float) -> float:
        """Evenly, or evenly in the logarithm; integers on the multiples that a slider has."""
        kind = _kind(self.mover)
        if self.mover.turns:
            return (self.start + place * (self.end - self.start) + TURN / 2) % TURN - TURN / 2
        if place in (0, 1):
            return (self.start, self.end)[int(place)]
        low, high = sorted((self.start, self.end))
        number = scale_of(kind.between(low, high)).at(place if self.end > self.start else 1 - place)
        if isinstance(kind, Integer):
            stride = kind.step or kind.multiple
            return min(max(math.floor(number / stride + 0.5) * stride, int(low)), int(high))
        return min(max(float(f"{number:.3g}" if kind.log else f"{number:.10g}"), low), high)


def course(request: Request) -> Course:
    """Where the parameter goes. Raises ParameterError for ends that it cannot have."""
    moving, motion = mover(request), request.motion
    low, high = _bounds(moving, request)
    start, end = _ends(moving, request, low, high)
    if motion.start is not None:
        start = _checked(moving, "from", motion.start, low, high)
        end = start + TURN if moving.turns else end
    if motion.end is not None:
        end = _checked(moving, "to", motion.end, low, high)
    if start == end:
        raise ParameterError("to", f"{end:,.10g}", "another value than where it starts")
    if way(moving, request) == "around" and (end - start) % TURN:
        raise ParameterError("to", f"{end:,.10g}", f"{TURN:g} more than the start, or a way of back or once")
    return Course(moving, start, end)


def way(moving: Mover, request: Request) -> str:
    """Raises ParameterError for `around` of what does not turn."""
    given = request.motion.way
    if given == "around" and not moving.turns:
        raise ParameterError("way", "around", f"back, once; {moving.name} does not come back to where it was")
    return given if given != "auto" else "around" if moving.turns else "back"


def _checked(moving: Mover, name: str, value: float, low: float, high: float) -> float:
    if moving.turns:
        return value
    return _kind(moving).between(low, high).check(name, value)


def _ends(moving: Mover, request: Request, low: float, high: float) -> tuple[float, float]:
    """What a talk wants to see: the ends of a slider are farther than anyone looks."""
    value, kind, name = moving.value(request), _kind(moving), moving.parameter.name
    if moving.turns:
        return value, value + TURN
    if name == "elevation":
        return 0.0, 90.0
    if name == "step":
        return low, value or high
    if moving.scope == "view":
        return low, high if request.document.encoding.whole else min(high, FEW)
    if isinstance(kind, Integer):
        return _grown(int(value), kind, int(low), int(high))
    if not kind.log:
        return low, high
    if name == "factor":
        return low, max(value or 0.0, _FACTOR)
    middle = value or (_BASE if name == "base" else math.sqrt(low * high))
    return max(low, middle / 100), min(high, middle * 100)


def _grown(value: int, kind: Integer, low: int, high: int) -> tuple[int, int]:
    """From a small size to the present one; from the least on where the present one is small."""
    start = max(low, min(_GROWN, value // 4 // kind.multiple * kind.multiple))
    return (start, value) if value > start else (low, min(high, low + FEW))


def numbered(request: Request) -> Callable[[int], Request]:
    """What makes the request of a frame; after the last of a loop the first comes again.

    Raises ParameterError or ExportError for a motion that cannot be.
    """
    along, goes = course(request), way(mover(request), request)
    return lambda frame: along.mover.moved(request, along.at(request.motion.place(frame, goes)))


def frames(request: Request) -> Iterator[Request]:
    """The request of each frame, made when it is wanted: seconds × fps of them. Raises what `numbered` does."""
    return map(numbered(request), range(request.motion.frames))


def frames_through(requests: Sequence[Request]) -> Iterator[Request]:
    """Each of several requests held for its share of the first one's time. Raises ExportError for too short a time."""
    count = requests[0].motion.frames
    if count < len(requests):
        raise ExportError(
            f"seconds: {requests[0].motion.seconds:g} given, {count} frames; allowed: a frame for each of "
            f"{len(requests)} figures or more"
        )
    return (requests[i * len(requests) // count] for i in range(count))
