"""The session is written while one works, so that hardly anything is lost, however the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

KEEP = 800  # milliseconds after the first change that is not written until all are
SETTLE = 2000  # milliseconds after which a session that was restored has not ended the program


class Keeping(QObject):
    """Writes the session of a window that has one to keep: soon after each change, at once, and at the end."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.waiting, self._settling = self._timer(KEEP, self.now), self._timer(SETTLE, window.session.settle)
        if not window.session.keeps:
            return
        for changed in (window.model.changed, window.deck.changed, window.session.changed):
            changed.connect(self.soon)
        self._settling.start()

    def _timer(self, wait: int, call: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(wait)
        timer.timeout.connect(call)
        return timer

    def soon(self) -> None:
        """However many changes follow, the first has not to wait for their end."""
        if not self.waiting.isActive():
            self.waiting.start()

    def now(self) -> None:
        self.waiting.stop()
        if self._window.session.keeps:
            self._window.session.keep(**self._gathered())

    def end(self) -> None:
        """The window is closed."""
        self.waiting.stop()
        self._settling.stop()
        if self._window.session.keeps:
            self._window.session.end(**self._gathered())

    def _gathered(self) -> dict[str, Any]:
        self._window.deck.keep()
        place = self._window.normalGeometry() if self._window.isFullScreen() else self._window.geometry()
        return {**self._window.resuming.kept(), "geometry": (place.x(), place.y(), place.width(), place.height())}
