"""A person's own picture for a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from pe_desktop.sources.error import SourceError
from pe_desktop.sources.photo import read_photo

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

PHOTOS = "Pictures (*.png *.jpg *.jpeg)"


def ask_photo(window: MainWindow, figure: str, name: str) -> None:
    """Ask for a file, and make its picture the value of a figure's option, as an edit."""
    path, _ = QFileDialog.getOpenFileName(window, "Open a picture", str(window.session.folder), PHOTOS)
    if not path:
        return
    try:
        window.editing.edit(figure, name, read_photo(path))
    except SourceError as error:
        window.filing.failed.emit(str(error))
