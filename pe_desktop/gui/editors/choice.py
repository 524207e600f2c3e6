"""The editor of a choice: a few options side by side, many or long ones in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pe_desktop.engine.kinds import Choice
from pe_desktop.engine.parameter import Parameter
from pe_desktop.gui.editors.editor import Editor
from pe_desktop.gui.editors.segmented import Segmented
from pe_desktop.gui.widgets.controls import Combo

_MOST = 4
_WIDTH = 268  # of the panel's content, in the pixels of standard text
_LETTER, _AROUND = 7, 12


class ChoiceEditor(Editor):
    """One of some words."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> None:
        super().__init__(parameter, parent, prefix)
        assert isinstance(parameter.kind, Choice)
        options = parameter.kind.options
        self._control: Segmented | OptionList = Segmented(options, self.words) if _fit(options) else OptionList(options)
        self._describe(self._control)
        self._lines.addLayout(self._heading(self._control))
        self._lines.addWidget(self._control)
        self._lines.addSpacing(4)
        self._lines.addWidget(self._help)
        self._control.chosen.connect(self._commit)
        self.show_value(parameter.default)

    def value(self) -> str:
        return self._control.value()

    def show_value(self, value: str) -> None:
        self._control.show_value(value)


class OptionList(Combo):
    """Options in a list.

    Signals:
        chosen: a person chose this option.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_items([(option, option) for option in options])
        self.textActivated.connect(self.chosen)

    def value(self) -> str:
        return self.currentText()

    def show_value(self, value: str) -> None:
        self.setCurrentText(value)


def _fit(options: Sequence[str]) -> bool:
    """Whether options have room side by side."""
    longest = max(map(len, options))
    return len(options) <= _MOST and len(options) * (longest * _LETTER + _AROUND) <= _WIDTH
