"""The editor of lists of integers, and of kinds without an editor of their own: a line of text."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.parameter import Parameter, ParameterError
from pe_desktop.gui.editors.editor import Editor
from pe_desktop.gui.editors.field import Field


class WrittenEditor(Editor):
    """A value as its kind writes and reads it: `auto`, or `0,1,8`."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        self._value = parameter.default
        self._field = Field()
        self._describe(self._field)
        self._lines.addLayout(self._heading(self._field))
        self._lines.addWidget(self._field)
        self._lines.addSpacing(4)
        self._lines.addWidget(self._help)
        self._field.offered.connect(self._typed)
        self._field.textEdited.connect(self.clear_error)
        self.show_value(parameter.default)

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        if value != self._value:
            self.clear_error()
        self._value = value
        self._field.show_text(self.parameter.kind.written(value))

    def _typed(self, text: str) -> None:
        try:
            value = self.parameter.parse(text)
        except ParameterError as error:
            self._refuse(error)
            return
        changed = value != self._value
        self.show_value(value)
        self._field.take_back()  # the kind's own way of writing it
        if changed:
            self._commit(value)

    def _mark_wrong(self, wrong: bool) -> None:
        self._field.show_wrong(wrong)
