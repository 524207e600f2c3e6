"""Pictures that no page has asked for yet are loaded one at a time."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pe_desktop.gui.ahead import Ahead

ALONE = """
import sys
from PySide6.QtCore import QObject
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.ahead import Ahead

parent = QObject()
ahead = Ahead(parent)
for _ in PICTURES.names:
    ahead.load_next()
    print(sum(name.startswith("pe_desktop.figure.pictures.") for name in sys.modules))
"""


def test_in_the_end_all_are_there() -> None:
    said = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True).stdout.split()
    counts = [int(word) for word in said]
    assert counts[0] <= 2  # one may need another
    assert counts == sorted(counts)
    assert counts[-1] == len(counts)


def test_then_nothing_goes_on(qtbot: QtBot) -> None:
    parent = QObject()
    ahead = Ahead(parent)
    ahead.setInterval(0)
    ahead.start()
    qtbot.waitUntil(lambda: not ahead.isActive())
