"""Finding what the program can do, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pe_desktop.gui.window import MainWindow


def find_command(window: MainWindow) -> None:
    """Open the list of all that can be chosen; close it where it is open."""
    from pe_desktop.gui.finding.finder import Finder  # a window is shown without it

    finder = window.findChild(Finder) or Finder(window)
    if finder.isVisible():
        finder.leave()
    else:
        finder.ask()
