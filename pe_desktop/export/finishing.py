"""What Qt leaves to do in a PDF: exact size, text that is found as written, the same bytes each time, the document."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, FloatObject, NameObject

from pe_desktop import __version__
from pe_desktop.export.fonts import FAMILY
from pe_desktop.export.glyphs import named
from pe_desktop.export.page import Page
from pe_desktop.export.request import ATTACHMENT

TAG = "PEDESK"


def finished(data: bytes, page: Page, size: tuple[float, float], carried: str) -> bytes:
    """The PDF that Qt wrote, put right. size: of its page, in points; carried: a document to attach, or nothing."""
    reader = pypdf.PdfReader(BytesIO(data))
    root: Any = reader.trailer["/Root"]
    root.pop("/Metadata", None)  # says when it was made
    writer = pypdf.PdfWriter(clone_from=reader)
    sheet: Any = writer.pages[0]
    _resize(sheet, size)
    for reference in sheet["/Resources"].get("/Font", {}).values():
        font = reference.get_object()
        _name_glyphs(font, page)
        _tag(font)
    writer.metadata = {"/Producer": f"pe-desktop {__version__}"}
    if carried:
        writer.add_attachment(ATTACHMENT, carried.encode("ascii"))
    writer.pdf_header = "%PDF-1.4"  # opacity needs it
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _resize(sheet: Any, size: tuple[float, float]) -> None:
    """Qt rounds a page to whole points; what it drew starts at the upper left corner."""
    top = float(sheet.mediabox.top)
    corners = (0.0, top - size[1], size[0], top)
    for name in ("/MediaBox", "/TrimBox"):
        sheet[NameObject(name)] = ArrayObject(FloatObject(round(v, 4)) for v in corners)


def _name_glyphs(font: Any, page: Page) -> None:
    strong = "SemiBold" in font["/BaseFont"] if FAMILY in font["/BaseFont"] else None
    stream = font["/ToUnicode"].get_object()
    stream.set_data(named(stream.get_data().decode("latin-1"), page.items, strong).encode("ascii"))


def _tag(font: Any) -> None:
    """The name that part of a typeface has to have; Qt draws its six letters by lot."""
    name = NameObject(f"/{TAG}+{font['/BaseFont'][1:]}")
    descendant = font["/DescendantFonts"][0].get_object()
    font[NameObject("/BaseFont")] = descendant[NameObject("/BaseFont")] = name
    descendant["/FontDescriptor"].get_object()[NameObject("/FontName")] = name
