"""The document back out of what was exported: a picture, numbers, a saved document, or a table to look at.

Files are hostile until read: sizes are capped, nothing is expanded beyond them, no XML is parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pe_desktop.document import Document, DocumentError, State
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.export.carrying import requests_from
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.request import Request
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.files import opened
from pe_desktop.sources.npy import read_npy


def read_state(path: str | Path, supplied: Mapping[str, Weights] | None = None) -> State:
    """The state that a file carries, of a deck the first; it takes and raises what `read_requests` does."""
    return read_requests(path, supplied)[0].state


def read_requests(path: str | Path, supplied: Mapping[str, Weights] | None = None) -> tuple[Request, ...]:
    """What a file was exported by, of a deck for each slide: PNG, SVG, PDF, PPTX, .json; an .npy file shows its table.

    `supplied` holds tables by sha256, for documents that only name theirs. Raises SourceError,
    DocumentError or MissingSource, each one line that begins with a name.
    """
    file = Path(path)
    if file.suffix.lower() == ".npy":
        return (Request(State(Document().showing(Learned(read_npy(file)), None)), "heatmap"),)
    try:
        return requests_from(read_text(file), supplied)
    except (DocumentError, ParameterError) as error:
        raise DocumentError(f"{file.name}: {error}") from None


def read_text(path: str | Path) -> str:
    """The document that a picture or a .json file carries, as JSON that is still to be judged. Raises SourceError."""
    file = Path(path)
    with opened(file, "a picture or a document") as stream:
        text = _carried(stream)
    if not text:
        remedy = "open a picture, a film, a deck or a .json that was written with its document"
        raise SourceError(file.name, "carries no document of this program", remedy)
    return text


def read_bytes(data: bytes) -> str:
    """The document that a picture carries, as JSON that is still to be judged; empty where there is none."""
    return _carried(BytesIO(data)) or ""


def _carried(stream: BinaryIO) -> str | None:
    start = stream.read(1024)
    stream.seek(0)
    kind = next((format for format in FORMATS.values() if format.begins(start)), None)
    return kind.carried_in(stream) if kind else None
