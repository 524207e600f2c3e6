"""The gallery: every preset as a small figure, to be searched and shown in the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.finding.gallery_list import GalleryList
from pe_desktop.gui.finding.matching import rank, rank_words
from pe_desktop.gui.widgets.controls import PrimaryButton
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.gui.widgets.theme import scaled
from pe_desktop.presets import PRESETS
from pe_desktop.presets.preset import Preset

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

WIDE, HIGH, SIDE = 1000, 640, 248
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ACROSS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)  # of the text, while there is one


def show_gallery(window: MainWindow) -> None:
    """The one gallery of a window: what it has painted is kept."""
    gallery = window.findChild(Gallery)
    if gallery is None:
        gallery = Gallery(window)
        gallery.chosen.connect(lambda preset: window.actions_by_id[f"preset-{preset.id}"].trigger())
    gallery.ask(window.look.theme().id)


class Gallery(QDialog):
    """Signals:
    chosen(preset): it is to be shown.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Presets")
        self._around, self._theme = parent, "light"
        self.search, self.list = QLineEdit(), GalleryList()
        self.name, self.figure = Paragraph("", "title"), Paragraph("", "muted")
        self.source, self.seen, self.attempt = (Paragraph("", "body") for _ in range(3))
        self._close, self.show_button = QPushButton("Close"), PrimaryButton("Show")
        self._arrange()
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list.current_changed.connect(self._tell)
        self.list.doubleClicked.connect(lambda _: self._choose())
        self.show_button.clicked.connect(self._choose)
        self._close.clicked.connect(self.reject)

    def _arrange(self) -> None:
        self.search.setPlaceholderText(f"Search {len(PRESETS)} presets")
        self.search.setAccessibleName("Search")
        self.search.setMaxLength(200)
        self.search.setClearButtonEnabled(True)
        self._close.setAutoDefault(False)
        self.show_button.setDefault(True)
        left, self._side = QVBoxLayout(), QWidget()
        left.setSpacing(12)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        self._fill_side(QVBoxLayout(self._side))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(self._side)

    def _fill_side(self, column: QVBoxLayout) -> None:
        """What is said of the chosen one, and what can be done with it."""
        self._words = QWidget()
        lines = QVBoxLayout(self._words)
        lines.setContentsMargins(0, 0, 12, 0)
        lines.setSpacing(8)
        parts = {"Source": self.source, "What one sees": self.seen, "What to try": self.attempt}
        for widget in (self.name, self.figure):
            lines.addWidget(widget)
        for caption, paragraph in parts.items():
            lines.addSpacing(8)
            lines.addWidget(Label(caption, "caption"))
            lines.addWidget(paragraph)
        lines.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.show_button)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(ScrollColumn(self._words), 1)
        column.addLayout(buttons)

    def ask(self, theme: str) -> None:
        """Show all of them, in these colours."""
        room, self._theme = self._around.size(), theme
        self._side.setFixedWidth(scaled(self, SIDE))
        self.resize(min(scaled(self, WIDE), room.width() - 32), min(scaled(self, HIGH), room.height() - 32))
        self.open()
        self.search.clear()
        self._search("")
        self.search.setFocus()

    def _search(self, text: str) -> None:
        found = filter(partial(_fits, text), PRESETS.values())
        self.list.show_presets(found, text, self._theme)

    def _tell(self, preset: Preset | None) -> None:
        self.show_button.setEnabled(preset is not None)
        self._words.setVisible(preset is not None)
        if preset is None:
            return
        picture = PICTURES[preset.figure]
        self.name.setText(preset.label)
        self.figure.setText(f"{picture.title}: {picture.subtitle}")
        self.source.setText(f"{preset.source}.")
        self.seen.setText(picture.explanation)
        self.attempt.setText(picture.attempt)

    def _choose(self) -> None:
        preset = self.list.preset
        if preset is not None:
            self.accept()
            self.chosen.emit(preset)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the search move the choice."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in self._moves():
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _moves(self) -> tuple[Qt.Key, ...]:
        return _TO_LIST if self.search.text() else (*_TO_LIST, *_ACROSS)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.list.thumbnails.pause()


def _fits(typed: str, preset: Preset) -> bool:
    """By its name, or by words of its group, its figure and its source."""
    words = f"{preset.label} {preset.id} {preset.group} {PICTURES[preset.figure].title} {preset.source}"
    return rank(typed, preset.label) is not None or rank_words(typed, words) is not None
