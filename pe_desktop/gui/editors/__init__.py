"""One editor for each kind of parameter. An editor emits only when a person edits; `show_…` is silent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pe_desktop.engine.kinds import Choice, Flag, Integer, Real
from pe_desktop.engine.maybe import AutoReal
from pe_desktop.engine.parameter import Parameter
from pe_desktop.engine.photo import Photograph
from pe_desktop.engine.weights import Bundled, Opened
from pe_desktop.gui.editors.auto import AutoNumberEditor
from pe_desktop.gui.editors.brought import BroughtEditor
from pe_desktop.gui.editors.choice import ChoiceEditor
from pe_desktop.gui.editors.editor import Editor
from pe_desktop.gui.editors.flag import FlagEditor
from pe_desktop.gui.editors.number import NumberEditor
from pe_desktop.gui.editors.written import WrittenEditor

__all__ = ["Editor", "make_editor"]

_EDITORS: dict[type, type[Editor]] = {
    Integer: NumberEditor,
    Real: NumberEditor,
    AutoReal: AutoNumberEditor,
    Choice: ChoiceEditor,
    Flag: FlagEditor,
    Bundled: BroughtEditor,
    Opened: BroughtEditor,
    Photograph: BroughtEditor,
}


def make_editor(parameter: Parameter, parent: QWidget | None = None, prefix: str = "") -> Editor:
    """The editor of a parameter, named `prefix` + its name; a line of text for kinds without one of their own."""
    return _EDITORS.get(type(parameter.kind), WrittenEditor)(parameter, parent, prefix)
