"""What a file carries so that it can be opened again, and made again as it was: states, figures and their looks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pe_desktop.document import LARGEST, Document, DocumentError, State, from_json, to_json
from pe_desktop.engine.parameter import Parametrised
from pe_desktop.engine.refused import refused
from pe_desktop.engine.weights import Weights
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES

MOST_SLIDES = 500


def carried(requests: Sequence[Request]) -> str:
    """One line of JSON in ASCII, which every format holds unharmed; empty where the first is to carry nothing.

    It is a document, and opens as one: that of the first request. `export` says how it was exported, and
    `deck` holds the same for all slides that follow; a table stands in it once. Raises ExportError where it would
    be more than is read again.
    """
    if not requests[0].metadata:
        return ""
    first, *rest = map(_content, requests)
    if rest:
        _embed_once([first, *rest])
    text = json.dumps({**first, "deck": rest} if rest else first, separators=(",", ":"), sort_keys=True)
    if len(text) > LARGEST:
        given = f"{len(text) / 1e6:,.1f} MB of documents given"
        raise ExportError(f"deck: {given}; allowed: {LARGEST // 10**6} MB, fewer tables, or no metadata")
    return text


def _embed_once(slides: Sequence[dict[str, Any]]) -> None:
    """Take the numbers out of tables that an earlier slide holds."""
    known: set[str] = set()
    for slide in slides:
        document, own = slide["document"], set()
        for holder in filter(None, (document["encoding"], document["compare"], *document["options"].values())):
            for value in holder.values():
                if isinstance(value, dict) and "data" in value:
                    own.add(value["sha256"])
                    if value["sha256"] in known:
                        del value["data"]
        known |= own


def _content(request: Request) -> dict[str, Any]:
    look = {"figure": request.figure, **request.texts(), "motion": request.motion.texts()}
    return {**json.loads(to_json(request.state)), "export": look}


def requests_from(text: str, supplied: Mapping[str, Weights] | None = None) -> tuple[Request, ...]:
    """The requests that `carried` wrote; of a document that was only saved, one for the first figure of its page.

    `supplied` holds tables by sha256. Raises DocumentError, ParameterError or MissingSource.
    """
    first = from_json(text, supplied)  # judges the whole text
    content = json.loads(text)
    rest = content.get("deck", [])
    if not isinstance(rest, list):
        raise DocumentError(f"deck: {refused(rest, 'a list of slides')}")
    if len(rest) >= MOST_SLIDES:
        raise DocumentError(f"deck: {refused(f'{len(rest) + 1:,} slides', f'up to {MOST_SLIDES}')}")
    slides, tables = [(first, content)], dict(supplied or {})
    for each in rest:
        tables |= {table.array.sha256: table for table in slides[-1][0].document.tables}
        slides.append((from_json(json.dumps(each), tables), each))
    return tuple(_request(state, each.get("export")) for state, each in slides)


def _request(state: State, look: Any) -> Request:
    if look is None:
        return Request(state, first_figure(state.document))
    if not isinstance(look, dict):
        raise DocumentError(f"export: {refused(look, 'an object')}")
    figure, motion = look.get("figure"), look.get("motion", {})
    if not isinstance(figure, str):
        raise DocumentError(f"figure: {refused(figure, 'the id of a figure')}")
    if not isinstance(motion, dict):
        raise DocumentError(f"motion: {refused(motion, 'an object')}")
    return Request(state, figure, **_values(Request, look), motion=Motion(**_values(Motion, motion)))


def _values(owner: type[Parametrised], texts: Mapping[str, Any]) -> dict[str, Any]:
    return {p.name: p.parse(str(texts[p.name])) for p in owner.parameters() if p.name in texts}


def first_figure(document: Document) -> str:
    """The figure that a page shows first of those that can be made of its document."""
    page = PAGES.get(document.page, next(iter(PAGES.values())))
    served = (id for id in (*page.figures, *PICTURES) if not PICTURES[id].refusal(document.encoding))
    return next(served)
