"""Redraws and windows leave no memory behind.

Resident memory of a process that does nothing else is what a person's machine loses, whoever holds it: Python, NumPy
or Qt. A short round fills caches and the heap before. A leak grows in every round; what a cache or the heap takes once
more does not, so one round without growth is enough.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.apart import told_by

MOST = 1 << 20
"""Bytes."""

START = (
    f"MOST = {MOST}"
    + """
import gc, json
import psutil
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pe_desktop.gui import create_window

def opened():
    window = create_window(theme="light")
    window.resize(900, 640)
    window.show()
    QApplication.processEvents()
    return window

def left(window):
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

def grown(work, count):
    # Of up to three rounds after a short one; the first without growth ends them.
    work(count // 5)
    sizes = [psutil.Process().memory_info().rss]
    while len(sizes) < 4 and (len(sizes) < 2 or sizes[-1] - sizes[-2] >= MOST):
        work(count)
        gc.collect()
        sizes.append(psutil.Process().memory_info().rss)
    return [later - sooner for sooner, later in zip(sizes, sizes[1:])]
"""
)
REDRAWS = """
window = opened()

def redraw(count):
    window.model.begin()  # as one drag: each step to undo is kept on purpose
    for i in range(count):
        window.editing.edit("a", "d_model", 16 + 2 * (i % 50))
        window.rest()
        QApplication.processEvents()
    window.model.finish()

print(json.dumps(grown(redraw, 500)))
left(window)
"""
WINDOWS = """
def open_and_leave(count):
    for _ in range(count):
        left(opened())

print(json.dumps(grown(open_and_leave, 50)))
"""


@pytest.mark.parametrize("work", [REDRAWS, WINDOWS], ids=["500 redraws", "50 windows"])
def test_memory_does_not_grow_by_a_megabyte(tmp_path: Path, work: str) -> None:
    growths = told_by(START + work, tmp_path)
    assert 1 <= len(growths) <= 3
    assert min(growths) < MOST, growths
