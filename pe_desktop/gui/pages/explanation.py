"""What am I looking at? A few sentences beside a figure."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from pe_desktop.figure.picture import Picture
from pe_desktop.gui.widgets.text import Label, Paragraph, formula_html
from pe_desktop.gui.widgets.theme import colour, scaled

WIDTH = 320


class Explanation(QFrame):
    """A small sheet that closes at the next click or Escape."""

    def __init__(self, picture: Picture, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"{picture.title}: what am I looking at?")
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label(picture.title, "title"))
        column.addWidget(self._text(picture.explanation, "body"))
        column.addWidget(self._formula(picture.formula))
        column.addWidget(self._text(picture.source, "muted"))
        column.addWidget(self._text(f"Try: {picture.attempt}", "body"))

    def _text(self, text: str, level: str) -> Paragraph:
        paragraph = Paragraph(text, level)
        paragraph.setFixedWidth(scaled(self, WIDTH))
        return paragraph

    def _formula(self, formula: str) -> Paragraph:
        paragraph = self._text(formula_html(formula), "strong")
        paragraph.setTextFormat(Qt.TextFormat.RichText)
        return paragraph

    def show_under(self, widget: QWidget) -> None:
        """Below the widget, right edges in line, and wholly inside the window where that is possible."""
        self.adjustSize()
        window = widget.window().geometry()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        x = max(window.left() + 8, min(corner.x(), window.right() - 8 - self.width()))
        y = max(window.top() + 8, min(corner.y(), window.bottom() - 8 - self.height()))
        self.move(x, y)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour(self, "edge"))
        painter.setBrush(colour(self, "card"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
