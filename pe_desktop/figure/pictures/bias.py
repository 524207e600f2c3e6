"""What a relative encoding adds to the score of each query and key: as a matrix, and by their offset."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.encoding import Encoding, Reading, Relative
from pe_desktop.engine.encodings.alibi import Alibi, alibi_slopes
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError, Parametrised, flag, integers
from pe_desktop.figure.by_offset import companion, nearest
from pe_desktop.figure.figure import COMPANION, Figure, Panel, share
from pe_desktop.figure.heads import (
    beside,
    grid_of,
    head_bar,
    head_image,
    image_of,
    in_grid,
    looked_at,
    mask_edge,
    relative,
    spread,
)
from pe_desktop.figure.images import BAR, clipped
from pe_desktop.figure.marks import Cell, Mark, Path, Rule
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, ranged, suffix

MOST_TILES, MOST_TILES_COMPARED = 16, 8
NEAR = 0.04  # of the height of the plot: how near to a line a click picks its head


@dataclass(frozen=True)
class BiasOptions(Parametrised):
    all_heads: bool = flag(False, "Up to 16 heads as small matrices with one scale, instead of one", label="all heads")
    heads: tuple[int, ...] = integers("Which heads are drawn and exported; auto takes all", maximum=1023)


class Bias(Picture):
    id = "bias"
    title = "Bias"
    subtitle = "what is added to the score of each query and key"
    formula = "score(i, j) = q_i · k_j / √d + bias(i, j); for ALiBi −m_h · (i − j), for T5 b[bucket(j − i), h]"
    source = "Press et al. 2022, Train Short, Test Long; Raffel et al. 2020, T5; Shaw et al. 2018"
    attempt = "Click the lines one after the other: each head of ALiBi looks twice as far back as the one before."
    axes = ("head", "query", "key")
    order = 80
    moves_by = ("head", "position")
    turned = ("head",)
    Options = BiasOptions
    explanation = (
        "Each cell is the number that a head adds to the score of a query and a key before the softmax; keys after "
        "the query are left blank where they are masked. Where the bias depends on the offset alone, every diagonal "
        "has one colour, and the lines show all there is to know. Heads differ in how fast the bias falls, so that "
        "some look at neighbours only and others far back."
    )

    def refusal(self, encoding: Encoding) -> str:
        if isinstance(encoding, Relative):
            return ""
        return f"{encoding.label} has no bias: it adds no number to scores. Choose ALiBi or T5 buckets to see one."

    def heads(self, document: Document, index: int = 0) -> tuple[int, ...]:
        """The heads that were chosen, of those that there are, or all."""
        count = relative(document)[index].num_heads
        return tuple(h for h in self.options(document).heads if h < count) or tuple(range(count))

    def _all_heads(self, document: Document) -> list[tuple[int, ...]]:
        return [self.heads(document, index) for index in range(len(document.encodings))]

    def figure(self, document: Document, view: View) -> Figure:
        looked = looked_at(document, view)
        if self.options(document).all_heads:
            return self._multiples(document, view, looked)
        fields = [e.bias(document.length, h) for e, h in zip(relative(document), looked, strict=True)]
        matrices = [self._matrix(document, view, i, head) for i, head in enumerate(looked)]
        panels, columns = beside([(p, field.bounds) for p, field in zip(matrices, fields, strict=True)])
        beyond = replace(companion(document, view, self._all_heads(document)), column=len(columns))
        names = [e.head_name(h) for e, h in zip(relative(document), looked, strict=True)]
        subtitle = f"added to each score: {' | '.join(names)}" + clipped(fields)
        track = COMPANION if document.compare is None else share()
        return Figure(self.id, self.title, subtitle, (*panels, beyond), (*columns, track), (share(),))

    def _matrix(self, document: Document, view: View, index: int, head: int) -> Panel:
        id = self.id + suffix(index)
        x = cells_axis(document.length, "key", "key")
        y = cells_axis(document.length, "position", "query" if index == 0 else "", down=True)
        x, y = ranged(view, id, x, y)
        marks = (*_masked(document, index, head), *_cursor(view))
        return Panel(id, x, y, marks, title=letter(document, index), zooms=True, of=index)

    def _multiples(self, document: Document, view: View, looked: tuple[int, ...]) -> Figure:
        most = MOST_TILES if document.compare is None else MOST_TILES_COMPARED
        shown = [spread(self.heads(document, i), most, head) for i, head in enumerate(looked)]
        columns = grid_of(max(map(len, shown)), len(shown))
        panels: list[Panel] = []
        rows = 0
        for index, heads in enumerate(shown):
            span = _span(document, index, heads)
            tiles = [self._tile(document, view, index, head, columns, span) for head in heads]
            scale = head_bar(f"{self.id}.scale{suffix(index)}", image_of(tiles[0]), rows, span)
            panels += [*in_grid(tiles, columns, rows), replace(scale, column=columns)]
            rows += -(-len(heads) // columns)
        subtitle = "added to each score, all heads on one scale"
        return Figure(self.id, self.title, subtitle, tuple(panels), (*[share()] * columns, BAR), (share(),) * rows)

    def _tile(
        self, document: Document, view: View, index: int, head: int, columns: int, span: tuple[float, float]
    ) -> Panel:
        """The matrix of one head on the scale of all."""
        x, y = (cells_axis(document.length, name, "", down=name == "position") for name in ("key", "position"))
        name = relative(document)[index].head_name(head)
        name = name.split()[-1] if columns > 4 else name
        title = name if document.compare is None else f"{'AB'[index]}   {name}"
        chosen = head == looked_at(document, view)[index]
        frame = (_frame(document.length), *_cursor(view)) if chosen else ()
        marks = (*_masked(document, index, head, span), *frame)
        return Panel(f"{self.id}.h{head}{suffix(index)}", x, y, marks, title=title, of=index)

    def check(self, document: Document) -> None:
        chosen, count = self.options(document).heads, relative(document)[0].num_heads
        if any(head >= count for head in chosen):
            raise ParameterError("heads", ",".join(map(str, chosen)), f"integers from 0 to {count - 1:,}")

    def shape(self, document: Document) -> tuple[int, ...]:
        return len(self.heads(document)), document.length, document.length

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        self.check(document)
        parts = zip(relative(document), ("", "_b"), strict=False)
        found: dict[str, Floats] = {}
        for index, (encoding, end) in enumerate(parts):
            heads = self.heads(document, index)
            found |= {name + end: array for name, array in _numbers(encoding, document.length, heads).items()}
        return found

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        inside, head = view.within(document), looked_at(document, view)[0]
        query, key = round(inside.position), round(inside.key)
        value = relative(document)[0].bias(document.length, head).at([query], [key])[0, 0]
        return {"head": float(head), "query": float(query), "key": float(key), "bias_at_cursor": float(value)}

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """On a small matrix or near a line: its head."""
        if panel.id.startswith(f"{self.id}.h"):
            view = view.replace(head=int(panel.id.split(".")[1][1:]))
        if panel.id == f"{self.id}.offset":
            _, head, away = nearest(document, view.within(document), self._all_heads(document), point)
            if away <= NEAR * (panel.y.high - panel.y.low):
                return view.replace(head=head).within(document)
        return super().pick(document, view, panel, point, step)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        inside = view.within(document)
        if panel == f"{self.id}.offset":
            index, head, away = nearest(document, inside, self._all_heads(document), (x, y))
            return _reading(document, index, head, max(round(x), 0), max(-round(x), 0)) if away < np.inf else None
        index, length = at_panel(document, panel), document.length
        head = looked_at(document, inside)[index]
        if panel.startswith(f"{self.id}.h"):
            head = int(panel.split(".")[1][1:])
        elif panel not in (self.id, f"{self.id}.b", f"{self.id}.row"):
            return None
        query, key = round(inside.position) if panel == f"{self.id}.row" else round(y), round(x)
        if not (0 <= query < length and 0 <= key < length):
            return None
        return _reading(document, index, head, query, key)


def _cursor(view: View) -> tuple[Mark, ...]:
    return Rule("y", view.position), Rule("x", view.key), Cell(view.key, view.position)


def _masked(document: Document, index: int, head: int, span: tuple[float, float] | None = None) -> tuple[Mark, ...]:
    """The bias of a head, and where its mask begins."""
    encoding = relative(document)[index]
    image = head_image(document, encoding.bias(document.length, head), span)
    return (image, mask_edge(document.length)) if encoding.causal else (image,)


def _frame(length: int) -> Path:
    """About the matrix of the head that is looked at."""
    first, last = -0.5, length - 0.5
    return Path(((first, first), (last, first), (last, last), (first, last), (first, first)), "accent", 4.0)


def _span(document: Document, index: int, heads: tuple[int, ...]) -> tuple[float, float]:
    """What any of the heads reaches."""
    spans = [relative(document)[index].bias(document.length, head).bounds for head in heads]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _reading(document: Document, index: int, head: int, query: int, key: int) -> Reading:
    return relative(document)[index].reading(query, key, head, document.length)


def _numbers(encoding: Relative, length: int, heads: tuple[int, ...]) -> dict[str, Floats]:
    """The biases, finite where a mask hides them too, and what there is besides: slopes, borders, values by offset."""
    found = {"bias": np.stack([encoding.bias(length, head).full() for head in heads])}
    found["heads"] = np.array(heads, dtype=np.float64)
    if isinstance(encoding, Alibi):
        found["slopes"] = alibi_slopes(encoding.num_heads, encoding.alibi_bias_max)[list(heads)]
    if encoding.borders(length):
        found["borders"] = np.array(encoding.borders(length), dtype=np.float64)
    curves = [curve for curve in (encoding.by_offset(length, head) for head in heads) if curve is not None]
    if curves:
        found["offsets"] = np.arange(curves[0].domain[0], curves[0].domain[1] + 1)
        found["by_offset"] = np.stack([curve.at(found["offsets"]) for curve in curves])
    return found
