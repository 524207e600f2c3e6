"""The program's icons: one SVG a file in resources/icons, drawn in whatever colour is asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pe_desktop.assets import asset

_SIZES = (16, 20, 24, 32, 40, 48, 64)
"""Pixels at which an icon is kept: those of buttons and menus, on screens of one and two pixels a point."""


def draw_icon(painter: QPainter, name: str, colour: QColor, rect: QRectF) -> None:
    """Draw an icon as lines, sharp at any scale of the screen. Raises FileNotFoundError for an unknown name."""
    renderer = _renderer(name, colour.name())
    painter.save()
    painter.setOpacity(painter.opacity() * colour.alphaF())
    renderer.render(painter, rect)
    painter.restore()


def icon(name: str, colour: QColor | str) -> QIcon:
    """An icon for menus and stock widgets, in one colour. Raises FileNotFoundError for an unknown name."""
    return _icon(name, QColor(colour).name())


def app_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(QPixmap.fromImage(_app_image(size)))
    return made


def app_svg() -> bytes:
    """The drawing of the program's own icon."""
    return asset("desktop", "pe-desktop.svg").read_bytes()


def app_picture(side: int) -> bytes:
    """The program's own icon as a PNG of so many pixels each way."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    _app_image(side).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _app_image(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(app_svg())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


@lru_cache(maxsize=256)
def _icon(name: str, colour: str) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_pixmap(name, colour, size))
    return made


def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    renderer = _renderer(name, colour)  # before a painter that an error would leave at work
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = asset("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
