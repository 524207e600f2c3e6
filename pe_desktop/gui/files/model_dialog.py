"""What a config.json says of its model's positions, line by line, beside the window that shows them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from pe_desktop.gui.widgets.controls import Combo, PrimaryButton
from pe_desktop.gui.widgets.text import Label, Paragraph
from pe_desktop.gui.widgets.theme import scaled
from pe_desktop.sources.config.model import Layers, LearnedTable, Model
from pe_desktop.sources.config.words import heading, layers_named, layers_said, line_said, model_text, not_understood

WIDE, HIGH = 480, 560
AROUND, LINE = 272, 20  # what stands about the lines, and the height of one


class ModelDialog(QDialog):
    """The kinds of layers, of which one is shown; what is not understood; and what each line did. It can be copied.

    Signals:
    layers_chosen(layers): another kind of layers is to be shown.
    table_requested(layers): these have a learned table, which is to be looked for in a checkpoint.
    """

    layers_chosen = Signal(object)
    table_requested = Signal(object)

    def __init__(self, model: Model, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Configuration")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = model
        self.layers, self.said = Combo(), Paragraph("", "body")
        self.open_table = QPushButton("Open its checkpoint…")
        self.copy_all, self._close = QPushButton("Copy"), PrimaryButton("Close")
        self._arrange()
        self._connect()
        self.show_layers()
        self._close.setFocus()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        title = Label(heading(self.model), "title")
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(title)
        self.layers.setAccessibleName("Layers")
        self.layers.show_items([(layers_named(kind).capitalize(), i) for i, kind in enumerate(self.model.layers)])
        self.layers.setVisible(len(self.model.layers) > 1)
        self.open_table.setAutoDefault(False)
        column.addWidget(self.layers)
        column.addWidget(_copied(self.said))
        column.addWidget(self.open_table, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._lines(), 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.copy_all, self._close):
            buttons.addWidget(button)
        self.copy_all.setAutoDefault(False)
        self.copy_all.setToolTip("Copy all of it as text")
        self._close.setDefault(True)
        column.addLayout(buttons)
        lines = 2 * len(self.model.used) + 2 * len(self.model.unclear)
        self.resize(scaled(self, WIDE), scaled(self, min(HIGH, AROUND + LINE * lines)))

    def _lines(self) -> QScrollArea:
        """What each key did, below it."""
        inner, area = QWidget(), QScrollArea(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 16, 4)
        column.setSpacing(2)
        if self.model.unclear:
            _add_heading(column, "Not understood")
            for text in not_understood(self.model):
                column.addWidget(_copied(Paragraph(text, "error")))
        _add_heading(column, "What each line did")
        for line in self.model.used:
            column.addWidget(_copied(Paragraph(line_said(line), "strong")))
            column.addWidget(_copied(Paragraph(line.meaning, "help")))
            column.addSpacing(8)
        column.addStretch(1)
        for widget in (inner, area):
            widget.setProperty("surface", "card")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("What each line did")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        return area

    def _connect(self) -> None:
        self.layers.activated.connect(self._choose)
        self.open_table.clicked.connect(lambda: self.table_requested.emit(self._kind))
        self.copy_all.clicked.connect(lambda: QGuiApplication.clipboard().setText(model_text(self.model)))
        self._close.clicked.connect(self.accept)

    @property
    def _kind(self) -> Layers:
        return self.model.layers[self.layers.currentIndex()]

    def _choose(self) -> None:
        self.show_layers()
        self.layers_chosen.emit(self._kind)

    def show_layers(self) -> None:
        """Say what the chosen kind of layers has."""
        kind = self._kind
        said = layers_said(kind)
        self.said.setText(f"{said[:1].upper()}{said[1:]}.")
        self.open_table.setVisible(isinstance(kind.encoding, LearnedTable))


def _add_heading(column: QVBoxLayout, text: str) -> None:
    column.addSpacing(8)
    column.addWidget(Label(text, "caption"))
    column.addSpacing(4)


def _copied(paragraph: Paragraph) -> Paragraph:
    """A paragraph of which words can be chosen and copied."""
    paragraph.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return paragraph
