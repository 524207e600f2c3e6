"""A figure with its title and tools: a quiet card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pe_desktop.document import State
from pe_desktop.export.medium import Medium
from pe_desktop.figure.picture import Picture
from pe_desktop.gui.pages.card_head import CardHead
from pe_desktop.gui.pages.explanation import Explanation
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.pages.keys import FigureKeys
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.painted import by_key, draw_ring
from pe_desktop.gui.widgets.signs import local


class Card(QWidget):
    """One picture.

    Signals:
    fill_requested(figure), export_requested(figure), options_requested(figure).
    menu_requested(figure, place): what can be done with it is to be offered at a place of the screen.
    cursor_moved(positions, dimensions, keys): by keys.
    """

    fill_requested = Signal(str)
    export_requested = Signal(str)
    options_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    cursor_moved = Signal(float, int, float)

    def __init__(self, picture: Picture, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        self._by_key = False
        self.setProperty("surface", "card")
        self.setProperty("rounded", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = FigureView(medium, self)
        self.view.setObjectName(picture.id)
        for widget in (self.view, self.view.viewport()):
            widget.setAccessibleName(f"{picture.title} figure")
        self.describe("")
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.installEventFilter(self)
        self.keys = FigureKeys(self.view, self)
        self.keys.stepped.connect(self.cursor_moved)
        self.head = CardHead(picture.title, self._tools(), self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 12, 12)
        self.column.setSpacing(8)
        self.column.addWidget(self.head)
        self.column.addWidget(self.view, 1)

    def _tools(self) -> list[ToolButton]:
        tools = [self._tool("help", "what am I looking at?", lambda: self.explain())]
        if self.picture.Options.parameters():
            tools.append(self._tool("options", "its options", lambda: self.options_requested.emit(self.picture.id)))
        self._fill = self._tool("fill", "fill the window", lambda: self.fill_requested.emit(self.picture.id))
        export = self._tool("export", "export", lambda: self.export_requested.emit(self.picture.id))
        return [*tools, self._fill, export]

    def _tool(self, icon: str, words: str, do: Callable[[], object]) -> ToolButton:
        tool = ToolButton(icon, f"{self.picture.title}: {words}", self, size=24)
        tool.clicked.connect(do)
        return tool

    def explain(self) -> None:
        Explanation(self.picture, self).show_under(self.head)

    def show_state(self, state: State, *, coarse: bool) -> None:
        figure = self.picture.build(state.document, state.view)
        self.view.show_figure(figure, coarse=coarse)
        self.view.show_least(*figure.least)
        self.keys.show_view(state.view)
        self.head.show_words(local(figure.subtitle), sampled=not self.view.exact)

    @property
    def wanted(self) -> int:
        """Pixels across that it wants beside another card."""
        around: int = self.minimumSizeHint().width() - self.view.minimumWidth()
        return self.view.wanted + around

    def describe(self, reading: str) -> None:
        """What is seen, for who cannot see it: what is drawn, what stands at the cursor, and how to look at it."""
        figure = self.view.figure
        drawn = (figure.subtitle, figure.note) if figure else ()
        said = (*(local(words) for words in drawn), reading, self.picture.explanation)
        self.view.setAccessibleDescription(". ".join(words.rstrip(".") for words in said if words) + ".")

    def show_filling(self, filling: bool) -> None:
        words = ("restore", "show all figures") if filling else ("fill", "fill the window")
        self._fill.show_action(words[0], f"{self.picture.title}: {words[1]}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The card is outlined while its figure has the keyboard's focus."""
        if isinstance(event, QFocusEvent):
            self._by_key = by_key(event, self._by_key) if event.gotFocus() else self._by_key
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._by_key and self.view.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_ring(painter, self, QRectF(self.rect()), 12)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.take(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.view.setFocus()
        self.menu_requested.emit(self.picture.id, event.globalPos())
