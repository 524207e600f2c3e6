"""What is asked of an export: a state, one of its figures, and how it is to look."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from pe_desktop.document import Document, State, to_json
from pe_desktop.engine.kinds import Kind
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, declare, flag
from pe_desktop.figure.picture import Picture
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES

KEYWORD = "pe-desktop"
"""What a document is called inside a PNG or SVG."""
ATTACHMENT = "document.pe.json"
"""And inside a PDF."""

SHORTEST, LONGEST = 16, 16384
MOST_PIXELS = 100_000_000


class ExportError(ValueError):
    """One line: why there is no file. Nothing was written, and a file that stood there stands as it was."""


@dataclass(frozen=True)
class Size(Kind):
    """Width and height of a picture in pixels."""

    def allowed(self) -> str:
        return f"WIDTHxHEIGHT in pixels, each from {SHORTEST} to {LONGEST}, at most 100 megapixels"

    def check(self, name: str, value: Any) -> tuple[int, int]:
        pair = isinstance(value, tuple | list) and len(value) == 2 and all(type(side) is int for side in value)
        if not pair or not all(SHORTEST <= side <= LONGEST for side in value) or value[0] * value[1] > MOST_PIXELS:
            raise ParameterError(name, self.written(value) if pair else value, self.allowed())
        return value[0], value[1]

    def parse(self, name: str, text: str) -> tuple[int, int]:
        sides = re.fullmatch(r"(\d{1,9}) ?[xX×] ?(\d{1,9})", text.strip())
        if sides is None:
            raise ParameterError(name, text, self.allowed())
        return self.check(name, (int(sides[1]), int(sides[2])))

    def written(self, value: tuple[int, int]) -> str:
        return f"{value[0]}x{value[1]}"


@dataclass(frozen=True)
class Request(Parametrised):
    """One figure of a state, as a file is to hold it. Raises ParameterError for a figure that there is not."""

    state: State
    figure: str
    size: tuple[int, int] = declare(Size(), (1920, 1080), "Width and height of a picture", unit="pixels")
    theme: str = choice("light", tuple(THEMES), "Colours of a picture")
    transparent: bool = flag(False, "Leave out the background of a picture")
    title: bool = flag(True, "Name the figure at its top")
    caption: bool = flag(True, "Say every parameter in a line at the bottom")
    cursor: bool = flag(False, "Mark the position, the key and the dimension that are looked at")
    metadata: bool = flag(True, "Let the file carry the document, so that it can be opened again")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.figure not in PICTURES:
            raise ParameterError("figure", self.figure, ", ".join(PICTURES))

    @property
    def picture(self) -> Picture:
        return PICTURES[self.figure]

    @property
    def document(self) -> Document:
        """As the figure shows it."""
        return self.picture.shown(self.state.document)

    @property
    def carried(self) -> str:
        """The state as one line of JSON in ASCII, which every format holds unharmed; empty without metadata."""
        if not self.metadata:
            return ""
        return json.dumps(json.loads(to_json(self.state)), separators=(",", ":"), sort_keys=True)


def refuse_unserved(request: Request) -> None:
    """Raises ExportError when the figure cannot be made of the encoding."""
    reason = request.picture.refusal(request.state.document.encoding)
    if reason:
        raise ExportError(f"figure: {request.figure} given; {reason}")
