"""How alike every two positions are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.curve import Curve
from pe_desktop.engine.encoding import Paired, Reading, Tabular, plain
from pe_desktop.engine.field import Field
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import Parametrised, choice
from pe_desktop.engine.similarity import METRICS, round_outwards
from pe_desktop.figure.extents import extents
from pe_desktop.figure.figure import COMPANION, SQUARE, Axis, Figure, Panel, share
from pe_desktop.figure.images import clipped, image, levels, side_by_side
from pe_desktop.figure.marks import Cell, Dots, Line, Rule
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, points_axis, ranged, suffix, tabular

COLOURS = ("accent", "second")


@dataclass(frozen=True)
class SimilarityOptions(Parametrised):
    metric: str = choice("dot", METRICS, "The scalar product of two positions, or the cosine of the angle between them")


Likeness = tuple[Field, Curve]
"""How alike every two positions are, and the mean of that by their offset."""


def likenesses(document: Document, metric: str) -> list[Likeness]:
    """Of A, and of B when two are compared."""
    return [encoding.similarity(document.length, metric) for encoding in tabular(document)]


def by_offset(document: Document, view: View, id: str, found: list[Likeness], y: Axis) -> Panel:
    """The mean similarity against the offset, for each encoding."""
    reach, offset = document.length - 1, view.position - view.key
    names = "AB" if document.compare is not None else ("",)
    drawn = tuple(zip((curve for _, curve in found), COLOURS, names, strict=False))
    lines = [Line(curve, colour, label=name) for curve, colour, name in drawn]
    dots = [_dot(curve, offset, colour) for curve, colour, _ in drawn]
    x, y = ranged(view, id, points_axis(-reach, reach, "offset", "offset p − q", whole=True), y)
    ends = tuple(line.label for line in lines if line.label)
    return Panel(id, x, y, (Rule("x", offset), *lines, *dots), zooms=True, ends=ends)


def _dot(curve: Curve, offset: float, colour: str) -> Dots:
    at = offset if curve.continuous else float(np.rint(offset))
    return Dots(((at, float(curve.at(np.array([at]))[0])),), colour, hollow=True)


def reached(found: list[Likeness]) -> tuple[float, float]:
    """What the curves by offset reach, to round numbers; where that takes too long, what most products do."""
    spans = [extents(curve) if curve.exact else matrix.bounds for matrix, curve in found]
    return round_outwards(min(low for low, _ in spans), max(high for _, high in spans))


class Similarity(Picture):
    id = "similarity"
    title = "Similarity"
    order = 30
    moves_by = ("base", "position")
    Options = SimilarityOptions
    explanation = (
        "Each cell compares two positions. For sinusoids and RoPE only the offset matters, so every diagonal has "
        "one colour: that is what lets attention look a fixed distance back, wherever it is. Learned tables have to "
        "find this out from data; here one sees how far they did."
    )
    subtitle = "p · q for every pair of positions"
    formula = "PE(p) · PE(q) = Σ cos(w_i (p − q)) for sinusoids"
    source = "Vaswani et al. 2017, section 3.5; Wang and Chen 2020, What Do Position Embeddings Learn?"
    attempt = "Compare with a learned table, and look for what is left of the diagonals."
    axes = ("position", "position")

    def figure(self, document: Document, view: View) -> Figure:
        metric = self.options(document).metric
        found = likenesses(document, metric)
        matrices = [matrix for matrix, _ in found]
        images = [self._panel(document, view, i, matrix) for i, matrix in enumerate(matrices)]
        spans = [reached(found), *map(levels, matrices)]
        low, high = min(low for low, _ in spans), max(high for _, high in spans)
        panels, columns = side_by_side(images, SQUARE, row=0, span=(low, high))
        curve = by_offset(document, view, f"{self.id}.offset", found, points_axis(low, high, "value", ""))
        curve = replace(curve, column=len(columns))
        if len(columns) == len(images) + 1 and _same(curve.y, panels[-1].y):
            curve = replace(curve, y=replace(curve.y, labels=False))  # those of the one colour bar stand beside it
        subtitle = f"{letters(metric)} for every pair of positions" + clipped(matrices)
        return Figure(self.id, self.title, subtitle, (*panels, curve), (*columns, COMPANION), (share(),))

    def _panel(self, document: Document, view: View, index: int, matrix: Field) -> Panel:
        id = self.id + suffix(index)
        x = cells_axis(document.length, "key", "position q")
        y = cells_axis(document.length, "position", "position p" if index == 0 else "", down=True)
        x, y = ranged(view, id, x, y)
        cursor = (Rule("y", view.position), Rule("x", view.key), Cell(view.key, view.position))
        marks = (image(document, matrix), *cursor)
        return Panel(id, x, y, marks, title=letter(document, index), zooms=True, of=index)

    def shape(self, document: Document) -> tuple[int, ...]:
        return document.length, document.length

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        metric = self.options(document).metric
        found = zip(("similarity", "similarity_b"), likenesses(document, metric), strict=False)
        return {name: matrix.full() for name, (matrix, _) in found}

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        metric = self.options(document).metric
        if panel.endswith(".offset"):
            return read_offset(document, metric, x)
        p, q = round(y), round(x)
        if panel not in (self.id, f"{self.id}.b") or not (0 <= p < document.length and 0 <= q < document.length):
            return None
        encoding = tabular(document)[at_panel(document, panel)]
        value = float(encoding.similarity(document.length, metric)[0].at([p], [q])[0, 0])
        rows = (("position p", plain(p)), ("position q", plain(q)), ("offset p − q", plain(p - q)))
        return Reading(value, f"{letters(metric)} at p = {p}, q = {q}", _definition(encoding, metric), rows)


def read_offset(document: Document, metric: str, x: float) -> Reading | None:
    offset = round(x)
    if abs(offset) >= document.length:
        return None
    encoding = tabular(document)[0]
    value = float(encoding.similarity(document.length, metric)[1].at(np.array([float(offset)]))[0])
    rows = (("offset p − q", plain(offset)), ("pairs of positions", f"{document.length - abs(offset):,}"))
    return Reading(value, f"mean of {letters(metric)} at offset {offset}", _definition(encoding, metric), rows)


def _same(one: Axis, other: Axis) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def letters(metric: str) -> str:
    return "p · q" if metric == "dot" else "cosine of p and q"


def _definition(encoding: Tabular, metric: str) -> str:
    if not isinstance(encoding, Paired):
        return "Σ p_c q_c over the columns c" if metric == "dot" else "p · q / (‖p‖ ‖q‖)"
    return encoding.product(metric)
