"""The encoding itself: position down, dimension to the right."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.encoding import Paired, Reading, Tabular
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.figure.figure import Axis, Figure, Panel, fixed, share
from pe_desktop.figure.images import clipped, image, side_by_side
from pe_desktop.figure.marks import Cell, Image, Rule
from pe_desktop.figure.picture import Picture, at_panel, cells_axis, letter, ranged, suffix, tabular

STRIP = fixed(4.0)


class Heatmap(Picture):
    id = "heatmap"
    title = "Encoding"
    subtitle = "position × dimension"
    formula = "PE[p, 2i] = sin(p · base^{−2i/d}), PE[p, 2i + 1] = cos(p · base^{−2i/d}) for the sinusoidal encoding"
    source = "Vaswani et al. 2017, Attention Is All You Need, section 3.5"
    attempt = "Lower the base until the right half begins to change, or set d_model to 8 and find two equal rows."
    axes = ("position", "dimension")
    order = 10
    moves_by = ("d_model", "position")
    explanation = (
        "Each row is the vector of one position, each column one dimension. Fast pairs change from row to row; "
        "slow ones hardly change over the whole sequence, so that near and far positions can both be told apart."
    )

    def figure(self, document: Document, view: View) -> Figure:
        encodings = tabular(document)
        images = [self._panel(document, view, i) for i in range(len(encodings))]
        panels, columns = side_by_side(images, share(), row=1)
        strips = [_strip(encodings[p.of], p, letter(document, p.of)) for p in panels if p.zooms]
        fields = [encoding.picture(document.length) for encoding in encodings]
        names = dict.fromkeys(encoding.column for encoding in encodings)
        subtitle = f"position × {' and '.join(names)}" + clipped(fields)
        return Figure(self.id, self.title, subtitle, (*strips, *panels), columns, (STRIP, share()))

    def _panel(self, document: Document, view: View, index: int) -> Panel:
        encoding = tabular(document)[index]
        field = encoding.picture(document.length)
        rows, columns = field.shape
        id = self.id + suffix(index)
        x = cells_axis(columns, "dimension", encoding.column)
        y = cells_axis(rows, "position", "position" if index == 0 else "", down=True)
        x, y = ranged(view, id, x, y)
        dimension = min(view.dimension, columns - 1)
        cursor = (Rule("y", view.position), Rule("x", dimension), Cell(dimension, view.position))
        colours = "signed" if field.bounds[0] < 0 else "magnitude"
        marks = (image(document, field, colours), *cursor)
        return Panel(id, x, y, marks, zooms=True, of=index)

    def shape(self, document: Document) -> tuple[int, ...]:
        return tabular(document)[0].numbers(document.length).shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        tables = zip(("table", "table_b"), tabular(document), strict=False)
        return {name: encoding.numbers(document.length).full() for name, encoding in tables}

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        noun = tabular(document)[0].column
        return [f"{noun} {i}" for i in range(arrays["table"].shape[1])]

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        encoding = tabular(document)[at_panel(document, panel)]
        rows, columns = encoding.picture(document.length).shape
        if not (panel in (self.id, f"{self.id}.b") and -0.5 <= x < columns - 0.5 and -0.5 <= y < rows - 0.5):
            return None
        return encoding.reading(float(min(max(round(y), 0), rows - 1)), int(np.rint(x)), document.length)


def _strip(encoding: Tabular, below: Panel, title: str) -> Panel:
    """A thin band over the columns, each in the colour of its pair; under the panel's title."""
    colours = (Image(_shades(encoding), "pair", (0.0, 1.0)),) if isinstance(encoding, Paired) else ()
    x, y = replace(below.x, ticks=False, label=""), Axis(-0.5, 0.5, ticks=False)
    return replace(below, id=f"{below.id}.pairs", x=x, y=y, marks=colours, row=0, title=title, zooms=False)


@lru_cache(maxsize=8)
def _shades(encoding: Paired) -> ArrayTable:
    places = encoding.column_pairs / max(1, encoding.pairs - 1)
    return ArrayTable(FrozenArray(places[None, :].astype(np.float32)), 1)
