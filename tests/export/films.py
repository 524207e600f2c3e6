"""Short films, and what decoders find in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pe_desktop.document import State
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.request import Request
from pe_desktop.export.writing import render

from .states import state

SMALL = (320, 180)


def moving(figure: str = "rotation", shown: State | None = None, *, size: Any = SMALL, **wishes: Any) -> Request:
    """A request of eight frames or so; wishes are those of the request and of its motion."""
    ours = {p.name for p in Motion.parameters()} & set(wishes)
    motion = Motion(**{"seconds": 0.8, "fps": "10", **{name: wishes.pop(name) for name in ours}})
    return Request(shown or state(), figure, size=size, motion=motion, **wishes)


def gif(request: Request) -> Image.Image:
    return Image.open(BytesIO(render(request, "gif")))


def decoded(image: Image.Image, mode: str = "RGB") -> list[NDArray[np.uint8]]:
    """Each frame of a GIF as a player shows it, (rows, columns, channels)."""
    frames = []
    for i in range(image.n_frames):
        image.seek(i)
        frames.append(np.asarray(image.convert(mode)).copy())
    return frames


def delays(image: Image.Image) -> list[int]:
    """Milliseconds of each frame."""
    found = []
    for i in range(image.n_frames):
        image.seek(i)
        found.append(image.info["duration"])
    return found


def drawn(request: Request) -> list[NDArray[np.uint8]]:
    """The frames before they are compressed."""
    return [channels(frame) for frame in Film([request]).pixels()]


def channels(frame: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([frame >> 16 & 255, frame >> 8 & 255, frame & 255], axis=-1).astype(np.uint8)
