"""What one presses on the welcome page: cards with a small figure, and rows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from pe_desktop.gui.widgets.painted import PaintedButton
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font

_RATIO = 9 / 16


class _Pressable(PaintedButton):
    """Named by its text; a line more describes it."""

    def __init__(self, text: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(words)

    def draw_ground(self, painter: QPainter, rest: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.ground(rest))
        painter.drawRoundedRect(QRectF(self.rect()), self.radius(), self.radius())


class WelcomeCard(_Pressable):
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

    def radius(self) -> float:
        return 12

    def draw(self, painter: QPainter) -> None:
        self.draw_ground(painter, colour(self, "card"))
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
        if not self.outlined:
            painter.setPen(QPen(colour(self, "hairline"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self.radius(), self.radius())


class WelcomeRow(_Pressable):
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

    def draw(self, painter: QPainter) -> None:
        self.draw_ground(painter, QColor(Qt.GlobalColor.transparent))
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
