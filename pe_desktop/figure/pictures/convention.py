"""The same encoding under another convention: a permutation that changes nothing, or a spectrum that does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.conventions import CHANGES, Convention, changes
from pe_desktop.engine.encoding import Encoding, Reading, Rotating, plain
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.parameter import Parametrised, choice
from pe_desktop.figure.agreement import SEED, Agreement, agreement
from pe_desktop.figure.figure import Axis, Figure, Panel, Track, fixed, share
from pe_desktop.figure.flow import BOTTOM, HEIGHT, MOST, STRIP, TOP, Flow
from pe_desktop.figure.marks import HEAD, Dots, Image, Legend, Line, Path, Rule
from pe_desktop.figure.picture import Picture, at_panel, letter, points_axis, ranged, suffix
from pe_desktop.figure.ticks import number, scientific

COLOURS = ("ink", "second", "query")
MATRIX = replace(fixed(124.0), optional=True)
_DRAWN = f"synthetic q and k, seed {SEED}"
NAMES = {("pairing", "interleaved"): "interleaved: adjacent pairs", ("pairing", "half"): "half: rotate_half"}


@dataclass(frozen=True)
class ConventionOptions(Parametrised):
    change: str = choice(
        "auto", ("auto", *CHANGES), "Which convention is changed; where an encoding does not have it, one that it has"
    )


@lru_cache(maxsize=8)
def convention_of(encoding: Rotating, change: str, length: int) -> Convention:
    """Under the change that was chosen, or else under the first that the encoding has."""
    found = changes(encoding)
    return Convention(encoding, change if change in found else found[0], length)


@lru_cache(maxsize=8)
def flow_of(convention: Convention, most: int) -> Flow:
    return Flow(convention, most)


class ConventionPicture(Picture):
    id = "convention"
    title = "Convention"
    subtitle = "the same encoding in another order, or on another ladder"
    formula = "half(P x) = P interleaved(x), so (P q)ᵀ (P k) = qᵀ k"
    source = "transformers, thread 25199 (RoPE's pairs); tensor2tensor, threads 391 and 1591 (layout and ladder)"
    attempt = (
        "Move the progress from 0 to 1 and follow one pair; then change the ladder, and watch the similarity part."
    )
    axes = ("column", "column")
    order = 120
    moves_by = ("progress",)
    Options = ConventionOptions
    turned = ("progress",)
    explanation = (
        "Above stands the encoding in its own order, below under the other convention, and every line follows one "
        "column. Where lines end on columns it is a permutation P: every scalar product stays, but a model loaded "
        "without P computes other scores. Another ladder has other frequencies: no order of its columns is the same."
    )

    def refusal(self, encoding: Encoding) -> str:
        if changes(encoding):
            return ""
        return (
            f"{encoding.label} has no second convention to show here. "
            "Choose Sinusoidal for its layout and ladder, or RoPE for its pairing."
        )

    def figure(self, document: Document, view: View) -> Figure:
        found = self._conventions(document)
        panels = [panel for i in range(len(found)) for panel in self._panels(document, view, i, found[i])]
        columns: tuple[Track, ...] = (share(), share())
        if len(found) == 1:
            panels = [replace(panels[0], columns=2), panels[1], _matrix(self._flow(document, found[0]))]
            columns = (share(), MATRIX)
        said = _said(self._flow(document, found[0]))
        return Figure(self.id, self.title, said, tuple(panels), columns, (share(1.5), share(1.0)))

    def _conventions(self, document: Document) -> list[Convention]:
        """Of A, and of B where two are compared."""
        change = self.options(document).change
        parts = [e for e in self.shown(document).encodings if isinstance(e, Rotating)]
        return [convention_of(encoding, change, document.length) for encoding in parts]

    def _flow(self, document: Document, convention: Convention) -> Flow:
        return flow_of(convention, MOST if document.compare is None else MOST // 2)

    def _panels(self, document: Document, view: View, index: int, convention: Convention) -> tuple[Panel, Panel]:
        flow, names = self._flow(document, convention), _names(convention)
        count = len(flow.columns)
        x = Axis(-0.5, count - 0.5, "column", names[1], ticks=flow.whole, whole=True)
        y = Axis(BOTTOM + STRIP + HEIGHT, TOP, ticks=False)
        title = "   ".join(part for part in (letter(document, index), names[0]) if part)
        if document.compare is None:
            title += _rows(flow)
        panel = Panel(self.id + suffix(index), x, y, flow.marks(view.progress), column=index, title=title, of=index)
        return panel, self._similarity(document, view, index, convention)

    def _similarity(self, document: Document, view: View, index: int, convention: Convention) -> Panel:
        id, found = f"{self.id}.offset{suffix(index)}", agreement(convention)
        y = points_axis(*found.range, "value", _letters(found))
        reach = float(max(document.length - 1, 1))
        x, y = ranged(view, id, points_axis(-reach, reach, "offset", _along(found), whole=True), y)
        lines = [
            Line(curve, colour, 2.5 if found.same and i == 0 else 1.75, dashed=found.same and i == 1)
            for i, (curve, colour) in enumerate(zip(found.curves, COLOURS, strict=False))
        ]
        order = (*lines[2:], *lines[:2])  # what differs lies below what is the same
        offset = view.position - view.key
        dots = [Dots(((offset, float(line.curve.at(np.array([offset]))[0])),), line.colour) for line in order]
        by = "differs by " if document.compare is None else "±"
        said = Legend(_lines_said(found, convention, by), _lines_said_shortly(found, convention))
        marks = (Rule("x", offset), *order, *dots, said)
        return Panel(id, x, y, marks, column=index, row=1, zooms=True, of=index, head=HEAD)

    def shape(self, document: Document) -> tuple[int, ...]:
        columns = self._conventions(document)[0].columns
        return columns, columns

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        found = self._conventions(document)
        matrices = {name: c.matrix() for name, c in zip(("permutation", "permutation_b"), found, strict=False)}
        one = agreement(found[0])
        similarity = np.stack([one.offsets, *(curve.at(one.offsets) for curve in one.curves)], axis=1)
        return {**matrices, "places": found[0].places, "by_offset": similarity}

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        convention = self._conventions(document)[0]
        found = agreement(convention)
        names = ("largest_difference", "largest_difference_without_permutation")
        values = dict(zip(names, found.differences, strict=False))
        return {"permutation": float(convention.permutes), **values, "offsets_compared": float(len(found.offsets))}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """A column of either table stands for its pair."""
        picked = super().pick(document, view, panel, point, step)
        if panel.x.quantity != "column":
            return picked
        flow = self._flow(document, self._conventions(document)[at_panel(document, panel.id)])
        pair = int(flow.pair[_column_at(flow, *point)])
        encoding = flow.convention.own
        return picked if pair < 0 else picked.replace(dimension=encoding.columns_of(pair)[0]).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        convention = self._conventions(document)[at_panel(self.shown(document), panel)]
        if panel.startswith(f"{self.id}.offset"):
            return _read_offset(agreement(convention), round(x)) if abs(round(x)) < document.length else None
        flow = self._flow(document, convention)
        inside = -0.5 <= x < len(flow.columns) - 0.5
        if panel in (self.id, f"{self.id}.b"):
            return _read_column(flow, x, y) if inside and 0 <= y <= BOTTOM + STRIP + HEIGHT else None
        rows = inside and -0.5 <= y < len(flow.columns) - 0.5
        return _read_cell(flow, round(y), round(x)) if panel == f"{self.id}.matrix" and rows else None


def _names(convention: Convention) -> tuple[str, str]:
    """The two conventions, as their code calls them."""
    own, other = (getattr(e, convention.change) for e in (convention.own, convention.other))
    return NAMES.get((convention.change, own), own), NAMES.get((convention.change, other), other)


def _rows(flow: Flow) -> str:
    """What the numbers are."""
    last = len(flow.values) - 1
    positions = f"positions 0 to {last}" if last else "position 0"
    return f", {positions}"


def _said(flow: Flow) -> str:
    convention, off = flow.convention, [difference(value) for value in agreement(flow.convention).differences]
    kind = f"a permutation of {convention.columns:,} columns" if convention.permutes else "no permutation"
    without = f", without P {off[1]}" if len(off) > 1 else ""
    said = f"{convention.change}: largest difference {off[0]}{without}; {kind}"
    pairs = len(np.unique(flow.pair[flow.pair >= 0]))
    return said if flow.whole else f"{said}; {pairs} of {convention.own.pairs:,} pairs shown"


def _letters(found: Agreement) -> str:
    return "p · q" if found.unpermuted is None else "q · k"


def _along(found: Agreement) -> str:
    said = ["offset p − q" if found.unpermuted is None else "offset m − n", "" if found.unpermuted is None else _DRAWN]
    said.append("" if found.every else f"differences at {len(found.offsets):,} offsets")
    return "; ".join(part for part in said if part)


def _lines_said(found: Agreement, convention: Convention, by: str) -> tuple[tuple[str, str], ...]:
    """What each curve is, and how far the others lie from the first."""
    names = _lines_said_shortly(found, convention)
    said = (f"{name} {by}{difference(value)}" for name, value in zip(names[1:], found.differences, strict=False))
    return tuple(zip((names[0], *said), COLOURS, strict=False))


def _lines_said_shortly(found: Agreement, convention: Convention) -> tuple[str, ...]:
    own, other = (getattr(e, convention.change) for e in (convention.own, convention.other))
    return (own, other) if found.unpermuted is None else (own, "with P", "without P")


def difference(value: float) -> str:
    """`0.42`, or, of what should be none, a power of ten."""
    if value == 0 or value >= 1e-3:
        return number(value, 2)
    return scientific(value, 0)


@lru_cache(maxsize=8)
def _cells(flow: Flow) -> ArrayTable:
    """(n, n): where a shown column of the own order is one of the other, the place of its pair's colour; else blank."""
    cells = np.full((len(flow.columns),) * 2, np.nan)
    rows = np.flatnonzero(_landed(flow))
    cells[rows, np.rint(flow.places[rows]).astype(np.int64)] = flow.shades[rows]
    return ArrayTable(FrozenArray(cells), len(cells))


