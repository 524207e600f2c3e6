"""GIF: an animation that every slide program plays, with one palette made for it, and the document inside."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.export.carrying import carried
from pe_desktop.export.films.comments import GIF, gif_comment
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request
from pe_desktop.figure.style import THEMES


class Gif(Format):
    label = "GIF animation"
    order = 36
    uses = PICTURE
    moves = several = True

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        """Several figures are each held for their share of the time; one moves."""
        from pe_desktop.export.films.colours import film_palette
        from pe_desktop.export.films.film import Film
        from pe_desktop.export.films.gif import GifWriter

        film, first = Film(requests), requests[0]
        theme = THEMES[first.theme]
        palette = film_palette(film.samples(tell), (theme.rgb(role) for role in theme.roles))
        comment, seen_through = carried(requests), first.transparent
        writer = GifWriter(out, film.size, palette, film.motion.delay, comment=comment, seen_through=seen_through)
        with closing(writer):
            for frame in film.pixels(tell):
                writer.add(frame)

    def begins(self, start: bytes) -> bool:
        return start.startswith(GIF)

    def carried_in(self, stream: BinaryIO) -> str | None:
        return gif_comment(stream, LARGEST)
