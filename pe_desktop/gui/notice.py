"""A few words and some buttons, in the program's own style."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from pe_desktop.gui.controls import PrimaryButton
from pe_desktop.gui.text import Label, Paragraph
from pe_desktop.gui.theme import scaled

WIDTH = 360


class Notice(QDialog):
    """A heading, paragraphs of plain text, and buttons; the last of these is the default."""

    def __init__(self, heading: str, texts: Sequence[str], parent: QWidget, buttons: Sequence[str] = ("OK",)) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chosen = ""
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(heading, "title"))
        for text in texts:
            paragraph = Paragraph(text, "body")
            paragraph.setFixedWidth(scaled(self, WIDTH))
            paragraph.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(paragraph)
        column.addSpacing(8)
        column.addLayout(self._row(buttons))
        self._default.setFocus()

    def _row(self, buttons: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for text in buttons:
            last = text == buttons[-1]
            button = PrimaryButton(text) if last else QPushButton(text)
            button.setDefault(last)
            button.setAutoDefault(last)
            self._default = button
            button.clicked.connect(lambda _=False, text=text: self._choose(text))
            row.addWidget(button)
        return row

    def _choose(self, text: str) -> None:
        self.chosen = text
        self.accept()


def ask(parent: QWidget, heading: str, question: str, buttons: Sequence[str]) -> str:
    """The button that a person pressed; empty when the question was closed without an answer."""
    notice = Notice(heading, (question,), parent, buttons)
    notice.exec()
    return notice.chosen