def _landed(flow: Flow) -> NDArray[np.bool_]:
    """Which of the shown columns stand on a column of the other order."""
    return np.asarray((flow.convention.targets[flow.columns] >= 0) & (flow.places < len(flow.columns)))


def _matrix(flow: Flow) -> Panel:
    own, other = (getattr(e, flow.convention.change) for e in (flow.convention.own, flow.convention.other))
    ends = (-0.5, len(flow.columns) - 0.5)
    x = Axis(*ends, label=other, ticks=flow.whole, whole=True)
    y = Axis(*ends[::-1], label=own, ticks=flow.whole, whole=True)
    low, high = ends
    frame = Path(((low, low), (high, low), (high, high), (low, high), (low, low)), "hairline", 2.0)
    resting = tuple((float(c), float(c)) for c in np.flatnonzero(flow.pair < 0))
    rest = (Path(resting, "muted", 2.0),) if len(resting) > 1 else ()
    marks = (frame, *rest, Image(_cells(flow), "pair", (0.0, 1.0)))
    title = "matrix P" if flow.convention.permutes else "equal"
    return Panel("convention.matrix", x, y, marks, column=1, row=1, title=title)


def _column_at(flow: Flow, x: float, y: float) -> int:
    """Which of the shown columns of the own order stands at a point of the figure, by the table that is nearer."""
    place = min(max(0, round(x)), len(flow.columns) - 1)
    if y < (TOP + BOTTOM + HEIGHT + STRIP) / 2:
        return place
    return int(np.abs(flow.places - place).argmin())


