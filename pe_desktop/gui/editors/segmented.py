"""A few options side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from pe_desktop.gui.widgets.focus import show_chosen
from pe_desktop.gui.widgets.painted import PaintedOption
from pe_desktop.gui.widgets.theme import CONTROL, colour, scaled


class Segmented(QWidget):
    """Options in one slot; arrow keys move between them.

    Signals:
        chosen: a person chose this option.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[str], words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._segments = {option: Segment(option, words) for option in options}
        for segment in self._segments.values():
            row.addWidget(segment, 1)
            self._group.addButton(segment)
        self._shown = ""
        self._group.buttonToggled.connect(self._toggled)

    def value(self) -> str:
        return self._shown

    def show_value(self, value: str) -> None:
        self._shown = value
        self._segments[value].setChecked(True)
        show_chosen(self._group)

    def _toggled(self, segment: Segment, checked: bool) -> None:
        if checked and segment.option != self._shown:
            self.show_value(segment.option)
            self.chosen.emit(segment.option)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(self, "outline"), 2))
        painter.setBrush(colour(self, "soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()


class Segment(PaintedOption):
    """One option: raised when it is the chosen one."""

    def __init__(self, option: str, words: str) -> None:
        super().__init__()
        self.option = option
        self.setAccessibleName(f"{words}: {option}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.option) + 16, scaled(self, CONTROL) - 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(self, 24), self.sizeHint().height())

    def radius(self) -> float:
        return 6

    def draw(self, painter: QPainter) -> None:
        if self.isChecked():
            self._draw_raised(painter)
        painter.setPen(colour(self, "ink" if self.isChecked() or self.underMouse() else "muted"))
        text = self.fontMetrics().elidedText(self.option, Qt.TextElideMode.ElideRight, self.width() - 8)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, text)

    def _draw_raised(self, painter: QPainter) -> None:
        painter.setPen(QPen(colour(self, "edge"), 1))
        painter.setBrush(colour(self, "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self.radius(), self.radius())
