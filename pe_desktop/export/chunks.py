"""PNG as a container: its chunks in and out, and indexed images. ISO/IEC 15948 (the PNG specification)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from pe_desktop.figure.style import Palette

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 100_000
UP = 2  # the filter that stores differences from the row above
INDEXED_LEVEL = 6  # of compression: 9 takes four times as long, and saves a twentieth


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


class Deflated:
    """Rows of a PNG that come a band at a time, each stored as its difference from the one above.

    Of drawings, that is within a tenth as small as choosing a filter for every row, in half the time.
    """

    def __init__(self, level: int) -> None:
        self._squeeze = zlib.compressobj(level, memLevel=9)
        self._above: Palette | None = None
        self._parts: list[bytes] = []

    def add(self, rows: Palette) -> None:
        """rows: (n, bytes of a row) uint8."""
        lines = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
        lines[:, 0] = UP
        lines[0, 1:] = rows[0] if self._above is None else rows[0] - self._above
        np.subtract(rows[1:], rows[:-1], out=lines[1:, 1:])
        self._above = rows[-1].copy()
        self._parts.append(self._squeeze.compress(lines.data))

    def whole(self) -> bytes:
        return b"".join((*self._parts, self._squeeze.flush()))


def png(size: tuple[int, int], colour: int, data: bytes, *before: bytes) -> bytes:
    """A PNG of 8 bits a channel, of colour type 2 (RGB), 3 (indexed) or 6 (RGB and opacity).

    data: compressed; before: chunks that stand before it.
    """
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, colour, 0, 0, 0))
    return b"".join((SIGNATURE, head, *before, chunk(b"IDAT", data), chunk(b"IEND", b"")))


def resolution(dots: int) -> bytes:
    """The chunk that says how many pixels a metre has, both ways."""
    return chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))


def indexed_png(index: Palette, palette: Palette) -> bytes:
    """A PNG of index (rows, columns) uint8 into palette (256, 3), or (256, 4) with opacity; the same bytes each time.

    Each row is stored as its difference from the one above, so that repeated rows cost nothing.
    """
    rows = Deflated(INDEXED_LEVEL)
    rows.add(index)
    parts = [chunk(b"PLTE", palette[:, :3].tobytes())]
    if palette.shape[1] == 4:
        parts.append(chunk(b"tRNS", palette[:, 3].tobytes()))
    return png(index.shape[::-1], 3, rows.whole(), *parts)
