"""What every picture answers: its figure, its numbers, and what stands under the mouse."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Reading, Tabular
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError, Parametrised
from pe_desktop.figure.figure import Axis, Figure, Panel, share

MOST_COLUMNS = 16384

Tell = Callable[[float], None]
"""Is told the fraction of a work that is done; what it raises ends the work."""


@dataclass(frozen=True)
class Options(Parametrised):
    """A picture's own choices; empty unless it declares some."""


class Picture(ABC):
    """Base of all pictures: pure functions of a document and a view."""

    id: ClassVar[str]
    title: ClassVar[str]
    subtitle: ClassVar[str]
    explanation: ClassVar[str]
    """What one is looking at, in about three sentences."""
    formula: ClassVar[str]
    source: ClassVar[str]
    attempt: ClassVar[str]
    """What to try, in a sentence."""
    axes: ClassVar[tuple[str, ...]]
    """What each dimension of the array is that `numbers` holds first."""
    order: ClassVar[int]
    Options: ClassVar[type[Parametrised]] = Options
    turned: ClassVar[tuple[str, ...]] = ()
    """Names of the view's parameters that a person turns for this picture."""
    compares: ClassVar[bool] = True
    """Whether it shows B too, when two are compared."""
    moves_by: ClassVar[tuple[str, ...]]
    """Names of the parameters that an animation moves by itself: the first that the document has."""
    encoded: ClassVar[bool] = True
    """Whether it is of the document's encodings; else of its own choices alone."""
    by_length: ClassVar[bool] = True
    """Whether it depends on how long the document is."""

    def options(self, document: Document) -> Any:
        """This picture's choices in a document. Raises ParameterError for what it does not know."""
        values: Mapping[str, Any] = document.options.get(self.id, {})
        known = tuple(p.name for p in self.Options.parameters())
        for name in values:
            if name not in known:
                raise ParameterError(f"{self.id}.{name}", values[name], ", ".join(known) or "no options")
        return self.Options(**values)

    def refusal(self, encoding: Encoding) -> str:
        """Why this picture cannot be made of an encoding; empty when it can. By default it takes a table."""
        if isinstance(encoding, Tabular):
            return ""
        return (
            f"{encoding.label} has no vectors: it adds to the scores of queries and keys. The page Relative shows it."
        )

    def obstacle(self, document: Document) -> str:
        """Why this picture cannot be made of a document; empty when it can."""
        return self.refusal(document.encoding)

    def shown(self, document: Document) -> Document:
        """The document without B, where this picture cannot be made of that."""
        b = document.compare
        return document.showing(document.encoding, None) if b is not None and not self._serves(b) else document

    def _serves(self, b: Encoding) -> bool:
        return self.encoded and self.compares and not self.refusal(b)

    def prepared(self, document: Document, view: View) -> bool:
        """Whether all is computed that the figure is to show: where that takes long, it shows what there is."""
        return True

    def prepare(self, document: Document, view: View, tell: Tell) -> None:  # noqa: B027, most have nothing to do
        """Compute all that the figure is to show, however long it takes; another thread may do so."""

    def build(self, document: Document, view: View) -> Figure:
        """The figure, or an empty one whose note says why there is none."""
        self.options(document)  # raises where they are not those of this picture
        note = self.obstacle(document)
        if note:
            return Figure(self.id, self.title, "", (), (share(),), (share(),), note=note)
        shown = self.shown(document)
        figure = self.figure(shown, view.within(document))
        if not self.encoded:
            return figure
        remarks = dict.fromkeys(e.remark for e in shown.encodings if e.remark)
        if shown is not document and document.compare is not None:
            remarks[f"B, {document.compare.label}, cannot be shown here"] = None
        return replace(figure, subtitle="; ".join((figure.subtitle, *remarks))) if remarks else figure

    @abstractmethod
    def figure(self, document: Document, view: View) -> Figure:
        """The figure for an encoding that it serves; the view's cursor is inside the document."""

    def check(self, document: Document) -> None:
        """Raises ParameterError where an option does not fit the encoding."""
        self.options(document)

    @abstractmethod
    def shape(self, document: Document) -> tuple[int, ...]:
        """Of the array that `numbers` holds first."""

    @abstractmethod
    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """Float64 arrays by name; the first is what `.npy` and `.csv` hold."""

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        """A name for each place of the last dimension of the first array."""
        count = next(iter(arrays.values())).shape[-1]
        return [f"{self.axes[-1]} {i}" for i in range(count)]

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        return {}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """The view when a point of a panel is picked; positions are rounded to multiples of `step`."""
        both = "key" in (panel.x.quantity, panel.y.quantity)  # a cell of two positions sets them both
        inside = view.within(document).replace(together=view.together and not both)
        for axis, value in zip((panel.x, panel.y), point, strict=True):
            inside = _picked(inside, axis.quantity, value, step, document.length - 1)
        return (inside.replace(together=view.together) if both else inside).within(document)

    def reordered(self, document: Document, panel: str, start: float, end: float) -> Document:
        """The document when what stands at one place of a movable axis was dragged to another. May raise
        ParameterError."""
        return document

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        """What stands at a point of a panel, exactly; None where nothing does."""
        return None


