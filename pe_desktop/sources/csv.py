"""Tables as text: a row of numbers a line, with commas, semicolons, tabs or spaces between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pe_desktop.sources.checkpoint import Checkpoint, Tensor
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.opening import SNIFFED, mistaken, opened, size_of
from pe_desktop.sources.table import check_shape

LARGEST = 1 << 29
LONGEST_LINE = 1 << 20
WANTED = "a .csv file"
SAVE = "save a row of numbers a line, with commas between them"
POINTS = "save them with points, and commas between the numbers"

_NUMBER = r"[+-]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,4})?"
_SEPARATORS = {",": r" *, *", ";": r" *; *", "\t": r" *\t *", " ": r" +"}
_LINES = {mark: re.compile(rf" *{_NUMBER}(?:{between}{_NUMBER})* *", re.ASCII) for mark, between in _SEPARATORS.items()}
_DECIMAL_COMMA = re.compile(r"(^|[;\t ])[+-]?\d+,\d+([eE][+-]?\d+)?([;\t ]|$)", re.ASCII)


class _Layout(NamedTuple):
    """How the numbers of a file stand: what is between them, after how many lines, and how many there are.

    `indexed`: the first column only counts the rows.
    """

    mark: str
    above: int
    rows: int
    columns: int
    indexed: bool


class Csv(Checkpoint):
    """A text file as a checkpoint of one tensor, called as the file is."""

    def __init__(self, file: Path, layout: _Layout) -> None:
        super().__init__(file, [Tensor(file.stem, "text", (layout.rows, layout.columns - layout.indexed), file.name)])
        self._layout = layout

    def _numbers(self, tensor: Tensor) -> NDArray[Any]:
        layout, table = self._layout, np.empty((self._layout.rows, self._layout.columns))
        mark = None if layout.mark == " " else layout.mark
        lines = (text for number, text in _lines(self.file) if number > layout.above)
        for row, text in enumerate(lines):
            cells = text.split(mark)
            if row >= layout.rows or len(cells) != layout.columns:
                raise SourceError(self.name, "changed while it was read", "open it again")
            table[row] = [float(cell) for cell in cells]
        return np.ascontiguousarray(table[:, int(layout.indexed) :])


def open_csv(file: Path) -> Csv:
    """What a text file holds: every line is looked at, none is kept.

    Empty lines, and lines that begin with #, are passed over, as are lines of headings at the top. A first column
    under a heading that is empty, `index` or `position` counts the rows where it is 0, 1, 2 …, and is left out.
    Raises `SourceError` for all else that is not numbers, with the line.
    """
    heading, mark, above, rows, columns, counting = "", "", 0, 0, 0, True
    for number, text in _lines(file):
        found = [m for m in ((mark,) if mark else _SEPARATORS) if _LINES[m].fullmatch(text)]
        if not found and not rows and not _looks_numeric(text) and number <= 20:
            heading, above = text, number
            continue
        if not found:
            _refuse(file.name, number, text, mark)
        if not mark and len(found) < len(_SEPARATORS):  # a lone number stands with every mark
            mark = found[0]
        cells = text.split(mark) if mark.strip() or mark == "\t" else text.split()
        columns = columns or len(cells)
        if len(cells) != columns:
            wrong = f"line {number} has {len(cells)} numbers, the lines before it {columns}"
            raise SourceError(file.name, wrong, SAVE)
        counting = counting and cells[0].strip() == str(rows)
        rows += 1
        check_shape(file.name, (rows, columns))
    check_shape(file.name, (rows, columns))
    first = re.split(r"[,;\t]", heading)[0].strip(' "').lower()
    indexed = bool(heading) and counting and columns > 1 and first in ("", "index", "position")
    return Csv(file, _Layout(mark or ",", above, rows, columns, indexed))


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
