"""The display list on a QPainter: the screen, PNG and PDF are painted by this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintDevice, QPaintEngine, QPainter, QPen, QPolygonF
from shiboken6 import VoidPtr, wrapInstance

from pe_desktop.engine.frozen import Floats
from pe_desktop.export.fonts import REFERENCE, reference_font, text_width
from pe_desktop.export.primitives import ANCHORS, Cells, Clip, Disc, Ink, Polygon, Polyline, Primitive, Words
from pe_desktop.figure.layout import Rect
from pe_desktop.figure.style import Palette

Cap = Qt.PenCapStyle
NO_PEN, NO_BRUSH = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)
_STARTS = {"start": 0.0, "middle": -0.5, "end": -1.0}  # of words, in their widths from where they are anchored
BENDS = 3  # segments of one stroke of a dashed line
PIECE = 16  # segments that are stroked at once: Qt's time for a path grows with the square of its crests


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter on the device, ended whatever happens in the block: Qt aborts where one outlives its device."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def paint(painter: QPainter, items: Iterable[Primitive], cap: Cap | None = None) -> None:
    """Draw the items in order, one point to one unit of the painter.

    With a cap, polylines are drawn as single segments that end in it: nearly the same picture on pixels, and a
    hundred times faster than Qt's stroker on a curve of many crests. Without, they are paths: on pixels in pieces
    that overlap by a segment, which differs in no more than the shade of edges, and is ten times faster.
    """
    raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    _paint_all(painter, items, partial(_segments_drawn, cap=cap) if cap else _pieces_drawn if raster else _path_drawn)


_Stroke = Callable[[QPainter, Polyline], None]


def _paint_all(painter: QPainter, items: Iterable[Primitive], stroke: _Stroke) -> None:
    for item in items:
        if isinstance(item, Clip):
            _clip(painter, item, stroke)
        elif isinstance(item, Polyline):
            painter.setBrush(NO_BRUSH)
            seen_through = item.ink[3] < 1  # parts of it would be darker where they meet
            (_path_drawn if seen_through else stroke)(painter, item)
        else:
            _PAINT[type(item)](painter, item)


def rectangle(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


_void_pointer: Any = VoidPtr  # whose stub knows one argument only
_line_at: Any = wrapInstance


def polygon(points: Floats) -> QPolygonF:
    """(n, 2) points, copied into Qt's own memory at once."""
    shape = QPolygonF()
    if not len(points):
        return shape
    shape.resize(len(points))
    memory: Any = _void_pointer(shape.data(), shape.size() * 16, True)
    np.frombuffer(memory, dtype=np.float64)[:] = points.ravel()
    return shape


def extent(items: Iterable[Primitive]) -> QRectF:
    """A rectangle that holds all that the items draw."""
    edges = [_edges(item) for item in items if not isinstance(item, Polyline | Polygon) or len(item.points)]
    if not edges:
        return QRectF()
    left, top, right, bottom = zip(*edges, strict=True)
    x, y = min(left), min(top)
    return QRectF(x, y, max(right) - x, max(bottom) - y)


def _edges(item: Primitive) -> tuple[float, float, float, float]:
    """Left, top, right and bottom."""
    if isinstance(item, Cells | Clip):
        rect = item.rect
        return rect.x - 1, rect.y - 1, rect.right + 1, rect.bottom + 1
    if isinstance(item, Words):
        width = text_width(item.text, item.size, item.strong)
        start = ANCHORS[item.anchor] * width
        if item.upwards:
            return item.x - item.size, item.y - start - width, item.x + 0.4 * item.size, item.y - start
        return item.x + start, item.y - item.size, item.x + start + width, item.y + 0.4 * item.size
    if isinstance(item, Disc):
        reach = item.radius + item.width
        return item.x - reach, item.y - reach, item.x + reach, item.y + reach
    reach = item.width if isinstance(item, Polyline) else 0.0
    (left, top), (right, bottom) = item.points.min(axis=0).tolist(), item.points.max(axis=0).tolist()
    return left - reach, top - reach, right + reach, bottom + reach


@lru_cache(maxsize=512)
def _colour(ink: Ink) -> QColor:
    return QColor(ink[0], ink[1], ink[2], round(255 * ink[3]))


