"""The choices of an export: which figure, which format, and how a picture is to look."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pe_desktop.document import State
from pe_desktop.export.formats import Format, format_of, formats
from pe_desktop.export.request import Request
from pe_desktop.export.size import PageSize
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.figure.style import THEMES
from pe_desktop.gui.controls import Combo, Switch
from pe_desktop.gui.text import Label

SIZES = (
    ("Slide, 1920 × 1080", "1920x1080"),
    ("Slide, 3840 × 2160", "3840x2160"),
    ("Half a slide, 960 × 1080", "960x1080"),
    ("Square, 1080 × 1080", "1080x1080"),
    ("Wide, 1920 × 640", "1920x640"),
    ("Other…", ""),
)
COMBOS = {"figure": "Figure", "format": "Format", "size": "Size", "theme": "Colours"}
SWITCHES = {
    "title": "Title",
    "caption": "Caption with every parameter",
    "cursor": "Cursor",
    "transparent": "Transparent background",
    "metadata": "Can be opened again",
}


class ExportForm(QWidget):
    """Fields in one column, remembered as text from one export to the next.

    Signals:
    changed: another choice.
    """

    changed = Signal()

    def __init__(self, figure: str, remembered: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {name: Label(words) for name, words in (COMBOS | SWITCHES).items()}
        self._combos = {name: Combo(self) for name in COMBOS}
        self._other = QLineEdit("1600x900")
        self._switches = {name: Switch(words, self) for name, words in SWITCHES.items()}
        self._fill()
        self._arrange()
        self._combos["figure"].setCurrentIndex(self._combos["figure"].findData(figure))
        self._recall(remembered)
        self._connect()
        self._show_served()

    def _fill(self) -> None:
        items: dict[str, list[tuple[str, Any]]] = {
            "figure": [(picture.title, picture.id) for picture in PICTURES.values()],
            "format": [(format.label, suffix) for suffix, format in formats().items()],
            "size": list(SIZES),
            "theme": [(theme.capitalize(), theme) for theme in THEMES],
        }
        for name, combo in self._combos.items():
            combo.show_items(items[name])
        for name, switch in self._switches.items():
            switch.setChecked(bool(Request.parameter(name).default))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for name, combo in self._combos.items():
            combo.setObjectName(f"export.{name}")
            combo.setAccessibleName(COMBOS[name])
            grid.addWidget(self._labels[name], grid.rowCount(), 0)
            grid.addWidget(combo, grid.rowCount() - 1, 1)
            if name == "size":
                grid.addWidget(self._other, grid.rowCount(), 1)
        self._other.setObjectName("export.other-size")
        self._other.setAccessibleName("Width x height in pixels")
        for name, switch in self._switches.items():
            switch.setObjectName(f"export.{name}")
            row = grid.rowCount()
            grid.addWidget(self._labels[name], row, 0, 1, 2)
            grid.addWidget(switch, row, 1, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        for combo in self._combos.values():
            combo.activated.connect(self._chosen)
        for switch in self._switches.values():
            switch.clicked.connect(self._chosen)
        self._other.textEdited.connect(self._chosen)

    def _chosen(self) -> None:
        self._show_served()
        self.changed.emit()

    def _show_served(self) -> None:
        """Numbers have no size, no colours and no title."""
        picture = self.format.is_picture
        for name, field in {**self._combos, **self._switches}.items():
            if name not in ("figure", "format"):
                field.setEnabled(picture)
                self._labels[name].setEnabled(picture)
        self._other.setEnabled(picture)
        self._other.setVisible(not self._combos["size"].currentData())

    @property
    def figure(self) -> str:
        return str(self._combos["figure"].currentData())

    @property
    def suffix(self) -> str:
        return str(self._combos["format"].currentData())

    @property
    def format(self) -> Format:
        return format_of(self.suffix)

    def request(self, state: State, size: PageSize | None = None) -> Request:
        """What is asked for, at its own size or another. Raises ParameterError."""
        asked = Request.parameter("size").parse(self._combos["size"].currentData() or self._other.text())
        switches: dict[str, Any] = {name: switch.isChecked() for name, switch in self._switches.items()}
        theme = self._combos["theme"].currentData()
        return Request(state=state, figure=self.figure, size=size or asked, theme=theme, **switches)

    def remembered(self) -> str:
        combos = {name: combo.currentData() for name, combo in self._combos.items() if name != "figure"}
        switches = {name: switch.isChecked() for name, switch in self._switches.items()}
        return json.dumps({**combos, "other": self._other.text(), **switches})

    def _recall(self, remembered: str) -> None:
        try:
            last = json.loads(remembered or "{}")
        except (ValueError, RecursionError):
            return
        if not isinstance(last, dict):
            return
        for name, combo in self._combos.items():
            if name in last and name != "figure":
                combo.setCurrentIndex(max(0, combo.findData(last[name])))
        for name, switch in self._switches.items():
            switch.setChecked(bool(last.get(name, switch.isChecked())))
        self._other.setText(str(last.get("other", self._other.text()))[:24])
