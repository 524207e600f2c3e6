"""The figures of a page in a grid of cards, of which any one can fill the window."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pe_desktop.document import State
from pe_desktop.engine.encoding import Reading
from pe_desktop.export.medium import Medium
from pe_desktop.figure.pages import Page
from pe_desktop.figure.picture import Picture
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.pages.card import Card
from pe_desktop.gui.pages.transport import Transport
from pe_desktop.gui.panel.reading_card import reading_words
from pe_desktop.gui.widgets.theme import scaled

GAP = 16
WIDE = 340  # height of a card that has a row for itself, where the page is scrolled anyway
SLOW = 0.024  # seconds a frame may take before figures are drawn with half the pixels while the hand moves


class PageView(QWidget):
    """Shows states, and says what is pointed at.

    Signals:
    picked(figure, placed, x, y), hovered(figure, panel, x, y), ranged(panel, range), zoom_reset(panel).
    turned(across, down): pixels of a drag that turns a view in three dimensions.
    held(on), dragged(figure, panel, start, end): a name beside an axis, as of `Grip`.
    cursor_moved(positions, dimensions, keys), export_requested(figure), filled(figure): empty when none fills.
    options_requested(figure), menu_requested(figure, place): as of `Card`.
    """

    picked = Signal(str, object, float, float)
    hovered = Signal(str, str, float, float)
    ranged = Signal(str, object)
    zoom_reset = Signal(str)
    turned = Signal(float, float)
    held = Signal(bool)
    dragged = Signal(str, str, float, float)
    cursor_moved = Signal(float, int, float)
    export_requested = Signal(str)
    options_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    filled = Signal(str)

    def __init__(self, page: Page, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seconds = 0.0
        self._filling, self._heights, self._width = "", page.heights, 0
        self._wanted: tuple[int, ...] = ()
        self._rows = rows_of(dict.fromkeys(page.figures, False))
        self.cards = {id: self._new_card(id, medium) for id in page.figures}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP, GAP, GAP, GAP)
        self._grid.setSpacing(GAP)
        self.transport: Transport | None = None
        if "rotation" in self.cards:
            self.transport = Transport(self)
            self.cards["rotation"].column.addWidget(self.transport)
        self._arrange()

    def _new_card(self, id: str, medium: Medium) -> Card:
        card = Card(PICTURES[id], medium, self)
        card.view.picked.connect(lambda panel, x, y: self.picked.emit(id, card.view.placed(panel), x, y))
        card.view.hovered.connect(lambda panel, x, y: self.hovered.emit(id, panel, x, y))
        card.view.ranged.connect(self.ranged)
        card.view.turned.connect(self.turned)
        card.view.held.connect(self.held)
        card.view.dragged.connect(lambda panel, start, end: self.dragged.emit(id, panel, start, end))
        card.view.reset_requested.connect(self.zoom_reset)
        card.cursor_moved.connect(self.cursor_moved)
        card.export_requested.connect(self.export_requested)
        card.options_requested.connect(self.options_requested)
        card.menu_requested.connect(self.menu_requested)
        card.fill_requested.connect(lambda figure: self.fill("" if self._filling else figure))
        return card

    @property
    def figure(self) -> str:
        """The figure that has the focus or fills the window; else the first."""
        focused = [id for id, card in self.cards.items() if card.isAncestorOf(self.focusWidget() or self)]
        return self._filling or (focused or list(self.cards))[0]

    @property
    def filling(self) -> str:
        """The figure that fills the page; empty when none does."""
        return self._filling

    @property
    def exact(self) -> bool:
        return all(card.view.exact for card in self._visible())

    def _visible(self) -> list[Card]:
        return [self.cards[self._filling]] if self._filling else list(self.cards.values())

    def pictures(self) -> list[Picture]:
        """Those that are shown."""
        return [card.picture for card in self._visible()]

    def fill(self, figure: str) -> None:
        """Let one figure fill the page; all again with an empty name."""
        self._filling = figure if figure in self.cards else ""
        if self._filling:  # before others are hidden: Qt would take the focus on as if by the Tab key
            self.cards[self._filling].show()
            self.cards[self._filling].view.setFocus()
        self._arrange()
        self.filled.emit(self._filling)

    def show_width(self, width: int) -> None:
        """Two cards side by side where that many pixels have room for both, else one below the other."""
        self._width = width
        half = (width - 3 * GAP) / 2
        rows = rows_of({id: card.wanted > half for id, card in self.cards.items()})
        if rows != self._rows:
            self._rows = rows
            self._arrange()

    def _arrange(self) -> None:
        """Put the cards that are shown into rows."""
        rows = [[self._filling]] if self._filling else self._rows
        for i, row in enumerate(rows):
            for j, id in enumerate(row):
                self._grid.addWidget(self.cards[id], i, j, 1, 2 if len(row) == 1 else 1)
        for id, card in self.cards.items():
            card.show_filling(id == self._filling)
            card.setVisible(self._filling in ("", id))
        heights = self._heights if len(self._heights) == len(rows) else (1,) * len(rows)
        for i in range(len(self.cards)):
            self._grid.setRowStretch(i, heights[i] if i < len(rows) else 0)
            scrolled = i < len(rows) > 1 and len(rows[i]) == 1
            self._grid.setRowMinimumHeight(i, scaled(self, WIDE) if scrolled else 0)
        for j in range(2):
            self._grid.setColumnStretch(j, 1)

    def show_state(self, state: State, *, moving: bool) -> None:
        """Draw; with half the pixels when the hand is moving and the last frame was slow."""
        start = time.perf_counter()
        coarse = moving and self.seconds > SLOW
        for card in self._visible():
            card.show_state(state, coarse=coarse)
        if not coarse:
            self.seconds = time.perf_counter() - start
        self._make_room()
        if self.transport is not None:
            self.transport.setEnabled(not self.cards["rotation"].picture.refusal(state.document.encoding))
            self.transport.show_view(state.view.within(state.document), state.document.length)

    def _make_room(self) -> None:
        """For figures that are others now, such as two that are compared."""
        wanted = tuple(card.view.wanted for card in self.cards.values())
        if wanted != self._wanted:
            self._wanted = wanted
            self.show_width(self._width)

    def show_reading(self, reading: Reading | None, where: str) -> None:
        """What stands at the cursor, said with each figure."""
        words = reading_words(reading, where)
        for card in self._visible():
            card.describe(words)

    def status(self) -> str:
        """How many figures are drawn, how fast, and whether exactly."""
        shown = self._visible()
        exact = "exact" if self.exact else "sampled where a card says so"
        views = "1 view" if len(shown) == 1 else f"{len(shown)} views"
        return f"{views} · {self.seconds * 1000:.0f} ms a frame · {exact}"

    def show_medium(self, medium: Medium) -> None:
        for card in self.cards.values():
            card.view.show_medium(medium)


def rows_of(wide: Mapping[str, bool]) -> list[list[str]]:
    """Figures in order, two a row; one that is wide has a row for itself, and so has who is left alone by that."""
    rows: list[list[str]] = []
    for id, alone in wide.items():
        if rows and len(rows[-1]) == 1 and not alone and not wide[rows[-1][0]]:
            rows[-1].append(id)
        else:
            rows.append([id])
    return rows
