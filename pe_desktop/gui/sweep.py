"""A slider that plays: it runs from end to end and back by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pe_desktop.engine.maybe import numbers
from pe_desktop.engine.scale import Scale, scale_of
from pe_desktop.gui.editing import Editing
from pe_desktop.gui.model import Model
from pe_desktop.gui.pages.pace import Player

SECONDS = 8.0  # from one end of a slider to the other


class Sweep(QObject):
    """Moves one parameter until it is stopped, or until a person edits anything: one step to undo.

    Signals:
    playing_changed(scope, name, playing)
    """

    playing_changed = Signal(str, str, bool)

    def __init__(self, model: Model, editing: Editing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._editing = model, editing
        self._playing: tuple[str, str] | None = None
        self._gesture = 0
        self._place, self._way = 0.0, 1
        self._player = Player(self)
        self._player.ticked.connect(self._advance)

    @property
    def playing(self) -> tuple[str, str] | None:
        """Scope and name of the parameter that plays."""
        return self._playing

    def play(self, scope: str, name: str, on: bool) -> None:
        self.stop()
        if on and self._editing.has(scope, name):
            self._playing, self._way = (scope, name), 1
            scale, value = self._scale(scope, name), getattr(self._editing.owner(scope), name)
            self._place = 0.0 if value is None else scale.fraction(value)
            self._gesture = self._model.begin()
            self._player.play(True)
            self.playing_changed.emit(scope, name, True)

    def stop(self) -> None:
        if self._playing is None:
            return
        (scope, name), self._playing = self._playing, None
        self._player.play(False)
        if self._model.gesture == self._gesture:
            self._model.finish()
        self.playing_changed.emit(scope, name, False)

    def _advance(self, seconds: float) -> None:
        if self._playing is None or self._model.gesture != self._gesture:
            self.stop()
            return
        scope, name = self._playing
        self._place += self._way * seconds / SECONDS
        if not 0 <= self._place <= 1:
            self._way, self._place = -self._way, min(1.0, max(0.0, self._place))
        self._editing.edit(scope, name, self._scale(scope, name).pick(self._place))

    def _scale(self, scope: str, name: str) -> Scale:
        kind = numbers(type(self._editing.owner(scope)).parameter(name).kind)
        return scale_of(kind.between(kind.minimum, self._model.document.longest) if name == "length" else kind)
