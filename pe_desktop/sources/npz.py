"""NumPy's .npz archives: an .npy file for each array, in a zip. Hostile as .npy files are, and as zips are.

No name in it is ever a path of this machine, no pickle is loaded, and nothing is unpacked further than the array's
own header says.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from numpy.typing import NDArray

from pe_desktop.sources.checkpoint import Checkpoint, Tensor, check_name, widened
from pe_desktop.sources.error import SourceError, clean_name
from pe_desktop.sources.files import AGAIN, CONVERT, PICKLE, SNIFFED, mistaken, opened
from pe_desktop.sources.npy import NpyHeader, read_header

MEMBERS = 10_000
LONGEST_LIST = 2 << 20
BLOCK = 1 << 20
SAVE = "save plain arrays with numpy.savez"
WANTED = "an .npz file"


class Npz(Checkpoint):
    """The arrays of an archive, called as in it."""

    def _numbers(self, tensor: Tensor) -> NDArray[Any]:
        with _archive(self.file) as archive:
            member = archive.getinfo(tensor.part)
            for store in (False, True):  # read once to the end before any memory is taken: its sizes may be lies
                header, data = _unpacked(self.name, archive, member, store)
            return widened(header.array(data))


def open_npz(file: Path) -> Npz:
    """What an archive lists. Raises `SourceError` where it, or the header of one of its arrays, is not well-formed."""
    with _archive(file) as archive:
        return Npz(file, [_tensor(file.name, archive, member) for member in archive.infolist()])


class _Bounded:
    """A file of which zipfile reads no more at once than a list of members takes: it would believe any length."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        if size > LONGEST_LIST:
            raise BadZipFile("a list of its members that is too long")
        return self._stream.read(size)


@contextmanager
def _archive(file: Path) -> Iterator[ZipFile]:
    """An archive whose members are .npy files, each once, none of them a pickle."""
    with opened(file, WANTED) as stream:
        start = stream.read(SNIFFED)
        if not start.startswith(b"PK"):
            raise SourceError(file.name, *(mistaken(start, SAVE) or ("not an .npz file", SAVE)))
        try:
            with ZipFile(cast(BinaryIO, _Bounded(stream))) as archive:
                _check(file.name, archive.infolist())
                yield archive
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError):
            raise SourceError(file.name, "its zip archive is damaged or cut off", AGAIN) from None


def _check(file: str, members: list[ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(name.endswith(".pkl") for name in names):
        raise SourceError(file, f"a PyTorch checkpoint, which holds {PICKLE}", CONVERT)
    if not members or len(members) > MEMBERS:
        raise SourceError(file, f"its archive holds {len(members)} members, from 1 to {MEMBERS} are read", SAVE)
    if len(set(names)) < len(names):
        raise SourceError(file, "its archive holds two arrays of one name", SAVE)
    for member in members:
        if not member.filename.endswith(".npy"):
            raise SourceError(file, f"its archive holds {clean_name(member.filename)}, which is no array", SAVE)
        if member.flag_bits & 1:
            raise SourceError(file, "its archive is encrypted", SAVE)
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise SourceError(file, "its archive is packed in a way that NumPy never uses", SAVE)
        check_name(file, member.filename)


def _tensor(file: str, archive: ZipFile, member: ZipInfo) -> Tensor:
    with archive.open(member) as stream:
        header = _header(file, member, cast(BinaryIO, stream))
    return Tensor(member.filename.removesuffix(".npy"), header.dtype.name, header.shape, member.filename, header.start)


def _header(file: str, member: ZipInfo, stream: BinaryIO) -> NpyHeader:
    """The header of a member that is as long as it announces."""
    header = read_header(f"{clean_name(member.filename)} in {file}", stream)
    held = member.file_size - header.start
    if header.size != held:
        wrong = f"{clean_name(member.filename)} announces {header.size} bytes, the archive {held}"
        raise SourceError(file, wrong, AGAIN)
    return header


def _unpacked(file: str, archive: ZipFile, member: ZipInfo, store: bool) -> tuple[NpyHeader, bytes]:
    """The header of a member and its data, which are empty where nothing is to be stored."""
    with archive.open(member) as stream:
        header = _header(file, member, cast(BinaryIO, stream))
        data = bytearray()
        read = 0
        while block := stream.read(BLOCK):
            read += len(block)
            if store:
                data += block
    if read != header.size:
        wrong = f"{clean_name(member.filename)} is cut off: {header.size} bytes are announced, {read} follow"
        raise SourceError(file, wrong, AGAIN)
    return header, bytes(data)
