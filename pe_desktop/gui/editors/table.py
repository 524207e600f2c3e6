"""The editor of a table of weights: a list of the bundled ones, or of none, and a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.parameter import Parameter
from pe_desktop.engine.weights import Bundled, Opened, Weights
from pe_desktop.gui.controls import Combo
from pe_desktop.gui.editors.editor import Editor

OPEN = "Open a file…"


class TableEditor(Editor):
    """One of those that have names, the last one that a person brought, or another file."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        assert isinstance(parameter.kind, Bundled | Opened)
        self._named = parameter.kind.named
        self._value: Weights | None = parameter.default
        self._brought: Weights | None = None
        self._combo = Combo()
        self._describe(self._combo)
        self._lines.addLayout(self._heading(self._combo))
        self._lines.addWidget(self._combo)
        self._lines.addSpacing(4)
        self._lines.addWidget(self._help)
        self._fill()
        self._combo.activated.connect(self._activated)
        self.show_value(parameter.default)

    def value(self) -> Weights | None:
        return self._value

    def show_value(self, value: Weights | None) -> None:
        self._value = value
        if not self._has_name(value) and value != self._brought:
            self._brought = value
            self._fill()
        self._combo.setCurrentIndex(self._place())

    def _fill(self) -> None:
        brought = [] if self._brought is None else [(self._brought.name, self._brought)]
        self._combo.show_items([*((name, name) for name in self._named), *brought])
        self._combo.insertSeparator(self._combo.count())
        self._combo.addItem(OPEN)

    def _place(self) -> int:
        name = self.parameter.kind.written(self._value)
        return self._named.index(name) if self._has_name(self._value) else len(self._named)

    def _has_name(self, value: Weights | None) -> bool:
        name = self.parameter.kind.written(value)
        return name in self._named and value == self.parameter.parse(name)

    def _activated(self, place: int) -> None:
        if place == self._combo.count() - 1:
            self._combo.setCurrentIndex(self._place())
            self.open_requested.emit()
        elif place != self._place():
            named = place < len(self._named)
            self._value = self.parameter.parse(self._named[place]) if named else self._brought or self._value
            self._commit(self._value)
