"""PNG: the exact number of pixels, its resolution, and the document inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.export.carrying import carried
from pe_desktop.export.chunks import SIGNATURE, find_text, text_chunk
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import KEYWORD, Request

PAINTED = 0.5  # of the work, when the picture is painted and not yet encoded


class Png(Format):
    label = "PNG picture"
    order = 10
    uses = PICTURE

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        from pe_desktop.export.raster import encoded, image

        (request,) = requests
        text = [text_chunk(KEYWORD, carried(requests))] if request.metadata else []
        picture = image(request)
        tell(PAINTED)
        out.write(encoded(picture, *text, tell=lambda done: tell(PAINTED + (1 - PAINTED) * done)))

    def begins(self, start: bytes) -> bool:
        return start.startswith(SIGNATURE)

    def carried_in(self, stream: BinaryIO) -> str | None:
        return find_text(stream, KEYWORD, LARGEST)
