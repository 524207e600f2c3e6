"""The line at the bottom of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from pe_desktop.gui.widgets.signs import local

SAID = 8000  # milliseconds that a message stays


class StatusLine(QStatusBar):
    """How the figures are drawn, or, for a while, what has just been said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = QLabel()
        self.setContentsMargins(16, 0, 16, 0)
        self.setSizeGripEnabled(False)
        self.addWidget(self._drawn)
        self.addPermanentWidget(QLabel("float64"))
        self.messageChanged.connect(lambda message: self._drawn.setVisible(not message))

    @property
    def drawn(self) -> str:
        """What is said of the figures."""
        return self._drawn.text()

    def show_drawn(self, text: str) -> None:
        self._drawn.setText(local(text))

    def say(self, message: str) -> None:
        self.showMessage(message, SAID)
