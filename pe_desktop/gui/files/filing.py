"""New, Open, Save."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from pe_desktop.document import SUFFIX, Document, DocumentError, State, to_json
from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.atomic import replacing
from pe_desktop.export.formats import FORMATS
from pe_desktop.export.reading import read_requests, read_text
from pe_desktop.export.request import Request
from pe_desktop.gui.editing import Editing
from pe_desktop.gui.files.diagnosing import CHECKPOINTS, Diagnosing
from pe_desktop.gui.files.exported import Exported
from pe_desktop.gui.files.named_tables import NamedTables
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.model import Model
from pe_desktop.gui.widgets.notice import ask
from pe_desktop.gui.widgets.numbers import size_text
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.naming import split_name
from pe_desktop.sources.npy import read_npy

if TYPE_CHECKING:
    from pe_desktop.gui.files.opening_models import OpeningModels

TABLES = ("npy", "npz", "safetensors", "csv", "tsv")


class Filing(QObject):
    """Reads and writes documents for the window.

    `origin` is the export that the document came from, and the suffix of its file: the next one begins with its
    choices, so that the same file can be made again. `last` is what was exported last in this session, `tables` finds
    what documents only name.

    Signals:
    said(message): one line for the status bar.
    failed(message): one line for a dialog.
    file_changed: another file is being worked on.
    deck_opened(slides): the file that was opened holds several; the first of them is shown.
    """

    said = Signal(str)
    failed = Signal(str)
    file_changed = Signal()
    deck_opened = Signal(object)

    def __init__(self, model: Model, editing: Editing, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._model, self._editing, self._window = model, editing, window
        self.session, self.tables = session, NamedTables(session, window)
        self.path: Path | None = None
        self._brought: tuple[str, Document] = "", model.document  # the last file that is no document of its own
        self.origin: tuple[Request, str] | None = None
        self.last: Exported | None = None
        self.diagnosing = Diagnosing(model, editing, session, window)
        self._hear(self.diagnosing)

    @cached_property
    def _models(self) -> OpeningModels:
        """Made for the first model: their readers and dialogs are much code."""
        from pe_desktop.gui.files.opening_models import OpeningModels

        made = OpeningModels(self._model, self._editing, self.session, self.diagnosing, self._window)
        self._hear(made)
        return made

    def _hear(self, opening: Diagnosing | OpeningModels) -> None:
        opening.said.connect(self.said)
        opening.brought.connect(self._bring)
        opening.failed.connect(self.failed)

    @property
    def name(self) -> str:
        return self.path.stem.removesuffix(".pe") if self.path else "Untitled"

    @property
    def title(self) -> str:
        """What is worked on: the document's file, or else the file that its content was brought from, until that is
        undone."""
        name, document = self._brought
        return name if self.path is None and name and self._model.follows(document) else self.name

    def _bring(self, name: str) -> None:
        self._brought = name, self._model.document
        self.file_changed.emit()

    @property
    def figure(self) -> str:
        """The one that the opened file shows; empty where it shows none."""
        return self.origin[0].figure if self.origin else ""

    def new(self) -> None:
        if self.may_leave():
            self.show(State(), None)

    def show(self, state: State, path: Path | None) -> None:
        """Work on another state, of that file if it has one."""
        self.path, self.origin = path, None
        self._model.load(state)
        self.file_changed.emit()

    def ask_open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, "Open", str(self.session.folder), _opened())
        if path:
            self.open(path)

    def ask_table(self, scope: str) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a table", str(self.session.folder), CHECKPOINTS)
        if path:
            self.open_table(path, scope)

    def open(self, path: str | Path) -> bool:
        """A document, an exported picture, a table, or a model's file; whether it could be opened.

        On the page Doctor, tables and checkpoints are diagnosed.

        Of a model's file a part may be named, as in `model.safetensors:wpe.weight`.
        """
        from pe_desktop.sources.recognising import kind_of  # and with it all readers: a start does without

        chosen, part = split_name(str(path))
        if kind := kind_of(chosen):
            return self._models.open(kind, chosen, part)
        chosen = Path(path)
        if chosen.suffix.lower() == ".npy":
            return self.open_table(chosen)
        try:
            slides = self.tables.read(lambda tables: read_requests(chosen, tables))
        except (DocumentError, ParameterError, SourceError, OSError) as error:
            self.failed.emit(_line(chosen, error))
            return False
        if not self.may_leave():
            return False
        self.show(slides[0].state, chosen if chosen.suffix.lower() == ".json" else None)
        self._bring(chosen.name)
        self.origin = _origin(slides[0], chosen)
        self.session.add_recent(chosen)
        self.said.emit(f"Opened {chosen.name}")
        if len(slides) > 1:
            self.deck_opened.emit(slides)
        return True

    def open_table(self, path: str | Path, scope: str = "a") -> bool:
        """A `.npy`, or a table of a checkpoint, as a learned encoding."""
        chosen = Path(path)
        if chosen.suffix.lower() != ".npy" or self.diagnosing.in_front:
            return self._models.open_checkpoint(chosen, scope=scope)
        try:
            learned = Learned(table=read_npy(chosen))
        except (SourceError, ParameterError) as error:
            self.failed.emit(_line(chosen, error))
            return False
        self._editing.show_encoding(scope, learned)
        self._bring(chosen.name)
        self.session.add_recent(chosen)
        rows, columns = learned.table.shape
        self.said.emit(f"Opened {chosen.name}: {rows:,} positions × {columns:,} dimensions")
        return True

    def exported(self, made: Exported) -> None:
        """A figure was written; the same can be done again."""
        self.last = made
        self.said.emit(f"Exported {made.path.name}, {size_text(made.path)}")

    def save(self) -> bool:
        return self.save_as(self.path) if self.path else self.ask_save()

    def ask_save(self) -> bool:
        folder = self.path.parent if self.path else self.session.folder
        start = str(folder / f"{Path(self.title).stem}{SUFFIX}")
        path, _ = QFileDialog.getSaveFileName(self._window, "Save", start, "Documents (*.json)")
        return bool(path) and self.save_as(Path(path))

    def save_as(self, path: Path) -> bool:
        target = path if path.suffix.lower() == ".json" else path.with_name(path.name + SUFFIX)
        try:
            with replacing(target) as stream:
                stream.write(to_json(self._model.work).encode())
        except OSError as error:
            self.failed.emit(_line(target, error))
            return False
        self.path = target
        self._model.mark_saved(self._model.work.document)
        self.file_changed.emit()
        self.session.add_recent(target)
        self.said.emit(f"Saved {target.name}")
        return True

    def may_leave(self, *, closing: bool = False) -> bool:
        """Ask what is to become of unsaved changes; at the end, the session keeps those that have no file."""
        if not self._model.modified or (closing and self.path is None and self.session.outlasts):
            return True
        question = f"Save the changes to {self.name}?"
        answer = ask(self._window, "Unsaved changes", question, ("Cancel", "Discard", "Save"))
        return self.save() if answer == "Save" else answer == "Discard"


def _opened() -> str:
    """The kinds of files that are offered to be opened: tables, and all that carries the document that made it."""
    carrying = (name for name, format in FORMATS.items() if "metadata" in format.uses and not format.folder)
    patterns = " ".join(f"*.{suffix}" for suffix in dict.fromkeys((*carrying, *TABLES)))
    return f"All that can be opened ({patterns});;Any file (*)"


def _origin(request: Request, path: Path) -> tuple[Request, str] | None:
    """The export that made a file; None for a document that was only saved, which says nothing of any."""
    saved = path.suffix.lower() == ".json" and "export" not in json.loads(read_text(path))
    return None if saved else (request, path.suffix[1:].lower())


def _line(path: Path, error: Exception) -> str:
    """One line that names the file."""
    text = str(error.strerror or error) if isinstance(error, OSError) else str(error)
    return text if text.startswith(path.name) else f"{path.name}: {text}"
