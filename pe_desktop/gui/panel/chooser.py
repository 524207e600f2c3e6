"""Which encoding: a list, and what the chosen one is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pe_desktop.engine.encoding import Encoding
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.gui.widgets.controls import Combo
from pe_desktop.gui.widgets.fold import Fold
from pe_desktop.gui.widgets.text import Paragraph, tip
from pe_desktop.gui.widgets.theme import scaled


class EncodingChooser(QWidget):
    """All encodings by label, with the summary of the chosen one below. `fold` is for what stands below that.

    Signals:
        chosen: a person chose the encoding of this id.
    """

    chosen = Signal(str)

    def __init__(self, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = Fold("")
        self._combo = Combo()
        self._combo.setObjectName(prefix + "encoding")
        self._summary = Paragraph()
        self._top = QHBoxLayout()
        self._top.addStrut(scaled(self, 24))
        self._top.setSpacing(0)
        self._top.addWidget(self.fold, 1)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._lines.addLayout(self._top)
        self._lines.addWidget(self._combo)
        self._lines.addWidget(self._summary)
        self._fill()
        self.show_caption("Encoding")
        self._combo.activated.connect(self._activated)

    def _fill(self) -> None:
        families: dict[str, list[tuple[str, str]]] = {}
        for encoding in ENCODINGS.values():
            families.setdefault(encoding.family, []).append((encoding.label, encoding.id))
        self._combo.show_groups(families)
        for encoding in ENCODINGS.values():
            place = self._combo.findData(encoding.id)
            self._combo.setItemData(place, tip(encoding.summary), Qt.ItemDataRole.ToolTipRole)
        self._shown = str(self._combo.currentData())

    def show_divided(self) -> None:
        """A hairline above."""
        self.setProperty("edge", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines.setContentsMargins(0, 12, 0, 0)

    def add_tool(self, button: QWidget) -> None:
        """A button on the right of the caption."""
        self._top.addWidget(button)

    def show_caption(self, caption: str) -> None:
        if caption == self.fold.text():
            return
        self.fold.show_caption(caption)
        self._combo.setAccessibleName(caption)

    def show_encoding(self, encoding: Encoding) -> None:
        if encoding.id == self._shown == self._combo.currentData() and self._summary.text():
            return
        self._shown = encoding.id
        self._combo.setCurrentIndex(self._combo.findData(encoding.id))
        self._combo.setToolTip(tip(encoding.label, encoding.source))
        self._combo.setAccessibleDescription(encoding.summary)
        self._summary.setText(encoding.summary)

    def _activated(self, place: int) -> None:
        chosen = str(self._combo.itemData(place))
        if chosen != self._shown:
            self._shown = chosen
            self.chosen.emit(chosen)
