"""The deck: its slides in order, how they look, and where they are written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.apart import apart, prepare
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.writing import export_deck
from pe_desktop.gui.decks.deck import Deck
from pe_desktop.gui.decks.form import DeckForm
from pe_desktop.gui.decks.slides import DeckList
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.files.filing import Filing
from pe_desktop.gui.widgets.controls import PrimaryButton, ToolButton
from pe_desktop.gui.widgets.progress import Progress
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.gui.widgets.theme import roomy, scaled


class DeckDialog(QDialog):
    """Shows a deck, changes it, and writes it.

    Signals:
    slide_opened(request): the window is to show what a slide shows.
    """

    slide_opened = Signal(object)

    def __init__(self, deck: Deck, filing: Filing, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Deck")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._deck, self._filing, self._path = deck, filing, Path()
        self.list, self.form, self.heading = DeckList(self), DeckForm(self), QLineEdit()
        self.message, self.progress = Paragraph("", "error"), Progress()
        self.exporting = Exporting(self)
        self._up, self._down = ToolButton("chevron-up", "Move up"), ToolButton("chevron-down", "Move down")
        self._remove, self._show = ToolButton("close", "Remove the slide"), QPushButton("Show")
        self._close, self._export = QPushButton("Close"), PrimaryButton("Export…")
        self._arrange()
        self._connect()
        self._refresh()
        self.resize(roomy(self, 960, 600))
        if deck.slides:
            prepare()

    def _arrange(self) -> None:
        self.heading.setAccessibleName("Heading")
        self.heading.setMaxLength(200)
        self._show.setToolTip("Show in the window what the slide shows")
        for button in (self._show, self._close):
            button.setAutoDefault(False)
        self._export.setAutoDefault(False)
        side = QWidget(self)
        side.setFixedWidth(scaled(self, 296))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Label("Heading of this slide", "caption"))
        column.addWidget(self.heading)
        column.addLayout(_row(self._up, self._down, self._remove, None, self._show))
        column.addSpacing(8)
        column.addWidget(Label("All slides", "caption"))
        column.addWidget(self.form)
        column.addStretch(1)
        column.addWidget(self.message)
        column.addWidget(self.progress)
        column.addLayout(_row(None, self._close, self._export))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row.addWidget(self.list, 1)
        row.addWidget(side)

    def _connect(self) -> None:
        deck, slides = self._deck, self.list
        deck.changed.connect(self._refresh)
        slides.currentRowChanged.connect(self._refresh_slide)
        slides.moved.connect(self._move)
        slides.removed.connect(deck.remove)
        slides.opened.connect(self._open)
        self._up.clicked.connect(lambda: self._move(slides.currentRow(), slides.currentRow() - 1))
        self._down.clicked.connect(lambda: self._move(slides.currentRow(), slides.currentRow() + 1))
        self._remove.clicked.connect(lambda: deck.remove(slides.currentRow()))
        self._show.clicked.connect(lambda: self._open(slides.currentRow()))
        self.heading.textEdited.connect(self._rename)
        self.form.look_chosen.connect(lambda name, value: deck.dress(**{name: value}))
        self.form.format_chosen.connect(lambda suffix: setattr(deck, "suffix", suffix))
        self._export.clicked.connect(self._ask)
        self._close.clicked.connect(self.reject)
        self.exporting.progressed.connect(self.progress.show_share)
        self.exporting.done.connect(self._done)
        self.exporting.failed.connect(self._stopped)
        self.exporting.cancelled.connect(lambda: self._stopped(""))

    def _refresh(self) -> None:
        self.list.show_slides(self._deck.slides)
        self.form.show_look(self._deck.look, self._deck.suffix)
        self._refresh_slide()

    def _refresh_slide(self) -> None:
        """What can be done with the chosen slide."""
        row, slides, idle = self.list.currentRow(), self._deck.slides, not self.exporting.busy
        chosen = idle and 0 <= row < len(slides)
        if 0 <= row < len(slides) and self.heading.text() != slides[row].heading:
            self.heading.setText(slides[row].heading)
        self.heading.setPlaceholderText(slides[row].picture.title if chosen else "")
        self.heading.setEnabled(chosen)
        self._remove.setEnabled(chosen)
        self._show.setEnabled(chosen)
        self._up.setEnabled(chosen and row > 0)
        self._down.setEnabled(chosen and row < len(slides) - 1)
        self._export.setEnabled(idle and bool(slides))
        self.list.setEnabled(idle)
        self.form.setEnabled(idle)
        self._close.setText("Close" if idle else "Stop")

    def _move(self, start: int, end: int) -> None:
        self._deck.move(start, end)
        self.list.setCurrentRow(end)

    def _rename(self, heading: str) -> None:
        try:
            self._deck.rename(self.list.currentRow(), heading)
        except ParameterError as error:
            self.message.setText(str(error))
        else:
            self.message.setText("")

    def _open(self, row: int) -> None:
        self.slide_opened.emit(self._deck.slides[row])
        self.accept()

    def _ask(self) -> None:
        suffix = self._deck.suffix
        start = self._filing.session.folder / f"deck.{suffix}"
        kinds = f"{FORMATS[suffix].label} (*.{suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self, "Export the deck", str(start), kinds)
        if chosen:
            self.write(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}"))

    def write(self, path: Path) -> None:
        """Begin to write the file; what goes wrong is said in one line."""
        slides, self._path = self._deck.slides, path
        self.message.setText("")
        self.exporting.start(apart(partial(export_deck, slides, path)))
        self.progress.show_busy(True)
        self._refresh_slide()

    def _done(self) -> None:
        self._filing.said.emit(f"Exported {self._path.name}: {len(self._deck.slides)} slides")
        self.accept()

    def _stopped(self, message: str) -> None:
        self.message.setText(message)
        self.progress.show_busy(False)
        self._refresh_slide()

    def reject(self) -> None:
        """Stop an export that is under way; close where there is none."""
        if self.exporting.busy:
            self.exporting.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self.list.thumbnails.stop()
        self.exporting.stop()
        super().done(result)


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is where room is left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
