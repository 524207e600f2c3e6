"""What all editors have in common."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pe_desktop.engine.parameter import Parameter, ParameterError
from pe_desktop.gui.widgets.signs import local
from pe_desktop.gui.widgets.text import Label, Paragraph, tip
from pe_desktop.gui.widgets.theme import scaled
from pe_desktop.gui.widgets.tips import default_line, parameter_lines


class Editor(QWidget):
    """Shows and edits one parameter: its name, its unit, its value, and one line that explains it.

    `show_value`, `show_limits`, `show_playing` and `show_error` push into the view and emit nothing.

    Signals:
        started: the hand took hold; all until `finished` is one change.
        edited: another value, in the parameter's own type, while the hand moves.
        finished: the hand let go.
        reset_requested: the default is asked for.
        play_toggled: the parameter's animation is to start or to stop.
        open_requested: a file is to be opened for the value.
    """

    started = Signal()
    edited = Signal(object)
    finished = Signal()
    reset_requested = Signal()
    play_toggled = Signal(bool)
    open_requested = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.setObjectName(prefix + parameter.name)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._help = Paragraph(parameter.help)
        self._name = Label(parameter.label, "strong")
        self._unit = Label(parameter.unit if parameter.unit != parameter.label else "", "help")
        self.setToolTip(tip(*self.explanation()))
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(parameter.help)

    # What an editor answers

    def value(self) -> Any:
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def show_limits(self, minimum: float, maximum: float) -> None:
        """Narrower limits than the parameter's own; only numbers have them."""

    def show_playing(self, playing: bool) -> None:
        """Whether the parameter's animation runs; only numbers have one."""

    def settle(self) -> None:
        """End a change that is under way, before the editor is taken away."""

    def parse(self, text: str) -> Any:
        """The value that a text would be here. Raises ParameterError."""
        return self.parameter.parse(text)

    def take_focus(self) -> None:
        """To what holds the value, as if by a key."""
        field = self._name.buddy()
        if field is not None:
            (field.focusProxy() or field).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_error(self, text: str) -> None:
        """Why a value was refused, where the explanation stands."""
        self._help.show_level("error")
        self._help.setText(text)
        self._mark_wrong(True)

    def clear_error(self) -> None:
        self._help.show_level("help")
        self._help.setText(self.parameter.help)
        self._mark_wrong(False)

    def _mark_wrong(self, wrong: bool) -> None:
        """Outline what holds a refused text."""

    # For the editors of each kind

    @property
    def words(self) -> str:
        """What a screen reader calls the parameter."""
        return ", ".join(word for word in (self._name.text(), self._unit.text()) if word)

    def explanation(self) -> tuple[str, ...]:
        """The lines of the tip."""
        return *parameter_lines(self.parameter), f"{default_line(self.parameter)} (double-click the name)"

    def _heading(self, field: QWidget, *beside: QWidget) -> QHBoxLayout:
        """The row with the name and the unit on its left."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStrut(scaled(self, 24))
        self._name.setBuddy(field)
        row.addWidget(self._name)
        row.addWidget(self._unit, 1)
        for widget in beside:
            row.addWidget(widget)
        return row

    def _describe(self, widget: QWidget, words: str = "") -> None:
        """Name and description of a control for a screen reader."""
        widget.setAccessibleName(words or self.words)
        widget.setAccessibleDescription(self.parameter.help)

    def _commit(self, value: Any) -> None:
        """A change made at once: one step to undo."""
        self.started.emit()
        self.edited.emit(value)
        self.finished.emit()

    def _refuse(self, error: ParameterError) -> None:
        self.show_error(local(f"Allowed: {error.allowed}"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_requested.emit()
