"""NumPy's .npy files, hostile until parsed.

NumPy's own reader is not used: it parses a header before it bounds it, allocates what the header
claims, and for some files proposes to load them unsafely. The format is that of NEP 1.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.weights import Weights
from pe_desktop.sources.checkpoint import Checkpoint, Tensor, widened
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.files import AGAIN, SNIFFED, exactly, mistaken, opened, size_of
from pe_desktop.sources.table import check_shape, checked

MAGIC = b"\x93NUMPY"
LONGEST_HEADER = 10_000
TYPES = re.compile(r"[<>]f[248]|\|[iu]1|[<>][iu][248]")
HEADER = re.compile(
    r"\{(?:['\"](?:descr|fortran_order|shape)['\"]:(?:['\"][^'\"]*['\"]|True|False|\([0-9,]*\)),?){3}\}"
)
ITEM = re.compile(r"['\"](\w+)['\"]:['\"]?(\([0-9,]*\)|[^'\",}]*)")

SAVE = "save one array of numbers with numpy.save"
WANTED = "an .npy file"


class NpyHeader(NamedTuple):
    """What an .npy file announces, and where its data begin."""

    dtype: np.dtype[Any]
    fortran: bool
    shape: tuple[int, ...]
    start: int

    @property
    def size(self) -> int:
        """Bytes of data."""
        return math.prod(self.shape) * self.dtype.itemsize

    def array(self, data: bytes) -> NDArray[Any]:
        """Its data as an array."""
        return np.frombuffer(data, self.dtype).reshape(self.shape, order="F" if self.fortran else "C")


class NpyFile(Checkpoint):
    """An .npy file as a checkpoint of one tensor, called as the file is."""

    def __init__(self, file: Path, header: NpyHeader) -> None:
        super().__init__(file, [Tensor(file.stem, header.dtype.name, header.shape, file.name, header.start)])
        self._header = header

    def read(self, name: str) -> Weights:
        """As `read_npy`, which also takes a vector."""
        self.tensor(name)
        return read_npy(self.file)

    def _numbers(self, tensor: Tensor) -> NDArray[Any]:
        with opened(self.file, WANTED) as stream:
            stream.seek(tensor.start)
            return widened(self._header.array(exactly(self.name, stream, self._header.size)))


def open_npy(file: Path) -> NpyFile:
    """What an .npy file announces. Raises `SourceError` when that is not well-formed, or not what follows."""
    with opened(file, WANTED) as stream:
        header = read_header(file.name, stream)
        _check_size(file.name, header, stream)
        return NpyFile(file, header)


def read_npy(path: str | Path) -> Weights:
    """The table in an .npy file, shape (positions, columns), named after the file.

    Takes float16, float32 and float64, and integers, which become float64; a vector is one column, and
    a leading axis of length 1 is dropped. Raises `SourceError` for everything else.
    """
    file = Path(path)
    with opened(file, WANTED) as stream:
        header = read_header(file.name, stream)
        table = _table_shape(file.name, header.shape)
        _check_size(file.name, header, stream)
        array = header.array(exactly(file.name, stream, header.size)).reshape(table)
        return checked(file.stem, file.name, widened(array))


def _check_size(name: str, header: NpyHeader, stream: BinaryIO) -> None:
    """Raises where anything but what a header announces follows it; the stream is then where the data begin."""
    held = size_of(stream) - header.start
    stream.seek(header.start)
    if header.size != held:
        much = "cut off" if held < header.size else "more than one array"
        raise SourceError(name, f"{much}: {header.size} bytes are announced, {held} follow", AGAIN)


def read_header(name: str, stream: BinaryIO) -> NpyHeader:
    """What an array announces that begins where the stream is; the stream is then where its data begin."""
    start = stream.read(8)
    if not start.startswith(MAGIC):
        raise SourceError(name, *_instead(start + stream.read(SNIFFED)))
    version = start[6:]
    if version not in (b"\x01\x00", b"\x02\x00", b"\x03\x00"):
        raise SourceError(name, "an .npy file of a version that is not known, or damaged", AGAIN)
    digits = 2 if version == b"\x01\x00" else 4
    length = int.from_bytes(stream.read(digits), "little")
    if length > LONGEST_HEADER:
        raise SourceError(name, f"a header of {length} bytes, which is no plain array's", SAVE)
    header = stream.read(length)
    if len(header) < length:
        raise SourceError(name, "cut off within its header", AGAIN)
    dtype, fortran, shape = _claims(name, "".join(header.decode("latin-1").split()))
    return NpyHeader(dtype, fortran, shape, 8 + digits + length)


def _claims(name: str, header: str) -> tuple[np.dtype[Any], bool, tuple[int, ...]]:
    """The type, the order and the shape that a header announces."""
    items = dict(ITEM.findall(header)) if HEADER.fullmatch(header) else {}
    if re.search(r"descr['\"]:\[", header):
        raise SourceError(name, "holds records, not one kind of number", SAVE)
    if items.keys() != {"descr", "fortran_order", "shape"} or items["fortran_order"] not in ("True", "False"):
        raise SourceError(name, "its header is damaged", AGAIN)
    descr, sizes = items["descr"], items["shape"].strip("()").split(",")
    if "O" in descr:
        raise SourceError(name, "holds Python objects, which could run code and are never loaded", SAVE)
    if not TYPES.fullmatch(descr):
        raise SourceError(name, f"numbers of type {descr[:12]!r} are not read", "save it as float32")
    if not items["shape"].startswith("(") or any(len(s) > 18 for s in sizes):
        raise SourceError(name, "its shape is damaged", AGAIN)
    return np.dtype(descr), items["fortran_order"] == "True", tuple(int(s) for s in sizes if s)


def _table_shape(name: str, shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of an array of this shape."""
    inner = shape[1:] if len(shape) == 3 and shape[0] == 1 else shape
    if len(inner) not in (1, 2):
        shown = " × ".join(map(str, shape[:6])) or "a single number"
        raise SourceError(name, f"its shape is {shown}", "save a table with a row a position")
    table = (inner[0], inner[1] if len(inner) == 2 else 1)
    check_shape(name, table)
    return table


def _instead(start: bytes) -> tuple[str, str]:
    """What a file is that is no .npy file, and what to do."""
    if start.startswith(b"PK"):
        return "a zip archive (.npz, or a PyTorch checkpoint), not an .npy file", SAVE
    if start and MAGIC.startswith(start):
        return "cut off within its header", AGAIN
    return mistaken(start, SAVE) or ("not an .npy file", SAVE)
