"""Every format, one file each, named after its suffix. A file in this folder is found by itself.

Such a file says what the format is, and how a document is found in it again; what writes is loaded when it writes. So
a list of formats needs no Qt, nor does reading, and numbers are written on machines where Qt cannot be loaded.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from pe_desktop.export.atomic import replacing
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request
from pe_desktop.loading import Folder

PICTURE = frozenset(
    {
        "size",
        "theme",
        "transparent",
        "title",
        "heading",
        "caption",
        "colour_bar",
        "text_size",
        "cursor",
        "google_slides",
        "metadata",
    }
)
"""What counts in every picture."""
NUMBERS = frozenset({"metadata"})


class Format(ABC):
    """A kind of file, or of folder. `label` is what a dialog calls it; `order` is where it offers it.

    `uses` names the parameters of a request that count in it. In one that `moves`, so do those of its motion. One that
    is of `several` holds a slide, a page or a scene for each request; others take one. One that is a `folder` holds
    files.
    """

    label: ClassVar[str]
    order: ClassVar[int]
    uses: ClassVar[frozenset[str]]
    moves: ClassVar[bool] = False
    several: ClassVar[bool] = False
    folder: ClassVar[bool] = False

    @property
    def suffix(self) -> str:
        """The name of its file among the formats, and the end of the files that it writes."""
        return type(self).__module__.rpartition(".")[2]

    @property
    def is_picture(self) -> bool:
        return "size" in self.uses

    @property
    def lacking(self) -> str:
        """What has to be installed before it can be written; empty where nothing has to."""
        return ""

    def replacing(self, path: str | Path) -> AbstractContextManager[Any]:
        """What `write` fills, which is at the path when the block ends; until then, and after an error, nothing is new.

        Raises OSError.
        """
        return replacing(path)

    @abstractmethod
    def write(self, requests: Sequence[Request], out: Any, tell: Tell = silent) -> None:
        """Fill a stream, or an empty folder, with the same bytes each time.

        Raises ExportError, ParameterError, OSError or Cancelled.
        """

    def begins(self, start: bytes) -> bool:
        """Whether a file that starts with these bytes, up to 1,024, is one that may carry a document."""
        return False

    def carried_in(self, stream: BinaryIO) -> str | None:
        """The document that a file carries, as JSON that is still to be judged. What begins so may be anything."""
        return None


FORMATS: Folder[Format] = Folder(__name__, __path__, Format)
"""One instance of every format by suffix, in the order in which they are offered."""


@lru_cache
def decks() -> dict[str, Format]:
    """Those that hold several figures in one file, likewise."""
    return {name: format for name, format in FORMATS.items() if format.several and not format.folder}
