"""What a right click on a figure offers: what the menus have for it, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from pe_desktop.figure.pictures import PICTURES

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow


def show_figure_menu(window: MainWindow, figure: str, place: QPoint) -> None:
    """At a place of the screen; the figure has the focus, so that the menus' own entries are about it."""
    card, actions = window.page.cards[figure], window.actions_by_id
    menu = QMenu(window)
    menu.setAccessibleName(f"{PICTURES[figure].title}: what can be done")
    menu.setToolTipsVisible(True)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addActions([actions[id] for id in ("copy-figure", "copy-data", "export", "add-to-deck")])
    menu.addSeparator()
    menu.addActions([actions["fill-none" if window.page.filling else f"fill-{figure}"], actions["reset-zoom"]])
    menu.addSeparator()
    if PICTURES[figure].Options.parameters():
        menu.addAction("Its &options").triggered.connect(lambda: window.panel.reveal(figure))
    menu.addAction("&What am I looking at?").triggered.connect(lambda: card.explain())
    menu.popup(place)
