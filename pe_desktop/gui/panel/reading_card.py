"""What stands under the cursor, in numbers."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pe_desktop.engine.encoding import Reading
from pe_desktop.gui.widgets.fold import Fold
from pe_desktop.gui.widgets.signs import local
from pe_desktop.gui.widgets.text import Label, formula_html
from pe_desktop.gui.widgets.theme import scaled

ROWS = 6
"""Rows that have room; a reading says the most telling ones first."""

_EDGE = 16
_LINE = 18
_HEIGHT, _COMPACT = 244, 96
_PLACES = {"caption": (8, 24), "value": (32, 28), "formula": (66, 18), "definition": (86, 32), "rows": (124, 108)}
"""Top and height of each part. Placed by hand: a layout would cost more than all the drawing."""

_CAPTION = "At the cursor"
_SHORT = 30  # letters of a row that has room in any case
_EMPTY = "Point at a figure"


class ReadingCard(QWidget):
    """Shows a reading. Nothing in it moves, and its widgets are made once: hovering is cheap and calm.

    `fold` leaves only the value and its formula; so does `show_compact`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "soft")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Reading")
        self._shown: tuple[Reading | None, str] | None = None
        self.fold, self._value = Fold(_CAPTION, "all numbers", self), Label("", "large", self)
        self._formula, self._definition = _rich("body", self), _rich("help", self)
        self._names, self._values = _rich("muted", self), _rich("strong", self)
        for label in (self._value, self._formula, self._definition, self._values):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._height, self._compact = _HEIGHT, False
        self.fold.setObjectName("fold.reading")
        self.fold.toggled.connect(self._show_height)
        self.setFixedHeight(scaled(self, self._height))
        self.show_reading(None)

    def show_compact(self, compact: bool) -> None:
        """Only the value and its formula, where there is no room for more."""
        self._compact = compact
        self.fold.show_fixed(compact)
        self._show_height()

    def show_folded(self, folded: bool) -> None:
        """Silently."""
        self.fold.show_folded(folded)
        self._show_height()

    def _show_height(self) -> None:
        compact = self._compact or self.fold.isChecked()
        self._height = _COMPACT if compact else _HEIGHT
        self.setFixedHeight(scaled(self, self._height))
        for label in (self._definition, self._names, self._values):
            label.setVisible(not compact)

    def show_reading(self, reading: Reading | None, where: str = "") -> None:
        """A reading, and where it was taken unless at the cursor; with None, what to do to get one."""
        if (reading, where) == self._shown:
            return
        self._shown = (reading, where)
        self.fold.show_caption(where[:1].upper() + where[1:] or _CAPTION)
        self._value.setText(local(value_text(reading.value)) if reading else "")
        self._value.setToolTip(local(repr(reading.value)) if reading else "")
        self._show(self._formula, formula_html(reading.formula if reading else _EMPTY))
        self._show(self._definition, formula_html(reading.definition if reading else ""))
        rows = reading.rows[:ROWS] if reading else ()
        self._show(self._names, self._column([name for name, _ in rows], "left"))
        self._show(self._values, self._column([self._fitting(name, local(value)) for name, value in rows], "right"))
        self.setAccessibleDescription(reading_words(reading, where))

    def _show(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)

    def _column(self, texts: list[str], side: str) -> str:
        lines = "<br>".join(map(html.escape, texts))
        return f'<div align="{side}" style="line-height: {scaled(self, _LINE)}px">{lines}</div>'

    def _fitting(self, name: str, value: str) -> str:
        """A value, shortened where it would run into its name."""
        if len(name) + len(value) < _SHORT:
            return value
        room = self._names.width() - self.fontMetrics().horizontalAdvance(name) - _EDGE
        return self._values.fontMetrics().elidedText(value, Qt.TextElideMode.ElideMiddle, room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edge = scaled(self, _EDGE)
        for label, part in self._parts():
            top, height = _PLACES[part]
            label.setGeometry(edge, scaled(self, top), self.width() - 2 * edge, scaled(self, height))
        self._refresh()

    def _parts(self) -> tuple[tuple[QWidget, str], ...]:
        return (
            (self.fold, "caption"),
            (self._value, "value"),
            (self._formula, "formula"),
            (self._definition, "definition"),
            (self._names, "rows"),
            (self._values, "rows"),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(scaled(self, self._height))
            self._refresh()
        super().changeEvent(event)

    def _refresh(self) -> None:
        """The same reading in another room."""
        shown, self._shown = self._shown, None
        if shown is not None:
            self.show_reading(*shown)


def reading_words(reading: Reading | None, where: str = "") -> str:
    """All of a reading in one line, for who cannot see it."""
    if reading is None:
        return ""
    formula = f" = {reading.formula}" if reading.formula else ""
    rows = "".join(f"; {name} {local(value)}" for name, value in reading.rows)
    return f"{where or _CAPTION.lower()}: {local(value_text(reading.value))}{formula}{rows}"


def value_text(value: float) -> str:
    """A value in at most seven digits, with the minus of the figures."""
    if not math.isfinite(value):
        text = f"{value}"
    elif abs(value) < 1e15 and value == int(value):
        text = f"{int(value):,}"
    elif not 1e-4 <= abs(value) < 1e9:
        text = f"{value:.5e}"
    else:
        text = f"{value:,.{max(0, 6 - len(str(int(abs(value)))) + 1)}f}"
    return text.replace("-", "−")


def _rich(level: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("level", level)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(level in ("body", "help"))
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label
