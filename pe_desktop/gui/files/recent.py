"""The files that were opened or saved last, to be opened again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from pe_desktop.gui.widgets.text import tip

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow

GONE = "It is not there any more"


def recent_names(paths: list[Path]) -> list[tuple[str, Path]]:
    """Each with its name, and where that is not enough to tell it from another, its folder."""
    count = Counter(path.name for path in paths)
    return [(path.name if count[path.name] == 1 else f"{path.name} ({path.parent.name})", path) for path in paths]


def fill_recent(menu: QMenu, window: MainWindow) -> None:
    """The recent files as they are now; those that are gone can be seen, not chosen."""
    menu.clear()
    named = recent_names(window.session.recent)
    for name, path in named:
        there = path.exists()
        action = menu.addAction(name.replace("&", "&&"))
        action.setToolTip(tip(str(path), "" if there else f"{GONE}."))
        action.setEnabled(there)
        action.triggered.connect(lambda _=False, path=path: window.filing.open(path))
    if not named:
        menu.addAction("Nothing yet").setEnabled(False)
        return
    menu.addSeparator()
    menu.addAction("&Clear").triggered.connect(lambda: _clear(window))


def _clear(window: MainWindow) -> None:
    window.session.clear_recent()
    window.say("The list of recent files is empty; the files are where they were")
