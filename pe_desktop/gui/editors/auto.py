"""The editor of a number that the program computes unless a person sets it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.parameter import Parameter
from pe_desktop.engine.scale import Number
from pe_desktop.gui.editors.number import NumberEditor


class AutoNumberEditor(NumberEditor):
    """A number, or `auto`: the slider then rests at its start. Dragging it sets a number, a reset takes it back."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        self._auto = True
        super().__init__(parameter, parent, prefix)

    def value(self) -> Number | None:  # type: ignore[override]
        return None if self._auto else super().value()

    def show_value(self, value: Number | None) -> None:
        self._auto = value is None
        super().show_value(self._kind.minimum if value is None else value)
        if value is None:
            self._field.show_text(self.parameter.kind.written(None))

    def _moved(self, value: Number) -> None:
        self._auto = False
        super()._moved(value)

    def parse(self, text: str) -> Any:
        return None if text.strip().lower() == self.parameter.kind.written(None) else super().parse(text)

    def _typed(self, text: str) -> None:
        if text.strip().lower() != self.parameter.kind.written(None):
            super()._typed(text)
            return
        changed = not self._auto
        self.show_value(None)
        self._field.take_back()
        if changed:
            self._commit(None)

    def _set(self, value: Number) -> None:
        changed = self._auto
        self._auto = False
        if changed and value == super().value():  # the end at which it rests, but now on purpose
            self._commit(value)
        super()._set(value)
