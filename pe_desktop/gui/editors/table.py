"""The editor of a table of weights: a list of the bundled ones, and a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.parameter import Parameter
from pe_desktop.engine.weights import BUNDLED, Weights, bundled
from pe_desktop.gui.controls import Combo
from pe_desktop.gui.editors.editor import Editor

OPEN = "Open a file…"


class TableEditor(Editor):
    """One of the bundled tables, the last one that a person brought, or another file."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        self._value: Weights = parameter.default
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

    def value(self) -> Weights:
        return self._value

    def show_value(self, value: Weights) -> None:
        self._value = value
        if not _is_bundled(value) and value != self._brought:
            self._brought = value
            self._fill()
        self._combo.setCurrentIndex(self._place())

    def _fill(self) -> None:
        brought = [] if self._brought is None else [(self._brought.name, self._brought)]
        self._combo.show_items([*((name, name) for name in BUNDLED), *brought])
        self._combo.insertSeparator(self._combo.count())
        self._combo.addItem(OPEN)

    def _place(self) -> int:
        return BUNDLED.index(self._value.name) if _is_bundled(self._value) else len(BUNDLED)

    def _activated(self, place: int) -> None:
        if place == self._combo.count() - 1:
            self._combo.setCurrentIndex(self._place())
            self.open_requested.emit()
        elif place != self._place():
            self._value = bundled(BUNDLED[place]) if place < len(BUNDLED) else self._brought or self._value
            self._commit(self._value)


def _is_bundled(value: Weights) -> bool:
    return value.name in BUNDLED and value == bundled(value.name)
