"""A diagnosis has no script: it is a search among schemes, not a formula."""

from __future__ import annotations

from typing import NoReturn

from pe_desktop.export.request import ExportError
from pe_desktop.export.scripts.script import Scene, Script


class DiagnosisScript(Script):
    """Raises ExportError, whatever is asked of it."""

    array = "error"
    tabulates = False

    def numbers(self, scene: Scene) -> NoReturn:
        raise ExportError(
            "diagnosis: code asked for, which a search among schemes has not; "
            "allowed: the numbers as .npy, .csv or .json, or the code of another figure"
        )

    drawing = numbers
