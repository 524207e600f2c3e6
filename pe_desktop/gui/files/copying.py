"""Copy and paste: a figure in every form at once, its numbers, the command or the code that makes it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QImage

from pe_desktop.document import MIME, State
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.carrying import carried, requests_from
from pe_desktop.export.command import command_line
from pe_desktop.export.forms import FORMS, every_form
from pe_desktop.export.reading import read_bytes
from pe_desktop.export.request import ExportError, Request
from pe_desktop.export.scripts import matplotlib_script, numpy_script
from pe_desktop.export.tabbed import tabbed
from pe_desktop.figure.pages import on_page
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.exports.memory import read_memory
from pe_desktop.gui.files.filing import Filing
from pe_desktop.gui.files.named_tables import Reader
from pe_desktop.gui.model import Model
from pe_desktop.sources.error import SourceError

COMMAND = "pe-desktop export "
REMEMBERED = ("size", "theme", "text_size")

ReadCommand = Callable[[str], Request]


class Copying(QObject):
    """Puts what the window shows on the clipboard, and shows what is there.

    `read_command` makes a request of a command line; until it is set, none can be pasted.

    Signals:
    said(message): one line for the status bar.
    failed(message): one line for a dialog.
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, model: Model, filing: Filing, chosen: Callable[[], tuple[str, str]], parent: QObject) -> None:
        """chosen: the figure in front, and the theme of the window."""
        super().__init__(parent)
        self._model, self._filing, self._chosen = model, filing, chosen
        self._work = Exporting(self)
        self._work.done.connect(self._offer)
        self._work.failed.connect(self.failed)
        self._copied: Request | None = None
        self.read_command: ReadCommand | None = None

    def request(self) -> Request:
        """The figure in front, as it was last exported: its size, and its theme or else that of the window."""
        figure, theme = self._chosen()
        wishes = {"theme": theme, **remembered(self._filing.session.settings.export)}
        values: dict[str, Any] = {name: Request.parameter(name).parse(text) for name, text in wishes.items()}
        return Request(self._model.state, figure, **values)

    def copy_figure(self) -> None:
        """Drawn beside the window; `said` tells when it is on the clipboard."""
        request = self.request()
        from pe_desktop.export.apart import apart  # a window starts without it

        try:
            self._work.start(apart(partial(every_form, request)))
        except ExportError as error:
            self.failed.emit(str(error))
        else:
            self._copied = request
            self.said.emit(f"Copying {request.picture.title} …")

    def _offer(self, files: object) -> None:
        request = self._copied
        assert isinstance(files, dict)
        assert request is not None
        clipboard().setMimeData(mime_data(request, files))
        self.said.emit(f"Copied {request.picture.title}: PNG, SVG, PDF and the document")

    def copy_data(self) -> None:
        self._copy(tabbed, "the numbers of {}")

    def copy_command(self) -> None:
        self._copy(lambda request: command_line(request, f"{request.figure}.png"), "the command that makes {}")

    def copy_numpy(self) -> None:
        self._copy(numpy_script, "NumPy code that makes the numbers of {}")

    def copy_matplotlib(self) -> None:
        self._copy(matplotlib_script, "matplotlib code that draws {}")

    def copy_config(self) -> None:
        from pe_desktop.export.config_json import config_json  # all of configurations, which a start does without

        self._copy(config_json, "the config.json keys of {}")

    def _copy(self, make: Callable[[Request], str], what: str) -> None:
        request = self.request()
        try:
            clipboard().setText(make(request))
        except (ExportError, ParameterError) as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Copied {what.format(request.picture.title)}")

    def paste(self) -> None:
        """A copied figure or document, a file, or a command line; undo leads back."""
        mime = clipboard().mimeData() or QMimeData()  # there is none where nothing was ever copied
        file = next((url.toLocalFile() for url in mime.urls() if url.isLocalFile()), "")
        if file:
            self._filing.open(file)
            return
        try:
            state = self._pasted(mime)
        except (ValueError, SourceError, OSError) as error:
            self.failed.emit(f"paste: {' '.join(str(error).split())}")
            return
        if state is None:
            self.said.emit("Nothing to paste: a copied figure, a document or a pe-desktop command is expected")
            return
        self._model.take(state)
        self.said.emit("Pasted; undo leads back")

    def _pasted(self, mime: QMimeData) -> State | None:
        """Raises DocumentError, ParameterError, SourceError or what else a command line is refused by."""
        text = mime.text().strip().removeprefix("$ ")
        if text.startswith(COMMAND) and self.read_command is not None and not mime.hasFormat(MIME):
            request = self.read_command(text)
            return on_page(request.state, request.figure)
        document = _carried(mime, text)
        return self._filing.tables.read(_reader(document)) if document else None


def _reader(text: str) -> Reader[State]:
    return lambda tables: requests_from(text, tables)[0].state


def _carried(mime: QMimeData, text: str) -> str:
    """The document that the clipboard holds, as JSON that is still to be judged; empty where there is none."""
    if mime.hasFormat(MIME):
        return bytes(mime.data(MIME).data()).decode("utf-8", "replace")
    for format in FORMS:
        if mime.hasFormat(format) and (found := read_bytes(bytes(mime.data(format).data()))):
            return found
    return text if text.startswith("{") else ""


def mime_data(request: Request, files: dict[str, bytes]) -> QMimeData:
    """A figure in every form at once: first as an image, last as text, the command that makes it."""
    data = QMimeData()
    data.setImageData(QImage.fromData(files["image/png"]))
    for format, content in files.items():
        data.setData(format, content)
    data.setData(MIME, carried((request,)).encode())
    data.setText(command_line(request, f"{request.figure}.png"))
    return data


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def remembered(text: str) -> dict[str, str]:
    """The texts of the choices that were last made for a PNG, those that still can be read."""
    chosen = read_memory(text).choices("png") or {}
    return {name: chosen[name] for name in REMEMBERED if name in chosen and _readable(name, chosen[name])}


def _readable(name: str, text: str) -> bool:
    try:
        Request.parameter(name).parse(text)
    except ParameterError:
        return False
    return True
