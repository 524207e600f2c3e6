"""A bias as lines: of every head by offset, or, where it depends on more than that, of one query by key."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.by_rows import ByRows, Row
from pe_desktop.engine.encoding import Relative
from pe_desktop.figure.extents import extents
from pe_desktop.figure.figure import Axis, Panel
from pe_desktop.figure.heads import looked_at, relative, spread
from pe_desktop.figure.marks import Dots, Line, Path, Rule
from pe_desktop.figure.picture import points_axis, ranged, shade

MOST_LINES = 48
NAMED = 12  # lines at most of which every one has its name
STRONG = 2.75
COLOURS = ("accent", "second")
ROOM = 0.04  # of the range, left free above and below
RULED = 0.012  # of the width: how far apart borders of buckets must be to be marked
BEYOND = 1.5  # times the last border: how far is shown at first


def companion(document: Document, view: View, heads: list[tuple[int, ...]]) -> Panel:
    """What stands beside the matrix of A, and of B, of which `heads` are to be drawn."""
    if any(encoding.by_offset(1, 0) is None for encoding in relative(document)):
        return _by_key(document, view)
    return _by_offset(document, view, heads)


def nearest(
    document: Document, view: View, heads: list[tuple[int, ...]], point: tuple[float, float]
) -> tuple[int, int, float]:
    """Encoding and head of the line that passes a point, and how far above or below it; infinitely where none is."""
    x, found = float(round(point[0])), [(np.inf, 0, 0)]
    for index, head in enumerate(looked_at(document, view)):
        for other in spread(heads[index], MOST_LINES, head):
            curve = relative(document)[index].by_offset(document.length, other)
            if curve is not None and curve.domain[0] <= x <= curve.domain[1]:
                found.append((abs(float(curve.at(np.array([x]))[0]) - point[1]), index, other))
    away, index, head = min(found)
    return index, head, away


def _by_offset(document: Document, view: View, heads: list[tuple[int, ...]]) -> Panel:
    id, looked = "bias.offset", looked_at(document, view)
    lines = [line for i, head in enumerate(looked) for line in _lines(document, i, head, heads[i])]
    x, y = _offsets_axis(document, lines), _values_axis(lines)
    borders = _borders(document, x, y)
    x, y = ranged(view, id, x, y)
    offset = float(round(view.position) - round(view.key))
    marks = (*borders, Rule("x", offset), *lines, *_dots(lines, offset))
    return Panel(id, x, y, marks, zooms=True, ends=tuple(line.label for line in lines if line.label))


def _by_key(document: Document, view: View) -> Panel:
    """What the query at the cursor adds to the score of each key."""
    id, query = "bias.row", round(view.position)
    lines = [_row(document, index, head, query) for index, head in enumerate(looked_at(document, view))]
    x = points_axis(0.0, document.length - 1.0, "key", f"key, of query {query:,}", whole=True)
    x, y = ranged(view, id, x, _values_axis(lines))
    key = float(round(view.key))
    marks = (Rule("x", key), *lines, *_dots(lines, key))
    return Panel(id, x, y, marks, zooms=True, ends=tuple(line.label for line in lines if line.label))


def _row(document: Document, index: int, head: int, query: int) -> Line:
    encoding = relative(document)[index]
    field = encoding.bias(document.length, head)
    wave = field.wavelength if isinstance(field, ByRows) else 2.0
    curve = Row(field, query, query if encoding.causal else document.length - 1, wave)
    label = "AB"[index] if document.compare is not None else ""
    return Line(curve, COLOURS[index], STRONG, label=label, stepped=not curve.continuous)


def _lines(document: Document, index: int, head: int, heads: tuple[int, ...]) -> list[Line]:
    """Of each head; the one that is looked at strong, and on top."""
    encoding, compared = relative(document)[index], document.compare is not None
    drawn = spread(heads, MOST_LINES, head)
    lines = []
    for place, other in enumerate(drawn):
        curve = encoding.by_offset(document.length, other)
        assert curve is not None
        colour = COLOURS[index] if compared else shade(place, len(drawn))
        line = Line(curve, colour, 1.25, opacity=0.3 if compared else 0.7, stepped=not curve.continuous)
        line = replace(line, label=_name(encoding, other, compared or len(drawn) > NAMED))
        if other == head:
            line = replace(line, label=("AB"[index] + " ") * compared + encoding.head_name(head))
            line = replace(line, width=STRONG, opacity=1.0)
        lines.append(line)
    return sorted(lines, key=lambda line: line.width)


def _name(encoding: Relative, head: int, many: bool) -> str:
    """The last word of a head's name; none where there are many."""
    return "" if many else encoding.head_name(head).split()[-1]


def _dots(lines: list[Line], x: float) -> list[Dots]:
    strong = [line for line in lines if line.width == STRONG and line.curve.domain[0] <= x <= line.curve.domain[1]]
    return [Dots(((x, float(line.curve.at(np.array([x]))[0])),), line.colour, hollow=True) for line in strong]


def _offsets_axis(document: Document, lines: list[Line]) -> Axis:
    """All offsets; where buckets end long before these, as far as a little beyond the last."""
    first = min(line.curve.domain[0] for line in lines)
    last = max(line.curve.domain[1] for line in lines)
    axis = points_axis(first, last, "offset", "query − key", whole=True)
    furthest = max((abs(b) for e in relative(document) for b in e.borders(document.length)), default=last)
    every = all(encoding.borders(document.length) for encoding in relative(document))
    if not every or BEYOND * furthest >= last:
        return axis
    return replace(axis, first=max(first, -BEYOND * furthest), last=BEYOND * furthest)


def _values_axis(lines: list[Line]) -> Axis:
    """From the least to the greatest value, with zero."""
    spans = [extents(line.curve) for line in lines]
    low, high = min(0.0, *(low for low, _ in spans)), max(0.0, *(high for _, high in spans))
    return points_axis(low - ROOM * (high - low), high + ROOM * (high - low), "value", "bias")


def _borders(document: Document, x: Axis, y: Axis) -> list[Path]:
    """A thin rule where a bucket begins, where they are not too near to each other."""
    found = sorted({border for encoding in relative(document) for border in encoding.borders(document.length)})
    room, rules = RULED * (x.high - x.low), []
    for border, before, after in zip(found, [-np.inf, *found], [*found[1:], np.inf], strict=False):
        if x.low < border < x.high and min(border - before, after - border) >= room:
            rules.append(Path(((border - 0.5, y.low), (border - 0.5, y.high)), "hairline", 1.0))
    return rules
