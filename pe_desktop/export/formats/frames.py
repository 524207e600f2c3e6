"""A folder of numbered PNG pictures, for programs that make films."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pe_desktop.export.atomic import replacing_folder
from pe_desktop.export.carrying import carried
from pe_desktop.export.chunks import text_chunk
from pe_desktop.export.formats import PICTURE, Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import KEYWORD, Request

NUMBERED = re.compile(r"\d{4,}\.png")


class Frames(Format):
    label = "Numbered PNG pictures"
    order = 38
    uses = PICTURE
    moves = several = folder = True

    def replacing(self, path: str | Path) -> AbstractContextManager[Path]:
        """As of a file; a folder that holds anything but numbered pictures is never replaced."""
        return replacing_folder(path, lambda name: NUMBERED.fullmatch(name) is not None)

    def write(self, requests: Sequence[Request], out: Path, tell: Tell = silent) -> None:
        """0000.png and so on; each carries the film, so that any of them can be opened."""
        from pe_desktop.export.films.film import Film
        from pe_desktop.export.raster import encoded

        text = carried(requests)
        said = [text_chunk(KEYWORD, text)] if text else []
        for i, picture in enumerate(Film(requests).images(tell)):
            (out / f"{i:04}.png").write_bytes(encoded(picture, *said))
