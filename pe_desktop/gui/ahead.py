"""What other pages need is loaded before anybody asks for it, while nothing else is to be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from pe_desktop.figure.pictures import PICTURES

PAUSE = 50  # milliseconds between two; each takes a few


class Ahead(QTimer):
    """Loads the pictures that no page has asked for yet, one at a time, and then stops."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._names = iter(PICTURES.names)
        self.setInterval(PAUSE)
        self.timeout.connect(self.load_next)

    def load_next(self) -> None:
        name = next(self._names, None)
        if name is None:
            self.stop()
        else:
            PICTURES[name]