def _read_column(flow: Flow, x: float, y: float) -> Reading:
    column = _column_at(flow, x, y)
    convention, pair = flow.convention, int(flow.pair[column])
    here = int(flow.columns[column])
    place = float(convention.places[here])
    own, other = (getattr(e, convention.change) for e in (convention.own, convention.other))
    rows = ((f"column, {own}", f"{here:,}"), (f"place, {other}", f"{place:,.4g}" if place % 1 else plain(place)))
    turning = (("pair", f"{pair} of {convention.own.pairs:,}" if pair >= 0 else "does not turn"),)
    return Reading(
        place, f"column {here:,} of {own}, in {other}", "the place of the column in the other order", rows + turning
    )


def _read_cell(flow: Flow, row: int, column: int) -> Reading:
    own, other = (getattr(e, flow.convention.change) for e in (flow.convention.own, flow.convention.other))
    value = float(_landed(flow)[row] and round(flow.places[row]) == column)
    rows = ((f"column, {own}", f"{flow.columns[row]:,}"), (f"shown column, {other}", f"{column:,}"))
    return Reading(value, "P[r, c]", "1 where column r of the own order is column c of the other", rows)


def _read_offset(found: Agreement, offset: int) -> Reading:
    values = [float(curve.at(np.array([float(offset)]))[0]) for curve in found.curves]
    names = ("own convention", "other convention", "other, not permuted")
    rows = (("offset", plain(offset)), *((n, number(v, 9)) for n, v in zip(names, values, strict=False)))
    return Reading(values[0], f"{_letters(found)} at offset {offset:,}", "under both conventions", rows)
