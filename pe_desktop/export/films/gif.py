"""GIF89a as a stream: frames come one after another, and only what changed is written of each.

Pillow compresses; the container is ours, since Pillow drops frames that are equal and makes a palette for each
(W3C, Graphics Interchange Format, version 89a).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pe_desktop.export.films import Frame
from pe_desktop.export.films.colours import HOLE, Nearest
from pe_desktop.figure.style import Palette

HALF = 0x80000000
"""Pixels below are less than half opaque."""
KEEP, CLEAR = 1, 2
"""What becomes of a frame when the next one comes: it stays, or its rectangle is emptied."""

_TRAILER = b";"
_FOREVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_BLOCK = 255  # bytes of a sub-block at most


@dataclass(frozen=True)
class Area:
    """A rectangle of pixels: rows from `top` up to `bottom`, columns from `left` up to `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


class GifWriter:
    """Writes a film that repeats for ever; `close` ends it. The same frames give the same bytes.

    size: width and height; palette: (255, 3), the colours that there are; delay: hundredths of a second a frame;
    comment: ASCII that the file carries; `seen_through`: frames have pixels without colour, less than half opaque.
    """

    def __init__(
        self,
        stream: BinaryIO,
        size: tuple[int, int],
        palette: Palette,
        delay: int,
        *,
        comment: str = "",
        seen_through: bool = False,
    ) -> None:
        self._stream, self._delay, self._seen_through = stream, delay, seen_through
        self._nearest = Nearest(palette)
        self._before: Frame | None = None
        table = bytes(palette.tobytes()) + bytes(3)  # the hole's colour is never seen
        screen = struct.pack("<HHBBB", *size, 0xF7, HOLE if seen_through else 0, 0)
        said = b"\x21\xfe" + _blocks(comment.encode("ascii")) if comment else b""
        stream.write(b"GIF89a" + screen + table + _FOREVER + said)

    def add(self, frame: Frame) -> None:
        """Write a frame, even one that equals the last. The array may be used again afterwards."""
        if self._seen_through:
            self._write(_whole(frame), self._with_holes(frame), CLEAR)
            return
        changed = None if self._before is None else frame != self._before
        area = _whole(frame) if changed is None else _bounds(changed)
        index = self._nearest.index(frame[area.slices])
        if changed is not None:
            index[~changed[area.slices]] = HOLE
        self._write(area, index, KEEP)
        if self._before is None:
            self._before = frame.copy()
        else:
            self._before[area.slices] = frame[area.slices]

    def close(self) -> None:
        self._stream.write(_TRAILER)

    def _with_holes(self, frame: Frame) -> NDArray[np.uint8]:
        index = self._nearest.index(frame)
        index[frame < HALF] = HOLE
        return index

    def _write(self, area: Area, index: NDArray[np.uint8], disposal: int) -> None:
        """The control block, the rectangle, and its pixels; holes are seen through."""
        height, width = index.shape
        control = struct.pack("<BBBBHBB", 0x21, 0xF9, 4, disposal << 2 | 1, self._delay, HOLE, 0)
        place = struct.pack("<BHHHHB", 0x2C, area.left, area.top, width, height, 0)
        pixels = Image.frombuffer("L", (width, height), np.ascontiguousarray(index), "raw", "L", 0, 1)
        data = pixels.tobytes("gif", "L", 8, 0)
        self._stream.write(control + place + b"\x08" + data + b"\0")


def _whole(frame: Frame) -> Area:
    return Area(0, frame.shape[0], 0, frame.shape[1])


def _bounds(changed: NDArray[np.bool_]) -> Area:
    """The rectangle of what changed; one pixel where nothing did, since a frame has at least one."""
    rows = np.flatnonzero(changed.any(axis=1))
    if not len(rows):
        return Area(0, 1, 0, 1)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(changed[top:bottom].any(axis=0))
    return Area(top, bottom, int(columns[0]), int(columns[-1]) + 1)


def _blocks(data: bytes) -> bytes:
    """Cut into sub-blocks, each after its length; an empty one ends them."""
    return b"".join(bytes([len(part)]) + part for part in _parts(data)) + b"\0"


def _parts(data: bytes) -> Iterator[bytes]:
    return (data[i : i + _BLOCK] for i in range(0, len(data), _BLOCK))
