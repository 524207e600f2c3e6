"""Any figure of a state to a file or to bytes: the window, the command line and the tests export by this."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pe_desktop.export.carrying import MOST_SLIDES
from pe_desktop.export.formats import FORMATS, Format, decks
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import ExportError, Request, refuse_oversize, refuse_unserved

FOLDER = "frames"
"""The format of a folder of numbered pictures: of a path that ends in a separator."""
SEPARATORS = tuple(filter(None, ("/", os.sep, os.altsep)))


def export(request: Request, path: str | Path, tell: Tell = silent) -> None:
    """Write the file; its suffix decides the format.

    Raises ExportError or ParameterError, each one line, or Cancelled, and then leaves everything as it was.
    """
    _write((request,), path, format_for(path), tell)


def export_deck(requests: Sequence[Request], path: str | Path, tell: Tell = silent) -> None:
    """Write a file with a slide for each request; a film holds each for its share. Raises what `export` does."""
    chosen = format_for(path)
    if not requests:
        raise ExportError("deck: no figures given; allowed: one or more")
    if len(requests) > MOST_SLIDES:
        raise ExportError(f"deck: {len(requests)} figures given; allowed: up to {MOST_SLIDES}")
    if not chosen.several:
        allowed = ", ".join(f".{name}" for name in decks())
        raise ExportError(f"output: {Path(path).suffix} given, which holds one figure; allowed for a deck: {allowed}")
    _write(requests, path, chosen, tell)


def _write(requests: Sequence[Request], path: str | Path, chosen: Format, tell: Tell) -> None:
    for request in requests:
        refuse(request, chosen)
    for request in requests:  # what takes long before anything is drawn can be stopped, and nothing is written by then
        request.picture.prepare(request.document, request.state.view, tell)
    try:
        with chosen.replacing(path) as out:
            tell(0.0)
            chosen.write(requests, out, tell)
            tell(1.0)  # the last moment at which it may be stopped
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror or error})") from None


def refuse(request: Request, chosen: Format) -> None:
    """Raises ExportError where the format would not take the request, as far as that is known before it is written."""
    refuse_unserved(request)
    if "google_slides" in chosen.uses:
        refuse_oversize(request)


def render(request: Request, format: str) -> bytes:
    """The bytes that a file of that format (`png`, `svg`, …) would hold. Raises ExportError or ParameterError."""
    stream, chosen = BytesIO(), FORMATS[format]
    refuse(request, chosen)
    if chosen.folder:
        many = chosen.label[0].lower() + chosen.label[1:]
        raise ExportError(f"output: one file given, and {many} are many; allowed: a folder")
    chosen.write((request,), stream)
    return stream.getvalue()


def format_for(path: str | Path) -> Format:
    """The format that a file's suffix names; a text that ends in a separator is a folder of pictures.

    Raises ExportError where it names none.
    """
    if isinstance(path, str) and path.endswith(SEPARATORS):
        return FORMATS[FOLDER]
    suffix = Path(path).suffix
    if suffix[1:].lower() not in FORMATS.names:
        given = f"{suffix} given" if suffix else "no suffix given"
        files = ", ".join(f".{name}" for name in FORMATS.names if name != FOLDER)
        raise ExportError(f"output: {given}; allowed: a file that ends in {files}, or a folder/ for numbered pictures")
    return FORMATS[suffix[1:].lower()]
