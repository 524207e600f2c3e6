"""Coming back to where one left off: what the session keeps of the work, and what the next start makes of it."""

from __future__ import annotations

from pathlib import Path

from pe_desktop.document import Document, DocumentError, from_json, to_json
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.carrying import requests_from
from pe_desktop.export.reading import read_state
from pe_desktop.export.request import Request
from pe_desktop.gui.files.filing import Filing
from pe_desktop.gui.model import Model
from pe_desktop.sources.error import SourceError


class Resuming:
    """Restores the last session's work with tables of recent files; nobody is asked for one."""

    def __init__(self, model: Model, filing: Filing) -> None:
        self._model, self._filing = model, filing

    def kept(self) -> dict[str, str]:
        """What the session keeps: the work as JSON, and the path of its file, empty where it has none."""
        return {"session": to_json(self._model.work), "file": str(self._filing.path or "")}

    def restore(self) -> None:
        """The last session's state, if there is one that can be read; one that cannot is said."""
        text, file = self._filing.session.settings.session, self._filing.session.settings.file
        if not text:
            return
        try:
            state = self._filing.tables.read_recent(lambda tables: from_json(text, tables))
        except (DocumentError, ParameterError, SourceError):
            self._filing.said.emit("The last session could not be restored; this is a new document.")
            return
        path = Path(file) if file and Path(file).is_file() else None
        self._filing.show(state, path)
        if path is not None:
            self._model.mark_saved(self._held(path))

    def _held(self, path: Path) -> Document | None:
        """What a file holds now, to know whether the session has changed it."""
        try:
            return self._filing.tables.read_recent(lambda tables: read_state(path, tables)).document
        except (DocumentError, ParameterError, SourceError, OSError):
            return None

    def slides(self, text: str) -> tuple[Request, ...]:
        """The slides that the last session kept as this text; raises what `requests_from` does."""
        return self._filing.tables.read_recent(lambda tables: requests_from(text, tables))
