"""SVG: vectors that every viewer and slide program draws alike, with text that is text, and the document inside."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import KEYWORD, Request

METADATA = re.compile(rb'<metadata id="%s">([^<]*)</metadata>' % KEYWORD.encode())


class Svg(Format):
    label = "SVG drawing"
    order = 20
    uses = PICTURE - {"google_slides"} | {"letters", "cells"}

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        from pe_desktop.export.svg import drawing

        (request,) = requests
        out.write(drawing(request).encode("utf-8"))

    def begins(self, start: bytes) -> bool:
        return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")

    def carried_in(self, stream: BinaryIO) -> str | None:
        found = METADATA.search(stream.read(2 * LARGEST))
        return html.unescape(found[1].decode("utf-8", "replace")) if found else None
