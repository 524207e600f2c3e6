"""What a GIF or an MP4 says of itself, found without decoding a picture: lengths lie, so each is checked and capped."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

GIF = (b"GIF87a", b"GIF89a")
MP4 = b"ftyp"
"""What stands in the first bytes of the one, and after four bytes of the other."""
MOST_BLOCKS = 100_000  # of a GIF before its comment

_COMMENT = b"\xa9cmt"
_WAY = (b"moov", b"udta", b"meta", b"ilst", _COMMENT, b"data")
"""The boxes, each inside the one before, that lead to a comment as iTunes and libav write it."""


def gif_comment(stream: BinaryIO, longest: int) -> str | None:
    """The comment that stands before the first frame, if it has at most `longest` bytes of ASCII."""
    head = stream.read(13)
    if len(head) < 13 or not head.startswith(GIF):
        return None
    if head[10] & 0x80:
        stream.seek(3 << (head[10] & 7) + 1, os.SEEK_CUR)
    for _ in range(MOST_BLOCKS):
        introducer, label = stream.read(1), stream.read(1)
        if introducer != b"\x21":
            return None
        if label == b"\xfe":
            return _ascii(_joined(stream, longest))
        for _ in _sub_blocks(stream):
            pass
    return None


def _sub_blocks(stream: BinaryIO) -> Iterator[bytes]:
    for _ in range(MOST_BLOCKS):
        size = stream.read(1)
        if not size or size == b"\0":
            return
        yield stream.read(size[0])


def _joined(stream: BinaryIO, longest: int) -> bytes:
    """All of a comment, or nothing of one that is too long."""
    parts, total = [], 0
    for part in _sub_blocks(stream):
        total += len(part)
        if total > longest:
            return b""
        parts.append(part)
    return b"".join(parts)


def mp4_comment(stream: BinaryIO, longest: int) -> str | None:
    """The comment of a film, if it has at most `longest` bytes of ASCII (ISO/IEC 14496-12 and QuickTime's items)."""
    start, end = 0, stream.seek(0, os.SEEK_END)
    for name in _WAY:
        inside = _box(stream, name, start, end)
        if inside is None:
            return None
        start, end = inside
        start += 4 if name == b"meta" else 0  # which has a version first
    if not 8 < end - start <= longest + 8:  # the data's type and language come first
        return None
    stream.seek(start + 8)
    return _ascii(stream.read(end - start - 8))


def _box(stream: BinaryIO, name: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Where the contents of the first box of that name begin and end, between two places."""
    for _ in range(MOST_BLOCKS):
        stream.seek(start)
        head = stream.read(16)
        if start + 8 > end or len(head) < 8:
            return None
        size, skipped = int.from_bytes(head[:4], "big"), 8
        if size == 1 and len(head) == 16:
            size, skipped = struct.unpack(">Q", head[8:])[0], 16
        size = size or end - start  # the last one may reach to the end
        if not skipped <= size <= end - start:
            return None
        if head[4:8] == name:
            return start + skipped, start + size
        start += size
    return None


def _ascii(data: bytes) -> str | None:
    try:
        return data.decode("ascii") or None
    except UnicodeDecodeError:
        return None
