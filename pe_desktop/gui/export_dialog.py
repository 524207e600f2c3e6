"""Export a figure: a live preview of the very picture, and a few choices."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from pe_desktop.document import State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.formats.png import image
from pe_desktop.export.request import ExportError, Request, refuse_unserved
from pe_desktop.export.size import PageSize
from pe_desktop.export.writing import export
from pe_desktop.gui.controls import PrimaryButton
from pe_desktop.gui.export_form import ExportForm
from pe_desktop.gui.filing import Filing
from pe_desktop.gui.text import Paragraph
from pe_desktop.gui.theme import scaled


class ExportDialog(QDialog):
    """Chooses how one figure is written, shows it, and writes it."""

    def __init__(self, state: State, figure: str, filing: Filing, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a figure")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._state, self._filing = state, filing
        self.form = ExportForm(figure, filing.session.settings.export, self)
        self.preview = QLabel()
        self.message = Paragraph("", "error")
        self._export, self._cancel = PrimaryButton("Export…"), QPushButton("Cancel")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._arrange()
        self._connect()
        self.resize(1080, 640)
        self._soon.start(0)

    def _arrange(self) -> None:
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(320, 240)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.preview.setAccessibleName("Preview")
        self.preview.setProperty("surface", "window")
        self._export.setDefault(True)
        self._cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        self.form.setFixedWidth(scaled(self, 296))
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.form)
        side.addStretch(1)
        side.addWidget(self.message)
        side.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addWidget(self.preview, 1)
        row.addLayout(side)

    def _connect(self) -> None:
        self.form.changed.connect(lambda: self._soon.start(0))
        self._soon.timeout.connect(self._draw)
        self._export.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.reject)

    def request(self, size: PageSize | None = None) -> Request:
        """What is asked for. Raises ParameterError or ExportError."""
        made = self.form.request(self._state, size)
        refuse_unserved(made)
        return made

    def _draw(self) -> None:
        try:
            request = self.request()
            if self.form.format.is_picture:
                self._draw_picture(request)
            else:
                self._say_numbers(request)
        except (ParameterError, ExportError) as error:
            self._say(str(error))
        else:
            self._say("")

    def _draw_picture(self, request: Request) -> None:
        scale = self.devicePixelRatioF()
        room = self.preview.size() * scale
        fitted = QSize(*request.size.pixels).scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(16, 16))
        pixmap = QPixmap.fromImage(image(self.request(PageSize(fitted.width(), fitted.height()))))
        pixmap.setDevicePixelRatio(scale)
        self.preview.setPixmap(pixmap)

    def _say_numbers(self, request: Request) -> None:
        shape = " × ".join(f"{n:,}" for n in request.picture.shape(self._state.document))
        self.preview.setText(f"{shape} values, float64")

    def _say(self, message: str) -> None:
        self.message.setText(message)
        self._export.setEnabled(not message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start(0)

    def _ask(self) -> None:
        name = "" if self._filing.path is None else f"{self._filing.name}-"
        start = self._filing.session.folder / f"{name}{self.form.figure}.{self.form.suffix}"
        kinds = f"{self.form.format.label} (*.{self.form.suffix})"
        path, _ = QFileDialog.getSaveFileName(self, "Export", str(start), kinds)
        if path:
            self.write(Path(path) if Path(path).suffix else Path(f"{path}.{self.form.suffix}"))

    def write(self, path: Path) -> None:
        """Write the file and close; stay with one line when that cannot be."""
        try:
            export(self.request(), path)
        except (ParameterError, ExportError) as error:
            self._say(str(error))
            return
        self._filing.session.change(export=self.form.remembered())
        self._filing.said.emit(f"Exported {path.name}")
        self.accept()
