"""What a person chooses with: one entry for each kind of parameter, all of which take and give text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pe_desktop.engine.kinds import Choice, Flag
from pe_desktop.engine.maybe import AutoReal
from pe_desktop.engine.parameter import Parameter
from pe_desktop.gui.exports.words import EMPTY, PRESETS, label, option
from pe_desktop.gui.widgets.controls import Combo, Switch
from pe_desktop.gui.widgets.text import show_property
from pe_desktop.gui.widgets.tips import parameter_tip

AUTO = "auto"
LONGEST = 400  # characters that can be typed: more than any parameter takes, so that too many are answered


class Entry(QWidget):
    """A parameter's text, as its kind reads it.

    Signals:
    changed: a person chose or typed another.
    """

    changed = Signal()
    wide = False
    """Whether it needs so little room that its label may have all but that."""

    def text(self) -> str:
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Another text, silently."""
        raise NotImplementedError

    def show_wrong(self, wrong: bool) -> None:
        """Outlined as refused, where something can be typed."""


class SwitchEntry(Entry):
    """On or off."""

    wide = True

    def __init__(self, name: str) -> None:
        super().__init__()
        self._switch = Switch(label(name))
        self._switch.setObjectName(f"export.{name}")
        self._switch.clicked.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self._switch)

    def text(self) -> str:
        return Flag().written(self._switch.isChecked())

    def show_text(self, text: str) -> None:
        self._switch.setChecked(text == Flag().written(True))


class ChoiceEntry(Entry):
    """One of some."""

    def __init__(self, name: str, items: Sequence[tuple[str, object]] = ()) -> None:
        super().__init__()
        self._combo = Combo(self)
        self._combo.setObjectName(f"export.{name}")
        self._combo.setAccessibleName(label(name))
        self._combo.activated.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._combo)
        self.setFocusProxy(self._combo)
        self.show_items(items)

    def show_items(self, items: Sequence[tuple[str, object]]) -> None:
        """Other choices; what was chosen stays where it is among them."""
        chosen = self.text()
        self._combo.show_items(items)
        self.show_text(chosen)

    def refuse(self, value: str, words: str) -> None:
        """Greyed, with the words that say why."""
        place, model = self._combo.findData(value), self._combo.model()
        if place >= 0 and isinstance(model, QStandardItemModel):
            self._combo.setItemText(place, words)
            model.item(place).setEnabled(False)

    def text(self) -> str:
        return str(self._combo.currentData() or "")

    def show_text(self, text: str) -> None:
        self._combo.setCurrentIndex(max(0, self._combo.findData(text)))


class WrittenEntry(Entry):
    """A line to type in; `auto` where it is left empty and the parameter has that."""

    def __init__(self, name: str, *, auto: bool = False, named: str = "") -> None:
        super().__init__()
        self._auto = auto
        self.line = QLineEdit()
        self.line.setObjectName(named or f"export.{name}")
        self.line.setAccessibleName(label(name))
        self.line.setPlaceholderText(EMPTY.get(name, ""))
        self.line.setMaxLength(LONGEST)
        self.line.textEdited.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        typed = self.line.text()
        return typed if typed or not self._auto else AUTO

    def show_text(self, text: str) -> None:
        self.line.setText("" if self._auto and text == AUTO else text)
        self.line.setCursorPosition(0)

    def show_wrong(self, wrong: bool) -> None:
        show_property(self.line, "wrong", wrong)


class PresetEntry(ChoiceEntry):
    """One of some, or another that is typed below."""

    def __init__(self, name: str, default: str) -> None:
        items = [(words, value) for value, words in PRESETS[name].items()]
        self._other = WrittenEntry(name, named=f"export.other-{name.replace('_', '-')}")
        super().__init__(name, [*items, ("Other…", "")])
        column = self.layout()
        assert column is not None
        column.addWidget(self._other)
        self._other.changed.connect(self.changed)
        self._combo.activated.connect(self._chosen)
        self.show_text(default)

    def _chosen(self) -> None:
        self._other.setVisible(not self._combo.currentData())
        if not self._combo.currentData():
            self._other.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._other.line.selectAll()

    def text(self) -> str:
        return str(self._combo.currentData() or self._other.text())

    def show_text(self, text: str) -> None:
        known = self._combo.findData(text) if text else -1
        self._combo.setCurrentIndex(known if known >= 0 else self._combo.count() - 1)
        self._other.show_text(text)
        self._other.setVisible(known < 0)

    def show_wrong(self, wrong: bool) -> None:
        self._other.show_wrong(wrong)


def make_entry(parameter: Parameter) -> Entry:
    """The entry of a parameter, at its default."""
    name, kind = parameter.name, parameter.kind
    default = kind.written(parameter.default)
    entry: Entry
    if name in PRESETS:
        entry = PresetEntry(name, default)
    elif isinstance(kind, Flag):
        entry = SwitchEntry(name)
    elif isinstance(kind, Choice):
        entry = ChoiceEntry(name, [(option(name, value), value) for value in kind.options])
    else:
        entry = WrittenEntry(name, auto=isinstance(kind, AutoReal))
    entry.show_text(default)
    entry.setToolTip(parameter_tip(parameter))
    return entry
