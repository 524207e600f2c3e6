"""JSON: the document, every array of a figure as nested lists, and its scalars, by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import BinaryIO

from pe_desktop.document import LARGEST
from pe_desktop.engine.frozen import Floats
from pe_desktop.export.carrying import carried
from pe_desktop.export.formats import NUMBERS, Format
from pe_desktop.export.numbers import numbers
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request


class Json(Format):
    label = "Numbers and document"
    order = 60
    uses = NUMBERS

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        """The first line holds the document, so that a reader finds it before gigabytes of numbers."""
        (request,) = requests
        arrays = numbers(request)
        scalars = request.picture.scalars(request.document, request.state.view)
        opening = carried(requests)[:-1] + ",\n" if request.metadata else "{\n"
        out.write(f'{opening}"figure":{json.dumps(request.figure)},\n"scalars":{_dumped(scalars)},\n'.encode())
        out.write(b'"arrays":{\n')
        for i, (name, array) in enumerate(arrays.items()):
            out.write((",\n" if i else "").encode() + json.dumps(name).encode() + b":")
            _write_array(array, out)
        out.write(b"}}\n")

    def begins(self, start: bytes) -> bool:
        return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")

    def carried_in(self, stream: BinaryIO) -> str | None:
        """A document, or the first line of exported numbers, which is one but for its last sign."""
        first = stream.readline(LARGEST)
        if first.rstrip().endswith(b"},"):
            return first.rstrip()[:-1].decode("utf-8", "replace") + "}"
        return (first + stream.read(LARGEST)).decode("utf-8-sig", "replace")


def _write_array(array: Floats, out: BinaryIO) -> None:
    for i, row in enumerate(array):
        out.write(b"[" if i == 0 else b",\n")
        out.write(_dumped(row.tolist()).encode())
    out.write(b"]")


def _dumped(value: object) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
