"""Errors that leave a method which Qt has called: they are said, and the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pe_desktop.gui.widgets.overrides import make_errors_whole
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton, QWidget


class Mixed:
    def paintEvent(self, event):
        [][1]


class Early(Mixed, QAbstractButton):
    def keyPressEvent(self, event):
        int("no number")


from pe_desktop.gui import create_window

window = create_window()
sys.excepthook = lambda kind, error, trace: print(kind.__name__)


class Late(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.KeyPress:
            {}["nothing"]
        return False


class Asking(QDialog):
    def reject(self):
        print("closed")
        super().reject()


def tried(do, *given):
    try:
        do(*given)
    except Exception as error:  # PySide hands it to whom of Python has called Qt
        print(type(error).__name__)


button, late, asking, other = Early(), Late(), Asking(), QPushButton()
tried(button.grab)
tried(QTest.keyClick, button, Qt.Key.Key_A)
other.clicked.connect(asking.reject)
other.click()
window.installEventFilter(late)
tried(QTest.keyClick, window, Qt.Key.Key_A)
window.removeEventFilter(late)
window.close()
print("goes on")
"""


def test_an_error_that_c_code_raises_ends_no_process(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    said = set(done.stdout.split("\n"))
    assert {"IndexError", "ValueError", "closed", "KeyError", "goes on"} <= said


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="errors are objects there")
def test_every_override_of_the_program_is_treated_once(opened: Opened) -> None:
    window = opened()
    treated = MainWindow.__dict__["closeEvent"]
    assert treated.__wrapped__.__name__ == "closeEvent"
    assert not hasattr(treated.__wrapped__, "__wrapped__")
    make_errors_whole()
    assert MainWindow.__dict__["closeEvent"] is treated
    assert window.isVisible()
