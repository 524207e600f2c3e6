"""What is remembered between two starts: settings, recent files, and where one left off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from pe_desktop.export.atomic import replacing
from pe_desktop.gui.settings import is_newer, load_settings, settings_path, settings_text

RECENT = 8


class Session(QObject):
    """Holds the settings; `keep` writes them.

    Signals:
    said(message): one line for the status bar.
    """

    said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self._warning = load_settings(settings_path())

    def warn(self) -> None:
        """Say what was wrong with the settings, once."""
        message, self._warning = self._warning, ""
        if message:
            self.said.emit(message)

    def change(self, **changes: Any) -> None:
        self.settings = self.settings.replace(**changes)

    @property
    def recent(self) -> list[Path]:
        return [Path(path) for path in self.settings.recent]

    def add_recent(self, path: Path) -> None:
        added = str(path.resolve())
        self.change(recent=(added, *(p for p in self.settings.recent if p != added))[:RECENT])

    @property
    def folder(self) -> Path:
        """Where the last file was, for a dialog to begin in."""
        return self.recent[0].parent if self.recent else Path.home()

    def keep(self, **changes: Any) -> None:
        """Write the settings; a failure is said, never raised: there is nobody to catch it at the end."""
        self.change(**changes)
        path = settings_path()
        if is_newer(path):
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as stream:
                stream.write(settings_text(self.settings).encode())
        except OSError as error:
            self.said.emit(f"The session cannot be kept: {error.strerror or error}")
