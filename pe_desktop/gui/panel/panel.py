"""The panel: everything about the document that can be turned, and what stands at the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pe_desktop.document import Document
from pe_desktop.engine.encoding import Encoding, Reading
from pe_desktop.gui.editors import Editor
from pe_desktop.gui.panel.asking import Asking
from pe_desktop.gui.panel.chooser import EncodingChooser
from pe_desktop.gui.panel.options import Option, OptionSections
from pe_desktop.gui.panel.reading_card import ReadingCard
from pe_desktop.gui.panel.section import Section
from pe_desktop.gui.widgets.controls import QuietButton, ToolButton
from pe_desktop.gui.widgets.focus import order_focus
from pe_desktop.gui.widgets.scroll import ScrollColumn
from pe_desktop.gui.widgets.theme import scaled

_WIDTH = 300
READING = "reading"
_LOW = 560  # height below which the editors need the room of the reading


class Panel(Asking):
    """Shows a document; says what a person wants changed, and changes nothing itself.

    A scope says whose a parameter is: `document`, `a` and `b` for the encodings, or the id that stands
    with an option (a figure's, or `view`); `reading`, that the numbers at the cursor are folded.

    Signals, besides what is asked of its editors:
        encoding_chosen: 0 for A or 1 for B, and the id of an encoding.
        reset_all_requested: every default is asked for.
        copy_requested: B is to become what A is.
        swap_requested: A and B are to change places.
        compare_toggled: whether a second encoding is wanted.
    """

    encoding_chosen = Signal(int, str)
    reset_all_requested = Signal()
    copy_requested = Signal()
    swap_requested = Signal()
    compare_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setProperty("edge", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Parameters")
        self.reading = ReadingCard()
        self._choosers = (EncodingChooser(), EncodingChooser("b."))
        self._length, self._others = Section("document"), Section("document")
        self._encodings = (Section("a", fold=self._choosers[0].fold), Section("b", "b.", fold=self._choosers[1].fold))
        self._options = OptionSections()
        self._ordered: list[object] = []
        self._compare = QuietButton("Compare with another", "Compare with a second encoding")
        self._arrange()
        self._connect()
        self._add_tools()
        self.setFixedWidth(scaled(self, _WIDTH))

    def _arrange(self) -> None:
        content = QWidget()
        self._scroll = ScrollColumn(content, self)  # before it is filled, as in the window
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(16, 8, 16, 16)
        self._column.setSpacing(16)
        self._choosers[1].show_divided()
        for chooser, section in zip(self._choosers, self._encodings, strict=True):
            self._column.addWidget(chooser)
            self._column.addWidget(section)
        self._column.insertWidget(1, self._length)
        self._column.addWidget(self._compare, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._options)
        self._column.addWidget(self._others)
        self._column.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 1, 16)
        lines.setSpacing(8)
        lines.addWidget(self._scroll, 1)
        card = QVBoxLayout()
        card.setContentsMargins(16, 0, 16, 0)
        card.addWidget(self.reading)
        lines.addLayout(card)

    def _connect(self) -> None:
        for section in (self._length, self._others, *self._encodings, self._options):
            self.relay(section)
        for which, chooser in enumerate(self._choosers):
            chooser.chosen.connect(partial(self.encoding_chosen.emit, which))
        self.reading.fold.toggled.connect(partial(self.folded.emit, READING))
        self._compare.clicked.connect(lambda: self.compare_toggled.emit(True))

    def _add_tools(self) -> None:
        reset = QuietButton("Reset all", "Set every parameter back to its default")
        reset.clicked.connect(lambda: self.reset_all_requested.emit())
        copy, swap = ToolButton("copy", "Copy A to B", size=24), ToolButton("swap", "Swap A and B", size=24)
        close = ToolButton("close", "Stop comparing", size=24)
        copy.clicked.connect(lambda: self.copy_requested.emit())
        swap.clicked.connect(lambda: self.swap_requested.emit())
        close.clicked.connect(lambda: self.compare_toggled.emit(False))
        self._choosers[0].add_tool(reset)
        for button in (copy, swap, close):
            self._choosers[1].add_tool(button)

    def show_document(self, document: Document, options: Sequence[Option] = ()) -> None:
        """A document and its figures' options, silently; editors stay unless the parameters are others."""
        comparing = document.compare is not None
        self._choosers[0].show_caption("Encoding A" if comparing else "Encoding")
        self._choosers[1].show_caption("Encoding B")
        self._show_encoding(0, document.encoding)
        self._show_encoding(1, document.compare)
        self._compare.setVisible(not comparing)
        self._show_shared(document, comparing)
        self._options.show_options(options)
        self._order_focus()

    def show_folded(self, scopes: Iterable[str]) -> None:
        """What is folded away, silently."""
        folded = frozenset(scopes)
        for section in self._encodings:
            section.show_folded(section.scope in folded)
        self._options.show_folded(folded)
        self.reading.show_folded(READING in folded)

    def reveal(self, scope: str, name: str = "") -> None:
        """Bring the editor of a parameter into sight, the first without a name, with the keyboard's focus; nothing
        where there is none."""
        for section in self._sections():
            wanted = name or next((editor.parameter.name for editor in section.editors()), "")
            editor = section.editor(wanted) if section.scope == scope else None
            if editor is not None:
                section.unfold()
                editor.take_focus()
                QTimer.singleShot(0, editor, partial(self._scroll.ensureWidgetVisible, editor))  # when it has its place

    def _order_focus(self) -> None:
        order = [self._column.indexOf(self._length), *(editor for _, editor in self.editors())]
        if order != self._ordered:
            self._ordered = order
            order_focus(self.parentWidget() or self)  # of all: a new first editor would take its place at the end

    def _show_encoding(self, which: int, encoding: Encoding | None) -> None:
        self._choosers[which].setVisible(encoding is not None)
        if encoding is None:
            self._encodings[which].show_values((), {})
            return
        self._choosers[which].show_encoding(encoding)
        self._encodings[which].show_values(encoding.counting(), encoding.values())

    def _show_shared(self, document: Document, comparing: bool) -> None:
        """What belongs to both encodings: the length stands before them, or after the only one's name."""
        parameters, values = document.parameters(), document.values()
        length = tuple(p for p in parameters if p.name == "length")
        self._length.show_values(length, values)
        self._others.show_values(tuple(p for p in parameters if p not in length), values)
        editor = self._length.editor("length")
        if editor is not None:
            editor.show_limits(document.shortest, document.longest)
            editor.setEnabled(document.shortest < document.longest)  # a grid's length follows from its sides
        place = 0 if comparing else 1
        if self._column.indexOf(self._length) != place:
            self._column.insertWidget(place, self._length)

    def show_reading(self, reading: Reading | None, where: str = "") -> None:
        """What stands at the cursor, and the figure it is in."""
        self.reading.show_reading(reading, where)

    def show_playing(self, scope: str, name: str, playing: bool) -> None:
        """Whether a parameter's animation runs."""
        for editor in self._editors(scope, name):
            editor.show_playing(playing)

    def show_error(self, scope: str, name: str, text: str) -> None:
        """Why a value was refused by what lies beyond its editor."""
        for editor in self._editors(scope, name):
            editor.show_error(text)

    def editors(self) -> list[tuple[str, Editor]]:
        """Each with its scope, as they stand below each other."""
        return [(section.scope, editor) for section in self._sections() for editor in section.editors()]

    def _editors(self, scope: str, name: str) -> list[Editor]:
        return [editor for of, editor in self.editors() if (of, editor.parameter.name) == (scope, name)]

    def _sections(self) -> tuple[Section, ...]:
        return (self._length, *self._encodings, *self._options.sections(), self._others)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.reading.show_compact(self.height() < scaled(self, _LOW))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.setFixedWidth(scaled(self, _WIDTH))
            self.reading.show_compact(self.height() < scaled(self, _LOW))
        super().changeEvent(event)
