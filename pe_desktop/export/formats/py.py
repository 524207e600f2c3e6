"""Python: a script that computes the figure with NumPy and draws it with matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, ClassVar

from pe_desktop.export.formats import Format
from pe_desktop.export.progress import Tell, silent
from pe_desktop.export.request import Request
from pe_desktop.export.scripts import matplotlib_script


class Py(Format):
    label = "Python script"
    order = 70
    uses: ClassVar[frozenset[str]] = frozenset({"theme", "title", "heading", "colour_bar"})

    def write(self, requests: Sequence[Request], out: BinaryIO, tell: Tell = silent) -> None:
        (request,) = requests
        out.write(matplotlib_script(request).encode())
