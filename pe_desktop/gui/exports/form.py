"""The choices of an export: which figure, which format, and all that counts in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pe_desktop.document import COLOUR_MAPS, State
from pe_desktop.engine.parameter import Parameter, ParameterError, Parametrised
from pe_desktop.export.films.film import moving_in
from pe_desktop.export.films.motion import Motion
from pe_desktop.export.films.moving import mover as usual_mover
from pe_desktop.export.formats import FORMATS, Format
from pe_desktop.export.request import Request
from pe_desktop.figure.marks import Image
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.exports.entries import ChoiceEntry, Entry, make_entry
from pe_desktop.gui.exports.memory import Memory
from pe_desktop.gui.exports.words import label, option
from pe_desktop.gui.widgets.text import Label

MAP = "colormap"
"""A parameter of documents, which an export may have otherwise; empty: as the document has it."""
OVER = "over"
"""What moves: a choice, since it is known what can."""
OF_IMAGES = (MAP, "colour_bar")
"""What counts only in a figure with cells."""


class ExportForm(QWidget):
    """Fields in one column, made from what the parameters of an export declare.

    Signals:
    changed: another choice.
    """

    changed = Signal()

    def __init__(self, state: State, figure: str, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._memory = state, memory
        self._parameters: dict[str, Parameter] = {p.name: p for p in (*Motion.parameters(), *Request.parameters())}
        self._over, self._written, self._offered = ChoiceEntry(OVER), "", ("", "")
        self._entries = self._made()
        self._figure = ChoiceEntry("figure", [(picture.title, picture.id) for picture in PICTURES.values()])
        self._format = ChoiceEntry("format", [(each.label, suffix) for suffix, each in FORMATS.items()])
        self._grey_out()
        self._arrange()
        self._figure.show_text(figure)
        if memory.format not in _missing():
            self._format.show_text(memory.format)
        self._shown = self.suffix
        self._show_texts(memory.choices(self.suffix))
        self._show_counting()
        self._connect()

    def _made(self) -> dict[str, Entry]:
        """An entry for each parameter, as they are declared; the colour map stands before its bar."""
        made: dict[str, Entry] = {}
        for name, parameter in self._parameters.items():
            if name == "colour_bar":
                made[MAP] = ChoiceEntry(MAP, [(option(MAP, value), value) for value in ("", *COLOUR_MAPS)])
            made[name] = self._over if name == OVER else make_entry(parameter)
        return made

    def _grey_out(self) -> None:
        for suffix, words in _missing().items():
            self._format.refuse(suffix, words)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._labels: dict[str, Label] = {}
        for row, (name, entry) in enumerate({"figure": self._figure, "format": self._format, **self._entries}.items()):
            self._labels[name] = words = Label(label(name))
            words.setBuddy(entry.focusProxy() or entry)
            words.setToolTip(entry.toolTip())
            words.setFixedHeight(entry.sizeHint().height() if entry.wide else words.sizeHint().height())
            grid.addWidget(words, row, 0, 1, 2 if entry.wide else 1)
            grid.addWidget(entry, row, 1)

    def _connect(self) -> None:
        self._format.changed.connect(self._recall)
        for entry in (self._figure, self._format, *self._entries.values()):
            entry.changed.connect(self._show_counting)
            entry.changed.connect(self.changed)

    def _recall(self) -> None:
        """The last choices for the format that was chosen; those for the one before are kept too."""
        self._memory = self._memory.remembering(self._shown, self._texts())
        self._shown = self.suffix
        self._show_texts(self._memory.formats.get(self.suffix))

    def _offer_movers(self) -> None:
        """What can move in the figure, when another one is to; what a file was made by stays as it is written there."""
        picture, now = PICTURES[self.figure], (self.figure, self.suffix)
        if not self.format.moves or picture.refusal(self._state.document.encoding) or now == self._offered:
            return
        self._offered, request, chosen = now, Request(self._state, self.figure), self._over.text()
        names = list(dict.fromkeys([*(mover.name for mover in moving_in(request)), *filter(None, [self._written])]))
        self._over.show_items([(f"Auto: {usual_mover(request).name}", ""), *((name, name) for name in names)])
        self._over.show_text(chosen if chosen in names else "")

    def _show_texts(self, texts: Mapping[str, str] | None) -> None:
        """Those that can be read; what is missing stays as it is."""
        for name, text in (texts or {}).items():
            if name == OVER:
                self._over.show_items([(text, text)])  # until it is known what can move
                self._offered = ("", "")
            parameter = self._parameters.get(name)
            if name == MAP or (parameter is not None and _reads(parameter, text)):
                self._entries[name].show_text(text)

    def _show_counting(self) -> None:
        """Nothing that does not count: numbers have no size, a still does not move."""
        self._offer_movers()
        counting = self._counting()
        for name, entry in self._entries.items():
            self._labels[name].setVisible(name in counting)
            entry.setVisible(name in counting)
        titled = self._entries["title"].text() == "true"
        for part in (self._labels["heading"], self._entries["heading"]):
            part.setEnabled(titled)

    def _counting(self) -> set[str]:
        names = set(self.format.uses)
        if self.format.is_picture:
            names.add(MAP)
        if self.format.moves:
            names |= {p.name for p in Motion.parameters()}
        return names if has_cells(self._state, self.figure) else names - set(OF_IMAGES)

    @property
    def figure(self) -> str:
        return self._figure.text()

    @property
    def suffix(self) -> str:
        return self._format.text()

    @property
    def is_folder(self) -> bool:
        """Whether the export is a folder of files."""
        return self.format.folder

    @property
    def colormap(self) -> str:
        """The colour map for this export alone; empty: that of the document."""
        return self._entries[MAP].text()

    @property
    def format(self) -> Format:
        return FORMATS[self.suffix]

    def request(self) -> Request:
        """What is asked for. Raises ParameterError, and outlines what was typed wrong."""
        for entry in self._entries.values():
            entry.show_wrong(False)
        try:
            motion = Motion(**self._values(Motion))
            return Request(self._colored(), self.figure, motion=motion, **self._values(Request))
        except ParameterError as error:
            if error.name in self._entries:
                self._entries[error.name].show_wrong(True)
            raise

    def _colored(self) -> State:
        document = self._state.document.replace(colormap=self.colormap) if self.colormap else self._state.document
        return State(document, self._state.view)

    def _values(self, owner: type[Parametrised]) -> dict[str, Any]:
        """Of what does not count, the default is good enough where it cannot be read."""
        counting, values = self._counting(), {}
        for parameter in owner.parameters():
            text = self._entries[parameter.name].text()
            if parameter.name in counting or _reads(parameter, text):
                values[parameter.name] = parameter.parse(text)
        return values

    def _texts(self) -> dict[str, str]:
        return {name: entry.text() for name, entry in self._entries.items()}

    def show_request(self, request: Request, suffix: str) -> None:
        """The choices that a file was made by; its figure stays to be chosen."""
        if suffix in FORMATS and suffix not in _missing():
            self._format.show_text(suffix)
            self._shown = self.suffix
        self._written = request.motion.over
        self._show_texts({MAP: "", **request.texts(), **request.motion.texts()})
        self._show_counting()

    def remembered(self) -> Memory:
        """With these choices as the last for their format."""
        return self._memory.remembering(self.suffix, self._texts())


@lru_cache(maxsize=32)
def has_cells(state: State, figure: str) -> bool:
    """Whether the figure shows a field as coloured cells."""
    picture = PICTURES[figure]
    if picture.refusal(state.document.encoding):
        return False
    panels = picture.build(state.document, state.view).panels
    return any(isinstance(mark, Image) for panel in panels for mark in panel.marks)


def _missing() -> dict[str, str]:
    """Formats that cannot be written here, and why."""
    return {suffix: f"{each.label}: needs {each.lacking}" for suffix, each in FORMATS.items() if each.lacking}


def _reads(parameter: Parameter, text: str) -> bool:
    try:
        parameter.parse(text)
    except ParameterError:
        return False
    return True
