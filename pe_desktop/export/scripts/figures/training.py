"""Training is no short program: its code is refused in a line."""

from __future__ import annotations

from typing import NoReturn

from pe_desktop.export.request import ExportError
from pe_desktop.export.scripts.script import Made, Scene, Script


class TrainingScript(Script):
    array = "table"
    tabulates = False

    def numbers(self, scene: Scene) -> Made:
        self._refuse()

    def drawing(self, scene: Scene) -> str:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise ExportError("figure: training given, which is no short script; allowed: its table and curves as numbers")
