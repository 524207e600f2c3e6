"""The document back out of what was exported: a picture, numbers, a saved document, or a table to look at.

Files are hostile until read: sizes are capped, nothing is expanded beyond them, no XML is parsed.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pe_desktop.document import LARGEST, Document, DocumentError, State
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import Weights
from pe_desktop.export import packages
from pe_desktop.export.carrying import requests_from
from pe_desktop.export.chunks import SIGNATURE, find_text
from pe_desktop.export.films.comments import GIF, MP4, gif_comment, mp4_comment
from pe_desktop.export.request import ATTACHMENT, KEYWORD, Request
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.npy import read_npy

LARGEST_PDF = 64_000_000  # bytes: far more than a figure takes
CUSTOM = re.compile(r"customXml/item\d{1,3}\.xml")  # where a presentation has data of its own
STORED = re.compile(rb"<%s(?: [^<>]*)?>([^<]*)</%s>" % (KEYWORD.encode(), KEYWORD.encode()))
METADATA = re.compile(rb'<metadata id="%s">([^<]*)</metadata>' % KEYWORD.encode())


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
    try:
        if not file.is_file():  # a pipe or a device would be read for ever
            wrong = "is not a file" if file.exists() else "there is no such file"
            raise SourceError(file.name, wrong, "choose a picture or a document")
        with file.open("rb") as stream:
            text = _carried(stream)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SourceError(file.name, f"cannot be read ({why})", "check the file and the rights to it") from None
    if not text:
        remedy = "open a PNG, SVG, PDF, PowerPoint file or .json that was written with its document"
        raise SourceError(file.name, "carries no document of this program", remedy)
    return text


def read_bytes(data: bytes) -> str:
    """The document that a picture carries, as JSON that is still to be judged; empty where there is none."""
    return _carried(BytesIO(data)) or ""


def _carried(stream: BinaryIO) -> str | None:
    start = stream.read(1024)
    stream.seek(0)
    read = next((read for begins, read in _KINDS if begins(start)), None)
    return read(stream) if read else None


def _in_png(stream: BinaryIO) -> str | None:
    return find_text(stream, KEYWORD, LARGEST)


def _in_svg(stream: BinaryIO) -> str | None:
    found = METADATA.search(stream.read(2 * LARGEST))
    return html.unescape(found[1].decode("utf-8", "replace")) if found else None


def _in_pdf(stream: BinaryIO) -> str | None:
    data = stream.read(LARGEST_PDF + 1)
    if len(data) > LARGEST_PDF:
        return None
    import pypdf  # only here: opening a document takes no PDF library

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a damaged file is answered in one line
    try:
        attached = pypdf.PdfReader(BytesIO(data)).attachments.get(ATTACHMENT, [b""])[0]
        return attached.decode("ascii") if len(attached) <= LARGEST else None
    except Exception:  # whatever a damaged file makes of a parser
        return None


def _in_slides(stream: BinaryIO) -> str | None:
    for part in packages.parts(stream, CUSTOM, 2 * LARGEST):
        found = STORED.search(part)
        if found:
            return html.unescape(found[1].decode("utf-8", "replace"))
    return None


def _in_gif(stream: BinaryIO) -> str | None:
    return gif_comment(stream, LARGEST)


def _in_mp4(stream: BinaryIO) -> str | None:
    return mp4_comment(stream, LARGEST)


def _in_json(stream: BinaryIO) -> str | None:
    """A document, or the first line of exported numbers, which is one but for its last sign."""
    first = stream.readline(LARGEST)
    if first.rstrip().endswith(b"},"):
        return first.rstrip()[:-1].decode("utf-8", "replace") + "}"
    return (first + stream.read(LARGEST)).decode("utf-8-sig", "replace")


def _text_start(start: bytes) -> bytes:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO], str | None]], ...] = (
    (lambda start: start.startswith(SIGNATURE), _in_png),
    (lambda start: start.startswith(packages.SIGNATURE), _in_slides),
    (lambda start: start.startswith(GIF), _in_gif),
    (lambda start: start[4:8] == MP4, _in_mp4),
    (lambda start: b"%PDF-" in start, _in_pdf),
    (lambda start: _text_start(start).startswith(b"<"), _in_svg),
    (lambda start: _text_start(start).startswith(b"{"), _in_json),
)
"""How each kind of file begins, and how a document is found in it."""
