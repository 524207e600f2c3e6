"""What figures take long to compute is computed beside the window, and shown as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from pe_desktop.document import State
from pe_desktop.export.progress import Tell
from pe_desktop.figure.picture import Picture
from pe_desktop.gui.exports.exporting import Exporting

_SEEN = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange)
"""After these a window may be seen, or no longer."""

Wanted = tuple[tuple[Picture, State], ...]


class Preparing(QObject):
    """Prepares the figures that are seen, on a thread; where others are wanted, it leaves off and begins with those.

    What is done of a figure by then is kept by the figure. A figure out of sight waits until it is seen again.

    Signals:
    advanced: there is more to be drawn.
    failed(message): one line.
    """

    advanced = Signal()
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: tuple[State, tuple[Picture, ...]] = (State(), ())
        self._wanted: Wanted = ()
        self._refused: Wanted = ()  # what could not be prepared is not tried again
        self._stopped = False
        self._work = Exporting(self)
        self._work.progressed.connect(self.advanced)
        self._work.done.connect(self._ended)
        self._work.cancelled.connect(self._ended)
        self._work.failed.connect(self._fail)
        window.installEventFilter(self)

    @property
    def busy(self) -> bool:
        return self._work.busy

    def show_state(self, state: State, pictures: Iterable[Picture]) -> None:
        """These pictures are in front, of this state."""
        self._shown = (state, tuple(pictures))
        self._look()

    def _look(self) -> None:
        """Begin with what is wanted now; leave off where that is something else."""
        wanted = self._unprepared() if self._window.isVisible() and not self._window.isMinimized() else ()
        if wanted != self._wanted:
            self._wanted = wanted
            self._work.cancel()
        if wanted and not self._work.busy and not self._stopped and wanted != self._refused:
            self._work.start(partial(_prepare, wanted))

    def _unprepared(self) -> Wanted:
        state, pictures = self._shown
        return tuple((picture, state) for picture in pictures if _waits(picture, state))

    def stop(self) -> None:
        """No more, for good: the window closes."""
        self._stopped, self._wanted = True, ()
        self._work.stop()

    def _ended(self) -> None:
        self.advanced.emit()
        self._look()

    def _fail(self, message: str) -> None:
        self._refused = self._wanted
        self.failed.emit(message)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SEEN:
            self._look()
        return super().eventFilter(watched, event)


def _waits(picture: Picture, state: State) -> bool:
    """Whether a figure has something to compute."""
    document = state.document
    return not picture.refusal(document.encoding) and not picture.prepared(picture.shown(document), state.view)


def _prepare(wanted: Wanted, tell: Tell) -> None:
    for i, (picture, state) in enumerate(wanted):
        picture.prepare(picture.shown(state.document), state.view, lambda done, i=i: tell((i + done) / len(wanted)))  # type: ignore[misc]