@lru_cache(maxsize=512)
def _pen(ink: Ink, width: float, dash: tuple[float, float] | None, cap: Cap) -> QPen:
    pen = QPen(_colour(ink), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(cap)
    if dash is not None:
        pen.setDashPattern(list(dash))
    return pen


def _path_drawn(painter: QPainter, item: Polyline) -> None:
    painter.setPen(_pen(item.ink, item.width, item.dash, Cap.FlatCap))
    painter.drawPolyline(polygon(item.points))


def _pieces_drawn(painter: QPainter, item: Polyline) -> None:
    points, pen = item.points, QPen(_pen(item.ink, item.width, item.dash, Cap.FlatCap))
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))]) / item.width
    for start in range(0, max(1, len(points) - 2), PIECE):
        if item.dash is not None:
            pen.setDashOffset(float(along[start]))
        painter.setPen(pen)
        painter.drawPolyline(polygon(points[start : start + PIECE + 2]))


def _segments_drawn(painter: QPainter, item: Polyline, cap: Cap) -> None:
    painter.setPen(_pen(item.ink, item.width, None, Cap.SquareCap if item.dash else cap))
    segments = _segments(item)
    if len(segments):
        painter.drawLines(_line_at(segments.ctypes.data, QLineF), len(segments))  # in place: no object for each of them


@lru_cache(maxsize=256)
def _segments(item: Polyline) -> Floats:
    """The polyline as segments (n, 4); of a dashed one, those on a stroke. Kept, since the screen paints often."""
    if item.dash is None:
        return np.concatenate([item.points[:-1], item.points[1:]], axis=1)
    stroke, gap = item.dash[0] * item.width, item.dash[1] * item.width
    return _dashed(item.points, stroke, gap, inset=item.width / 2)


def _dashed(points: Floats, stroke: float, gap: float, inset: float = 0.0) -> Floats:
    """Strokes along a line (n, 2), each of a few segments so that it follows the bends.

    At both of their ends caps add what `inset` leaves out.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    starts = np.arange(0.0, along[-1], stroke + gap)
    inset = min(inset, stroke / 2 - 1e-6)
    bends = BENDS if len(points) > 2 else 1
    places = np.minimum(starts[:, None] + np.linspace(inset, stroke - inset, bends + 1), along[-1])
    x, y = (np.interp(places, along, values) for values in points.T)
    return np.stack([x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]], axis=-1).reshape(-1, 4)


def _polygon(painter: QPainter, item: Polygon) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(_colour(item.ink))
    painter.drawPolygon(polygon(item.points))


def _disc(painter: QPainter, item: Disc) -> None:
    painter.setPen(_pen(item.line, item.width, None, Cap.FlatCap) if item.line else NO_PEN)
    painter.setBrush(_colour(item.fill) if item.fill else NO_BRUSH)
    painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)


def _words(painter: QPainter, item: Words) -> None:
    scale = item.size / REFERENCE
    width = text_width(item.text, item.size, item.strong) if item.anchor != "start" else 0.0
    painter.save()
    painter.translate(item.x, item.y)
    if item.upwards:
        painter.rotate(-90)
    painter.scale(scale, scale)
    painter.setPen(_colour(item.ink))
    painter.setFont(reference_font(item.strong))
    painter.drawText(QPointF(ANCHORS[item.anchor] * width / scale, 0.0), item.text)
    painter.restore()


def _cells(painter: QPainter, item: Cells) -> None:
    painter.drawImage(rectangle(item.rect), indexed_image(item.index, item.palette))


def indexed_image(index: Palette, palette: Palette) -> QImage:
    """An 8-bit image that shares the memory of `index`, which must outlive it."""
    rows, columns = index.shape
    image = QImage(index.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(_colour_table(palette.tobytes(), palette.shape[1]))
    return image


@lru_cache(maxsize=32)
def _colour_table(palette: bytes, bands: int) -> list[int]:
    colours = (palette[i : i + bands] for i in range(0, len(palette), bands))
    return [(c[3] if bands == 4 else 255) << 24 | c[0] << 16 | c[1] << 8 | c[2] for c in colours]


def _clip(painter: QPainter, item: Clip, stroke: _Stroke) -> None:
    painter.save()
    painter.setClipRect(rectangle(item.rect), Qt.ClipOperation.IntersectClip)
    _paint_all(painter, item.items, stroke)
    painter.restore()


_PAINT: dict[type, Callable[[QPainter, Any], None]] = {
    Polygon: _polygon,
    Disc: _disc,
    Words: _words,
    Cells: _cells,
}
