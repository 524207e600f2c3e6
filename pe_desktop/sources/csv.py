"""Tables as text: a row of numbers a line, with commas, semicolons, tabs or spaces between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pe_desktop.sources.checkpoint import Checkpoint, Tensor
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.files import SNIFFED, mistaken, opened, size_of
from pe_desktop.sources.table import check_shape

LARGEST = 1 << 29
LONGEST_LINE = 1 << 20
HEADINGS = 20
"""Lines at the top that may be headings."""
WANTED = "a .csv file"
SAVE = "save a row of numbers a line, with commas between them"
POINTS = "save them with points, and commas between the numbers"

_NUMBER = r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?"
_BETWEEN = {",": r" *, *", ";": r" *; *", "\t": r" *\t *", " ": r" +"}
_LINES = {mark: re.compile(rf" *{_NUMBER}(?:{between}{_NUMBER})* *", re.ASCII) for mark, between in _BETWEEN.items()}
_DECIMAL_COMMA = re.compile(r"(^|[;\t ])[+-]?\d+,\d+([eE][+-]?\d+)?([;\t ]|$)", re.ASCII)


class Csv(Checkpoint):
    """A text file as a checkpoint of one tensor, called as the file is."""

    def __init__(self, file: Path, layout: _Layout) -> None:
        super().__init__(file, [Tensor(file.stem, "text", layout.shape, file.name)])
        self._layout = layout

    def _numbers(self, tensor: Tensor) -> NDArray[Any]:
        layout = self._layout
        table = np.empty((layout.rows, layout.columns))
        lines = (text for number, text in _lines(self.file) if number > layout.above)
        for row, text in enumerate(lines):
            cells = layout.cells(text)
            if row >= layout.rows or len(cells) != layout.columns:
                raise SourceError(self.name, "changed while it was read", "open it again")
            table[row] = [float(cell) for cell in cells]
        return np.ascontiguousarray(table[:, int(layout.indexed) :])


class _Layout:
    """How the numbers of a file stand, as far as its lines were looked at; none of them is kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.heading = ""
        self.mark = ""  # what is between two numbers; empty as long as every line has one
        self.above = self.rows = self.columns = 0
        self.counting = True  # whether the first column has been 0, 1, 2 … so far

    @property
    def indexed(self) -> bool:
        """Whether the first column only counts the rows."""
        first = re.split(r"[,;\t]", self.heading)[0].strip(' "').lower()
        return bool(self.heading) and self.counting and self.columns > 1 and first in ("", "index", "position")

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns - self.indexed

    def cells(self, text: str) -> list[str]:
        return text.split(self.mark if self.mark.strip(" ") else None)

    def look(self, number: int, text: str) -> None:
        """Takes the next line. Raises `SourceError` for what is neither headings nor a row like those before."""
        found = [mark for mark in ((self.mark,) if self.mark else _LINES) if _LINES[mark].fullmatch(text)]
        if not found and not self.rows and number <= HEADINGS and not _looks_numeric(text):
            self.heading, self.above = text, number
            return
        if not found:
            _refuse(self.name, number, text, self.mark)
        if len(found) == 1:  # a lone number stands with every mark
            self.mark = found[0]
        cells = self.cells(text)
        self.columns = self.columns or len(cells)
        if len(cells) != self.columns:
            wrong = f"line {number} has {len(cells)} numbers, the lines before it {self.columns}"
            raise SourceError(self.name, wrong, SAVE)
        self.counting = self.counting and cells[0].strip() == str(self.rows)
        self.rows += 1
        check_shape(self.name, (self.rows, self.columns))


def open_csv(file: Path) -> Csv:
    """What a text file holds: every line is looked at, none is kept.

    Empty lines, and lines that begin with #, are passed over, as are lines of headings at the top. A first column
    under a heading that is empty, `index` or `position` counts the rows where it is 0, 1, 2 …, and is left out.
    Raises `SourceError` for all else that is not numbers, with the line.
    """
    layout = _Layout(file.name)
    for number, text in _lines(file):
        layout.look(number, text)
    check_shape(file.name, (layout.rows, layout.columns))
    return Csv(file, layout)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, but empty ones and comments."""
    with opened(file, WANTED) as stream:
        start = stream.read(SNIFFED)
        wrong = mistaken(start, SAVE) or (("not a text file", SAVE) if b"\x00" in start else None)
        if wrong:
            raise SourceError(file.name, *wrong)
        size = size_of(stream)
        if size > LARGEST:
            raise SourceError(file.name, f"{size:,} bytes of text; at most {LARGEST:,} are read", "save it as .npy")
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise SourceError(file.name, f"line {number} is longer than {LONGEST_LINE:,} bytes", SAVE)
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n ")
            except UnicodeDecodeError:
                raise SourceError(file.name, f"line {number} is not UTF-8 text", SAVE) from None
            if text and not text.startswith("#"):
                yield number, text


def _looks_numeric(text: str) -> bool:
    """Whether a line is meant as numbers: most of its cells begin as one does."""
    cells = [cell.strip(' "') for cell in re.split(r"[,;\t ]", text)]
    return 2 * sum(bool(re.match(r"[+-]?\.?\d", cell)) for cell in cells) > len(cells)


def _refuse(file: str, number: int, text: str, mark: str) -> None:
    """Raises with what is wrong in a line that is not numbers with `mark`, if that is known, between them."""
    if mark != "," and _DECIMAL_COMMA.search(text):
        raise SourceError(file, f"line {number} has numbers with a decimal comma", POINTS)
    if re.search(r"\b(nan|inf(inity)?|null|na)\b", text, re.IGNORECASE):
        raise SourceError(file, f"line {number} holds nan or infinity", "replace them and save it again")
    if re.search(r"[,;\t] *([,;\t]|$)", text):
        raise SourceError(file, f"line {number} has an empty cell", SAVE)
    raise SourceError(file, f"line {number} is not a row of numbers", SAVE)
