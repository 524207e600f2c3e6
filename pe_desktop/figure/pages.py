"""Pages: named arrangements of figures. A page is data."""

from __future__ import annotations

from dataclasses import dataclass

from pe_desktop.document import State
from pe_desktop.engine.encoding import Encoding
from pe_desktop.figure.pictures import PICTURES


@dataclass(frozen=True)
class Page:
    """`figures` are ids of pictures, row by row in two columns; `icon` is a file of resources/icons.

    `encoding` is the id of the one shown where the page cannot show the one that is looked at. A `strict` page is made
    for its first figure: without that it shows nothing. `heights` are those of the rows, to each other, where they are
    not all the same.
    """

    id: str
    label: str
    icon: str
    figures: tuple[str, ...]
    encoding: str
    strict: bool = False
    heights: tuple[int, ...] = ()

    def serves(self, encoding: Encoding) -> bool:
        """Whether any of its figures can be made of that, or, of a strict page, the first."""
        figures = self.figures[:1] if self.strict else self.figures
        return any(not PICTURES[figure].refusal(encoding) for figure in figures)

    def compares(self, second: Encoding) -> bool:
        """Whether the first of its figures that show two can be made of that."""
        first = next((figure for figure in self.figures if PICTURES[figure].compares), "")
        return bool(first) and not PICTURES[first].refusal(second)


_PAGES = (
    Page("explore", "Explore", "explore", ("heatmap", "waves", "similarity", "rotation"), "sinusoidal"),
    Page("relative", "Relative", "relative", ("bias",), "alibi"),
    Page("extend", "Extend", "extend", ("frequencies", "context-plan", "decay", "rotation"), "rope"),
    Page("images", "Images", "images", ("patches", "patches-order", "heatmap", "helix"), "sincos2d", heights=(3, 4)),
    Page("precision", "Precision", "precision", ("precision", "convention"), "rope"),
    Page("why", "Why", "why", ("attention", "addition", "naive", "training"), "sinusoidal"),
    Page("doctor", "Doctor", "doctor", ("diagnosis", "power", "similarity", "helix"), "learned", strict=True),
)
PAGES = {page.id: page for page in _PAGES}
"""By id, in the order of the rail."""


def on_page(state: State, figure: str) -> State:
    """The state on a page that shows the figure: its own, if that does."""
    document = state.document
    return State(document.replace(page=page_of(figure, document.page)), state.view)


def page_of(figure: str, first: str = "explore") -> str:
    """The page that shows a figure: `first`, if it does; `explore` where none does."""
    pages = (PAGES.get(first), *PAGES.values())
    return next((page.id for page in pages if page is not None and figure in page.figures), "explore")
