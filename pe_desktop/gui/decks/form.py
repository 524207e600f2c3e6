"""What all slides of a deck have in common: the kind of file, their shape, their colours, what stands on them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pe_desktop.export.formats import decks
from pe_desktop.export.request import Request
from pe_desktop.figure.style import THEMES
from pe_desktop.gui.exports.words import option
from pe_desktop.gui.widgets.controls import Combo, Switch
from pe_desktop.gui.widgets.text import Label
from pe_desktop.gui.widgets.tips import parameter_tip

SHAPES = (
    ("Wide, 16:9", "1920x1080"),
    ("Standard, 4:3", "1440x1080"),
    ("Half a slide", "960x1080"),
    ("Square", "1080x1080"),
)
COMBOS = {"format": "Format", "size": "Slides", "theme": "Colours"}
SWITCHES = {
    "title": "Titles",
    "caption": "Captions with every parameter",
    "transparent": "Transparent background",
    "metadata": "Can be opened again",
}


class DeckForm(QWidget):
    """Signals:
    format_chosen(suffix): another kind of file.
    look_chosen(name, value): another look for all slides.
    """

    format_chosen = Signal(str)
    look_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._combos = {name: Combo(self) for name in COMBOS}
        self._switches = {name: Switch(words, self) for name, words in SWITCHES.items()}
        self._combos["format"].show_items([(format.label, suffix) for suffix, format in decks().items()])
        self._combos["theme"].show_items([(option("theme", theme), theme) for theme in THEMES])
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, (name, combo) in enumerate(self._combos.items()):
            combo.setObjectName(f"deck.{name}")
            combo.setAccessibleName("Size of the slides" if name == "size" else COMBOS[name])
            words = Label(COMBOS[name])
            words.setBuddy(combo)
            grid.addWidget(words, row, 0)
            grid.addWidget(combo, row, 1)
        for row, (name, switch) in enumerate(self._switches.items(), len(COMBOS)):
            switch.setObjectName(f"deck.{name}")
            switch.setToolTip(parameter_tip(Request.parameter(name)))
            grid.addWidget(Label(SWITCHES[name]), row, 0, 1, 2)
            grid.addWidget(switch, row, 1, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        size, theme, format = (self._combos[name] for name in ("size", "theme", "format"))
        format.activated.connect(lambda: self.format_chosen.emit(format.currentData()))
        theme.activated.connect(lambda: self.look_chosen.emit("theme", theme.currentData()))
        parse = Request.parameter("size").parse
        size.activated.connect(lambda: self.look_chosen.emit("size", parse(size.currentData())))
        for name, switch in self._switches.items():
            switch.clicked.connect(lambda on, name=name: self.look_chosen.emit(name, on))

    def show_look(self, look: Request, suffix: str) -> None:
        """The choices as they are, silently. A shape of a file's own is offered among the others."""
        size, own = self._combos["size"], str(look.size)
        known = any(own == value for _, value in SHAPES)
        size.show_items(SHAPES if known else (*SHAPES, (own.replace("x", " × "), own)))
        for combo, value in ((size, own), (self._combos["theme"], look.theme), (self._combos["format"], suffix)):
            combo.setCurrentIndex(max(0, combo.findData(value)))
        for name, switch in self._switches.items():
            switch.setChecked(getattr(look, name))
