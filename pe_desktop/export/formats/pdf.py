"""PDF: vectors, embedded fonts, text that can be selected and searched, and the document attached."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from pe_desktop.export.carrying import carried
from pe_desktop.export.composing import composed, print_density, repeated
from pe_desktop.export.finishing import finished
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.page import Page
from pe_desktop.export.paint import paint
from pe_desktop.export.primitives import Cells, Clip, Primitive
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import ExportError, Request

RESOLUTION = 1200
LONGEST = 14_400.0  # points that a page may have, by the standard


class Pdf(Format):
    label = "PDF document"
    order = 30
    uses = PICTURE - {"google_slides"}  # which takes no PDF

    def write(self, request: Request, stream: BinaryIO, tell: Tell = silent) -> None:
        density = print_density(request)
        page = composed(request, density)
        page = replace(page, items=_fine(page.items, density))
        scale = min(1.0, LONGEST / max(page.width, page.height))
        size = (page.width * scale, page.height * scale)
        stream.write(finished(_painted(page, size, scale), page, size, carried((request,))))


def _fine(items: tuple[Primitive, ...], density: float) -> tuple[Primitive, ...]:
    """With every image at the resolution of print."""
    return tuple(_fine_item(item, density) for item in items)


def _fine_item(item: Primitive, density: float) -> Primitive:
    if isinstance(item, Clip):
        return replace(item, items=_fine(item.items, density))
    return repeated(item, density) if isinstance(item, Cells) else item


def _painted(page: Page, size: tuple[float, float], scale: float) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, size)
    painter = QPainter(writer)
    if not painter.isActive():
        raise ExportError("Qt cannot write a PDF here")
    # Without this, cells are stored as JPEG, and half of them in a slightly wrong colour.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.scale(scale * RESOLUTION / 72, scale * RESOLUTION / 72)
    paint(painter, page.items)
    painter.end()
    return bytes(buffer.data().data())


def _writer(buffer: QBuffer, size: tuple[float, float]) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(QSizeF(*size), QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    digest = hashlib.sha256(f"{size}".encode()).hexdigest()
    writer.setDocumentId(QUuid(f"{{{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}}}"))
    return writer
