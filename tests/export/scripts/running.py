"""Scripts, and what they make when they are run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pe_desktop.document import Document, State, View
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.request import Request
from pe_desktop.export.scripts import WITHOUT
from tests.figure.documents import CASES, SMALL

VIEW = View(position=7, key=3, dimension=1)


def request(figure: str, document: Document, **wishes: Any) -> Request:
    return Request(State(document, VIEW), figure, **wishes)


def fits(figure: str, document: Document) -> bool:
    """Whether its options, such as chosen dimensions, are there in the encoding."""
    asked = request(figure, document)
    try:
        asked.picture.check(asked.document)
    except ParameterError:
        return False
    return True


FITTING = [(figure, name) for figure, name in CASES if figure not in WITHOUT and fits(figure, SMALL[name])]
"""Every figure that has code, of every kind of document, by name."""
ONE_EACH = list({(figure, SMALL[name].encoding.id): (figure, name) for figure, name in reversed(FITTING)}.values())
"""Every figure of every encoding, once."""


def run(script: str, document: Document, folder: Path) -> dict[str, Any]:
    """What a script defines, with the tables of the document beside it; the folder is the current one."""
    for encoding in document.encodings:
        if isinstance(encoding, Learned):
            np.save(folder / encoding.table.file_name, encoding.table.array.values)
    names: dict[str, Any] = {}
    exec(compile(script, "script.py", "exec"), names)
    return names
