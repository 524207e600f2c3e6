"""Export a figure: a live preview of the very picture, and the choices that count in its format."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pe_desktop.document import State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.apart import apart, prepare
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.writing import export, format_for, refuse
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.exports.form import ExportForm
from pe_desktop.gui.exports.memory import read_memory
from pe_desktop.gui.exports.preview import Preview
from pe_desktop.gui.files.exported import Exported
from pe_desktop.gui.files.filing import Filing
from pe_desktop.gui.widgets.controls import PrimaryButton
from pe_desktop.gui.widgets.progress import Progress
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.text import Paragraph
from pe_desktop.gui.widgets.theme import application, roomy, scaled

SIDE = 324  # pixels of the column of choices, beside text of the standard size
GUTTER = 16  # pixels at the right, where the bar stands that comes when the choices do not fit


class ExportDialog(QDialog):
    """Chooses how one figure is written, shows it, and writes it while the window goes on."""

    def __init__(self, state: State, figure: str, filing: Filing, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a figure")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state, self._filing = state, filing
        self.form = ExportForm(state, figure, read_memory(filing.session.settings.export), self)
        if filing.origin is not None:
            self.form.show_request(*filing.origin)
        self.preview = Preview(self)
        self.message = Paragraph("", "error")
        self.exporting = Exporting(self)
        self._progress = Progress()
        self._export, self._cancel = PrimaryButton("Export…"), QPushButton("Cancel")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._arrange()
        self._connect()
        self._show_busy(False)
        self.resize(roomy(self, 1080, 700))
        self._soon.start(0)
        prepare()

    def _arrange(self) -> None:
        self.preview.setMinimumSize(scaled(self, 240), scaled(self, 180))
        self._export.setDefault(True)
        self._cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        self._column = ScrollColumn(self._padded(self.form), self)
        self._column.setFixedWidth(scaled(self, SIDE))
        foot, side = QVBoxLayout(), QVBoxLayout()
        for below in (foot, side):
            below.setSpacing(12)
        foot.setContentsMargins(0, 0, GUTTER, 0)
        foot.addWidget(self.message)
        foot.addWidget(self._progress)
        foot.addLayout(buttons)
        side.addWidget(self._column, 1)
        side.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24 - GUTTER, 24)
        row.setSpacing(24)
        row.addWidget(self.preview, 1)
        row.addLayout(side)

    def _padded(self, form: QWidget) -> QWidget:
        """The form with room for the bar that comes when it does not fit."""
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, GUTTER, 0)
        column.addWidget(form)
        column.addStretch(1)
        return holder

    def _connect(self) -> None:
        application().focusChanged.connect(self._follow)
        self.form.changed.connect(lambda: self._soon.start(0))
        self._soon.timeout.connect(self._draw)
        self._export.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.reject)
        self.preview.failed.connect(self._say)
        self.exporting.progressed.connect(self._progress.show_share)
        self.exporting.done.connect(self._done)
        self.exporting.failed.connect(self._failed)
        self.exporting.cancelled.connect(lambda: self._show_busy(False))

    def _follow(self, before: QWidget | None, focused: QWidget | None) -> None:
        """What the keyboard came to is seen."""
        if focused is not None and self.form.isAncestorOf(focused):
            self._column.ensureWidgetVisible(focused)

    def request(self) -> Request:
        """What is asked for. Raises ParameterError or ExportError."""
        made = self.form.request()
        refuse(made, self.form.format)
        return made

    def _draw(self) -> None:
        try:
            request = self.request()
        except (ParameterError, ExportError) as error:
            self._say(str(error))
            return
        self._say("")
        if self.form.format.is_picture:
            self.preview.show_request(request, moving=self.form.format.moves)
        else:
            shape = " × ".join(f"{n:,}" for n in request.picture.shape(request.document))
            drawn = "theme" in self.form.format.uses
            self.preview.show_words(f"computes {shape} values and draws them" if drawn else f"{shape} values, float64")

    def _say(self, message: str) -> None:
        self.message.setText(message)
        self._export.setEnabled(not message)

    def _ask(self) -> None:
        name = "" if self._filing.path is None else f"{self._filing.name}-"
        ending = "" if self.form.is_folder else f".{self.form.suffix}"
        start = self._filing.session.folder / f"{name}{self.form.figure}{ending}"
        kinds = f"{self.form.format.label} (*{ending})"
        path, _ = QFileDialog.getSaveFileName(self, "Export", str(start), kinds)
        if path:
            self.write(Path(path) if Path(path).suffix else Path(path + ending))

    def write(self, path: Path) -> None:
        """Begin to write the file; the dialog closes when it is there, and stays with one line when it cannot be."""
        try:
            made = Exported(self.request(), path, self.form.colormap, self.form.is_folder)
            format_for(made.target)
            self.exporting.start(apart(partial(export, made.request, made.target)))
        except (ParameterError, ExportError) as error:
            self._say(str(error))
            return
        self._made = made
        self._show_busy(True)

    def _show_busy(self, busy: bool) -> None:
        self._progress.show_busy(busy)
        if busy:
            self.preview.play(False)  # the film that is written has the machine to itself
        self.form.setEnabled(not busy)
        self._export.setEnabled(not busy)
        (self._cancel if busy else self._export).setFocus()

    def _done(self, result: object) -> None:
        self._filing.origin = None  # its choices are the last ones now
        self._filing.session.change(export=self.form.remembered().written())
        self._filing.exported(self._made)
        self.accept()

    def _failed(self, message: str) -> None:
        self._show_busy(False)
        self._say(message)

    def reject(self) -> None:
        """Cancel stops an export that is under way, and closes the dialog when there is none."""
        if self.exporting.busy:
            self.exporting.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self.preview.stop()
        self.exporting.stop()
        super().done(result)
