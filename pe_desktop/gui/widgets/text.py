"""Words on labels and tips: foreign text never becomes markup."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget


def formula_html(text: str) -> str:
    """A formula with its `^{…}` raised; everything else is shown as it stands."""
    return re.sub(r"\^\{([^{}]*)\}", r"<sup><big>\1</big></sup>", html.escape(text))


def tip(*lines: str) -> str:
    """A tip of some lines, wrapped where they are long, whatever characters they hold; formulas as `formula_html`."""
    return "<qt>" + "<br>".join(formula_html(line) for line in lines if line) + "</qt>"


class Label(QLabel):
    """One line of plain text that ends in an ellipsis where there is no room for it; a tip then says all of it.

    `level` is one of the style sheet's: small, muted, help, error, caption, strong, title, large.
    """

    def __init__(self, text: str = "", level: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("level", level)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.elided() == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(QRect(self.contentsRect()), self.alignment(), self.elided())
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and not self.toolTip() and self.elided() != self.text():
            QToolTip.showText(event.globalPos(), tip(self.text()), self)
            return True
        return super().event(event)

    def elided(self) -> str:
        """The text as it fits."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())


class Paragraph(QLabel):
    """Plain text over as many lines as it takes."""

    def __init__(self, text: str = "", level: str = "help", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("level", level)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def show_level(self, level: str) -> None:
        """Another of the style sheet's levels, such as `error`."""
        show_property(self, "level", level)


def show_property(widget: QWidget, name: str, value: bool | str) -> None:
    """A property that the style sheet asks for, and how the widget looks with it."""
    if (widget.property(name) or False) != value:  # what was never set is False
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
