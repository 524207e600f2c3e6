"""A figure in pixels: painted, and encoded as PNG."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from pe_desktop.export.chunks import Deflated, png, resolution
from pe_desktop.export.composing import composed
from pe_desktop.export.page import Page
from pe_desktop.export.paint import paint, painting
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import ExportError, Request
from pe_desktop.figure.style import THEMES

METRE = 72 / 0.0254  # points
LEVEL = 4  # of compression: a tenth larger than the best, in half its time
BAND = 64  # rows that are encoded at once: they fit in the cache


def image(request: Request) -> QImage:
    """The picture as it will be in the file: for a preview, and for the clipboard."""
    picture = canvas(request)
    draw(composed(request, request.size.density), picture, request)
    return picture


def pixels(request: Request, tell: Tell = silent) -> tuple[int, int, bytes]:
    """As `image`: width, height, and four bytes a pixel, to be carried from one process to another."""
    picture = image(request).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return picture.width(), picture.height(), bytes(picture.constBits())


def image_of(width: int, height: int, data: bytes) -> QImage:
    """The picture that `pixels` took apart."""
    return QImage(data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def canvas(request: Request) -> QImage:
    """What a request is drawn on. Raises ExportError where it is too large for this machine."""
    kinds = QImage.Format
    kind = kinds.Format_ARGB32_Premultiplied if request.transparent else kinds.Format_RGB32
    empty = QImage(*request.size.pixels, kind)
    if empty.isNull():
        raise ExportError(
            f"size: {request.size} given, too much for the memory of this machine; allowed: a smaller one"
        )
    empty.setDotsPerMeterX(round(request.size.density * METRE))
    empty.setDotsPerMeterY(round(request.size.density * METRE))
    return empty


def draw(page: Page, picture: QImage, request: Request) -> None:
    """Nothing remains of what was there before."""
    picture.fill(QColor(Qt.GlobalColor.transparent) if request.transparent else ground(request))
    with painting(picture) as painter:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(request.size.density, request.size.density)
        paint(painter, page.items)


def ground(request: Request) -> QColor:
    """The colour of the background, where it is not left out."""
    return QColor(*THEMES[request.theme].rgb("card"))


def encoded(picture: QImage, *chunks: bytes, tell: Tell = silent) -> bytes:
    """The bytes of a PNG file of the picture, with chunks of its own."""
    clear = picture.hasAlphaChannel()
    kind = QImage.Format.Format_RGBA8888 if clear else QImage.Format.Format_RGB888
    width, height, rows = picture.width(), picture.height(), Deflated(LEVEL)
    for top in range(0, height, BAND):
        band = picture.copy(0, top, width, min(BAND, height - top)).convertToFormat(kind)
        data = np.frombuffer(band.constBits(), np.uint8).reshape(band.height(), -1)
        rows.add(data[:, : width * (4 if clear else 3)])
        tell(min(1.0, (top + BAND) / height))
    return png((width, height), 6 if clear else 2, rows.whole(), resolution(picture.dotsPerMeterX()), *chunks)
