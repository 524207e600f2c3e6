"""The head of a card: the figure's title, what it says of itself in a line, and its tools."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.text import Label

GAP = 8
_NUMBER = re.compile(r"[-−]?\d[\d.,]*(?: · 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


class CardHead(QWidget):
    """Title left, tools right. The subtitle stands between them, or in a line of its own from when it first has no
    room there until the card has another width or its words are others: it does not jump while its numbers change."""

    def __init__(self, title: str, tools: Sequence[ToolButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self.subtitle, self._sampled = Label(title, "title"), Label("", "muted"), Label("sampled", "muted")
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._sampled.setToolTip("Some pixels show samples: the exact mean would take too long to follow the hand")
        self._tools, self._below = tools, False
        box = QHBoxLayout()
        box.setSpacing(0)
        for tool in tools:
            box.addWidget(tool)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._title, 0, 0)
        self._grid.addWidget(self._sampled, 0, 2)
        self._grid.addLayout(box, 0, 3)
        self._place(False)

    @property
    def below(self) -> bool:
        """Whether the subtitle has a line of its own."""
        return self._below

    def show_words(self, subtitle: str, *, sampled: bool) -> None:
        if sampled == self._sampled.isHidden():
            self._sampled.setVisible(sampled)
        before = self.subtitle.text()
        if subtitle != before:
            self.subtitle.setText(subtitle)
            self._fit(self._below and _worded(subtitle) == _worded(before))

    def _fit(self, below: bool) -> None:
        """`below`: whatever room there is."""
        below = below or self._room() < self.subtitle.fontMetrics().horizontalAdvance(self.subtitle.text())
        if below != self._below:
            self._place(below)

    def _room(self) -> int:
        """Pixels beside the title, with everything else there is."""
        others = (self._title, self._sampled, *self._tools)
        return self.width() - sum(widget.sizeHint().width() for widget in others) - 3 * GAP

    def _place(self, below: bool) -> None:
        self._below = below
        self._grid.addWidget(self.subtitle, *((1, 0, 1, 4) if below else (0, 1, 1, 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit(False)
        super().changeEvent(event)


def _worded(subtitle: str) -> str:
    """Without its numbers."""
    return _NUMBER.sub("0", subtitle)
