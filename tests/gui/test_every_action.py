"""Every entry of the menus, chosen on every page, and with every family of encodings."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from pe_desktop.document import Document, State, View
from pe_desktop.figure.pages import PAGES
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, Opened, encoding

FAMILIES = {
    "sinusoidal": tuple(PAGES),
    "sincos2d": ("explore", "images"),
    "rope": ("explore", "extend"),
    "alibi": ("explore", "relative"),
    "learned": ("explore", "doctor"),
}
"""One that is absolute, two-dimensional, rotary, relative and learned, and the pages on which they are tried."""
APART = ("quit", "copy-figure")
"""The one ends the run; the other draws in another process, for which its own tests wait."""
LOOKS = ("theme-", "larger", "smaller")
"""The same on every page, and for every family: each dresses all widgets of the program anew."""


def choose(window: MainWindow, id: str, start: Document) -> bool:
    """Choose an entry on a document, and leave what it opens; whether it could be chosen."""
    if window.page.filling:
        window.page.fill("")
    if window.model.state != State(start, View()):
        window.model.load(State(start, View()))
        window.rest()
    action = window.actions_by_id[id]
    if not (action.isEnabled() and action.isVisible()):
        return False
    action.trigger()
    QApplication.processEvents()
    window.rest()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    if window.lessons.presentation is not None:
        window.lessons.presentation.close()
    if window.lessons.panel is not None and window.lessons.panel.isVisible():
        window.lessons.toggle()
    window.pointing.play(False)
    return True


def disagreeing(window: MainWindow) -> list[str]:
    """Figures in front that are not those of the document."""
    document, view = window.model.document, window.model.view
    cards = [card for card in window.page.cards.values() if card.isVisible()]
    assert cards
    return [card.picture.id for card in cards if card.view.figure != card.picture.build(document, view)]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_entry_of_the_menus_does_its_work_on_every_page(opened: Opened, dialogs: Dialogs, family: str) -> None:
    window = opened(size=(900, 640))
    window.preparing.stop()  # what is computed beside would change figures between two looks
    ids = [id for id in window.actions_by_id if not id.startswith(("preset-", *APART))]
    everywhere, chosen = [id for id in ids if not id.startswith(LOOKS)], dict.fromkeys(ids, 0)
    for page in FAMILIES[family]:
        start = Document(length=16, page=page).showing(encoding(family), None)
        for id in ids if (page, family) == ("explore", "sinusoidal") else everywhere:
            chosen[id] += choose(window, id, start)
            assert disagreeing(window) == [], f"{id} on {page}"
    if family == "sinusoidal":
        never = {id for id, times in chosen.items() if not times}
        assert never <= {"undo", "redo", "swap", "copy-a-to-b", "fill-none"}


def test_entries_that_need_something_before_do_their_work_then(opened: Opened, dialogs: Dialogs) -> None:
    window = opened(size=(900, 640))
    window.preparing.stop()
    for page in PAGES:
        window.model.load(State(Document(length=16, page=page).showing(encoding("rope"), encoding("rope2d"))))
        window.editing.edit("document", "length", 9)
        window.rest()
        window.page.fill(next(iter(window.page.cards)))
        window.rest()
        for id in ("fill-none", "swap", "copy-a-to-b", "undo", "redo"):
            assert window.actions_by_id[id].isEnabled(), f"{id} on {page}"
            window.actions_by_id[id].trigger()
            window.rest()
            assert disagreeing(window) == [], f"{id} on {page}"
