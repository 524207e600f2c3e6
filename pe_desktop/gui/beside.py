"""The pages with the lessons beside them, or below them in a narrow window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from pe_desktop.gui.widgets.theme import scaled

if TYPE_CHECKING:
    from pe_desktop.gui.lessons.panel import LessonsPanel

LEAST = 820  # pixels at the standard size of text: both side by side, and a figure that can be read


class Beside(QWidget):
    """Where both have room, the panel stands at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel: LessonsPanel | None = None
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def hold(self, pages: QWidget) -> None:
        self._box.addWidget(pages, 1)

    def add(self, panel: LessonsPanel) -> None:
        self._panel = panel
        self._box.addWidget(panel)
        self._place()

    def _place(self) -> None:
        if self._panel is None:
            return
        below = self.width() < scaled(self, LEAST)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._panel.show_below(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._place()
        super().changeEvent(event)
