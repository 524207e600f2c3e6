"""A folder of numbered PNG pictures, for programs that make films."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pe_desktop.export.carrying import carried
from pe_desktop.export.chunks import text_chunk
from pe_desktop.export.films.film import Film
from pe_desktop.export.formats import PICTURE, FolderFormat
from pe_desktop.export.formats.png import encoded
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import KEYWORD, Request


class Frames(FolderFormat):
    label = "Numbered PNG pictures"
    order = 38
    uses = PICTURE
    moves = True

    def write_folder(self, requests: Sequence[Request], folder: Path, tell: Tell = silent) -> None:
        """0000.png and so on; each carries the film, so that any of them can be opened."""
        text = carried(requests)
        said = [text_chunk(KEYWORD, text)] if text else []
        for i, picture in enumerate(Film(requests).images(tell)):
            (folder / f"{i:04}.png").write_bytes(encoded(picture, *said))
