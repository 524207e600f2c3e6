"""The end of the program as the system asks for it: by a signal, at a logout or from a terminal."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSocketNotifier

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def noticing_signals(window: MainWindow) -> Iterator[None]:
    """While the block runs, such a signal ends the program as one would: the session is kept, and nobody is asked.

    Qt's loop lets Python hear of a signal only when there is something for it to do, so the signal is that itself.
    """
    heard, told = socket.socketpair()
    for end in (heard, told):
        end.setblocking(False)
    notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: heard.recv(64))

    def stop(number: int, frame: FrameType | None) -> None:
        window.keeping.end()
        window.model.mark_saved(window.model.work.document)  # nobody may be there to answer
        QCoreApplication.exit(128 + number)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    wakeup = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        heard.close()
        told.close()
