"""The .safetensors files of Hugging Face: one file, or shards that an index names.

Eight bytes with the length of a header, the header in JSON, then the numbers. Only the header is read when a file is
opened, and only the chosen tensor's bytes afterwards; a mapped file that someone cuts off would end the program, so
they are read from where they stand. Every rule of the format's own library is kept: no gap, no overlap, no rest.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

from pe_desktop.sources.checkpoint import Checkpoint, Tensor, check_name, widened
from pe_desktop.sources.error import SourceError, clean_name
from pe_desktop.sources.files import AGAIN, CONVERT, SNIFFED, exactly, mistaken, opened, size_of
from pe_desktop.sources.strict_json import strict_object

LONGEST_HEADER = 8 << 20
VALUES = 320_000
"""In a header: eight a tensor, so forty thousand tensors in one file."""

_TYPES: dict[str, np.dtype[Any]] = {
    **{name: np.dtype(kind) for name, kind in {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}.items()},
    **{f"{kind}{8 * size}": np.dtype(f"<{kind.lower()}{size}") for kind in "IU" for size in (1, 2, 4, 8)},
    "BOOL": np.dtype("u1"),
    "F8_E4M3": np.dtype(ml_dtypes.float8_e4m3fn),
    "F8_E5M2": np.dtype(ml_dtypes.float8_e5m2),
}
WANTED = "a .safetensors file"


class Safetensors(Checkpoint):
    """The tensors of one file, or of the shards beside an index."""

    def _numbers(self, tensor: Tensor) -> NDArray[Any]:
        if tensor.dtype not in _TYPES:
            wrong = f"{clean_name(tensor.name)} holds numbers of type {clean_name(tensor.dtype)}, which are not read"
            raise SourceError(self.name, wrong, "save it as BF16 or F32")
        dtype = _TYPES[tensor.dtype]
        with opened(self.file.parent / tensor.part, WANTED) as stream:
            stream.seek(tensor.start)
            data = exactly(tensor.part, stream, math.prod(tensor.shape) * dtype.itemsize)
        array = np.frombuffer(data, dtype).reshape(tensor.shape)
        if tensor.dtype == "BF16":
            bits: NDArray[np.uint32] = array.astype(np.uint32) << np.uint32(16)  # it is the upper half of a float32
            return bits.view(np.float32)
        if tensor.dtype == "BOOL":
            truths: NDArray[np.bool_] = array != 0
            return truths.astype(np.float64)
        return array.astype(np.float32) if tensor.dtype.startswith("F8") else widened(array)


def open_safetensors(file: Path) -> Safetensors:
    """What one file lists. Raises `SourceError` when it is not well-formed in every respect."""
    return Safetensors(file, read_header(file))


def read_header(file: Path) -> tuple[Tensor, ...]:
    """The tensors that a file announces, in the order of their bytes."""
    with opened(file, WANTED) as stream:
        held = size_of(stream)
        header, start = _header(file.name, stream, held)
    content = strict_object(file.name, header, VALUES, AGAIN)
    metadata = content.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise SourceError(file.name, "its metadata are not texts", AGAIN)
    found = sorted(_tensors(file.name, content), key=lambda item: item[3:])
    reached = 0
    for name, _, _, begin, end in found:
        if begin != reached:
            much = "overlaps the one before" if begin < reached else "leaves a gap before it"
            raise SourceError(file.name, f"{clean_name(name)} {much}", AGAIN)
        reached = end
    if reached != held - start:
        much = "cut off" if held - start < reached else "too long"
        raise SourceError(file.name, f"{much}: {reached} bytes are announced, {held - start} follow", AGAIN)
    return tuple(Tensor(name, dtype, shape, file.name, start + begin) for name, dtype, shape, begin, _ in found)


def _header(name: str, stream: BinaryIO, held: int) -> tuple[bytes, int]:
    """The header, and where the numbers begin."""
    start = stream.read(SNIFFED)
    if start[8:9] != b"{":
        short = ("cut off within its header", AGAIN) if 0 < len(start) < 9 else None
        raise SourceError(name, *(mistaken(start, CONVERT) or _archive(start) or short or _UNKNOWN))
    length = int.from_bytes(start[:8], "little")
    if length > LONGEST_HEADER:
        raise SourceError(name, f"a header of {length} bytes; at most {LONGEST_HEADER} are read", AGAIN)
    if length > held - 8:
        raise SourceError(name, f"cut off within its header: {length} bytes are announced, {held - 8} follow", AGAIN)
    stream.seek(8)
    return exactly(name, stream, length), 8 + length


_UNKNOWN = ("not a .safetensors file", "open one that the safetensors library wrote")


def _archive(start: bytes) -> tuple[str, str] | None:
    return ("a zip archive, such as a PyTorch checkpoint", CONVERT) if start.startswith(b"PK") else None


def _tensors(file: str, content: dict[str, Any]) -> Iterator[tuple[str, str, tuple[int, ...], int, int]]:
    """Name, type and shape of each tensor of a header, and from where to where its bytes are after the header."""
    for name, entry in content.items():
        check_name(file, name)
        fields = entry if isinstance(entry, dict) else {}
        dtype, shape, place = fields.get("dtype"), fields.get("shape"), fields.get("data_offsets")
        if not isinstance(dtype, str) or not _counts(shape) or not _counts(place) or len(place) != 2 or len(shape) > 32:
            wrong = f"{clean_name(name)} is announced without a proper dtype, shape or data_offsets"
            raise SourceError(file, wrong, AGAIN)
        begin, end = place
        size = math.prod(shape) * _TYPES[dtype].itemsize if dtype in _TYPES else end - begin
        if size < 0:
            raise SourceError(file, f"{clean_name(name)} ends before it begins", AGAIN)
        if end - begin != size:
            wrong = f"{clean_name(name)} needs {size} bytes by its shape, {end - begin} by its data_offsets"
            raise SourceError(file, wrong, AGAIN)
        yield name, sys.intern(dtype), tuple(shape), begin, end


def _counts(value: Any) -> TypeGuard[list[int]]:
    """Whether it is a list of sizes."""
    return isinstance(value, list) and all(type(n) is int and 0 <= n < 1 << 63 for n in value)
