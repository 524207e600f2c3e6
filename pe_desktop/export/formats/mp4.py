"""MP4: the film that slide programs and players take, and the document inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pe_desktop.export.carrying import carried
from pe_desktop.export.films.film import Film
from pe_desktop.export.films.mp4 import Mp4Writer
from pe_desktop.export.formats import PICTURE, DeckFormat
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request


class Mp4(DeckFormat):
    label = "MP4 film"
    order = 37
    uses = PICTURE - {"transparent", "google_slides"}
    moves = True

    def write_deck(self, requests: Sequence[Request], stream: BinaryIO, tell: Tell = silent) -> None:
        """Several figures are each held for their share of the time; one moves."""
        opaque = [request.replace(transparent=False) for request in requests]
        size, fps = requests[0].size.pixels, int(requests[0].motion.fps)
        with Mp4Writer(stream, size, fps, comment=carried(requests)) as writer:
            for frame in Film(opaque).pixels(tell):
                writer.add(frame)
