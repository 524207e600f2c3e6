"""What a person asks of editors, said alike by one column of them and by all that hold such columns."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Asking(QWidget):
    """A widget with editors. A scope says whose the parameters are; every signal but the hand's carries it.

    Signals:
        started: the hand took hold of an editor; all until `finished` is one step to undo.
        edited: scope, name and value, while the hand moves.
        finished: the hand let go.
        reset_requested: scope and name of a parameter whose default is asked for.
        play_toggled: scope, name, and whether its animation is to run.
        open_requested: scope and name of a parameter that is to have its value out of a file.
        folded: scope, and whether a person folded its editors away or back.
    """

    started = Signal()
    edited = Signal(str, str, object)
    finished = Signal()
    reset_requested = Signal(str, str)
    play_toggled = Signal(str, str, bool)
    open_requested = Signal(str, str)
    folded = Signal(str, bool)

    def relay(self, part: Asking) -> None:
        """Say all that a part of this says."""
        part.started.connect(self.started)
        part.edited.connect(self.edited)
        part.finished.connect(self.finished)
        part.reset_requested.connect(self.reset_requested)
        part.play_toggled.connect(self.play_toggled)
        part.open_requested.connect(self.open_requested)
        part.folded.connect(self.folded)
