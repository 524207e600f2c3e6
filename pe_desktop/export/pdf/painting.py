"""The pages of a PDF, painted by Qt."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from pe_desktop.export.carrying import carried
from pe_desktop.export.composing import composed, print_density, repeated
from pe_desktop.export.paint import paint, painting
from pe_desktop.export.pdf.finishing import finished
from pe_desktop.export.pdf.sheet import Sheet
from pe_desktop.export.primitives import Cells, Clip, Primitive
from pe_desktop.export.progress import Tell
from pe_desktop.export.request import ExportError, Request

RESOLUTION = 1200
LONGEST = 14_400.0  # points that a page may have, by the standard


def pages(requests: Sequence[Request], tell: Tell) -> bytes:
    """The whole file, with a page of its own size for each request. Raises ExportError, ParameterError or Cancelled."""
    sheets = []
    for done, request in enumerate(requests):
        tell(done / (2 * len(requests)))
        sheets.append(_sheet(request))
    data = _painted(sheets, tell)
    names = [request.heading or request.picture.title for request in requests]
    return finished(data, sheets, names, carried(requests))


def _sheet(request: Request) -> Sheet:
    density = print_density(request)
    page = composed(request, density)
    scale = min(1.0, LONGEST / max(page.width, page.height))
    return Sheet(page.width * scale, page.height * scale, scale, _fine(page.items, density))


def _fine(items: tuple[Primitive, ...], density: float) -> tuple[Primitive, ...]:
    """With every image at the resolution of print."""
    return tuple(_fine_item(item, density) for item in items)


def _fine_item(item: Primitive, density: float) -> Primitive:
    if isinstance(item, Clip):
        return replace(item, items=_fine(item.items, density))
    return repeated(item, density) if isinstance(item, Cells) else item


def _painted(sheets: Sequence[Sheet], tell: Tell) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, sheets)
    with painting(writer) as painter:
        if not painter.isActive():
            raise ExportError("output: Qt cannot write a PDF on this machine; allowed: another format, such as .svg")
        # Without this, cells are stored as JPEG, and half of them in a slightly wrong colour.
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for done, sheet in enumerate(sheets):
            if done:
                writer.setPageSize(_page_size(sheet))
                writer.newPage()
            tell(0.5 + done / (2 * len(sheets)))
            painter.resetTransform()
            painter.scale(sheet.scale * RESOLUTION / 72, sheet.scale * RESOLUTION / 72)
            paint(painter, sheet.items)
    return bytes(buffer.data().data())


def _writer(buffer: QBuffer, sheets: Sequence[Sheet]) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageSize(_page_size(sheets[0]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    digest = hashlib.sha256(f"{[(sheet.width, sheet.height) for sheet in sheets]}".encode()).hexdigest()
    writer.setDocumentId(QUuid(f"{{{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}}}"))
    return writer


def _page_size(sheet: Sheet) -> QPageSize:
    size = QSizeF(sheet.width, sheet.height)
    return QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
