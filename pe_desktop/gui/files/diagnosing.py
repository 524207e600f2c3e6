"""Arrays that people bring to the page Doctor: of any shape, out of any checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from pe_desktop.engine.encodings.learned import Learned
from pe_desktop.engine.parameter import ParameterError
from pe_desktop.engine.weights import AXES, Weights
from pe_desktop.gui.editing import Editing
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.model import Model
from pe_desktop.sources.error import SourceError

if TYPE_CHECKING:
    from pe_desktop.sources.checkpoint import Checkpoint, Tensor

DOCTOR = "doctor"
CHECKPOINTS = "Checkpoints (*.safetensors *.npz *.npy *.csv *.tsv *.index.json);;Any file (*)"


class Diagnosing(QObject):
    """Shows an array on the page Doctor, as an edit; what it was before is an option of the figure there.

    Signals:
    said(message): one line for the status bar.
    failed(message): one line for a dialog.
    brought(file): what the window shows is that of a file of this name.
    """

    said = Signal(str)
    failed = Signal(str)
    brought = Signal(str)

    def __init__(self, shown: Model, editing: Editing, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._shown, self._editing, self._session, self._window = shown, editing, session, window

    @property
    def in_front(self) -> bool:
        """Whether the page Doctor is: then what is opened is to be diagnosed."""
        return self._shown.document.page == DOCTOR

    def ask(self) -> None:
        """Diagnose an array of a file that the person finds."""
        self._ask("Diagnose a file", self.open)

    def ask_array(self, scope: str, name: str) -> None:
        """Give an option of a figure an array of a file that the person finds."""
        take = partial(self._give, scope, name)
        self._ask("Open an array", lambda path: self._open(path, "", "the array that it was before", take))

    def _ask(self, title: str, open: Callable[[Path], object]) -> None:
        found, _ = QFileDialog.getOpenFileName(self._window, title, str(self._session.folder), CHECKPOINTS)
        if found:
            open(Path(found))

    def open(self, path: Path, name: str = "") -> bool:
        """Diagnose the tensor of that name; without a name, the only one, or one that is chosen from a list."""
        return self._open(path, name, "the array to be diagnosed", self._show)

    def _open(self, path: Path, name: str, wanted: str, take: Callable[[Checkpoint, Tensor], None]) -> bool:
        from pe_desktop.gui.files.tensor_dialog import choose_tensor  # readers that a start does without
        from pe_desktop.sources.naming import chosen_tensor
        from pe_desktop.sources.opening import open_checkpoint

        try:
            checkpoint = open_checkpoint(path)
            if name or len(checkpoint.tensors) == 1 or not self._window.isVisible():
                take(checkpoint, chosen_tensor(checkpoint, name, _served, "an array"))
            else:
                choose_tensor(checkpoint, self._window, wanted, _served, partial(take, checkpoint))
        except (SourceError, ParameterError) as error:
            self.failed.emit(str(error))
            return False
        self._session.add_recent(path)
        return True

    def _show(self, checkpoint: Checkpoint, tensor: Tensor) -> None:
        """As a table of all its rows; what was known of another array does not hold for this one."""
        array, document = checkpoint.read_whole(tensor.name), self._shown.document
        learned = Learned(table=array, offset=tensor.first_row)
        shown = document.showing(learned, None).replace(length=learned.longest, page=DOCTOR)
        self._shown.step(shown.replace(options=document.options.without("diagnosis")))
        self.brought.emit(checkpoint.name)
        self.said.emit(f"Diagnosing {_named(array)}")

    def _give(self, scope: str, name: str, checkpoint: Checkpoint, tensor: Tensor) -> None:
        array = checkpoint.read_whole(tensor.name)
        self._editing.edit(scope, name, array)
        self.said.emit(f"Opened {_named(array)}")


def _served(tensor: Tensor) -> bool:
    return 1 <= len(tensor.shape) <= AXES


def _named(array: Weights) -> str:
    return f"{array.name}, {' × '.join(f'{size:,}' for size in array.array.values.shape)}"
