"""`pe-desktop desktop`: the program in the menus of the desktop, with its icon and the type of its documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pe_desktop import guard
from pe_desktop.cli.arguments import Parser
from pe_desktop.figure.flags import CommandError

DESCRIPTION = (
    "Put the program among those of the desktop: an entry in its menus, an icon, and documents (.pe.json) that open at "
    "a double-click. Only files of your own are written, under XDG_DATA_HOME or ~/.local/share."
)


def place_on_desktop(arguments: Sequence[str]) -> int:
    given = parser().given(arguments)
    if bool(given.get("--install")) == bool(given.get("--remove")):
        raise CommandError("desktop: nothing to do given; allowed: either --install or --remove")
    if sys.platform in ("darwin", "win32"):
        raise CommandError(f"desktop: this is {sys.platform}; allowed: a system with freedesktop.org menus, as Linux")
    guard.check_versions()
    from pe_desktop.gui.desktop_entry import data_home, install, remove  # only now: it needs Qt to draw the icon

    home = data_home(os.environ)
    try:
        paths = install(home) if given.get("--install") else remove(home)
    except (OSError, ValueError) as error:
        raise CommandError(f"desktop: {_words(error)}; {home} must be yours to write to") from None
    print(_report(paths, home, installed=bool(given.get("--install"))))
    return 0


def _words(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)


def _report(paths: Sequence[Path], home: Path, *, installed: bool) -> str:
    if not paths:
        return f"Nothing of the program was in {home}"
    lines = [("Written" if installed else "Removed") + f" in {home}:"]
    return "\n".join([*lines, *(f"  {path.relative_to(home)}" for path in paths)])


def parser() -> Parser:
    made = Parser("desktop", DESCRIPTION)
    made.add_argument("--install", dest="--install", action="store_true", help="write these files, or write them anew")
    made.add_argument("--remove", dest="--remove", action="store_true", help="take them all away")
    return made
