"""What nobody expected: written down, said once, and survived."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger("pe_desktop")


class Faults(QObject):
    """Takes the exceptions that nobody caught: in a slot, an event, a paint, or another thread.

    Signals:
    first(message): a fault that is new; one line.
    again(message): one that was said before, with how often it came by now.
    """

    first = Signal(str)
    again = Signal(str)
    _caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count: Counter[str] = Counter()
        self._before = sys.excepthook
        self._caught.connect(self._say, Qt.ConnectionType.QueuedConnection)  # it may come from any thread

    def install(self) -> None:
        self._before = sys.excepthook
        sys.excepthook = self.take

    def remove(self) -> None:
        sys.excepthook = self._before

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):  # an interruption from the keyboard is no fault
            self._before(kind, error, trace)
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        self._caught.emit(f"{kind.__name__}: {' '.join(str(error).split())[:300]}")

    def _say(self, message: str) -> None:
        self._count[message] += 1
        if self._count[message] == 1:
            self.first.emit(message)
        else:
            self.again.emit(f"{message} ({self._count[message]} times)")
