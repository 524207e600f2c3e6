"""The bar at the top: what is open, the menus, undo and redo, compare, export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QPushButton, QSizePolicy, QWidget

from pe_desktop.gui.widgets.controls import PrimaryButton, ToolButton
from pe_desktop.gui.widgets.text import Label
from pe_desktop.gui.widgets.theme import scaled

ROOMY = 880  # pixels beside text of the standard size from which the program's name is shown


class Header(QWidget):
    """Holds the menus and buttons; the window connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._brand = Label("Positional Encoding", "title")
        self._file = Label("Untitled", "muted")
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.undo = ToolButton("undo", "Undo", self)
        self.redo = ToolButton("redo", "Redo", self)
        self.compare = QPushButton("Compare A | B")
        self.compare.setCheckable(True)
        self.compare.setAutoDefault(True)
        self.compare.setObjectName("compare")
        self.export = PrimaryButton("Export…")
        self.export.setObjectName("export")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._brand)
        row.addWidget(self._file)
        row.addSpacing(8)
        row.addWidget(self.menus)
        row.addStretch(1)
        for widget in (self.undo, self.redo, self.compare, self.export):
            row.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._brand.setVisible(self.width() >= scaled(self, ROOMY))

    def show_file(self, name: str, modified: bool) -> None:
        shown = name if len(name) <= 32 else name[:31] + "…"
        said = shown + (" •" if modified else "")
        if said != self._file.text():
            self._file.setText(said)
            self._file.setToolTip("There are changes that are not saved" if modified else "")

    def show_state(self, *, can_undo: bool, can_redo: bool, comparing: bool) -> None:
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self.compare.setChecked(comparing)
