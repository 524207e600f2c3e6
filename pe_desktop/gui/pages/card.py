"""A figure with its title and tools: a quiet card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pe_desktop.document import State
from pe_desktop.export.drawing import Medium
from pe_desktop.figure.picture import Picture
from pe_desktop.gui.pages.explanation import Explanation
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.painted import by_key, draw_ring
from pe_desktop.gui.widgets.signs import local
from pe_desktop.gui.widgets.text import Label

_KEYS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_PageUp: (-10, 0),
    Qt.Key.Key_PageDown: (10, 0),
}


class Card(QWidget):
    """One picture.

    Signals:
    fill_requested(figure), export_requested(figure).
    cursor_moved(positions, dimensions): by keys; with Alt a tenth of a position.
    """

    fill_requested = Signal(str)
    export_requested = Signal(str)
    cursor_moved = Signal(float, int)

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
        self._title, self._subtitle = Label(picture.title, "title"), Label("", "muted")
        self._sampled = Label("sampled", "muted")
        self._fill = ToolButton("fill", f"{picture.title}: fill the window", self, size=24)
        self._arrange()

    def _arrange(self) -> None:
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sampled.setToolTip("Some pixels show samples: the exact mean would take too long to follow the hand")
        help, export = (ToolButton(i, w, self, size=24) for i, w in self._tools())
        self._fill.clicked.connect(lambda: self.fill_requested.emit(self.picture.id))
        export.clicked.connect(lambda: self.export_requested.emit(self.picture.id))
        help.clicked.connect(lambda: self._explain(help))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._subtitle, 1)
        head.addWidget(self._sampled)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for tool in (help, self._fill, export):
            tools.addWidget(tool)
        head.addLayout(tools)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 12, 12)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addWidget(self.view, 1)

    def _tools(self) -> tuple[tuple[str, str], tuple[str, str]]:
        title = self.picture.title
        return ("help", f"{title}: what am I looking at?"), ("export", f"{title}: export")

    def _explain(self, under: QWidget) -> None:
        Explanation(self.picture, self).show_under(under)

    def show_state(self, state: State, *, coarse: bool) -> None:
        figure = self.picture.build(state.document, state.view)
        self.view.show_figure(figure, coarse=coarse)
        self._subtitle.setText(local(figure.subtitle))
        self._sampled.setVisible(not self.view.exact)

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
        positions, dimensions = _KEYS.get(event.key(), (0, 0))
        if not (positions or dimensions):
            super().keyPressEvent(event)
            return
        fine = event.modifiers() & Qt.KeyboardModifier.AltModifier
        self.cursor_moved.emit(positions / 10 if fine else float(positions), dimensions)
