"""MP4: the film that slide programs and players take, and the document inside."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.export.carrying import carried
from pe_desktop.export.films.comments import MP4, mp4_comment
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request


class Mp4(Format):
    label = "MP4 film"
    order = 37
    uses = PICTURE - {"transparent", "google_slides"}
    moves = several = True

    @property
    def lacking(self) -> str:
        return "" if find_spec("av") else "PyAV, the extra “video”"

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        """Several figures are each held for their share of the time; one moves."""
        from pe_desktop.export.films.film import Film
        from pe_desktop.export.films.mp4 import Mp4Writer

        opaque = [request.replace(transparent=False) for request in requests]
        size, fps = requests[0].size.pixels, int(requests[0].motion.fps)
        with Mp4Writer(out, size, fps, comment=carried(requests)) as writer:
            for frame in Film(opaque).pixels(tell):
                writer.add(frame)

    def begins(self, start: bytes) -> bool:
        return start[4:8] == MP4

    def carried_in(self, stream: BinaryIO) -> str | None:
        return mp4_comment(stream, LARGEST)
