"""At which wavelengths each dimension of a table turns, and how long the vectors of positions are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.encoding import Reading
from pe_desktop.engine.field import Table
from pe_desktop.engine.frozen import Floats, FrozenArray
from pe_desktop.engine.power import OCTAVE, POSITIONS, Power, exact_power, sampled_power
from pe_desktop.figure.figure import Axis, Figure, Panel, share
from pe_desktop.figure.images import image, side_by_side
from pe_desktop.figure.marks import Dots, Path, Rule
from pe_desktop.figure.picture import (
    Picture,
    at_panel,
    cells_axis,
    letter,
    points_axis,
    ranged,
    suffix,
    tabular,
)
from pe_desktop.figure.ticks import number

DRAWN, LEAST, CELLS = 512, 64, 1 << 18  # norms: most, fewest, and of how many numbers
ROOM = 1.1
STEP = float(np.log10(2)) / OCTAVE  # of a band
MOST = 0.5  # beyond it shares have the end colour
NORM = ".norm"


class PowerPicture(Picture):
    id = "power"
    title = "Spectrum"
    subtitle = "the power of each dimension by wavelength, and the length of each position's vector"
    formula = "|Σ_p PE[p, c] e^{−iwp}|² between two wavelengths 2π/w, divided by all of it; ‖PE[p]‖"
    source = "Wang and Chen 2020, What Do Position Embeddings Learn?; Wang et al. 2021, On Position Embeddings in BERT"
    attempt = "Compare a learned table with sinusoids: a ladder is a line, training picks wavelengths of its own."
    axes = ("band", "dimension")
    order = 105
    moves_by = ("base", "position")
    explanation = (
        "Above, each column is a dimension of the table, and the colour says at which wavelengths it turns: sinusoids "
        "have one each, and their ladder is a line from fast to slow; in a trained table many dimensions share a few. "
        "The row at the top holds what turns more slowly than the sequence is long, and what does not turn at all. "
        "Below is the length of each position's vector: it is the same for all sinusoids, and at the ends of a trained "
        "table it is not."
    )

    def figure(self, document: Document, view: View) -> Figure:
        tables = _tables(document)
        found = [sampled_power(table) for table in tables]
        images = [self._spectrum(document, view, i, each) for i, each in enumerate(found)]
        panels, columns = side_by_side(images, share(), row=0, span=(0.0, MOST))
        places = [panel.column for panel in panels if not panel.colour_bar]
        lengths = (
            replace(self._norms(document, view, i, table), column=place, row=1)
            for i, (table, place) in enumerate(zip(tables, places, strict=True))
        )
        said = _said(tables, found)
        return Figure(self.id, self.title, said, (*panels, *lengths), columns, (share(1.6), share()))

    def _spectrum(self, document: Document, view: View, index: int, found: Power) -> Panel:
        """Fast at the bottom, slow at the top; the last band is drawn as high as the others."""
        id, width = self.id + suffix(index), _tables(document)[index].shape[1]
        low, high = _ends(found)
        x = cells_axis(width, self._columns(document, index), "dimension")
        y = Axis(low, high, "wavelength", "" if index else "positions a turn", log=True, limits=(low, high))
        x, y = ranged(view, id, x, y)
        mark = replace(image(document, _field(found)), levels=(0.0, MOST), rect=(-0.5, low, width - 0.5, high))
        marks = (mark, *((Rule("x", view.dimension),) if x.quantity else ()))
        return Panel(id, x, y, marks, title=letter(document, index), zooms=True, of=index)

    def _columns(self, document: Document, index: int) -> str:
        """Dimension, where the columns are those of the heatmap."""
        encoding = tabular(document)[index]
        same = encoding.picture(document.length).shape == encoding.vectors(document.length).shape
        return "dimension" if same else ""

    def _norms(self, document: Document, view: View, index: int, table: Table) -> Panel:
        id = self.id + NORM + suffix(index)
        rows, heights = _drawn(table)
        whole = points_axis(0.0, document.length - 1.0, "position", "position", whole=True)
        top = ROOM * float(heights.max()) or 1.0
        x, y = ranged(view, id, whole, points_axis(0.0, top, "norm", "" if index else "‖PE[p]‖"))
        points = tuple(zip(rows.tolist(), heights.tolist(), strict=True))
        here = float(table.norms(np.array([round(view.position)]))[0])
        dot = Dots(((float(round(view.position)), here),), "cursor", 9.0, hollow=True)
        marks = (Path(points, "accent"), Rule("x", view.position), dot)
        return Panel(id, x, y, marks, zooms=True, of=index)

    def shape(self, document: Document) -> tuple[int, ...]:
        table = _tables(document)[0]
        return len(sampled_power(table).shares), table.shape[1]

    def headings(self, document: Document, arrays: dict[str, Floats]) -> list[str]:
        return [f"dimension {i}" for i in range(next(iter(arrays.values())).shape[1])]

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """Of all columns; norms of the positions that are drawn. `edges` are the shortest wavelengths of the bands."""
        arrays: dict[str, Floats] = {}
        for table, letters in zip(_tables(document), ("", "_b"), strict=False):
            found, (rows, heights) = exact_power(table), _drawn(table)
            arrays |= {f"power{letters}": found.shares, f"edges{letters}": found.edges}
            arrays |= {f"positions{letters}": rows.astype(np.float64), f"norms{letters}": heights}
        return arrays

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        name = panel.removesuffix(".b")
        table = _tables(document)[at_panel(document, panel)]
        if name == self.id + NORM:
            return _read_norm(table, round(x))
        return _read_power(table, x, y) if name == self.id else None


def _tables(document: Document) -> list[Table]:
    return [encoding.vectors(document.length) for encoding in tabular(document)]


def _ends(found: Power) -> tuple[float, float]:
    """Powers of ten, of the whole image."""
    low = float(np.log10(found.edges[0]))
    return low, low + STEP * len(found.shares)


@lru_cache(maxsize=8)
def _field(found: Power) -> ArrayTable:
    return ArrayTable(FrozenArray(found.shares), len(found.shares))


@lru_cache(maxsize=8)
def _drawn(table: Table) -> tuple[Floats, Floats]:
    """Evenly spaced positions, all where they are few, and their norms."""
    length, columns = table.shape
    most = min(DRAWN, max(LEAST, CELLS // columns), length)
    rows = np.unique(np.linspace(0, length - 1, most).astype(np.int64))
    return rows.astype(np.float64), table.norms(rows)


def _read_norm(table: Table, row: int) -> Reading | None:
    if not 0 <= row < table.shape[0]:
        return None
    value = float(table.norms(np.array([row]))[0])
    return Reading(value, f"‖PE[{row}]‖", "√ Σ PE[p, c]² over the dimensions c", (("position", f"{row:,}"),))


def _read_power(table: Table, x: float, y: float) -> Reading | None:
    found, column = sampled_power(table), round(x)
    band = int(np.floor((y - _ends(found)[0]) / STEP))
    if not (0 <= column < table.shape[1] and 0 <= band < len(found.shares)):
        return None
    nearest = int(np.abs(found.columns - column).argmin())
    ends = [number(float(edge), 3) for edge in found.edges[band : band + 2]]
    waves = f"{ends[0]} to {ends[1]} positions" if len(ends) == 2 else f"{ends[0]} positions and more, or none"
    rows = (("dimension", f"{found.columns[nearest]:,} of {table.shape[1]:,}"), ("wavelength", waves))
    value = float(found.shares[band, nearest])
    return Reading(value, "share of the dimension's power", "|Σ_p PE[p, c] e^{−iwp}|² in the band / in all", rows)


def _said(tables: list[Table], found: list[Power]) -> str:
    """What is seen, and of how much of the table."""
    few = tables[0].shape[0] > POSITIONS
    wide = any(table.shape[1] > len(each.columns) for table, each in zip(tables, found, strict=True))
    columns = ", of some of the dimensions" if wide else ""
    return (
        "share of each dimension's power by wavelength, half and more in the end colour"
        + columns
        + f", first {POSITIONS} positions" * few
    )
