"""What one presses on the welcome page: cards with a small figure, and rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QImage, QPainter, QPaintEvent, QPen, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pe_desktop.gui.widgets.controls import by_key, draw_ring, ground
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

_RATIO = 9 / 16


class _Pressed(QAbstractButton):
    """A button that paints itself, outlined when the keyboard brought the focus."""

    def __init__(self, text: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_key = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = by_key(event, self._by_key)
        super().focusInEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def draw_ground(self, painter: QPainter, rest: QColor, radius: float) -> None:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground(self, rest))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)

    def draw_focus(self, painter: QPainter, radius: float) -> None:
        if self.hasFocus() and self._by_key:
            draw_ring(painter, self, QRectF(self.rect()), radius)


class WelcomeCard(_Pressed):
    """A small figure, what to try, and a line about it."""

    WIDE = 208

    def __init__(self, text: str, line: str, parent: QWidget | None = None) -> None:
        super().__init__(text, line, parent)
        self._line = line
        self.picture: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QImage | None) -> None:
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        wide = scaled(self, self.WIDE)
        return QSize(wide, round(wide * _RATIO) + scaled(self, 92))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw_ground(painter, colour(self, "card"), 12)
        edge = scaled(self, 12)
        inside = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        words = scaled(self, 72)
        place = inside.adjusted(0, 0, 0, -words)
        if self.picture is not None and not self.picture.isNull():
            size = self.picture.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            drawn = QRectF(0, 0, size.width(), size.height())
            drawn.moveCenter(place.center())
            painter.drawImage(drawn, self.picture)
        text = inside.adjusted(0, inside.height() - words + scaled(self, 8), 0, 0)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(colour(self, "ink"))
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(sized_font(self, "small"))
        painter.setPen(colour(self, "muted"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(text.adjusted(0, scaled(self, 22), 0, 0), self._line, option)
        if not (self.hasFocus() and self._by_key):
            painter.setPen(QPen(colour(self, "hairline"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        self.draw_focus(painter, 12)
        painter.end()


class WelcomeRow(_Pressed):
    """Words, and at the right a shortcut or a folder."""

    def __init__(self, text: str, beside: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, words or beside, parent)
        self._beside = beside
        self.setToolTip(tip(words) if words else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 240), scaled(self, 32))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(self, 120), scaled(self, 32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw_ground(painter, QColor(Qt.GlobalColor.transparent), 8)
        inside, elide = QRectF(self.rect()).adjusted(8, 0, -8, 0), Qt.TextElideMode.ElideMiddle
        painter.setFont(self.font())
        painter.setPen(colour(self, "ink" if self.isEnabled() else "muted"))
        text = painter.fontMetrics().elidedText(self.text(), elide, int(inside.width()))
        taken = painter.fontMetrics().horizontalAdvance(text) + 16
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(sized_font(self, "small"))
        painter.setPen(colour(self, "muted"))
        beside = painter.fontMetrics().elidedText(self._beside, elide, max(0, int(inside.width() - taken)))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, beside)
        self.draw_focus(painter, 8)
        painter.end()
