"""Every format, one file each, named after its suffix. A file in this folder is found by itself.

None is imported before it is wanted: numbers are written on machines where Qt cannot be loaded.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, ClassVar

from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import ExportError, Request
from pe_desktop.loading import Folder


class Format(ABC):
    """A kind of file. `label` is what a dialog calls it; `order` is where it offers it.

    `uses` names the parameters of a request that count in it. In one that `moves`, so do those of its motion.
    """

    label: ClassVar[str]
    order: ClassVar[int]
    uses: ClassVar[frozenset[str]]
    moves: ClassVar[bool] = False

    @property
    def is_picture(self) -> bool:
        return "size" in self.uses

    @abstractmethod
    def write(self, request: Request, stream: BinaryIO, tell: Tell = silent) -> None:
        """The file's bytes, the same each time. Raises ExportError, ParameterError, OSError or Cancelled."""


class DeckFormat(Format):
    """A kind of file that holds several figures, one after another."""

    def write(self, request: Request, stream: BinaryIO, tell: Tell = silent) -> None:
        self.write_deck((request,), stream, tell)

    @abstractmethod
    def write_deck(self, requests: Sequence[Request], stream: BinaryIO, tell: Tell = silent) -> None:
        """The file's bytes, with a slide or page for each request; it raises what `write` does."""


class FolderFormat(Format):
    """A kind of export that is a folder of files."""

    def write(self, request: Request, stream: BinaryIO, tell: Tell = silent) -> None:
        raise ExportError(f"output: one file given, and {self.label.lower()} are many; allowed: a folder")

    @abstractmethod
    def write_folder(self, requests: Sequence[Request], folder: Path, tell: Tell = silent) -> None:
        """Fills an empty folder; it raises what `write` does."""


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


_FOUND: Folder[Format] = Folder(__name__, __path__, Format)

NAMES = _FOUND.names
"""Suffixes of the files that can be written."""


def format_of(name: str) -> Format:
    """The format of that suffix. Raises KeyError when there is none, ImportError where pictures need Qt in vain."""
    return _FOUND[name]


def formats() -> dict[str, Format]:
    """All of them by suffix, in the order in which they are offered."""
    return dict(_FOUND)
