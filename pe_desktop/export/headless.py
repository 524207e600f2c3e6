"""Fonts and painting without a window: on a server, in a test, from the command line."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from pe_desktop import guard

_kept: list[QGuiApplication] = []


def ensure_application() -> None:
    """Make Qt ready to measure and paint text: the window's application, or one that needs no display.

    Raises GuardError when this PySide6 cannot be used.
    """
    if QGuiApplication.instance() is None:
        guard.check_versions()
        _kept.append(QGuiApplication(["pe-desktop", "-platform", "offscreen"]))
