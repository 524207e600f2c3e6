"""A line that fills while work is done."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

STEPS = 1000


class Progress(QProgressBar):
    """Seen only while there is work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, STEPS)
        self.setTextVisible(False)
        self.setAccessibleName("Progress")
        self.hide()

    def show_busy(self, busy: bool) -> None:
        """From its start, where there is work; away where there is none."""
        self.setValue(0)
        self.setVisible(busy)

    def show_share(self, done: float) -> None:
        """How much is done, 0 … 1."""
        self.setValue(round(STEPS * done))
