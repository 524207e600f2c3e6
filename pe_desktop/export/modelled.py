"""What a model of which only the encoding is known is first shown as."""

from __future__ import annotations

from pe_desktop.document import Document, State
from pe_desktop.engine.encoding import Encoding, Relative, Rotating
from pe_desktop.engine.encodings.mrope import Mrope
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.export.request import Request
from pe_desktop.figure.pages import page_of
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.presets.preset import looking


def request_of_model(encoding: Encoding, length: int) -> Request:
    """The figure that says most of that encoding, on its page, at that length."""
    figure = _figure(encoding)
    document = Document(length=length).showing(encoding, None).replace(page=page_of(figure, ""))
    middle = encoding.pairs // 2 if isinstance(encoding, Rope) else 0
    return Request(State(document, looking(37, 30, middle).within(document)), figure)


def _figure(encoding: Encoding) -> str:
    if isinstance(encoding, Relative):
        return "bias"
    if not PICTURES["patches"].refusal(encoding):
        return "patches"
    return "frequencies" if isinstance(encoding, Rotating | Mrope) else "heatmap"
