"""The welcome page: what to try first, over the window until something is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pe_desktop.export.request import Request
from pe_desktop.gui.exports.thumbnails import Thumbnails
from pe_desktop.gui.files.recent import GONE
from pe_desktop.gui.finding.gallery_list import small
from pe_desktop.gui.welcome.ideas import MORE, ideas
from pe_desktop.gui.welcome.parts import WelcomeCard, WelcomeRow
from pe_desktop.gui.widgets.controls import Switch, ToolButton
from pe_desktop.gui.widgets.focus import step_focus
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.gui.widgets.theme import scaled

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

WIDE, GAP, FILES = 960, 16, 4
AT_START = "Show this page at start"
ABOUT = "Turn the knobs of a Transformer's positional encoding and watch, at the pace of the hand, what it does."


def show_welcome(window: MainWindow) -> None:
    """Over the window; where it is shown already, it stays."""
    welcome = window.findChild(Welcome)
    if welcome is None:
        welcome = Welcome(window)
        welcome.show()
        welcome.take_focus()


class Welcome(QWidget):
    """Made when it is asked for; gone for good at Escape, at any choice, and when the window shows another state."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._main = window
        self.setAccessibleName("Welcome")
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ideas = ideas(window)
        self.cards = [WelcomeCard(idea.text, idea.line) for idea in self._ideas]
        self.files = [_file_row(path) for path in window.session.recent[:FILES]]
        self.rows = [_action_row(window, id, text) for id, text in MORE]
        self.at_start = Switch(AT_START)
        self.thumbnails = Thumbnails(self)
        self._grid = QGridLayout()
        self._arrange()
        self._connect()
        self._place()
        self._paint()

    def _arrange(self) -> None:
        self._sheet = sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(Paragraph(ABOUT, "muted"))
        column.addSpacing(16)
        column.addWidget(Label("What to try first", "caption"))
        self._grid.setSpacing(GAP)
        column.addLayout(self._grid)
        column.addSpacing(16)
        column.addLayout(self._lists())
        column.addSpacing(8)
        column.addLayout(self._foot())
        column.addStretch(1)
        self._surround(sheet)

    def _head(self) -> QHBoxLayout:
        close = ToolButton("close", "Close the welcome page", size=24)
        close.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addWidget(Label("Positional Encoding", "large"), 1)
        row.addWidget(close)
        return row

    def _lists(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addLayout(_list("Recent files", self.files or [_nothing()]), 1)
        row.addLayout(_list("More", self.rows), 1)
        return row

    def _foot(self) -> QHBoxLayout:
        self.at_start.setChecked(self._main.session.settings.welcome)
        words = Label(AT_START, "muted")
        words.setBuddy(self.at_start)
        row = QHBoxLayout()
        row.addWidget(self.at_start)
        row.addWidget(words)
        row.addStretch(1)
        return row

    def _surround(self, sheet: QWidget) -> None:
        """The sheet stands in the middle, and scrolls where it is higher than the page."""
        around = _centred(sheet)
        area = ScrollColumn(around)
        for widget in (sheet, around, area):
            widget.setProperty("surface", "window")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _connect(self) -> None:
        main = self._main
        for card, idea in zip(self.cards, self._ideas, strict=True):
            card.clicked.connect(partial(self._choose, idea.run))
        for row, path in zip(self.files, main.session.recent, strict=False):
            row.clicked.connect(partial(self._choose, partial(main.filing.open, path)))
        for row, (id, _) in zip(self.rows, MORE, strict=True):
            row.clicked.connect(partial(self._choose, main.actions_by_id[id].trigger))
        self.at_start.clicked.connect(lambda on: main.session.change(welcome=on))
        self.thumbnails.ready.connect(self._show_pictures)
        main.look.changed.connect(self._paint)
        main.model.changed.connect(self.leave)
        main.installEventFilter(self)

    def take_focus(self) -> None:
        self.cards[0].setFocus()

    def _choose(self, run: Callable[[], object]) -> None:
        self.leave()
        run()

    def leave(self) -> None:
        """The window is as it was."""
        if self.isHidden():
            return
        self.thumbnails.pause()
        self._main.model.changed.disconnect(self.leave)
        self._main.look.changed.disconnect(self._paint)
        self._main.removeEventFilter(self)
        self.hide()
        self.setParent(None)
        self.deleteLater()
        next(iter(self._main.page.cards.values())).view.setFocus()

    def _requests(self) -> list[Request]:
        theme = self._main.look.theme().id
        return [small(idea.figure, idea.state, theme) for idea in self._ideas]

    def _paint(self) -> None:
        room = QSize(scaled(self, WelcomeCard.WIDE), scaled(self, WelcomeCard.WIDE)) * (2 * self.devicePixelRatioF())
        self.thumbnails.want(self._requests(), room)
        self._show_pictures()

    def _show_pictures(self) -> None:
        for card, request in zip(self.cards, self._requests(), strict=True):
            card.show_picture(self.thumbnails.of(request))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape is the page's own, whatever fills the window behind it."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays on the page: what is behind it cannot be seen."""
        return step_focus(self, 1 if next else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Everything but the bar at the top and the line at the bottom."""
        self.setGeometry(self._main.body.geometry().adjusted(0, self._main.header.height(), 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(scaled(self, WIDE), self.width())
        self._sheet.setFixedWidth(width)
        least = scaled(self, WelcomeCard.WIDE) + GAP
        columns = next((n for n in (4, 2) if (width - 48 + GAP) >= n * least), 1)
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, *divmod(place, columns))


def _file_row(path: Path) -> WelcomeRow:
    there = path.exists()
    row = WelcomeRow(path.name, str(path.parent), str(path) if there else f"{path}: {GONE}")
    row.setEnabled(there)
    return row


def _action_row(window: MainWindow, id: str, text: str) -> WelcomeRow:
    return WelcomeRow(text, window.actions_by_id[id].shortcut().toString(QKeySequence.SequenceFormat.NativeText))


def _list(caption: str, rows: Sequence[QWidget]) -> QVBoxLayout:
    """Rows on a card, below their caption."""
    column, card = QVBoxLayout(), QWidget()
    card.setProperty("surface", "card")
    card.setProperty("rounded", True)
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    lines = QVBoxLayout(card)
    lines.setContentsMargins(4, 4, 4, 4)
    lines.setSpacing(0)
    for row in rows:
        lines.addWidget(row)
    lines.addStretch(1)
    column.setSpacing(8)
    column.addWidget(Label(caption, "caption"))
    column.addWidget(card, 1)
    return column


def _nothing() -> QWidget:
    words = Paragraph("Files that you open and save are listed here.", "muted")
    words.setContentsMargins(8, 8, 8, 8)
    return words


def _centred(sheet: QWidget) -> QWidget:
    around = QWidget()
    row = QHBoxLayout(around)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(sheet)
    row.addStretch(1)
    return around
