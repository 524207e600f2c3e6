"""What an array that was opened is: the scheme that comes nearest, right or with a known bug, and where it is off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pe_desktop.document import Document, View
from pe_desktop.engine.array_table import ArrayTable
from pe_desktop.engine.diagnosis import BUG, CORRECT, NOTHING, Diagnosis, Finding
from pe_desktop.engine.encoding import Encoding, Reading, Tabular
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.field import Field
from pe_desktop.engine.frozen import Floats
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.figure.diagnosed import DiagnosisOptions, Question, as_read, question
from pe_desktop.figure.diagnosis_facts import facts, short, told, waiting
from pe_desktop.figure.figure import BLANK, Figure, Panel, Track, fixed, share
from pe_desktop.figure.images import BAR, bar, image
from pe_desktop.figure.marks import Cell, Facts, Image, Prose, Rule
from pe_desktop.figure.picture import Picture, Tell, cells_axis, ranged

COLUMNS = (share(), BAR, Track(share=1.3, optional=True), replace(BAR, optional=True, spares=0.25))
TOLD = fixed(56.0)  # four lines, a little smaller than the others
VERDICTS = (CORRECT, BUG, NOTHING)
"""By number, as the scalars say them."""


class DiagnosisPicture(Picture):
    id = "diagnosis"
    title = "Diagnosis"
    subtitle = "the scheme that reproduces the array best"
    formula = "error = |W[row, column] − PE[row, column]|, PE the scheme that comes nearest, with its bug if it has one"
    source = (
        "The engine's own encodings, compared with every row; bugs from public code: half-split read as interleaved, "
        "cos exponents (2i+1)/d, a base in the wrong place, positions in bf16"
    )
    attempt = (
        "Drop what your own code made on this page: a .npy, .npz, .csv or .safetensors file. Queries that were rotated "
        "need what they were before."
    )
    axes = ("row", "column")
    order = 130
    compares = False
    moves_by = ("position",)
    explanation = (
        "On the left is the array, row by row: a table, cosines and sines, inverse frequencies, a bias, or rotated "
        "queries. Beside it is the scheme that comes nearest to it as it ought to be. Below, each cell says how far "
        "the array is from that scheme, with its bug where it has one: errors of the size of a rounding mean that it "
        "is explained. A table that was trained is no known scheme: what is shown is merely the nearest."
    )
    Options = DiagnosisOptions

    def refusal(self, encoding: Encoding) -> str:
        if isinstance(encoding, Learned):
            return ""
        return f"{encoding.label} has no array from outside: it is computed here. Open a table to have it diagnosed."

    def obstacle(self, document: Document) -> str:
        return self.refusal(document.encoding) or self._question(document).mismatch

    def prepared(self, document: Document, view: View) -> bool:
        return bool(self.obstacle(document)) or self._question(document).answer is not None

    def prepare(self, document: Document, view: View, tell: Tell) -> None:
        if not self.obstacle(document):
            self._question(document).ask(tell)

    def _question(self, document: Document) -> Question:
        return question(_learned(document).table, self.options(document))

    def _found(self, document: Document) -> Diagnosis:
        return self._question(document).ask()

    def figure(self, document: Document, view: View) -> Figure:
        learned, found = _learned(document), self._question(document).answer
        if found is None:
            table = self._tables(document, view, learned, None)[0]
            words = Panel(f"{self.id}.facts", BLANK, BLANK, (Facts(waiting(learned.table)),), column=2, columns=2)
            said = "compared with every scheme, row by row …"
            return Figure(self.id, self.title, said, (*_barred(table, row=0, column=0), words), COLUMNS, (share(),))
        tables = self._tables(document, view, learned, found.best)
        panels = [p for i, table in enumerate(tables) for p in _barred(table, row=1, column=2 * i)]
        panels.append(Panel(f"{self.id}.told", BLANK, BLANK, (Prose(*told(found)),), columns=len(COLUMNS)))
        rows, row = [TOLD, share(1.0)], 1
        if found.best is not None:
            error = self._error(document, view, learned, found.best)
            rows.append(share(1.2))
            row = len(tables)  # what is said stands where there is room
            panels += _barred(error, row=2, column=0, columns=1 if row > 1 else 3)
        panels.append(Panel(f"{self.id}.facts", BLANK, BLANK, (Facts(facts(found)),), column=2, columns=2, row=row))
        return Figure(self.id, self.title, found.headline, tuple(panels), COLUMNS, tuple(rows))

    def _tables(self, document: Document, view: View, learned: Learned, best: Finding | None) -> list[Panel]:
        """What was opened, and what it ought to be where that is a table of more than one position."""
        rows = _rows(learned, best)
        table = image(document, rows, "signed")
        panels = [self._panel(self.id, learned, view, table, rows.shape, learned.table.name)]
        if best is not None and isinstance(best.encoding, Tabular) and best.length > 1:
            field = best.encoding.picture(best.length)
            colours = "signed" if field.bounds[0] < 0 else "magnitude"
            mark, title = image(document, field, colours), short(best)
            panels.append(self._panel(f"{self.id}.best", learned, view, mark, field.shape, title))
        return panels

    def _error(self, document: Document, view: View, learned: Learned, best: Finding) -> Panel:
        rows, columns = best.view.shape
        rect = (-0.5, -0.5, columns - 0.5, rows - 0.5)
        mark = replace(image(document, _map(best)), rect=rect)
        mark = replace(mark, levels=(0.0, mark.levels[1]))
        return self._panel(
            f"{self.id}.error",
            learned,
            view,
            mark,
            (rows, columns),
            "error, the bug included" if best.bug else "error",
        )

    def _panel(self, id: str, learned: Learned, view: View, mark: Image, shape: tuple[int, int], title: str) -> Panel:
        rows, columns = shape
        x = cells_axis(columns, "dimension", "column")
        y = cells_axis(rows, "row", "" if id.endswith(".best") else "row", down=True)
        x, y = ranged(view, id, x, y)
        row, column = min(_row(learned, view), rows - 1), min(view.dimension, columns - 1)
        marks = (mark, Rule("y", row), Rule("x", column), Cell(column, row))
        return Panel(id, x, y, marks, title=title, zooms=True)

    def shape(self, document: Document) -> tuple[int, ...]:
        return self._best(document).errors.map.values.shape

    def numbers(self, document: Document, view: View) -> dict[str, Floats]:
        """The mean of |error| over blocks of cells. Raises ParameterError where no scheme can be compared."""
        return {"error": np.array(self._best(document).errors.map.values)}

    def scalars(self, document: Document, view: View) -> dict[str, float]:
        """`verdict` is 0 for a correct scheme, 1 for a known bug, 2 for no known scheme."""
        found, errors = self._found(document), self._best(document).errors
        return {
            "verdict": float(VERDICTS.index(found.verdict)),
            "largest_error": errors.max,
            "rms_error": errors.rms,
            "relative_error": errors.relative,
            "rows_compared": float(errors.rows),
        }

    def pick(self, document: Document, view: View, panel: Panel, point: tuple[float, float], step: float) -> View:
        """The row of the table, which is a position of the encoding from its offset on."""
        picked = super().pick(document, view, panel, point, step)
        if panel.y.quantity != "row":
            return picked
        return picked.at(round(point[1]) - float(_learned(document).offset), document.length - 1.0).within(document)

    def read(self, document: Document, view: View, panel: str, x: float, y: float) -> Reading | None:
        learned, found = _learned(document), self._question(document).answer
        best, row, column = found.best if found else None, round(y), round(x)
        if panel == f"{self.id}.best" and best is not None and isinstance(best.encoding, Tabular):
            if not _inside(best.encoding.picture(best.length), row, column):
                return None
            return best.encoding.reading(float(row), column, best.length)
        rows = _rows(learned, best)
        if panel not in (self.id, f"{self.id}.error") or not _inside(rows, row, column):
            return None
        where = (("row", f"{row:,}"), ("column", f"{column:,} of {rows.shape[1]:,}"))
        if panel == self.id:
            value = float(rows.at([row], [column])[0, 0])
            return Reading(value, f"W[{row}, {column}]", "the array that was opened", where)
        return _reading(best, rows.shape, row, column, where) if best is not None else None

    def _best(self, document: Document) -> Finding:
        found = self._found(document)
        if found.best is None:
            name, allowed = _learned(document).table.name, "one that a scheme can be compared with"
            raise ParameterError("table", name, f"{allowed}: {found.nature}")
        return found.best


def _learned(document: Document) -> Learned:
    assert isinstance(document.encoding, Learned)
    return document.encoding


def _rows(learned: Learned, best: Finding | None) -> ArrayTable:
    """All rows, whatever the offset and the length are."""
    return as_read(learned.table, best.view if best else None)


def _map(best: Finding) -> ArrayTable:
    return ArrayTable(best.errors.map, len(best.errors.map.values))


def _row(learned: Learned, view: View) -> float:
    return view.position + learned.offset


def _barred(panel: Panel, row: int, column: int, columns: int = 1) -> tuple[Panel, Panel]:
    """At its place, followed by its colour bar."""
    mark = next(m for m in panel.marks if isinstance(m, Image))
    scale = bar(f"{panel.id}.scale", mark, row, mark.levels)
    return replace(panel, row=row, column=column, columns=columns), replace(scale, column=column + columns)


def _inside(field: Field, row: int, column: int) -> bool:
    return 0 <= row < field.shape[0] and 0 <= column < field.shape[1]


def _reading(
    best: Finding, shape: tuple[int, int], row: int, column: int, where: tuple[tuple[str, str], ...]
) -> Reading:
    """The cell of the error map that holds a cell of the table."""
    errors = best.errors.map.values
    blocks = [len_ * place // of for len_, place, of in zip(errors.shape, (row, column), shape, strict=True)]
    exact = errors.shape == shape
    definition = "|table − scheme|" if exact else f"mean of |table − scheme| over one of {errors.size:,} blocks"
    return Reading(float(errors[blocks[0], blocks[1]]), f"|W − PE|[{row}, {column}]", definition, where)
