"""What a slider looks like: a groove, a handle, and small marks below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QSlider, QWidget

from pe_desktop.engine.scale import Number, Scale
from pe_desktop.gui.widgets.numbers import short_text
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

_TRACK = 24  # height in which the handle moves
_HANDLE = 8  # radius
_HALO = 3  # around the handle
_MARKS = 16  # height of the marks' line


class SliderFace(QSlider):
    """Shows a value of a `Scale`, with some of its values below unless `marks` is false.

    A stock slider underneath tells a screen reader its share of the whole.
    """

    def __init__(self, scale: Scale, parent: QWidget | None = None, *, marks: bool = True) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._marks = marks
        self._scale, self._value = scale, scale.ends()[0]
        self._hand: float | None = None  # where the hand holds the handle, from 0 to 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def handle_x(self) -> float:
        """Where the handle's middle is: under the hand while it is held, so that it moves by pixels, not values."""
        return self._place(self._scale.fraction(self._value) if self._hand is None else self._hand)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 160), scaled(self, _TRACK + _MARKS * self._marks))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(self, 80), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Another value moves the handle, and leaves the marks as they are."""
        if change == QAbstractSlider.SliderChange.SliderValueChange:
            self.update(0, 0, self.width(), scaled(self, _TRACK))
        else:
            super().sliderChange(change)

    def _span(self) -> tuple[float, float]:
        """Between which ends the handle's middle moves."""
        left = scaled(self, _HANDLE + _HALO)
        return left, max(self.width() - left, left + 1)

    def _place(self, fraction: float) -> float:
        left, right = self._span()
        return left + fraction * (right - left)

    def _on_track(self, point: QPointF) -> bool:
        return point.y() <= scaled(self, _TRACK)

    def _on_handle(self, point: QPointF) -> bool:
        return abs(point.x() - self.handle_x()) <= scaled(self, _HANDLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_groove(painter)
        if self._marks and event.rect().bottom() >= scaled(self, _TRACK):
            self._draw_marks(painter)
        self._draw_handle(painter)
        painter.end()

    def _draw_groove(self, painter: QPainter) -> None:
        thick = scaled(self, 4)
        top = scaled(self, _TRACK) / 2 - thick / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for shade, width in (("hairline", float(self.width())), ("accent", self.handle_x())):
            painter.setBrush(colour(self, shade))
            painter.drawRoundedRect(QRectF(0, top, width, thick), thick / 2, thick / 2)

    def _draw_handle(self, painter: QPainter) -> None:
        middle = QPointF(self.handle_x(), scaled(self, _TRACK) / 2)
        busy = self.hasFocus() or self._hand is not None
        if self.hasFocus():
            painter.setPen(QPen(colour(self, "accent"), scaled(self, 2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, *[scaled(self, _HANDLE + _HALO - 1)] * 2)
        if busy or (self.isEnabled() and self.underMouse()):
            halo = colour(self, "accent")
            halo.setAlphaF(0.3 if busy else 0.15)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            painter.drawEllipse(middle, *[scaled(self, _HANDLE + _HALO)] * 2)
        painter.setPen(QPen(colour(self, "accent"), scaled(self, 2)))
        painter.setBrush(colour(self, "card" if self._hand is None else "accent"))
        painter.drawEllipse(middle, *[scaled(self, _HANDLE - 1)] * 2)

    def _draw_marks(self, painter: QPainter) -> None:
        painter.setFont(sized_font(self, "small"))
        painter.setPen(colour(self, "muted"))
        taken: list[QRectF] = []
        for value in self._scale.marks():
            rect = self._mark_rect(value, painter.fontMetrics().horizontalAdvance(short_text(value)))
            if not any(rect.adjusted(-4, 0, 4, 0).intersects(other) for other in taken):
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, short_text(value))
                taken.append(rect)

    def _mark_rect(self, value: Number, width: int) -> QRectF:
        """Below its place on the track; the ends' flush with the ends of the groove."""
        fraction = self._scale.fraction(value)
        left = self._place(fraction) - width / 2 if 0 < fraction < 1 else fraction * (self.width() - width)
        return QRectF(left, scaled(self, _TRACK), width, scaled(self, _MARKS))
