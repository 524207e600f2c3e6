"""Help: the keys and the mouse, and what this is."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping

import numpy as np
import pyqtgraph
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from pe_desktop import __version__
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.widgets.text import Label
from pe_desktop.gui.widgets.theme import scaled

MOUSE = (
    ("Click or drag in a figure", "move the cursor: the same position in every figure"),
    ("Drag a word beside a matrix", "it goes to another place of its sentence"),
    ("Wheel, or Shift and drag", "zoom and pan; double-click goes back"),
    ("Wheel on a page that scrolls", "scrolls it; zooms a figure that was clicked, or with Ctrl"),
    ("Right click on a figure", "what can be done with it"),
    ("Drag a slider", "every figure follows; double-click goes back to the default"),
    ("Esc while a slider is dragged", "what was there before"),
    ("Drop a file on the window", "a document, an exported picture, a table, a checkpoint, or a config.json"),
)
KEYS = (
    ("Arrow keys on a figure", "one position or one dimension, or one key; with Alt a tenth of a position"),
    ("Page up, Page down on a figure", "ten positions"),
    ("Plus, Minus, 0 on a figure", "zoom in and out about the cursor, and back to all of it"),
    ("Shift and arrow keys on a figure", "pan where it is zoomed, or turn it"),
    ("Ctrl and arrow keys on Attention", "the word at the cursor goes one place on; with Shift in the first sentence"),
    ("Space on a figure", "play or pause the rotation"),
    ("Arrow keys on a slider", "the smallest step"),
    ("Page up, Page down on a slider", "the next power of two"),
    ("Page down, Page up in a lesson", "the answer or the next step, and the step before; arrow keys too"),
    ("Full stop in a presentation", "a black screen, and back; Esc leaves"),
)


class Shortcuts(QDialog):
    """Keys and mouse in two columns."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        self._lines = QGridLayout(inner)
        self._lines.setContentsMargins(24, 24, 24, 24)
        self._lines.setHorizontalSpacing(24)
        self._lines.setVerticalSpacing(8)
        for heading, rows in (("Mouse", MOUSE), ("Keyboard", KEYS), ("Menus", _shortcuts(actions))):
            self._add(heading, rows)
        area = QScrollArea(self)
        for widget in (inner, area):
            widget.setProperty("surface", "card")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Keyboard and mouse")
        area.setWidget(inner)
        area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self.resize(inner.sizeHint().width() + 32, min(inner.sizeHint().height(), scaled(self, 640)))

    def _add(self, heading: str, rows: Iterable[tuple[str, str]]) -> None:
        title = Label(heading, "title")
        title.setContentsMargins(0, 16 if self._lines.count() else 0, 0, 0)
        first = self._lines.rowCount()
        self._lines.addWidget(title, first, 0, 1, 2)
        for row, (what, does) in enumerate(rows, first + 1):
            self._lines.addWidget(Label(what, "strong"), row, 0)
            self._lines.addWidget(Label(does, "muted"), row, 1)


def _shortcuts(actions: Mapping[str, QAction]) -> list[tuple[str, str]]:
    native = QKeySequence.SequenceFormat.NativeText
    listed = [(a, "  or  ".join(k.toString(native) for k in a.shortcuts())) for a in actions.values() if a.isVisible()]
    return [(action.text().replace("&", "").rstrip("…"), keys) for action, keys in listed if keys]


def about(parent: QWidget) -> Notice:
    """What this is, and what it is made of."""
    return Notice(
        f"Positional Encoding {__version__}",
        (
            "Turn the knobs of a Transformer's positional encoding and watch what it does. "
            "Every number is exact; every figure goes to a slide unchanged.",
            f"Python {platform.python_version()}, NumPy {np.__version__}, PySide6 {pyside_version}, "
            f"pyqtgraph {pyqtgraph.__version__}",
        ),
        parent,
    )
