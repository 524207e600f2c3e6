"""Files that people bring: opened only where they are plain files, recognised by how they begin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pe_desktop.sources.error import SourceError

AGAIN = "download or save it again"
CONVERT = "convert it to safetensors where it was made, with safetensors.torch.save_file"
PICKLE = "a pickle, which could run code and is never loaded"
SNIFFED = 512
"""Bytes at the start of a file that tell what it is."""


@contextmanager
def opened(file: Path, wanted: str) -> Iterator[BinaryIO]:
    """The bytes of a file. `wanted` says what to choose instead of a folder, a pipe or nothing.

    Raises `SourceError` for these, and for whatever the system says while the file is read.
    """
    try:
        if not file.is_file():  # a pipe or a device would be read for ever
            wrong = "is not a file" if file.exists() else "there is no such file"
            raise SourceError(file.name, wrong, f"choose {wanted}")
        with file.open("rb") as stream:
            yield stream
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SourceError(file.name, f"cannot be read ({why})", "check the file and the rights to it") from None
    except MemoryError:
        raise SourceError(file.name, "too large for the memory of this machine", "save the rows you need") from None


def size_of(stream: BinaryIO) -> int:
    """How many bytes there are; the stream is at its start afterwards."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def exactly(name: str, stream: BinaryIO, size: int) -> bytes:
    """The next `size` bytes. Raises `SourceError` when the file has become shorter meanwhile."""
    data = stream.read(size)
    if len(data) != size:
        raise SourceError(name, "changed while it was read", "open it again")
    return data


def mistaken(start: bytes, keep: str) -> tuple[str, str] | None:
    """What a file that begins so is instead of numbers, and what to do; None where that is not known.

    `keep` says how to save what a pickle or another archive holds.
    """
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "the file is empty", AGAIN
    if start.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer, not the data", "fetch the data with git lfs pull"
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<script")):
        return "a web page, not the data", "download the file itself, not the page that shows it"
    if start[:1] == b"\x80" and start[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return PICKLE, keep
    if start.startswith(b"\x89HDF\r\n"):
        return "an HDF5 file, which is not read", keep
    if start.startswith(b"GGUF"):
        return "a GGUF file, which is not read", "open the safetensors files that it was made from"
    return None
