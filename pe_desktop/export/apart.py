"""Work in a process of its own, so that a window which waits for it answers at once.

A thread would not do: Python runs one at a time, and whenever the window lets go of the interpreter for a moment,
as it does some sixty times a frame, it gets it back only after the thread's present call of Qt, NumPy or a parser.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any, BinaryIO, cast

from pe_desktop.export.atomic import forsake
from pe_desktop.export.progress import Cancelled, Tell, silent
from pe_desktop.export.refusal import refusal
from pe_desktop.export.request import ExportError

LOOK = 0.02  # seconds between two looks at whether the work is still wanted
GRACE = 3.0  # seconds for work to notice that it is not wanted, and to put away what it has begun
NICE = 5  # how much behind the window

GONE = "export: its process was ended from outside, perhaps for want of memory; allowed: another try"

Work = Callable[[Tell], object]
Message = tuple[str, Any]
"""What the other process says: how far it is (told), or how it ended (done, refused, fault, cancelled, gone)."""


class Fault(RuntimeError):
    """What nobody expected, with the place where it happened in the other process."""


def apart(work: Work) -> Work:
    """The same work, done in the other process while the thread that calls it waits.

    It must be able to travel: a function of a module, or a partial of one. What it may raise comes back as an
    ExportError of one line, what nobody expected as a Fault. When `tell` raises Cancelled here, the work meets it
    where it tells next; after a few seconds the process is ended, and what it had begun to write is removed.
    """
    return partial(_helper.run, work)


def prepare() -> None:
    """Start the process if there is none, and let it load what pictures need; returns at once."""
    Thread(target=_prepare, name="prepare").start()


def _prepare() -> None:
    with suppress(ExportError, OSError):  # which the export itself will say, if it is still so
        _helper.run(_load, silent)


class _Other:
    """The other process, seen from here. Its messages are read on a thread, so that they can be waited for."""

    def __init__(self) -> None:
        # Nothing of the program that runs here is run there again: a script might open another window.
        start = f"import sys; sys.path[:] = {sys.path!r}; from pe_desktop.export.apart import serve; serve()"
        self._process = subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.messages: SimpleQueue[Message] = SimpleQueue()
        Thread(target=self._listen, name="answers", daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream, suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                self.messages.put(pickle.load(stream))
        self.messages.put(("gone", None))

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, asked: Work | None) -> None:
        """A work, or that the one under way is to stop. Raises what pickle does, and OSError."""
        data = pickle.dumps(asked)
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()


class _Helper:
    """The other process, started when first wanted and kept for the next work. One work at a time."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._other: _Other | None = None
        atexit.register(self.end)

    def run(self, work: Work, tell: Tell) -> object:
        with self._turn:
            if self._other is None or not self._other.alive:
                self.end()
                self._other = _Other()
            with suppress(ConnectionError):  # which the answer says
                self._other.send(work)
            kind, value = self._answer(self._other, tell)
            if kind == "gone":
                self.end()
        if kind == "done":
            return value
        if kind == "cancelled":
            raise Cancelled
        if kind == "gone":
            raise ExportError(GONE)
        raise ExportError(value) if kind == "refused" else Fault(value)

    def _answer(self, other: _Other, tell: Tell) -> Message:
        told = 0.0
        try:
            while True:
                with suppress(Empty):
                    kind, value = other.messages.get(timeout=LOOK)
                    if kind != "told":
                        return kind, value
                    told = value
                tell(told)
        except Cancelled:
            return self._stopped(other)

    def _stopped(self, other: _Other) -> Message:
        """What the work says when it is to stop; it may be done already."""
        with suppress(ConnectionError):
            other.send(None)
        kind, value = "told", None
        while kind == "told":
            kind, value = other.messages.get()
        if kind == "gone":
            self.end()
        return ("cancelled", None) if kind == "gone" else (kind, value)

    def end(self) -> None:
        other, self._other = self._other, None
        if other is not None:
            other.end()


_helper = _Helper()


# In the other process


class _Worker:
    """Does one work after another; a thread listens meanwhile, so that it can be stopped."""

    def __init__(self, asking: BinaryIO, answering: BinaryIO) -> None:
        self._asking, self._answering = asking, answering
        self._asked: SimpleQueue[Work | None] = SimpleQueue()
        self._unwanted, self._idle = Event(), Event()
        self._idle.set()

    def serve(self) -> None:
        Thread(target=self._listen, daemon=True).start()
        while (work := self._asked.get()) is not None:
            answer = self._answer(work)
            self._idle.set()
            self._send(answer)

    def _listen(self) -> None:
        """A work; None to stop the one under way; and an end when nobody is there any more."""
        while True:
            try:
                asked = pickle.load(self._asking)
            except (EOFError, OSError):
                self._stop()
                self._asked.put(None)
                return
            except Exception as error:  # a function that is not known here
                asked = partial(_raise, error)
            if asked is None:
                self._stop()
            else:
                self._unwanted.clear()
                self._idle.clear()
                self._asked.put(asked)

    def _stop(self) -> None:
        """At the next place where the work tells how far it is; where that does not come, with the process."""
        self._unwanted.set()
        if not self._idle.wait(GRACE):
            forsake()
            os._exit(1)

    def _tell(self, done: float) -> None:
        if self._unwanted.is_set():
            raise Cancelled
        self._send(("told", done))

    def _answer(self, work: Work) -> Message:
        try:
            return "done", work(self._tell)
        except Cancelled:
            return "cancelled", None
        except Exception as error:
            line = refusal(error)
            return ("refused", line) if line else ("fault", "".join(traceback.format_exception(error)))

    def _send(self, message: Message) -> None:
        with suppress(OSError):  # nobody may be there any more
            pickle.dump(message, self._answering)
            self._answering.flush()


def serve() -> None:
    """What the process does until nobody is left to ask it for anything: messages come in and go out as pickles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's, which ends this
    if hasattr(os, "nice"):
        os.nice(NICE)
    asking, answering = (os.fdopen(os.dup(fd), mode) for fd, mode in ((0, "rb"), (1, "wb")))
    os.dup2(2, 1)  # what a library may print is no answer
    _Worker(cast(BinaryIO, asking), cast(BinaryIO, answering)).serve()


def _raise(error: Exception, tell: Tell) -> object:
    raise error


def _load(tell: Tell) -> object:
    """What takes longest to load; the first export need not wait for it."""
    import pe_desktop.export.pdf.painting
    import pe_desktop.export.raster
    import pe_desktop.export.svg
    import pe_desktop.export.writing  # noqa: F401
    from pe_desktop.export.fonts import load_fonts
    from pe_desktop.export.headless import ensure_application

    ensure_application()
    load_fonts()
    return None
