"""What nobody expected: written down, said once, and survived."""

from __future__ import annotations

import sys
import threading
import traceback
from collections import Counter
from dataclasses import dataclass
from threading import Lock
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from pe_desktop.gui.faults.logfile import log

OFTEN = 250  # milliseconds at least between two words about faults that come again
LONGEST = 300  # characters of a fault that is said in one line


@dataclass(frozen=True)
class Fault:
    """One line about it; where it happened, by which it is known again; and the traceback."""

    line: str
    place: str
    trace: str


class Faults(QObject):
    """Takes the exceptions that nobody caught: in a slot, an event, a paint, or another thread.

    Whoever raises it, it is written down there and then, as text: a traceback would keep alive what failed, such as
    a painter of a widget. What is said, is said by the window's own thread.

    Signals:
    first(fault): one that is new.
    again(message): those that came before, with how often they came by now; not more often than one can read.
    """

    first = Signal(object)
    again = Signal(str)
    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[str] = Counter()
        self._lock = Lock()
        self._said: set[str] = set()
        self._before = (sys.excepthook, threading.excepthook)
        self._latest: Fault | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(OFTEN)
        self._wait.timeout.connect(self._count)
        self._caught.connect(self._say, Qt.ConnectionType.QueuedConnection)  # it may come from any thread

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """As `sys.excepthook` is called; from any thread."""
        if error is None or not issubclass(kind, Exception):  # an interruption from the keyboard is no fault
            self._before[0](kind, error or kind(), trace)
            return
        fault = _fault(error, trace)
        with self._lock:
            self._counts[fault.place] += 1
            count = self._counts[fault.place]
        if count == 1:
            log.error("%s\n%s", fault.line, fault.trace)
        elif str(count).strip("0") == "1":  # 10, 100, 1000: what comes with every frame would fill the file
            log.error("%s: %d times by now", fault.line, count)
        self._let_go(trace)
        self._caught.emit(fault)

    def _take_from_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_type is not SystemExit:
            self.take(given.exc_type, given.exc_value, given.exc_traceback)

    @staticmethod
    def _let_go(trace: TracebackType | None) -> None:
        """What the frames held is free again, as far as they have ended."""
        traceback.clear_frames(trace)
        for name in ("last_exc", "last_type", "last_value", "last_traceback"):
            if hasattr(sys, name):
                delattr(sys, name)

    def _say(self, fault: Fault) -> None:
        if fault.place not in self._said:
            self._said.add(fault.place)
            self.first.emit(fault)
            return
        self._latest = fault
        if not self._wait.isActive():
            self._wait.start()

    def _count(self) -> None:
        if self._latest is not None:
            self.again.emit(f"{self._latest.line} ({self._counts[self._latest.place]:,} times)")


def _fault(error: BaseException, trace: TracebackType | None) -> Fault:
    said = _said(error)
    frames = traceback.extract_tb(trace)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else said
    try:
        text = "".join(traceback.format_exception(type(error), error, trace))
    except Exception:  # an error that cannot even be written out
        text = said
    return Fault(f"{type(error).__name__}: {said}", f"{type(error).__name__} {where}", text)


def _said(error: BaseException) -> str:
    try:
        return " ".join(str(error).split())[:LONGEST]
    except Exception:
        return "it cannot say what it is"
