"""What went wrong, in a file that does not grow for ever."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler

from pe_desktop.gui.kept.places import log_path

LARGEST = 256 * 1024  # bytes, after which it goes on in a new file; one old one is kept
log = logging.getLogger("pe_desktop")


class LogFile(RotatingFileHandler):
    """Made when there is something to write; where that cannot be done, nobody is told of that too."""

    def __init__(self) -> None:
        super().__init__(log_path(), maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True, errors="replace")
        self.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            log_path().parent.mkdir(parents=True, exist_ok=True)
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def open_log() -> LogFile:
    """Write down what is logged, until `close_log`."""
    handler = LogFile()
    log.addHandler(handler)
    return handler


def close_log(handler: LogFile) -> None:
    log.removeHandler(handler)
    handler.close()
