"""Work in a process of its own, so that a window which waits for it answers at once.

A thread would not do: Python runs one at a time, and whenever the window lets go of the interpreter for a moment,
as it does some sixty times a frame, it gets it back only after the thread's present call of Qt, NumPy or a parser.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from pe_desktop.export.atomic import forsake
from pe_desktop.export.progress import Cancelled, Tell, silent
from pe_desktop.export.refusal import refusal
from pe_desktop.export.request import ExportError

LOOK = 0.02  # seconds between two looks at whether the work is still wanted
GRACE = 3.0  # seconds for work to notice that it is not wanted, and to put away what it has begun
NICE = 5  # how much behind the window

Work = Callable[[Tell], object]


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
    Thread(target=_helper.run, args=(_load, silent), name="prepare").start()


class _Helper:
    """The other process, started when first wanted and kept for the next work. One work at a time."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def run(self, work: Work, tell: Tell) -> object:
        with self._turn:
            pipe = self._started()
            try:
                pipe.send(work)
                return _result(*self._answer(pipe, tell))
            except (EOFError, ConnectionError):
                self._end()
                raise ExportError(
                    "export: its process was ended from outside, perhaps for want of memory; allowed: another try"
                ) from None

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            spawning = multiprocessing.get_context("spawn")
            self._pipe, other = spawning.Pipe()
            self._process = spawning.Process(target=_serve, args=(other,), name="export", daemon=True)
            self._process.start()
            other.close()
        return self._pipe

    def _answer(self, pipe: Connection, tell: Tell) -> tuple[str, Any]:
        told = 0.0
        try:
            while True:
                if pipe.poll(LOOK):
                    kind, value = pipe.recv()
                    if kind != "told":
                        return kind, value
                    told = value
                tell(told)
        except Cancelled:
            return self._stopped(pipe)

    def _stopped(self, pipe: Connection) -> tuple[str, Any]:
        """What the work says when it is to stop; it may be done already."""
        try:
            pipe.send(None)
            while True:
                kind, value = pipe.recv()
                if kind != "told":
                    return kind, value
        except (EOFError, ConnectionError):
            self._end()
            return "cancelled", None

    def _end(self) -> None:
        process, self._process, self._pipe = self._process, None, None
        if process is not None:
            process.kill()


_helper = _Helper()


def _result(kind: str, value: Any) -> object:
    if kind == "done":
        return value
    if kind == "cancelled":
        raise Cancelled
    raise ExportError(value) if kind == "refused" else Fault(value)


# In the other process


class _Worker:
    """Does one work after another; a thread listens meanwhile, so that it can be stopped."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
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
        """A work; None to stop the one under way; and an end of the pipe when nobody is there any more."""
        while True:
            try:
                asked = self._pipe.recv()
            except (EOFError, ConnectionError):
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

    def _answer(self, work: Work) -> tuple[str, object]:
        try:
            return "done", work(self._tell)
        except Cancelled:
            return "cancelled", None
        except Exception as error:
            line = refusal(error)
            return ("refused", line) if line else ("fault", "".join(traceback.format_exception(error)))

    def _send(self, message: tuple[str, object]) -> None:
        with suppress(OSError):  # nobody may be there any more
            self._pipe.send(message)


def _serve(pipe: Connection) -> None:
    """What the process does until nobody is left to ask it for anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's, which ends this
    if hasattr(os, "nice"):
        os.nice(NICE)
    _Worker(pipe).serve()


def _raise(error: Exception, tell: Tell) -> object:
    raise error


def _load(tell: Tell) -> object:
    """What takes longest to load; the first export need not wait for it."""
    from pe_desktop.export import writing  # noqa: F401
    from pe_desktop.export.fonts import load_fonts
    from pe_desktop.export.formats import format_of
    from pe_desktop.export.headless import ensure_application

    for name in ("png", "svg", "pdf"):
        format_of(name)
    ensure_application()
    load_fonts()
    return None
