"""A lesson in the list: its title, what it is about, and how much of it has been read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from pe_desktop.gui.widgets.icons import draw_icon
from pe_desktop.gui.widgets.painted import PaintedButton
from pe_desktop.gui.widgets.text import tip
from pe_desktop.gui.widgets.theme import colour, scaled, sized_font
from pe_desktop.lessons.lesson import Lesson

_HEIGHT = 48


class LessonRow(PaintedButton):
    """A button as wide as the list."""

    def __init__(self, lesson: Lesson, seen: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip(lesson.title, lesson.summary))
        self.setText(lesson.title)
        self.show_seen(seen)

    def show_seen(self, seen: int) -> None:
        """How many of its steps have been shown."""
        steps = len(self.lesson.steps)
        self._read = seen == steps
        self._progress = f"{seen} of {steps}" if seen else f"{steps} {'step' if steps == 1 else 'steps'}"
        self.setAccessibleName(f"{self.lesson.title}, {'read' if self._read else self._progress}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 200), scaled(self, _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(self, 80), scaled(self, _HEIGHT))

    def draw(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.ground(QColor(Qt.GlobalColor.transparent)))
        painter.drawRoundedRect(QRectF(self.rect()), self.radius(), self.radius())
        inside = QRectF(self.rect()).adjusted(*(scaled(self, n) for n in (8, 6, -8, -6)))
        upper, lower = inside.adjusted(0, 0, 0, -inside.height() / 2), inside.adjusted(0, inside.height() / 2, 0, 0)
        end = self._draw_progress(painter, upper)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.Medium)
        self._draw_words(painter, strong, "ink", self.lesson.title, upper.adjusted(0, 0, -end, 0))
        self._draw_words(painter, sized_font(self, "small"), "muted", self.lesson.summary, lower)

    def _draw_progress(self, painter: QPainter, inside: QRectF) -> float:
        """A tick, or how many steps there are; how much room that takes."""
        if self._read:
            side = scaled(self, 16)
            place = QRectF(inside.right() - side, inside.center().y() - side / 2, side, side)
            draw_icon(painter, "check", colour(self, "accent"), place)
            return side + scaled(self, 8)
        painter.setFont(sized_font(self, "small"))
        painter.setPen(colour(self, "muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._progress)
        return painter.fontMetrics().horizontalAdvance(self._progress) + scaled(self, 8)

    def _draw_words(self, painter: QPainter, font: QFont, ink: str, text: str, place: QRectF) -> None:
        painter.setFont(font)
        painter.setPen(colour(self, ink))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
