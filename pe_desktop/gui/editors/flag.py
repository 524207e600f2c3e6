"""The editor of a flag: a switch."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.parameter import Parameter
from pe_desktop.gui.editors.editor import Editor
from pe_desktop.gui.widgets.controls import Switch


class FlagEditor(Editor):
    """On or off."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        self._switch = Switch(self.words)
        self._describe(self._switch)
        self._lines.addLayout(self._heading(self._switch, self._switch))
        self._lines.addWidget(self._help)
        self._switch.clicked.connect(self._commit)
        self.show_value(parameter.default)

    def value(self) -> bool:
        return self._switch.isChecked()

    def show_value(self, value: bool) -> None:
        self._switch.setChecked(value)
