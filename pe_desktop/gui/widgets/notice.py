"""A few words and some buttons, in the program's own style."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from pe_desktop.gui.widgets.controls import PrimaryButton
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.gui.widgets.theme import scaled

WIDTH, WIDE = 360, 520
REPORT = 180  # height of a report


class Notice(QDialog):
    """A heading, paragraphs of plain text, and buttons; the last of these is the default.

    With a `report`, that is shown too, and can be copied.
    """

    def __init__(
        self,
        heading: str,
        texts: Sequence[str],
        parent: QWidget | None,
        buttons: Sequence[str] = ("Close",),
        *,
        report: str = "",
    ) -> None:
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
            paragraph.setFixedWidth(scaled(self, WIDE if report else WIDTH))
            paragraph.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(paragraph)
        column.addSpacing(8)
        row = self._row(buttons)
        if report:
            column.insertWidget(column.count() - 1, self._box(report))
            row.insertWidget(0, self._copying(report))
        column.addLayout(row)
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

    def _box(self, report: str) -> QPlainTextEdit:
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName("Report")
        box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        box.setFixedSize(scaled(self, WIDE), scaled(self, REPORT))
        return box

    def _copying(self, report: str) -> QPushButton:
        button = QPushButton("Copy report")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        return button

    def _choose(self, text: str) -> None:
        self.chosen = text
        self.accept()


def ask(parent: QWidget, heading: str, question: str, buttons: Sequence[str]) -> str:
    """The button that a person pressed; empty when the question was closed without an answer."""
    notice = Notice(heading, (question,), parent, buttons)
    notice.exec()
    return notice.chosen
