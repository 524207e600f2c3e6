"""Comma-separated values: the parameters in a comment, the names of the columns, then the first array of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pe_desktop.export.caption import parameters_line
from pe_desktop.export.formats import NUMBERS, Format
from pe_desktop.export.numbers import headings, numbers, table_rows
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request


class Csv(Format):
    label = "Table of values"
    order = 50
    uses = NUMBERS

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        """Every number is written with as many digits as tell it from its neighbours, with a point."""
        (request,) = requests
        arrays = numbers(request)
        if request.metadata:
            out.write(f"# {parameters_line(request.state.document, request.picture)}\n".encode())
        out.write((",".join(headings(request, arrays)) + "\n").encode())
        for row in table_rows(next(iter(arrays.values()))):
            out.write((",".join(map(repr, row)) + "\n").encode())
