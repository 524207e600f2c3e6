"""The offscreen platform, the program's look, and no window left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from pe_desktop.figure.style import LIGHT
from pe_desktop.gui.widgets.theme import apply_theme


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[QApplication]:
    """The light theme at the standard size; fails on a window that outlives its test."""
    apply_theme(qapp, LIGHT)
    before = set(qapp.topLevelWidgets())
    yield qapp
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [widget for widget in qapp.topLevelWidgets() if widget not in before and widget.parent() is None]
    assert not left, f"left behind: {left}"


from tests.gui.windows import dialogs, home, opened  # noqa: E402, F401 - fixtures of whole windows
