"""What a person tries without asking: full screen, closing by Ctrl+W, several files at once, a report."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from pe_desktop import __version__
from pe_desktop.document import State, from_json, to_json
from pe_desktop.gui.help import Shortcuts
from pe_desktop.gui.widgets.text import Label
from tests.gui.windows import Opened, document, drop, kept, run, settle, state

CTRL = Qt.KeyboardModifier.ControlModifier


def test_f11_fills_the_screen_and_gives_it_back(opened: Opened) -> None:
    window = opened(state())
    QTest.keyClick(window, Qt.Key.Key_F11)
    settle(window)
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_F11)
    settle(window)
    assert not window.isFullScreen()


def test_the_next_start_is_no_larger_because_this_one_filled_the_screen(opened: Opened) -> None:
    window = opened(state(), size=(1100, 720), remember=True)
    place = window.geometry()
    run(window, "full-screen")
    window.keeping.now()
    held = kept().geometry
    assert held is not None
    assert held[2:] == (place.width(), place.height())


def test_ctrl_w_closes_the_window(opened: Opened) -> None:
    window = opened(state())
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert not window.isVisible()


@pytest.mark.parametrize("count", [1, 3])
def test_of_several_files_the_first_is_opened_and_the_others_are_said(
    opened: Opened, tmp_path: Path, count: int
) -> None:
    window = opened(state())
    paths = []
    for i in range(count):
        paths.append(tmp_path / f"{i}.json")
        paths[-1].write_text(to_json(State(document(length=40 + i))), encoding="utf-8")
    assert drop(window, *paths)
    settle(window)
    assert window.model.document.length == 40
    said = window.statusBar().currentMessage()
    assert said == ("Opened 0.json" if count == 1 else "Files are opened one at a time; 2 more were left")


def test_a_report_can_be_copied_without_a_fault(opened: Opened) -> None:
    window = opened(state(length=77))
    run(window, "copy-report")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("pe-desktop")
    assert __version__ in text
    assert from_json(text[text.index("{") :]) == window.model.work
    assert "Copied" in window.statusBar().currentMessage()


def test_the_help_lists_every_key_of_a_figure(opened: Opened) -> None:
    window = opened(state())
    help = Shortcuts(window.actions_by_id, window)
    said = " ".join(label.text() for label in help.findChildren(Label))
    for words in ("Plus, Minus, 0", "Shift and arrow keys", "Ctrl and arrow keys", "Right click", "F11", "Ctrl+W"):
        assert words in said
    help.deleteLater()
