"""A presentation of python-pptx, and its bytes: the same each time, and naming nobody."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from pe_desktop import __version__
from pe_desktop.export.chunks import indexed_png
from pe_desktop.export.page import Page
from pe_desktop.export.primitives import Cells
from pe_desktop.export.slides.carried import carry
from pe_desktop.export.slides.flat import flattened
from pe_desktop.export.slides.frame import EMU, Frame
from pe_desktop.export.slides.shapes import Shapes
from pe_desktop.figure.style import Rgb

SHORTEST, LONGEST = 914_400, 51_206_400  # EMU that a side of a slide may have: 1 and 56 inches
BLANK = 6  # the layout without placeholders
STAMP = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name
LARGE = 0.25  # of the largest picture's area: a smaller one is a scale beside it

_colour: Any = RGBColor  # which has no types
_PROGRAM = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>pe-desktop {__version__}</Application></Properties>"""


def slide_size(width: float, height: float) -> tuple[int, int]:
    """Sides in EMU of the slide for a page of that many points; a very long page is made smaller."""
    scale = min(EMU, LONGEST / max(width, height))
    return max(SHORTEST, round(width * scale)), max(SHORTEST, round(height * scale))


class Deck:
    """A presentation that is being made, of slides of one size (width, height in EMU)."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._made: Any = Presentation()
        _resize(self._made, size)

    def add(self, page: Page, density: float, *, title: str, says: str, ground: Rgb | None, notes: str) -> None:
        """A slide with a page on it, whose cells get that many pixels a point.

        says: what the picture shows, for who cannot see it. ground: the slide's colour, None for the template's.
        """
        slide = self._made.slides.add_slide(self._made.slide_layouts[BLANK])
        slide.name = title
        if ground is not None:
            slide.background.fill.solid()
            slide.background.fill.fore_color.rgb = _colour(*ground)
        items = list(flattened(page.items, density))
        areas = [item.rect.width * item.rect.height for item in items if isinstance(item, Cells)]

        def embed(cells: Cells) -> tuple[str, str]:
            _, relation = slide.part.get_or_add_image_part(BytesIO(indexed_png(cells.index, cells.palette)))
            small = cells.rect.width * cells.rect.height < LARGE * max(areas)
            return relation, f"Colours of: {says}" if small else says

        shapes = Shapes(Frame.fitting((page.width, page.height), self._size), embed).drawn(items)
        tree = parse_xml(f"<p:spTree {nsdecls('p', 'a', 'r')}>{shapes}</p:spTree>")
        slide.shapes._spTree.extend(list(tree))
        if notes:
            slide.notes_slide.notes_text_frame.text = notes

    def data(self, title: str, carried: str) -> bytes:
        """The file. carried: what it is to be opened again from, in ASCII, or nothing."""
        package = self._made.part.package
        _anonymous(package, title)
        if carried:
            carry(self._made.part, carried)
        stream = BytesIO()
        self._made.save(stream)
        return _dateless(stream)


def _resize(made: Any, size: tuple[int, int]) -> None:
    """Slides of that size, and the template's placeholders spread over it, for who adds slides of their own."""
    factors = size[0] / made.slide_width, size[1] / made.slide_height
    made.slide_width, made.slide_height = size
    made.part._element.find(qn("p:sldSz")).attrib.pop("type", None)  # which says 4:3
    for holder in (made.slide_master, *made.slide_layouts):
        for place in holder._element.iter(qn("a:off"), qn("a:ext")):
            for name, factor in zip(("x", "y") if "x" in place.attrib else ("cx", "cy"), factors, strict=True):
                if name in place.attrib:
                    place.set(name, str(round(int(place.get(name)) * factor)))


def _anonymous(package: Any, title: str) -> None:
    """Without the template's author, dates, thumbnail and printer."""
    core = package.core_properties
    for element in list(core._element):
        core._element.remove(element)
    core.title = title
    package.part_related_by(RELATION.EXTENDED_PROPERTIES).blob = _PROGRAM.encode()
    for source, kind in ((package, RELATION.THUMBNAIL), (package.main_document_part, RELATION.PRINTER_SETTINGS)):
        for relation in [name for name, found in source._rels.items() if found.reltype == kind]:
            source._rels.pop(relation)
    for part in package.iter_parts():
        for field in part._element.iter(qn("a:fld")) if hasattr(part, "_element") else ():
            if field.get("type", "").startswith("datetime"):
                field.find(qn("a:t")).text = ""


def _dateless(stream: BytesIO) -> bytes:
    """The same zip without the time at which it was written."""
    packed = BytesIO()
    with zipfile.ZipFile(stream) as found, zipfile.ZipFile(packed, "w") as made:
        for entry in found.infolist():
            made.writestr(_entry(entry.filename), found.read(entry), compresslevel=9)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
    entry.create_system = 0  # on every machine the same
    return entry
