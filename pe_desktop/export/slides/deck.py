"""Requests as slides: what is drawn on each, what it is called, and what the speaker may want to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pe_desktop.export.caption import caption
from pe_desktop.export.carrying import carried
from pe_desktop.export.composing import composed, print_density
from pe_desktop.export.page import Page
from pe_desktop.export.progress import Tell
from pe_desktop.export.request import Request
from pe_desktop.export.slides.flat import cells_of, with_cells
from pe_desktop.export.slides.presentation import Deck, slide_size
from pe_desktop.figure.style import THEMES

COLUMNS = 1920
"""Of pixels across a page, for which lines are drawn at most: PowerPoint edits those of more points slowly."""


def presentation(requests: Sequence[Request], tell: Tell) -> bytes:
    """The whole file. Raises ExportError, ParameterError or Cancelled."""
    deck = Deck(slide_size(*requests[0].size.points))
    for done, request in enumerate(requests):
        tell(done / len(requests))
        deck.add(
            _page(request),
            print_density(request),
            title=_title(request),
            says=_said(request),
            ground=None if request.transparent else THEMES[request.theme].rgb("card"),
            notes=_notes(request) if request.metadata else "",
        )
    data = deck.data(_title(requests[0]), carried(requests))
    tell(1.0)
    return data


def _page(request: Request) -> Page:
    """Without a ground, with cells as fine as print, and lines as fine as they can be edited."""
    bare = replace(request, transparent=True)
    density = print_density(request)
    page = composed(bare, min(density, COLUMNS / request.size.points[0]))
    if next(cells_of(page.items), None) is None:
        return page
    fine = composed(bare, density)
    return replace(page, items=with_cells(page.items, cells_of(fine.items)))


def _title(request: Request) -> str:
    return request.heading or request.picture.title


def _said(request: Request) -> str:
    """The picture in a sentence, for who cannot see it."""
    names = " and ".join(encoding.label for encoding in request.document.encodings)
    return f"{_title(request)}: {request.picture.subtitle}, {names}"


def _notes(request: Request) -> str:
    """What a speaker may want to say or to look up: every parameter, what one sees, and whose it is."""
    picture, document = request.picture, request.document
    sources = dict.fromkeys((picture.source, *(encoding.source for encoding in document.encodings)))
    return "\n".join(
        (
            f"{_title(request)}: {picture.subtitle}",
            caption(document, picture),
            "",
            picture.explanation,
            picture.formula,
            *(f"Source: {source}" for source in sources if source),
        )
    )
