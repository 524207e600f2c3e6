"""What Qt leaves to do in a PDF: exact size, text that is found as written, the same bytes each time, the document."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, FloatObject, NameObject

from pe_desktop import __version__
from pe_desktop.export.fonts import FAMILY
from pe_desktop.export.pdf.glyphs import named
from pe_desktop.export.pdf.sheet import Sheet
from pe_desktop.export.primitives import Primitive
from pe_desktop.export.request import ATTACHMENT

TAG = "PEDESK"


def finished(data: bytes, sheets: Sequence[Sheet], names: Sequence[str], carried: str) -> bytes:
    """The PDF that Qt wrote, put right.

    names: of the pages, for the outline that more than one have; carried: a document to attach, or nothing.
    """
    reader = pypdf.PdfReader(BytesIO(data))
    root: Any = reader.trailer["/Root"]
    root.pop("/Metadata", None)  # says when it was made
    writer: Any = pypdf.PdfWriter(clone_from=reader)  # whose types are not complete
    items = [item for sheet in sheets for item in sheet.items]
    for font in _fonts(writer):
        _name_glyphs(font, items)
        _tag(font)
    for number, (sheet, name) in enumerate(zip(sheets, names, strict=True)):
        _resize(writer.pages[number], sheet)
        if len(sheets) > 1:
            writer.add_outline_item(title=name, page_number=number)
    writer.metadata = {"/Producer": f"pe-desktop {__version__}"}
    if carried:
        writer.add_attachment(ATTACHMENT, carried.encode("ascii"))
    writer.pdf_header = "%PDF-1.4"  # opacity needs it
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _fonts(writer: Any) -> list[Any]:
    """Each font once, though several pages name it."""
    references = [r for page in writer.pages for r in page["/Resources"].get("/Font", {}).values()]
    return [each.get_object() for each in {reference.idnum: reference for reference in references}.values()]


def _resize(page: Any, sheet: Sheet) -> None:
    """Qt rounds a page to whole points; what it drew starts at the upper left corner."""
    top = float(page.mediabox.top)
    corners = (0.0, top - sheet.height, sheet.width, top)
    for name in ("/MediaBox", "/TrimBox"):
        page[NameObject(name)] = ArrayObject(FloatObject(round(v, 4)) for v in corners)


def _name_glyphs(font: Any, items: Sequence[Primitive]) -> None:
    strong = "SemiBold" in font["/BaseFont"] if FAMILY in font["/BaseFont"] else None
    stream = font["/ToUnicode"].get_object()
    stream.set_data(named(stream.get_data().decode("latin-1"), items, strong).encode("ascii"))


def _tag(font: Any) -> None:
    """The name that part of a typeface has to have; Qt draws its six letters by lot."""
    name = NameObject(f"/{TAG}+{font['/BaseFont'][1:]}")
    descendant = font["/DescendantFonts"][0].get_object()
    font[NameObject("/BaseFont")] = descendant[NameObject("/BaseFont")] = name
    descendant["/FontDescriptor"].get_object()[NameObject("/FontName")] = name
