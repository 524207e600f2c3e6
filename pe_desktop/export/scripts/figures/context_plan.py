"""The scalings of a plan have no script together: each is a figure of frequencies, which has."""

from __future__ import annotations

from typing import NoReturn

from pe_desktop.export.request import ExportError
from pe_desktop.export.scripts.script import Scene, Script


class ContextPlanScript(Script):
    """Raises ExportError, whatever is asked of it."""

    array = "slowed_by"
    tabulates = False

    def numbers(self, scene: Scene) -> NoReturn:
        raise ExportError(
            "context-plan: code asked for, which seven scalings at once have not; "
            "allowed: the numbers as .npy, .csv or .json, or the code of frequencies with one scaling"
        )

    drawing = numbers
