"""`pe-desktop --info` and `pe-desktop --reset`: for a report, and for a fresh start. Neither needs Qt or a display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime

from pe_desktop import guard
from pe_desktop.gui.faults.versions import aligned, folder_lines, version_lines
from pe_desktop.gui.kept.places import runs_folder, settings_path, state_folder
from pe_desktop.gui.kept.runs import running

PATIENCE = 20  # seconds for Qt to say what the screen is like
ASKED = """
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
sizes = ["%d x %d at scale %g" % (s.size().width(), s.size().height(), s.devicePixelRatio()) for s in app.screens()]
print("Qt %s, %s, %s" % (qVersion(), app.platformName(), "; ".join(sizes)))
"""


def tell_info() -> int:
    """Versions, platform, screen and folders, as text for a report."""
    print("\n".join((*version_lines(), *aligned([("Qt", _screen()), ("Running", _running())]), *folder_lines())))
    return 0


def _running() -> str:
    return "yes" if running() else "no"


def _screen() -> str:
    """What Qt says of itself, asked in a process of its own: it ends that where there is no display."""
    try:
        guard.check_window()
    except guard.GuardError as error:
        return str(error).splitlines()[0]
    asking = [sys.executable, "-c", ASKED]
    try:
        done = subprocess.run(asking, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "does not answer"
    if done.returncode == 0:
        return done.stdout.strip()
    return next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "cannot be started").strip()


def reset() -> int:
    """Puts the settings and the sessions aside, says where, and ends: the next start has the defaults.

    Raises GuardError while the program runs, which would write them again, and where they cannot be moved.
    """
    if running():
        raise guard.GuardError(
            "The program runs, and would write its settings again when it is closed.", "Close it first, then reset."
        )
    found = [path for path in (settings_path(), runs_folder()) if os.path.lexists(path)]
    if not found:
        print("There is nothing to reset: no settings, and no session.")
        return 0
    aside = state_folder() / f"reset {datetime.now():%Y-%m-%d %H.%M.%S}"
    try:
        aside.mkdir(parents=True, exist_ok=True)
        for path in found:
            shutil.move(path, aside / path.name)
    except OSError as error:
        raise guard.GuardError(
            f"The settings cannot be put aside: {error.filename or aside}: {error.strerror or error}.",
            "Check the disk and the rights to that folder; pe-desktop --safe-mode starts without them.",
        ) from None
    print(f"The settings and the last session are now in {aside}. The next start begins afresh.")
    return 0
