"""Redraws at the pace of the display, and motion."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAME = 0.016  # seconds between two redraws


class Pace(QObject):
    """Gathers many requests into one redraw, at once when the last is a frame ago.

    Signals:
    due: draw now.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._now)
        self._last = 0.0

    @property
    def pending(self) -> bool:
        return self._timer.isActive()

    def request(self) -> None:
        if not self._timer.isActive():
            wait = FRAME - (time.perf_counter() - self._last)
            self._timer.start(max(0, round(wait * 1000)))

    def stop(self) -> None:
        """Forget a redraw that was requested."""
        self._timer.stop()

    def flush(self) -> None:
        """Draw now if a redraw was requested."""
        if self._timer.isActive():
            self._timer.stop()
            self._now()

    def _now(self) -> None:
        self._last = time.perf_counter()
        self.due.emit()


class Player(QObject):
    """Motion: says how many seconds have gone by, about sixty times a second.

    Signals:
    ticked(seconds): since the last time.
    playing_changed(playing)
    """

    ticked = Signal(float)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(round(FRAME * 1000))
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def play(self, on: bool) -> None:
        if on == self.playing:
            return
        self._last = time.perf_counter()
        self._timer.start() if on else self._timer.stop()
        self.playing_changed.emit(on)

    def _tick(self) -> None:
        now = time.perf_counter()
        seconds, self._last = min(0.1, now - self._last), now
        self.ticked.emit(seconds)
