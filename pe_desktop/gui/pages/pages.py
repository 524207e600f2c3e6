"""The pages in the window: one is shown, and each is made when it is first wanted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from pe_desktop.document import State
from pe_desktop.export.medium import Medium
from pe_desktop.figure.pages import PAGES
from pe_desktop.gui.pages.page_area import PageArea
from pe_desktop.gui.pages.page_view import PageView

_FORWARDED = (
    *("picked", "hovered", "ranged", "turned", "held", "dragged"),
    *("zoom_reset", "cursor_moved", "export_requested", "options_requested", "menu_requested", "filled"),
)
_OF_TRANSPORT = ("play_toggled", "stepped", "scrubbed", "speed_edited", "together_toggled")


class Pages(QStackedWidget):
    """Shows the page of a document. Pages that are not seen cost nothing.

    Signals: those of a page and of its transport, of whichever page; and
    page_shown(page): another page is in front.
    """

    picked = Signal(str, object, float, float)
    hovered = Signal(str, str, float, float)
    ranged = Signal(str, object)
    turned = Signal(float, float)
    held = Signal(bool)
    dragged = Signal(str, str, float, float)
    zoom_reset = Signal(str)
    cursor_moved = Signal(float, int, float)
    export_requested = Signal(str)
    options_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    filled = Signal(str)
    play_toggled = Signal(bool)
    stepped = Signal(float)
    scrubbed = Signal(float)
    speed_edited = Signal(float)
    together_toggled = Signal(bool)
    page_shown = Signal(str)

    def __init__(self, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._medium, self._playing = medium, False
        self._views: dict[str, PageView] = {}
        self._areas: dict[str, PageArea] = {}
        self._actions: list[QAction] = []
        self.page = ""

    @property
    def current(self) -> PageView:
        return self._views[self.page]

    def show_page(self, page: str) -> None:
        """Bring a page to the front; the first one where there is no such page."""
        page = page if page in PAGES else next(iter(PAGES))
        if page == self.page:
            return
        if page not in self._views:
            self._make(page)
        self.page = page
        self.setCurrentWidget(self._areas[page])
        self.page_shown.emit(page)

    def show_all(self) -> None:
        """No figure fills its page."""
        for view in self._views.values():
            view.fill("")

    def _make(self, page: str) -> None:
        area = self._areas[page] = PageArea(PAGES[page], self._medium, self)
        view = self._views[page] = area.page
        for name in _FORWARDED:
            getattr(view, name).connect(getattr(self, name))
        if view.transport is not None:
            for name in _OF_TRANSPORT:
                getattr(view.transport, name).connect(getattr(self, name))
            view.transport.show_playing(self._playing)
        self._offer(view)
        self.addWidget(area)

    def offer(self, action: QAction) -> None:
        """An action whose keys every figure takes."""
        self._actions.append(action)
        for view in self._views.values():
            self._offer(view)

    def _offer(self, view: PageView) -> None:
        for card in view.cards.values():
            card.view.addActions(self._actions)

    def show_state(self, state: State, *, moving: bool) -> None:
        self.show_page(state.document.page)
        self.current.show_state(state, moving=moving)

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        for view in self._views.values():
            if view.transport is not None:
                view.transport.show_playing(playing)

    def show_medium(self, medium: Medium) -> None:
        self._medium = medium
        for view in self._views.values():
            view.show_medium(medium)
