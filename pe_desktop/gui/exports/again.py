"""The last export once more, of what the window shows now: one key, no dialog."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject

from pe_desktop.export.request import ExportError
from pe_desktop.gui.exports.exporting import Exporting
from pe_desktop.gui.files.filing import Filing
from pe_desktop.gui.model import Model


class ExportAgain(QObject):
    """Repeats the last export of this session, beside the file that it wrote; asks for the first one."""

    def __init__(self, model: Model, filing: Filing, ask: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._filing, self._ask = model, filing, ask
        self.exporting = Exporting(self)
        self.exporting.done.connect(filing.exported)
        self.exporting.failed.connect(filing.said)

    def start(self) -> None:
        """The next file, of what the window shows."""
        if self._filing.last is None:
            self._ask()
            return
        from pe_desktop.export.apart import apart  # a window starts without these
        from pe_desktop.export.writing import export

        last = self._filing.last
        made = replace(last, request=last.of(self._model.state), path=next_free(last.path))
        work = apart(partial(export, made.request, made.target))
        try:
            self.exporting.start(lambda tell: (work(tell), made)[1])
        except ExportError as error:
            self._filing.said.emit(str(error))
        else:
            self._filing.said.emit(f"Exporting {made.path.name} …")


def next_free(path: Path) -> Path:
    """`heatmap-2.png` after `heatmap.png`, and so on: no file is written over."""
    found = re.fullmatch(r"(.+)-(\d{1,6})", path.stem)
    stem, first = (found[1], int(found[2]) + 1) if found else (path.stem, 2)
    names = (path.with_name(f"{stem}-{number}{path.suffix}") for number in count(first))
    return next(name for name in names if not name.exists())
