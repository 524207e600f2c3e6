"""Draws every figure of every encoding with each slider at its end, in a process that may not have much memory.

`python -m tests.gui.at_their_greatest BYTES` prints a line for each: the figure, the encoding, and `drawn`, `sampled`,
the figure's note, or the error.
"""

from __future__ import annotations

import os
import resource
import sys
from typing import TypeVar

from threadpoolctl import threadpool_limits

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.kinds import Grid, Integer, Kind, ParameterError, Real
from pe_desktop.engine.maybe import AutoReal, IntegerOrNone
from pe_desktop.engine.parameter import Parametrised
from pe_desktop.figure.picture import Picture
from pe_desktop.figure.pictures import PICTURES

T = TypeVar("T", bound=Parametrised)


def greatest(kind: Kind) -> object:
    """The value at the right end of a slider; None for what has none."""
    if isinstance(kind, Integer):
        return kind.maximum // kind.multiple * kind.multiple
    if isinstance(kind, Real | AutoReal | IntegerOrNone):
        return kind.maximum
    return (kind.longest, kind.longest) if isinstance(kind, Grid) else None


def at_its_greatest(chosen: T) -> T:
    """With every parameter at its end, as far as those before it allow."""
    for parameter in chosen.parameters():
        value = greatest(parameter.kind)
        try:
            chosen = chosen if value is None else chosen.replace(**{parameter.name: value})
        except ParameterError:
            continue
    return chosen


def document_of(picture: Picture, encoding: type[Encoding]) -> Document:
    document = Document().showing(at_its_greatest(encoding()), None)
    document = document.replace(length=document.longest)
    options = at_its_greatest(picture.Options())
    changed = {p.name: getattr(options, p.name) for p in options.parameters() if getattr(options, p.name) != p.default}
    chosen = document.choosing(picture.id, **changed)
    try:
        picture.check(chosen)
    except ParameterError:
        return document
    return chosen


def main() -> None:
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from pe_desktop.export.fonts import text_width
    from pe_desktop.export.medium import Medium
    from pe_desktop.figure.style import LIGHT, SCREEN
    from pe_desktop.gui.pages.figure_view import FigureView
    from pe_desktop.gui.widgets.theme import application, apply_theme

    apply_theme(application(), LIGHT)
    threadpool_limits(limits=1, user_api="blas")  # as the window does
    view = FigureView(Medium(LIGHT, SCREEN, 1.0, text_width))
    view.resize(360, 280)
    view.show()
    for picture in PICTURES.values():
        for encoding in ENCODINGS.values():
            if picture.refusal(encoding()) or (not picture.encoded and encoding.id != "sinusoidal"):
                continue
            document = document_of(picture, encoding)
            looked = View(position=document.length - 1.0, key=document.length / 2, dimension=16384, head=1023)
            try:
                figure = picture.build(document, looked)
                view.show_figure(figure)
                empty = view.grab().toImage().isNull()
                said = "nothing" if empty else figure.note or ("drawn" if view.exact else "sampled")
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
            print(picture.id, encoding.id, said, flush=True)
    view.close()


if __name__ == "__main__":
    main()
