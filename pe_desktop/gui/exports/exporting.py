"""Work that takes longer than a frame, on a thread of its own: the window goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread

from PySide6.QtCore import QObject, QTimer, Signal

from pe_desktop.export.progress import Cancelled, Tell
from pe_desktop.export.refusal import refusal
from pe_desktop.export.request import ExportError

LOOK = 15  # milliseconds between two looks at what the thread has done
PATIENCE = 2.0  # seconds that a window which closes waits for its work to stop

Work = Callable[[Tell], object]


class Exporting(QObject):
    """One piece of work at a time. The thread never touches an object of Qt's that the window has: it is looked at.

    Each start is answered by exactly one of `done`, `failed` and `cancelled`; by then it is no longer busy.

    Signals:
    progressed(fraction): how much is done, 0 … 1.
    done(result): what the work returned.
    failed(message): one line.
    cancelled: it was stopped, as was asked.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: _Job | None = None
        self._told = 0.0
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._see)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def start(self, work: Work) -> None:
        """Begin. Raises ExportError while other work is under way.

        The work gets a function to tell how far it is, which raises Cancelled when it is to stop.
        """
        if self._job is not None:
            raise ExportError("export: one is under way; allowed: to wait for its end, or to cancel it")
        self._job, self._told = _Job(work), 0.0
        self._look.start()

    def cancel(self) -> None:
        """Ask the work to stop; it does so when next it tells how far it is."""
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Cancel, wait a moment, and say nothing more: the window closes."""
        job, self._job = self._job, None
        self._look.stop()
        if job is not None:
            job.cancel()
            job.wait(PATIENCE)

    def _see(self) -> None:
        job = self._job
        if job is None:
            return
        if job.told != self._told:
            self._told = job.told
            self.progressed.emit(self._told)
        if job.result.done() and job is self._job:
            self._job = None
            self._look.stop()
            self._answer(job.result)

    def _answer(self, result: Future[object]) -> None:
        error = result.exception()
        if error is None:
            self.done.emit(result.result())
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            line = refusal(error)
            if not line:  # nobody expected it: written down and said as every other fault
                line = f"export: a fault of the program ({type(error).__name__}); the figure was not exported"
                sys.excepthook(type(error), error, error.__traceback__)
            self.failed.emit(line)


class _Job:
    """Work on its thread."""

    def __init__(self, work: Work) -> None:
        self.told = 0.0
        self.result: Future[object] = Future()
        self._unwanted = Event()
        self._thread = Thread(target=self._run, args=(work,), name="export")
        self._thread.start()

    def _run(self, work: Work) -> None:
        try:
            result = work(self._tell)
        except BaseException as error:
            self.result.set_exception(error)
        else:
            self.result.set_result(result)

    def _tell(self, done: float) -> None:
        self.told = min(1.0, max(self.told, done))
        if self._unwanted.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._unwanted.set()

    def wait(self, seconds: float) -> None:
        self._thread.join(seconds)
