"""Files that one process holds: the system lets go of them when it ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

WAIT = 1.0  # seconds for another copy to let go of what it holds for a moment
_BUSY = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        stream.seek(1 << 30)  # a byte that is never there: those of the file can be read by all
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(path: Path, *, make: bool = True) -> BinaryIO | None:
    """The file, held until it is closed or this process ends; None while another holds it.

    Raises OSError where there is no such file and none is to be made, or where it cannot be.
    """
    stream = path.open("a+b" if make else "r+b")
    try:
        _lock(stream)
    except OSError as error:
        stream.close()
        if error.errno in _BUSY:
            return None
        raise
    return stream


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While the block runs, no other copy of the program is in one of the same file.

    One that hangs is waited for only so long; where there can be no such file, nobody is waited for.
    """
    end, held = time.monotonic() + WAIT, None
    with suppress(OSError):
        while (held := hold(path)) is None and time.monotonic() < end:
            time.sleep(0.01)
    try:
        yield
    finally:
        if held is not None:
            held.close()


def is_held(path: Path) -> bool:
    """Whether a process holds the file."""
    try:
        held = hold(path, make=False)
    except OSError:
        return os.path.exists(path)
    if held is None:
        return True
    held.close()
    return False
