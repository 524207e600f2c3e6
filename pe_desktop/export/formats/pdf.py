"""PDF: vectors, embedded fonts, text that can be selected and searched, and the document attached."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import ATTACHMENT, Request

LARGEST_PDF = 64_000_000  # bytes: far more than a figure takes


class Pdf(Format):
    label = "PDF document"
    order = 30
    uses = PICTURE - {"google_slides"}  # which takes no PDF
    several = True

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        """A page for each request, of its own size; more than one are named in an outline."""
        from pe_desktop.export.pdf.painting import pages

        out.write(pages(requests, tell))
        tell(1.0)

    def begins(self, start: bytes) -> bool:
        return start.lstrip().startswith(b"%PDF-")

    def carried_in(self, stream: BinaryIO) -> str | None:
        data = stream.read(LARGEST_PDF + 1)
        if len(data) > LARGEST_PDF:
            return None
        import pypdf

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a damaged file is answered in one line
        try:
            attached = pypdf.PdfReader(BytesIO(data)).attachments.get(ATTACHMENT, [b""])[0]
            return attached.decode("ascii") if len(attached) <= LARGEST else None
        except Exception:  # whatever a damaged file makes of a parser
            return None