def _picked(view: View, quantity: str, value: float, step: float, last: float) -> View:
    near = round(round(value / step) * step, 6)
    if quantity == "position":
        return view.at(near, last)
    if quantity == "key":
        return view.replace(key=min(max(near, 0.0), last))
    if quantity == "dimension":
        return view.replace(dimension=min(max(0, round(value)), MOST_COLUMNS))
    if quantity == "offset":
        return view.replace(key=min(max(view.position - near, 0.0), last), together=False)
    if quantity == "head":
        return view.replace(head=min(max(0, round(value)), 1023))
    return view


def tabular(document: Document) -> tuple[Tabular, ...]:
    """A, and B when two are compared, of a document of tables."""
    tables = tuple(e for e in document.encodings if isinstance(e, Tabular))
    assert len(tables) == len(document.encodings)
    return tables


def at_panel(document: Document, panel: str) -> int:
    """Which encoding a panel shows, 0 or 1: panels of B have an id that ends in `.b`."""
    return int(panel.endswith(".b") and document.compare is not None)


def suffix(index: int) -> str:
    return ("", ".b")[index]


def letter(document: Document, index: int) -> str:
    """`A  Sinusoidal` over a panel when two encodings are compared."""
    return "" if document.compare is None else f"{'AB'[index]}   {document.encodings[index].label}"


def cells_axis(count: int, quantity: str, label: str, *, down: bool = False) -> Axis:
    """An axis of `count` cells centred at 0 … count − 1; `down`: the first at the top."""
    ends = (-0.5, count - 0.5)
    first, last = ends[::-1] if down else ends
    binary = count >= 16 and (count & (count - 1) == 0 or (count % 64 == 0 and count <= 16384))
    return Axis(first, last, quantity, label, whole=True, binary=binary, limits=ends)


def points_axis(low: float, high: float, quantity: str, label: str, **rest: Any) -> Axis:
    """An axis of numbers; a range of one point is widened so that it can be drawn."""
    if not high > low:
        low, high = low - 0.5, high + 0.5
    return Axis(low, high, quantity, label, limits=(low, high), **rest)


def ranged(view: View, panel: str, x: Axis, y: Axis) -> tuple[Axis, Axis]:
    """The axes as the view has zoomed them, kept inside their limits."""
    shown = view.ranges.get(panel)
    if shown is None:
        return x, y
    return _within(x, shown[0], shown[1]), _within(y, shown[2], shown[3])


def _within(axis: Axis, first: float, last: float) -> Axis:
    low, high = axis.limits or (axis.low, axis.high)
    a, b = (min(max(v, low), high) for v in sorted((first, last)))
    if not (math.isfinite(a) and b - a > 1e-9 * (high - low)):
        return axis
    return replace(axis, first=b, last=a) if axis.first > axis.last else replace(axis, first=a, last=b)


def shade(pair: int, pairs: int) -> str:
    return f"pair:{pair / max(1, pairs - 1):.4f}"
