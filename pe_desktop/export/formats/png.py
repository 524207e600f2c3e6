"""PNG: the exact number of pixels, its resolution, and the document inside."""

from __future__ import annotations

from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from pe_desktop.export.carrying import carried
from pe_desktop.export.chunks import HEADER, text_chunk
from pe_desktop.export.composing import composed
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.paint import paint
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import KEYWORD, ExportError, Request
from pe_desktop.figure.style import THEMES

METRE = 72 / 0.0254  # points


class Png(Format):
    label = "PNG picture"
    order = 10
    uses = PICTURE

    def write(self, request: Request, stream: BinaryIO, tell: Tell = silent) -> None:
        data = _encoded(image(request))
        text = text_chunk(KEYWORD, carried((request,))) if request.metadata else b""
        stream.write(data[:HEADER] + text + data[HEADER:])


def image(request: Request) -> QImage:
    """The picture as it will be in the file: for a preview, and for the clipboard."""
    density = request.size.density
    page = composed(request, density)
    canvas = _canvas(request)
    painter = QPainter(canvas)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(density, density)
    paint(painter, page.items)
    painter.end()
    canvas.setDotsPerMeterX(round(density * METRE))
    canvas.setDotsPerMeterY(round(density * METRE))
    return canvas


def _canvas(request: Request) -> QImage:
    kinds = QImage.Format
    kind = kinds.Format_ARGB32_Premultiplied if request.transparent else kinds.Format_RGB32
    canvas = QImage(*request.size.pixels, kind)
    if canvas.isNull():
        raise ExportError(f"size: {request.size} is too much for the memory of this machine")
    clear = QColor(Qt.GlobalColor.transparent)
    canvas.fill(clear if request.transparent else QColor(*THEMES[request.theme].rgb("card")))
    return canvas


def _encoded(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise ExportError("size: this picture is too much for the memory of this machine")
    return bytes(buffer.data().data())
