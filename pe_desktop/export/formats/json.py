"""JSON: the document, every array of a figure as nested lists, and its scalars, by name."""

from __future__ import annotations

import json
from typing import BinaryIO

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

    def write(self, request: Request, stream: BinaryIO, tell: Tell = silent) -> None:
        """The first line holds the document, so that a reader finds it before gigabytes of numbers."""
        arrays = numbers(request)
        scalars = request.picture.scalars(request.document, request.state.view)
        opening = carried((request,))[:-1] + ",\n" if request.metadata else "{\n"
        stream.write(f'{opening}"figure":{json.dumps(request.figure)},\n"scalars":{_dumped(scalars)},\n'.encode())
        stream.write(b'"arrays":{\n')
        for i, (name, array) in enumerate(arrays.items()):
            stream.write((",\n" if i else "").encode() + json.dumps(name).encode() + b":")
            _write_array(array, stream)
        stream.write(b"}}\n")


def _write_array(array: Floats, stream: BinaryIO) -> None:
    for i, row in enumerate(array):
        stream.write(b"[" if i == 0 else b",\n")
        stream.write(_dumped(row.tolist()).encode())
    stream.write(b"]")


def _dumped(value: object) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
