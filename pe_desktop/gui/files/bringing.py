"""Values that come out of files that a person finds: tables, arrays, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from pe_desktop.engine.photo import Photograph
from pe_desktop.engine.weights import Opened
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.photo import read_photo

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

PHOTOS = "Pictures (*.png *.jpg *.jpeg)"


def ask_value(window: MainWindow, scope: str, name: str) -> None:
    """Ask for a file for a parameter of an encoding (scope a or b) or of a figure; what it holds is an edit."""
    if scope in ("a", "b"):
        window.filing.ask_table(scope)
        return
    kind = PICTURES[scope].Options.parameter(name).kind
    if isinstance(kind, Opened):
        window.filing.diagnosing.ask_array(scope, name)
    elif isinstance(kind, Photograph):
        _ask_photo(window, scope, name)


def _ask_photo(window: MainWindow, figure: str, name: str) -> None:
    path, _ = QFileDialog.getOpenFileName(window, "Open a picture", str(window.session.folder), PHOTOS)
    if not path:
        return
    try:
        window.editing.edit(figure, name, read_photo(path))
    except SourceError as error:
        window.filing.failed.emit(str(error))
