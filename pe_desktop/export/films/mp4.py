"""MP4 with H.264, by PyAV, which is an extra: the film that slide programs play.

Colours are BT.709 in the samples and in the tags: a player that finds no tags guesses, and may guess wrong.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np

from pe_desktop.export.films import Frame
from pe_desktop.export.request import ExportError

LONGEST_SIDE = 4096
"""Of what common decoders take (H.264, level 5.2)."""
BT709, LIMITED = 1, 1  # as ITU-T H.273 numbers them, and libav its ranges
THREADS = 4  # always as many: x264 cuts a film by them, and its bytes must not depend on the machine
QUALITY = {"crf": "16", "preset": "medium", "rc-lookahead": "20"}  # twice as far would take 50 MB more
WRITTEN = {"movflags": "+faststart", "fflags": "+bitexact"}


class Mp4Writer:
    """Writes a film into a stream: `add` each frame inside a `with` block; at its end the file is there.

    size: width and height, both even; fps: frames a second; comment: what the file carries. Raises ExportError
    where PyAV is missing or the size cannot be. The same frames give the same bytes.
    """

    def __init__(self, stream: BinaryIO, size: tuple[int, int], fps: int, *, comment: str = "") -> None:
        refuse_size(size)
        self._av, self._stream, self._frames = _library(), stream, 0
        self._size, self._fps, self._comment = size, fps, comment

    def __enter__(self) -> Self:
        with ExitStack() as opened, self._plain_errors():
            folder = opened.enter_context(TemporaryDirectory(prefix="pe-desktop-"))
            self._path = Path(folder, "film.mp4")  # since the index is moved to its front in the end
            film = self._av.open(str(self._path), "w", format="mp4", container_options=WRITTEN)
            self._film: Any = opened.enter_context(film)
            if self._comment:
                self._film.metadata["comment"] = self._comment
            self._track = self._film.add_stream("libx264", rate=self._fps, options=QUALITY)
            self._describe(self._track.codec_context)
            self._opened = opened.pop_all()
        return self

    def _describe(self, context: Any) -> None:
        context.width, context.height = self._size
        context.pix_fmt, context.time_base = "yuv420p", Fraction(1, self._fps)
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED
        context.thread_count = THREADS

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._opened, self._plain_errors():
            if kind is None:
                self._film.mux(self._track.encode())
                self._film.close()
                with self._path.open("rb") as film:
                    shutil.copyfileobj(film, self._stream)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """What the library says of a full disk, as everyone else says it."""
        try:
            yield
        except self._av.FFmpegError as error:
            raise OSError(error.errno, error.strerror) from None

    def add(self, frame: Frame) -> None:
        """Write a frame. The array may be used again afterwards."""
        picture = self._av.VideoFrame.from_ndarray(frame.view(np.uint8).reshape(*frame.shape, 4), format="bgra")
        turned = self._in_709(picture)
        turned.pts, self._frames = self._frames, self._frames + 1
        turned.time_base = self._track.codec_context.time_base
        with self._plain_errors():
            self._film.mux(self._track.encode(turned))

    def _in_709(self, picture: Any) -> Any:
        ways = self._av.video.reformatter.Interpolation
        return picture.reformat(
            format="yuv420p",
            dst_colorspace=BT709,
            dst_color_range=LIMITED,
            interpolation=ways.AREA | ways.ACCURATE_RND | ways.FULL_CHR_H_INP | ways.BITEXACT,
        )


def refuse_size(size: tuple[int, int]) -> None:
    """Raises ExportError for a size that H.264 cannot have, in 4:2:0, or players cannot show."""
    if max(size) > LONGEST_SIDE:
        allowed = f"sides of at most {LONGEST_SIDE:,} pixels in an MP4, or another format"
    elif size[0] % 2 or size[1] % 2:
        allowed = f"even sides in an MP4, such as {size[0] // 2 * 2}x{size[1] // 2 * 2}"
    else:
        return
    raise ExportError(f"size: {size[0]}x{size[1]} given; allowed: {allowed}")


def _library() -> Any:
    try:
        import av  # only here: an extra of 128 MB
        import av.video.reformatter
    except ImportError:
        remedy = "pip install 'pe-desktop[video]', or choose .gif"
        raise ExportError(f"output: an MP4 given, and PyAV is not installed; allowed: {remedy}") from None
    return av
