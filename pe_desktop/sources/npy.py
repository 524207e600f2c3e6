"""NumPy's .npy files, hostile until parsed.

NumPy's own reader is not used: it parses a header before it bounds it, allocates what the header
claims, and for some files proposes to load them unsafely. The format is that of NEP 1.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.weights import Weights
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.table import check_shape, checked

MAGIC = b"\x93NUMPY"
LONGEST_HEADER = 10_000
TYPES = re.compile(r"[<>]f[248]|\|[iu]1|[<>][iu][248]")
HEADER = re.compile(
    r"\{(?:['\"](?:descr|fortran_order|shape)['\"]:(?:['\"][^'\"]*['\"]|True|False|\([0-9,]*\)),?){3}\}"
)
ITEM = re.compile(r"['\"](\w+)['\"]:['\"]?(\([0-9,]*\)|[^'\",}]*)")

SAVE = "save one array of numbers with numpy.save"
AGAIN = "download or save it again"


def read_npy(path: str | Path) -> Weights:
    """The table in an .npy file, shape (positions, columns), named after the file.

    Takes float16, float32 and float64, and integers, which become float64; a vector is one column, and
    a leading axis of length 1 is dropped. Raises `SourceError` for everything else.
    """
    file = Path(path)
    try:
        array = _read(file)
        return checked(file.stem, file.name, array)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SourceError(file.name, f"cannot be read ({why})", "check the file and the rights to it") from None
    except MemoryError:
        raise SourceError(file.name, "too large for the memory of this machine", "save the rows you need") from None


def _read(file: Path) -> NDArray[Any]:
    if not file.is_file():  # a pipe or a device would be read for ever
        wrong = "is not a file" if file.exists() else "there is no such file"
        raise SourceError(file.name, wrong, "choose an .npy file")
    with file.open("rb") as stream:
        header, start = _header(file.name, stream)
        dtype, fortran, shape = _claims(file.name, header)
        table = _table_shape(file.name, shape)
        claimed, held = math.prod(shape) * dtype.itemsize, file.stat().st_size - start
        if claimed != held:
            much = "cut off" if held < claimed else "more than one array"
            raise SourceError(file.name, f"{much}: {claimed} bytes are announced, {held} follow", AGAIN)
        data = stream.read(claimed)
    if len(data) != claimed:
        raise SourceError(file.name, "changed while it was read", "open it again")
    array = np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C").reshape(table)
    return array if dtype.kind == "f" else array.astype(np.float64)


def _header(name: str, stream: BinaryIO) -> tuple[str, int]:
    """The header's text without its white space, and where the data begin."""
    start = stream.read(512)
    if not start.startswith(MAGIC):
        raise SourceError(name, *_instead(start))
    version = start[6:8]
    if version not in (b"\x01\x00", b"\x02\x00", b"\x03\x00"):
        raise SourceError(name, "an .npy file of a version that is not known, or damaged", AGAIN)
    fixed = 10 if version == b"\x01\x00" else 12
    length = int.from_bytes(start[8:fixed], "little")
    if length > LONGEST_HEADER:
        raise SourceError(name, f"a header of {length} bytes, which is no plain array's", SAVE)
    stream.seek(fixed)
    header = stream.read(length)
    if len(header) < length:
        raise SourceError(name, "cut off within its header", AGAIN)
    return "".join(header.decode("latin-1").split()), fixed + length


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
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "the file is empty", AGAIN
    if start.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer, not the data", "fetch the data with git lfs pull"
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<script")):
        return "a web page, not the data", "download the file itself, not the page that shows it"
    if start.startswith(b"PK"):
        return "a zip archive (.npz, or a PyTorch checkpoint), not an .npy file", SAVE
    if start[:1] == b"\x80" and start[1:2] in b"\x00\x01\x02\x03\x04\x05":
        return "a pickle, which could run code and is never loaded", SAVE
    if MAGIC.startswith(start):
        return "cut off within its header", AGAIN
    return "not an .npy file", SAVE
