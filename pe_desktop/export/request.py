"""What is asked of an export: a state, one of its figures, and how it is to look."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pe_desktop.document import SUFFIX, Document, State
from pe_desktop.engine.kinds import Text
from pe_desktop.engine.parameter import ParameterError, Parametrised, choice, declare, flag, real
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.size import PageSize, Size
from pe_desktop.figure.picture import Picture
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES

KEYWORD = "pe-desktop"
"""What a document is called inside a PNG or SVG."""
ATTACHMENT = f"document{SUFFIX}"
"""And inside a PDF."""


GOOGLE_SLIDES = 25_000_000
"""Pixels of the largest picture that Google Slides takes (its documentation on adding images)."""


class ExportError(ValueError):
    """One line: why there is no file. Nothing was written, and a file that stood there stands as it was."""


@dataclass(frozen=True)
class Request(Parametrised):
    """One figure of a state, as a file is to hold it. Raises ParameterError for a figure that there is not."""

    state: State
    figure: str
    size: PageSize = declare(Size(), PageSize(1920, 1080), "Width and height of a picture", unit="pixels")
    theme: str = choice("light", tuple(THEMES), "Colours of a picture")
    transparent: bool = flag(False, "Leave out the background of a picture")
    title: bool = flag(True, "Name the figure at its top")
    heading: str = declare(Text(200), "", "A name of your own for the figure")
    caption: bool = flag(True, "Say every parameter in a line at the bottom")
    colour_bar: bool = flag(True, "Say beside a heatmap what its colours mean")
    text_size: float = real(
        1.0, 0.5, 3.0, "How much larger text is, where there is room for it: 1.5 is for the back row", unit="times"
    )
    cursor: bool = flag(False, "Mark the position, the key and the dimension that are looked at")
    letters: str = choice("text", ("text", "outlines"), "Words of an SVG as text, or as shapes that need no font")
    cells: str = choice("image", ("image", "vector"), "Cells of an SVG as one image, or as shapes, up to 64 x 64")
    google_slides: bool = flag(False, "Refuse what Google Slides does not take: more than 25 megapixels")
    metadata: bool = flag(True, "Let the file carry the document, so that it can be opened again")
    motion: Motion = Motion()

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


def refuse_unserved(request: Request) -> None:
    """Raises ExportError when the figure cannot be made of the encoding."""
    reason = request.picture.refusal(request.state.document.encoding)
    if reason:
        raise ExportError(f"figure: {request.figure} given; {reason}")


def refuse_unfit(request: Request) -> None:
    """As `refuse_unserved`; raises ParameterError too, where an option of the figure does not fit the encoding.

    What a person writes is answered so; what the window shows is drawn as far as it can be.
    """
    refuse_unserved(request)
    request.picture.check(request.document)


def refuse_oversize(request: Request) -> None:
    """Raises ExportError when the picture is for Google Slides and larger than that takes."""
    allowed = request.size.within(GOOGLE_SLIDES)
    if request.google_slides and allowed != request.size:
        pixels = math.prod(request.size.pixels) / 1e6
        given = f"{request.size} given, {pixels:.1f} megapixels, and Google Slides takes 25"
        raise ExportError(f"size: {given}; allowed: up to {allowed}")
