"""A column of editors, for parameters of one owner."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pe_desktop.engine.parameter import Parameter
from pe_desktop.gui.editors import Editor, make_editor
from pe_desktop.gui.panel.asking import Asking
from pe_desktop.gui.widgets.fold import Fold


class Section(Asking):
    """Editors of some parameters, made anew only when these are others. They can be folded away by their caption, or by
    the `fold` of another's.
    """

    def __init__(self, scope: str, prefix: str = "", caption: str = "", fold: Fold | None = None) -> None:
        super().__init__()
        self.scope, self._prefix = scope, prefix
        self._editors: dict[str, Editor] = {}
        self.setAccessibleName(caption or {"a": "Encoding A", "b": "Encoding B"}.get(scope, scope.capitalize()))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.fold = Fold(caption) if caption else fold
        if self.fold is not None:
            self.fold.setObjectName(f"fold.{scope}")
            self.fold.toggled.connect(self._toggled)
        if caption and self.fold is not None:
            lines.addWidget(self.fold)
        self._body = QWidget()
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(16)
        lines.addWidget(self._body)

    def _toggled(self, folded: bool) -> None:
        self._body.setHidden(folded)
        self.folded.emit(self.scope, folded)

    def show_folded(self, folded: bool) -> None:
        """With the editors, or without, silently."""
        if self.fold is not None:
            self.fold.show_folded(folded)
            self._body.setHidden(folded)

    def unfold(self) -> None:
        """As if by hand."""
        if self.fold is not None:
            self.fold.setChecked(False)

    def editor(self, name: str) -> Editor | None:
        """The editor of a parameter; None when it is not shown."""
        return self._editors.get(name)

    def editors(self) -> tuple[Editor, ...]:
        return tuple(self._editors.values())

    def show_values(self, parameters: tuple[Parameter, ...], values: Mapping[str, Any]) -> None:
        """These parameters at these values, silently."""
        if parameters != tuple(editor.parameter for editor in self.editors()):
            self._replace(parameters)
        for name, editor in self._editors.items():
            editor.show_value(values[name])
        self.setVisible(bool(parameters))

    def _replace(self, parameters: tuple[Parameter, ...]) -> None:
        for editor in self._editors.values():
            editor.settle()
            self._lines.removeWidget(editor)
            editor.setParent(None)
            editor.deleteLater()
        self._editors = {p.name: self._made(p) for p in parameters}

    def _made(self, parameter: Parameter) -> Editor:
        editor = make_editor(parameter, self._body, self._prefix)
        self._lines.addWidget(editor)
        editor.started.connect(self.started)
        editor.finished.connect(self.finished)
        editor.edited.connect(partial(self.edited.emit, self.scope, parameter.name))
        editor.reset_requested.connect(partial(self.reset_requested.emit, self.scope, parameter.name))
        editor.play_toggled.connect(partial(self.play_toggled.emit, self.scope, parameter.name))
        editor.open_requested.connect(partial(self.open_requested.emit, self.scope, parameter.name))
        return editor
