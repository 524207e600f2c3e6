"""The page in the window: as large as there is room, and scrolled where there is not enough."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from pe_desktop.export.medium import Medium
from pe_desktop.figure.pages import Page
from pe_desktop.gui.pages.page_view import PageView


class PageArea(QScrollArea):
    """Tells its page how wide it can be, so that the cards of a narrow one stand below each other."""

    def __init__(self, page: Page, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._page = PageView(page, medium, self.viewport())
        for widget in (self._page, self):
            widget.setProperty("surface", "window")
            widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(self._page)

    @property
    def page(self) -> PageView:
        return self._page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._page.show_width(self.viewport().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cards may need more room after their text has grown."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._page.show_width(self.viewport().width())
        return super().eventFilter(watched, event)
