"""PNG as a container: its chunks in and out, and indexed images. ISO/IEC 15948 (the PNG specification)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from pe_desktop.figure.style import Palette

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = len(SIGNATURE) + 25  # bytes before the first chunk that may be added
MOST_CHUNKS = 100_000


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def text_chunk(keyword: str, text: str) -> bytes:
    """A compressed text of Latin-1."""
    return chunk(b"zTXt", keyword.encode("latin-1") + b"\0\0" + zlib.compress(text.encode("latin-1"), 9))


def find_text(stream: BinaryIO, keyword: str, longest: int) -> str | None:
    """The text of that keyword in a PNG, if it has at most `longest` bytes; None where there is none.

    Reads headers of chunks and texts only, and never inflates more than `longest` bytes.
    """
    wanted = keyword.encode("latin-1") + b"\0"
    for kind, data in _texts(stream, longest):
        if data.startswith(wanted):
            return _text(kind, data[len(wanted) :], longest)
    return None


def _texts(stream: BinaryIO, longest: int) -> Iterator[tuple[bytes, bytes]]:
    stream.seek(len(SIGNATURE))
    for _ in range(MOST_CHUNKS):
        head = stream.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return
        length, kind = struct.unpack(">I4s", head)
        if kind in (b"tEXt", b"zTXt", b"iTXt") and length <= longest:
            yield kind, stream.read(length)
            stream.seek(4, 1)
        else:
            stream.seek(length + 4, 1)


def _text(kind: bytes, data: bytes, longest: int) -> str | None:
    """What follows the keyword, in the three ways that PNG writes it: other programs may have saved the file."""
    squeezed, encoding = kind == b"zTXt", "latin-1"
    if kind == b"zTXt":
        data = data[1:]
    elif kind == b"iTXt":
        squeezed, encoding = data[:1] == b"\1", "utf-8"
        data = data[2:].split(b"\0", 2)[-1]
    try:
        return (_inflated(data, longest) if squeezed else data).decode(encoding)
    except (zlib.error, UnicodeDecodeError):
        return None


def _inflated(data: bytes, longest: int) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, longest)
    if not inflater.eof:
        raise zlib.error("too long, or cut off")
    return text


def indexed_png(index: Palette, palette: Palette) -> bytes:
    """A PNG of index (rows, columns) uint8 into palette (256, 3), or (256, 4) with opacity; the same bytes each time.

    Each row is stored as its difference from the one above, so that repeated rows cost nothing.
    """
    rows, columns = index.shape
    lines = np.empty((rows, columns + 1), np.uint8)
    lines[:, 0] = 2
    lines[:1, 1:] = index[:1]
    np.subtract(index[1:], index[:-1], out=lines[1:, 1:])
    head = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", palette[:, :3].tobytes())]
    if palette.shape[1] == 4:
        parts.append((b"tRNS", palette[:, 3].tobytes()))
    parts += [(b"IDAT", zlib.compress(lines.data, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(chunk(kind, data) for kind, data in parts)
