"""Work that is sent to another process: functions of a module, which it can find."""

from __future__ import annotations

import os
import time
from pathlib import Path

from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.atomic import replacing
from pe_desktop.export.progress import Tell


def process(tell: Tell) -> int:
    return os.getpid()


def steps(tell: Tell) -> str:
    for fraction in (0.25, 0.5, 0.75):
        tell(fraction)
    return "there"


def refused(tell: Tell) -> None:
    raise ParameterError("size", "1x1", "more")


def too_large(tell: Tell) -> None:
    raise MemoryError


def faulty(tell: Tell) -> None:
    raise KeyError("nobody expected it")


def killed(tell: Tell) -> None:
    os._exit(9)


def endless(path: Path, tell: Tell) -> None:
    """Writes for ever, and tells how far it is."""
    with replacing(path) as stream:
        stream.write(b"half")
        while True:
            time.sleep(0.005)
            tell(0.5)


def deaf(path: Path, tell: Tell) -> None:
    """Writes for ever, and never asks whether anybody wants it."""
    with replacing(path) as stream:
        stream.write(b"half")
        tell(0.5)
        time.sleep(600)
