"""PowerPoint: text, lines and shapes that can be edited, cells as crisp pictures, and notes for the speaker."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.export import packages
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import KEYWORD, Request

CUSTOM = re.compile(r"customXml/item\d{1,3}\.xml")  # where a presentation has data of its own
STORED = re.compile(rb"<%s(?: [^<>]*)?>([^<]*)</%s>" % (KEYWORD.encode(), KEYWORD.encode()))


class Pptx(Format):
    label = "PowerPoint slides"
    order = 35
    uses = PICTURE - {"google_slides"}
    several = True

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        """All slides have the size of the first; what has another shape stands in the middle of its slide."""
        from pe_desktop.export.slides.deck import presentation

        out.write(presentation(requests, tell))

    def begins(self, start: bytes) -> bool:
        return start.startswith(packages.SIGNATURE)

    def carried_in(self, stream: BinaryIO) -> str | None:
        for part in packages.parts(stream, CUSTOM, 2 * LARGEST):
            found = STORED.search(part)
            if found:
                return html.unescape(found[1].decode("utf-8", "replace"))
        return None
