"""Models that people bring: a config.json, whose encoding is shown, and a checkpoint, which holds a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.export.modelled import request_of_model
from pe_desktop.gui.editing import Editing
from pe_desktop.gui.files.diagnosing import CHECKPOINTS, Diagnosing
from pe_desktop.gui.files.model_dialog import ModelDialog
from pe_desktop.gui.files.tensor_dialog import choose_tensor
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.model import Model as Shown
from pe_desktop.sources.checkpoint import Checkpoint, Tensor
from pe_desktop.sources.config.model import Layers, LearnedTable, Model
from pe_desktop.sources.config.reading import read_config
from pe_desktop.sources.config.words import lacking, layers_named
from pe_desktop.sources.error import SourceError
from pe_desktop.sources.naming import chosen_tensor
from pe_desktop.sources.opening import open_checkpoint
from pe_desktop.sources.recognising import CONFIG
from pe_desktop.sources.tables import bring, holds_table


class OpeningModels(QObject):
    """Each is an edit: undo leads back to what was there before.

    Signals:
    said(message): one line for the status bar.
    failed(message): one line for a dialog.
    brought(file): what the window shows is that of a file of this name.
    """

    said = Signal(str)
    failed = Signal(str)
    brought = Signal(str)

    def __init__(
        self, shown: Shown, editing: Editing, session: Session, diagnosing: Diagnosing, window: QWidget
    ) -> None:
        super().__init__(window)
        self._shown, self._editing, self._session, self._window = shown, editing, session, window
        self._diagnosing = diagnosing

    def open(self, kind: str, path: Path, part: str) -> bool:
        """A file of that kind (`sources/recognising`); `part` names its layers or its tensor, where it is not empty."""
        return self.open_config(path, part) if kind == CONFIG else self.open_checkpoint(path, part)

    def open_config(self, path: Path, kind: str = "") -> bool:
        """Show the encoding of those layers, otherwise the first; what the file did is said in a dialog beside it."""
        try:
            model = read_config(path)
            layers = model.kind(kind)
            if isinstance(layers.encoding, LearnedTable) and not self._window.isVisible():  # nobody sees the dialog
                raise SourceError(path.name, lacking(layers.encoding), "open the checkpoint that holds it")
            self._show(path.name, model, layers)
        except (SourceError, ParameterError) as error:
            self.failed.emit(str(error))
            return False
        self._session.add_recent(path)
        if self._window.isVisible():
            self._describe(path, model, layers)
        return True

    def _describe(self, path: Path, model: Model, layers: Layers) -> None:
        dialog = ModelDialog(model, self._window)
        dialog.layers.setCurrentIndex(model.layers.index(layers))
        dialog.show_layers()
        dialog.layers_chosen.connect(partial(self._show, path.name, model))
        dialog.table_requested.connect(partial(self._ask_table, dialog))
        dialog.show()

    def _show(self, file: str, model: Model, layers: Layers) -> None:
        """Show the encoding of some layers; of a learned table only say that it is elsewhere."""
        encoding = layers.encoding
        if isinstance(encoding, LearnedTable):
            self.said.emit(f"{file}: {lacking(encoding)}")
            return
        self._shown.take(request_of_model(encoding, layers.length).state)
        self.brought.emit(file)
        kind = f", {layers_named(layers)}" if layers.name else ""
        self.said.emit(f"Opened {file}: {model.name}{kind}, {layers.length:,} positions")

    def _ask_table(self, dialog: ModelDialog, layers: Layers) -> None:
        """The table that a configuration speaks of, out of a checkpoint that the person finds."""
        found, _ = QFileDialog.getOpenFileName(dialog, "Open its checkpoint", str(self._session.folder), CHECKPOINTS)
        if found:
            self.open_checkpoint(Path(found), layers=layers)

    def open_checkpoint(self, path: Path, name: str = "", scope: str = "a", layers: Layers | None = None) -> bool:
        """Show the tensor of that name as a learned encoding; without a name, offer a list of all.

        `layers` are those whose table is looked for. On the page Doctor, A is diagnosed.
        """
        if self._diagnosing.in_front and scope == "a" and layers is None:
            return self._diagnosing.open(path, name)
        table = layers.encoding if layers and isinstance(layers.encoding, LearnedTable) else None
        shape = (table.rows, table.columns) if table else None
        try:
            checkpoint = open_checkpoint(path)
            if name or not self._window.isVisible():  # there is nobody to choose
                tensor = chosen_tensor(checkpoint, name, lambda tensor: holds_table(tensor, shape), "a table")
                self._take(checkpoint, tensor, scope, layers)
            elif len(checkpoint.tensors) == 1:
                self._take(checkpoint, checkpoint.tensors[0], scope, layers)
            else:
                wanted = f"the table of {shape[0]:,} × {shape[1]:,}" if shape else "the table of positions"
                take = partial(self._take, checkpoint, scope=scope, layers=layers)
                choose_tensor(checkpoint, self._window, wanted, partial(_serves, shape), take)
        except (SourceError, ParameterError) as error:
            self.failed.emit(str(error))
            return False
        self._session.add_recent(path)
        return True

    def _take(self, checkpoint: Checkpoint, tensor: Tensor, scope: str, layers: Layers | None) -> None:
        """Show a tensor. Raises SourceError or ParameterError."""
        weights, first_row, remark = bring(checkpoint, tensor)
        if layers is not None and isinstance(layers.encoding, LearnedTable):
            self._shown.take(request_of_model(layers.encoding.filled(weights), layers.length).state)
        else:
            self._editing.show_encoding(scope, Learned(table=weights, offset=first_row))
        self.brought.emit(checkpoint.name)
        rows, columns = weights.shape
        also = f"; {remark}" if remark else ""
        self.said.emit(f"Opened {weights.name}: {rows:,} rows × {columns:,} dimensions{also}")


def _serves(shape: tuple[int, int] | None, tensor: Tensor) -> bool:
    return tensor.table is not None and shape in (None, tensor.table)
