"""A person's own picture out of a PNG or JPEG file, made small and grey."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from pe_desktop.engine.photo import LANDSCAPE, LONG, SHORT, encoded
from pe_desktop.sources.error import SourceError, clean_name
from pe_desktop.sources.files import exactly, opened, size_of

BYTES = 64 << 20
PIXELS = 1 << 26  # of the file's picture: half a gigabyte while it is decoded
NARROWEST = 32  # times as wide as high, or as high as wide
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_REMEDY = "choose another, or save it anew as PNG or JPEG"


def read_photo(path: str | Path) -> str:
    """The picture of a file as `engine.photo` writes it: upright, on white, its shorter side 224 pixels.

    Of one that is more than twice as wide as high, or as high as wide, it is the middle.

    Raises `SourceError` for what is none, is too large, or is damaged.
    """
    file = Path(path)
    with opened(file, "a PNG or JPEG file") as stream:
        size = size_of(stream)
        if size > BYTES:
            raise SourceError(file.name, f"{size >> 20} MB; at most {BYTES >> 20} MB are read", "save it smaller")
        data = exactly(file.name, stream, size)
    if not data.startswith(_STARTS):
        raise SourceError(file.name, "not a PNG or JPEG picture", _REMEDY)
    return _decoded(file, data)


def _decoded(file: Path, data: bytes) -> str:
    from PIL import Image, ImageOps, UnidentifiedImageError  # which nothing else needs at the start

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            _check_sides(file, *image.size)
            image.draft("L", (LONG, LONG))  # JPEG is decoded no larger than it is needed
            upright = ImageOps.exif_transpose(image)
            clear = Image.new("RGBA", upright.size, "white")
            clear.alpha_composite(_eight_bits(upright).convert("RGBA"))
            grey = np.asarray(ImageOps.fit(clear.convert("L"), _sides(*clear.size), Image.Resampling.LANCZOS))
    except SourceError:
        raise
    except (
        *(UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError),
        *(struct.error, zlib.error, OverflowError, KeyError, IndexError, TypeError, MemoryError),
    ):
        raise SourceError(file.name, "the picture is damaged", _REMEDY) from None
    name = clean_name(file.name)
    return encoded("picture" if name in ("", LANDSCAPE) else name, grey)


def _check_sides(file: Path, wide: int, high: int) -> None:
    if wide * high > PIXELS:
        raise SourceError(file.name, f"{wide} × {high} pixels; at most {PIXELS:,} are read", "save it smaller")
    if max(wide, high) > NARROWEST * min(wide, high):
        raise SourceError(file.name, f"{wide} × {high} pixels: too narrow to be cut", "choose another")


def _sides(wide: int, high: int) -> tuple[int, int]:
    factor = SHORT / min(wide, high)
    return min(LONG, round(wide * factor)), min(LONG, round(high * factor))


def _eight_bits(image: Any) -> Any:
    """Grey values of 16 bits as ones of 8: Pillow would cut them off at 255."""
    if not image.mode.startswith("I"):
        return image
    from PIL import Image

    return Image.fromarray((np.asarray(image, dtype=np.int64) >> 8).clip(0, 255).astype(np.uint8))
