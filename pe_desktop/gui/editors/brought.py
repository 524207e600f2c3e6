"""The editor of what comes with the program or out of a file: a list of the one, and a file."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.brought import Brought
from pe_desktop.engine.parameter import Parameter
from pe_desktop.gui.editors.editor import Editor
from pe_desktop.gui.widgets.controls import Combo

OPEN = "Open a file…"


class BroughtEditor(Editor):
    """One of those that come with the program, the last one that a person brought, or another file."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        assert isinstance(parameter.kind, Brought)
        self._kind = parameter.kind
        self._value: Any = parameter.default
        self._own: Any = None
        self._combo = Combo()
        self._describe(self._combo)
        self._lines.addLayout(self._heading(self._combo))
        self._lines.addWidget(self._combo)
        self._lines.addSpacing(4)
        self._lines.addWidget(self._help)
        self._fill()
        self._combo.activated.connect(self._activated)
        self.show_value(parameter.default)

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = value
        if not self._kind.comes_along(value) and value != self._own:
            self._own = value
            self._fill()
        self._combo.setCurrentIndex(self._place())

    def _fill(self) -> None:
        own = [] if self._own is None else [(self._kind.written(self._own), self._own)]
        self._combo.show_items([*((name, name) for name in self._kind.names), *own])
        self._combo.insertSeparator(self._combo.count())
        self._combo.addItem(OPEN)

    def _place(self) -> int:
        names = self._kind.names
        return names.index(self._kind.written(self._value)) if self._kind.comes_along(self._value) else len(names)

    def _activated(self, place: int) -> None:
        names = self._kind.names
        if place == self._combo.count() - 1:
            self._combo.setCurrentIndex(self._place())
            self.open_requested.emit()
        elif place != self._place():
            chosen = self._kind.parse(self.parameter.name, names[place]) if place < len(names) else self._own
            self._value = chosen
            self._commit(chosen)
