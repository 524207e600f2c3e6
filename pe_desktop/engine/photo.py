"""A person's own picture as a line of text, small enough to be held by every document that shows it."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pe_desktop.engine.brought import Brought
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.refused import ParameterError

LANDSCAPE = "landscape"
"""The name of the picture that is computed."""
SHORT, LONG = 224, 448
"""Pixels at most of a picture's shorter side, and of its longer one."""
LEAST = 16
LONGEST = 140_000  # characters: base64 of as many bytes as there can be pixels, and a name
_WRITTEN = re.compile(r"(?P<name>[^\n]{1,60}) (?P<wide>\d{2,3})x(?P<high>\d{2,3}) (?P<data>[A-Za-z0-9+/=]+)")


@dataclass(frozen=True)
class Photograph(Brought):
    """The landscape, or a picture as `encoded` writes it: its name, its sides and its grey values."""

    names = (LANDSCAPE,)

    def allowed(self) -> str:
        return f"{LANDSCAPE}, or a PNG or JPEG file"

    def check(self, name: str, value: Any) -> str:
        if not isinstance(value, str):
            raise ParameterError(name, value, self.allowed())
        if value != LANDSCAPE and _pixels(value) is None:
            raise ParameterError(name, value, self.allowed())
        return value

    def written(self, value: str) -> str:
        """The name alone."""
        return value if value == LANDSCAPE else value.rsplit(" ", 2)[0]


def encoded(name: str, grey: NDArray[np.uint8]) -> str:
    """Grey values (high, wide) of a picture, 0 black and 255 white, as a parameter holds them."""
    high, wide = grey.shape
    data = base64.b64encode(zlib.compress(grey.tobytes(), 9)).decode("ascii")
    return f"{name} {wide}x{high} {data}"


def resampled(photo: str, high: int, wide: int) -> Floats:
    """(high, wide) grey values, 0 … 1, of the middle of a picture in these proportions: the nearest of its pixels."""
    grey = _pixels(photo)
    if grey is None:
        raise ValueError("this is no picture")
    tall, broad = grey.shape
    rows, columns = min(tall, max(1, broad * high // wide)), min(broad, max(1, tall * wide // high))
    down = (tall - rows) // 2 + np.arange(high) * rows // high
    across = (broad - columns) // 2 + np.arange(wide) * columns // wide
    return grey[np.ix_(down, across)] / 255.0


@lru_cache(maxsize=8)
def _pixels(text: str) -> NDArray[np.uint8] | None:
    """The grey values in a text; None where it is none, or is damaged. It never inflates to more than it announces."""
    found = _WRITTEN.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or not found["name"].isprintable():
        return None
    wide, high = int(found["wide"]), int(found["high"])
    if min(wide, high) not in range(LEAST, SHORT + 1) or max(wide, high) > LONG:
        return None
    try:
        inflater = zlib.decompressobj()
        raw = inflater.decompress(base64.b64decode(found["data"], validate=True), wide * high + 1)
    except (binascii.Error, zlib.error):
        return None
    if len(raw) != wide * high or not inflater.eof or inflater.unused_data:
        return None
    return np.frombuffer(raw, np.uint8).reshape(high, wide)
