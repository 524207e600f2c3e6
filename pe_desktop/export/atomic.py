"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_unfinished: set[Path] = set()


@contextmanager
def replacing(path: str | Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file when the block ends; until then, and after an error, the old file stands.

    Raises OSError when the folder or the disk does not take them. A link is followed; the file keeps its rights.
    Where it is to be `durable`, against a loss of power too, the disk is waited for.
    """
    target = Path(os.path.realpath(path))
    partial = target.with_name(f".{secrets.token_hex(8)}.tmp")
    _unfinished.add(partial)
    try:
        with partial.open("xb") as stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        with suppress(OSError):
            shutil.copymode(target, partial)
        os.replace(partial, target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
    finally:
        _unfinished.discard(partial)
    if durable:
        _settle(target.parent)


@contextmanager
def replacing_folder(path: str | Path, ours: Callable[[str], bool]) -> Iterator[Path]:
    """An empty folder that becomes the one at the path when the block ends; until then, and after an error, an old
    one stands as it was.

    Raises OSError when the disk does not take it, and FileExistsError for a folder with a file whose name is not of
    `ours`: none but those may be replaced.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not all(ours(name) for name in os.listdir(target)):
        raise FileExistsError(errno.EEXIST, "it holds other files", str(target))
    partial, old = (target.with_name(f".{secrets.token_hex(8)}.tmp") for _ in range(2))
    _unfinished.add(partial)
    try:
        partial.mkdir()
        yield partial
        _settle(partial)
        with suppress(FileNotFoundError):
            os.rename(target, old)
        os.rename(partial, target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        if old.exists():
            os.rename(old, target)
        raise
    finally:
        _unfinished.discard(partial)
    shutil.rmtree(old, ignore_errors=True)
    _settle(target.parent)


def forsake() -> None:
    """Remove what is half written: the process is about to end without a word."""
    for partial in list(_unfinished):
        if partial.is_dir():
            shutil.rmtree(partial, ignore_errors=True)
        else:
            with suppress(OSError):
                partial.unlink()


def _settle(folder: Path) -> None:
    """Let the folder's new entry reach the disk too, where a folder can be asked to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
