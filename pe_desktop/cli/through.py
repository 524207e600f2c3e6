"""`pe-desktop export --through`: a film of several documents, each held for its share of the time."""

from __future__ import annotations

from collections.abc import Iterator

from pe_desktop.cli.arguments import misplaced, refuse_unused
from pe_desktop.cli.models import STARTS, take_models
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.reading import read_requests
from pe_desktop.export.request import Request, refuse_unfit
from pe_desktop.export.writing import export_deck, format_for
from pe_desktop.figure.chosen import state_from
from pe_desktop.figure.flags import CommandError, Given, one_of, take
from pe_desktop.figure.pictures import PICTURES


def export_through(files: str, path: str, given: Given) -> None:
    """Writes the film. Flags change every document; without a figure, each is seen as it was exported."""
    for flag in STARTS:
        if flag in given:
            raise CommandError(f"through: given together with {flag[2:]}; allowed: one of them")
    take_models(given)
    format, figure = format_for(path), given.pop("figure", "")
    moves, looks = take(given, Motion), take(given, Request)
    refuse_unused(format, path, moves, looks)
    if not format.moves:
        films = [other for other in FORMATS.values() if other.moves]
        raise CommandError(f"through: {misplaced(format, path, films)}")
    if not files.replace(",", "").strip():
        raise CommandError("through: nothing given; allowed: documents or pictures, with commas between them")
    requests = [_changed(begun, figure or begun.figure, given) for begun in _begun(files)]
    motion = requests[0].motion.replace(**moves)
    export_deck([request.replace(motion=motion, **looks) for request in requests], path)


def _begun(files: str) -> Iterator[Request]:
    for name in filter(None, (part.strip() for part in files.split(","))):
        yield from read_requests(name)


def _changed(begun: Request, figure: str, given: Given) -> Request:
    figure = one_of("figure", figure, PICTURES)
    request = begun.replace(state=state_from(begun.state, figure, dict(given)), figure=figure)
    refuse_unfit(request)
    return request
