"""How the window is arranged: what is folded away is remembered, and all of it can be as it was at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow


class Arrangement(QObject):
    """What is folded away is kept with the session."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.panel
        self._panel.show_folded(window.session.settings.folded)
        self._panel.folded.connect(self._fold)

    def _fold(self, part: str, folded: bool) -> None:
        others = tuple(one for one in self._window.session.settings.folded if one != part)
        self._window.session.change(folded=(*others, part) if folded else others)

    def reset(self) -> None:
        """Everything of the panel to be seen, text of the standard size, all figures of each page, no lessons."""
        window = self._window
        window.lessons.close()
        window.pages.show_all()
        window.look.choose_zoom(1.0)
        self._panel.show_folded(())
        window.session.change(folded=())
        window.say("The layout is as it was at first; what is shown stays")
