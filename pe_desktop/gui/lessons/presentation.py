"""Presentation: one figure on the full screen, and what is said of it in large type."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pe_desktop.document import State
from pe_desktop.export.medium import Medium
from pe_desktop.figure.figure import Figure
from pe_desktop.figure.marks import Prose
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import SLIDE
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.widgets.text import Paragraph

SIDE = (960, 540)  # points of a slide, for which its type is made
MARGIN, GAP = 36, 14  # of the slide
_NEXT = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace)
_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_F5)
_BLANK = (Qt.Key.Key_Period, Qt.Key.Key_B)


class Presentation(QWidget):
    """A window of its own; the keys are those that clickers send.

    Signals:
    advanced, went_back: to the next step or answer, or to the step before.
    play_toggled: what moves is to move, or to rest.
    picked(placed, x, y): a point of a panel.
    left: it is closed.
    """

    advanced = Signal()
    went_back = Signal()
    play_toggled = Signal()
    picked = Signal(object, float, float)
    left = Signal()

    def __init__(self, medium: Medium, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Presentation")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.figure = ""
        self._medium = medium
        self.title, self.sentence, self.more = Paragraph("", "muted"), Paragraph("", "body"), Paragraph("", "body")
        self.view = FigureView(medium, self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.picked.connect(lambda panel, x, y: self.picked.emit(self.view.placed(panel), x, y))
        self.blank = QWidget(self)
        self.blank.setStyleSheet("background: black")
        self.blank.hide()
        self._column = QVBoxLayout(self)
        for words in (self.title, self.sentence, self.more):
            self._column.addWidget(words)
        self._column.addWidget(self.view, 1)

    def show_words(self, title: str, sentence: str, more: str = "") -> None:
        """Small words above, large ones, and what comes after them."""
        for label, text in ((self.title, title), (self.sentence, sentence), (self.more, more)):
            label.setText(text)
            label.setVisible(bool(text))

    def show_state(self, state: State, figure: str, *, prose: bool) -> None:
        """`prose`: with the sentences that the figure itself says; where others stand above it, they only take room."""
        self.figure = figure
        self.view.setAccessibleName(f"{PICTURES[figure].title} figure")
        built = PICTURES[figure].build(state.document, state.view)
        self.view.show_figure(built if prose else without_prose(built))

    def show_medium(self, medium: Medium) -> None:
        """Other colours; text is as large as the screen has room for."""
        self._medium = medium
        self._scale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.blank.setGeometry(self.rect())
        self._scale()

    def _scale(self) -> None:
        """All text as on a slide of this size."""
        factor = min(self.width() / SIDE[0], self.height() / SIDE[1])
        type = SLIDE.scaled(factor)
        margin = round(MARGIN * factor)
        self._column.setContentsMargins(margin, round(margin * 0.7), margin, round(margin * 0.7))
        self._column.setSpacing(round(GAP * factor))
        sizes = {self.title: type.small, self.sentence: type.title, self.more: type.body}
        for label, size in sizes.items():
            font = QFont(self.font())
            font.setPixelSize(max(1, round(size)))
            font.setWeight(QFont.Weight.Medium if label is self.sentence else QFont.Weight.Normal)
            label.setFont(font)
        self.view.show_medium(replace(self._medium, type=self._medium.theme.drawn(type)))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _LEAVE:
            self.close()
        elif key in _BLANK:
            self.blank.setVisible(not self.blank.isVisible())
            self.blank.raise_()
        elif key in _NEXT:
            self.advanced.emit()
        elif key in _BACK:
            self.went_back.emit()
        elif key == Qt.Key.Key_Space:
            self.play_toggled.emit()
        else:
            super().keyPressEvent(event)


def without_prose(figure: Figure) -> Figure:
    """The figure without its rows of sentences."""
    kept = [panel for panel in figure.panels if not any(isinstance(mark, Prose) for mark in panel.marks)]
    if not kept:
        return figure
    rows = sorted({panel.row for panel in kept})
    panels = tuple(replace(panel, row=rows.index(panel.row)) for panel in kept)
    return replace(figure, panels=panels, rows=tuple(figure.rows[row] for row in rows))
