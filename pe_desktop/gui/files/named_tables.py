"""Tables that a document names without holding them: they are found among recent files, or by the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QWidget

from pe_desktop.engine.weights import Weights
from pe_desktop.gui.files.diagnosing import CHECKPOINTS
from pe_desktop.gui.kept.session import Session
from pe_desktop.sources.error import MissingSource, SourceError

T = TypeVar("T")
Reader = Callable[[Mapping[str, Weights]], T]
"""Reads a state, or slides, with the tables at hand, by sha256; raises MissingSource for one that is not."""


class NamedTables:
    """Gives readers the tables that they ask for, one after the other."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self._session, self._window = session, window

    def read(self, read: Reader[T]) -> T:
        """What is read with tables of recent files, or of those that the person is asked for.

        Raises MissingSource for a table that is not found, and what the reader does.
        """
        return _read(read, self._find)

    def read_recent(self, read: Reader[T]) -> T:
        """As `read`, and nobody is asked."""
        return _read(read, self._find_recent)

    def _find(self, missing: MissingSource) -> Weights:
        try:
            return self._find_recent(missing)
        except MissingSource:
            if not self._window.isVisible():  # there is nobody to ask
                raise
            question = f"Find the table {missing.name}"
            found, _ = QFileDialog.getOpenFileName(self._window, question, str(self._session.folder), CHECKPOINTS)
            if not found:
                raise
        from pe_desktop.sources.tables import find_table

        weights = find_table(found, missing)
        self._session.add_recent(Path(found))
        return weights

    def _find_recent(self, missing: MissingSource) -> Weights:
        from pe_desktop.sources.recognising import CHECKPOINT, kind_of
        from pe_desktop.sources.tables import find_table

        for path in self._session.recent:
            if path.stem == missing.name or kind_of(path) == CHECKPOINT:
                with suppress(SourceError):
                    return find_table(path, missing)
        raise missing


def _read(read: Reader[T], find: Callable[[MissingSource], Weights]) -> T:
    tables: dict[str, Weights] = {}
    while True:
        try:
            return read(tables)
        except MissingSource as missing:
            tables[missing.sha256] = find(missing)
