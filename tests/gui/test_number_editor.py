"""The editor of numbers: dragged, typed, moved by keys, limited, played."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pe_desktop.document import Document
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.gui.editors.number import PlayButton
from pe_desktop.gui.widgets.slider import Slider
from tests.gui.hands import drag, focus, write
from tests.gui.test_editors import error_of, field_of, made

LENGTH = Document.parameter("length")
D_MODEL = ENCODINGS["rope"].parameter("d_model")  # head_dim: even numbers only

FACTOR = ENCODINGS["rope"].parameter("factor")  # auto, or a number from 1 to 10,000


def test_a_number_that_is_computed_says_auto_until_it_is_dragged(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, FACTOR)
    assert (editor.value(), field_of(editor).text()) == (None, "auto")
    drag(editor.findChild(Slider), [20, 80, 120])
    assert heard.said[-2] == ("edited", editor.value())
    assert 1 < editor.value() <= 10_000
    editor.show_value(None)
    assert (editor.value(), field_of(editor).text()) == (None, "auto")


@pytest.mark.parametrize(
    ("before", "text", "after", "edited"),
    [(None, "8", 8.0, 8.0), (None, "1", 1.0, 1.0), (8.0, "auto", None, None), (8.0, "32", 32.0, 32.0)],
)
def test_auto_can_be_typed_and_typed_away(
    qtbot: QtBot, before: object, text: str, after: object, edited: object
) -> None:
    editor, heard = made(qtbot, FACTOR)
    editor.show_value(before)
    write(field_of(editor), text)
    assert editor.value() == after
    assert heard.said == [("started",), ("edited", edited), ("finished",)]


@pytest.mark.parametrize("text", ["auto", "0.5", "wide"])
def test_auto_again_or_a_wrong_text_changes_nothing(qtbot: QtBot, text: str) -> None:
    editor, heard = made(qtbot, FACTOR)
    write(field_of(editor), text)
    assert (editor.value(), heard.said) == (None, [])


def test_a_key_moves_on_from_where_a_computed_number_rests(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, FACTOR)
    QTest.keyClick(field_of(editor), Qt.Key.Key_Up)
    assert editor.value() > 1
    assert ("edited", editor.value()) in heard.said


def test_a_drag_is_one_change_of_many_values(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LENGTH)
    drag(editor.findChild(Slider), [80, 120, 160])
    assert heard.names()[0] == "started"
    assert heard.names()[-1] == "finished"
    assert set(heard.names()[1:-1]) == {"edited"}
    assert field_of(editor).text() == f"{editor.value():,}"


@pytest.mark.parametrize(
    ("text", "value"), [("512", 512), ("10,000", 10_000), ("1e6", 1_000_000), ("128k", 128_000), ("2^17", 131_072)]
)
def test_a_typed_number_is_one_change(qtbot: QtBot, text: str, value: int) -> None:
    editor, heard = made(qtbot, LENGTH)
    write(field_of(editor), text)
    assert heard.said == [("started",), ("edited", value), ("finished",)]
    assert field_of(editor).text() == f"{value:,}"


def test_a_typed_number_counts_when_the_focus_leaves(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LENGTH)
    write(field_of(editor), "512", then=None)
    assert heard.said == []
    field_of(editor).clearFocus()
    assert ("edited", 512) in heard.said


@pytest.mark.parametrize("text", ["51", "0", "20000", "wide", "1e99", "-2", "1.5"])
def test_a_wrong_text_changes_nothing_and_says_why(qtbot: QtBot, text: str) -> None:
    editor, heard = made(qtbot, D_MODEL)
    write(field_of(editor), text)
    assert (heard.said, editor.value()) == ([], 64)
    assert field_of(editor).property("wrong") is True
    assert error_of(editor) == f"Allowed: {D_MODEL.kind.allowed()}"


def test_a_wrong_text_stays_to_be_mended(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, D_MODEL)
    write(field_of(editor), "51")
    editor.show_value(64)
    assert field_of(editor).text() == "51"
    QTest.keyClick(field_of(editor), Qt.Key.Key_End)
    QTest.keyClicks(field_of(editor), "2")
    assert error_of(editor) == ""
    QTest.keyClick(field_of(editor), Qt.Key.Key_Return)
    assert ("edited", 512) in heard.said


def test_escape_takes_a_text_back(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, D_MODEL)
    write(field_of(editor), "51")
    QTest.keyClick(field_of(editor), Qt.Key.Key_Escape)
    assert (field_of(editor).text(), error_of(editor), heard.said) == ("64", "", [])


def test_another_value_replaces_a_wrong_text(qtbot: QtBot) -> None:
    editor, _ = made(qtbot, D_MODEL)
    write(field_of(editor), "51")
    editor.show_value(128)
    assert (field_of(editor).text(), error_of(editor)) == ("128", "")


@pytest.mark.parametrize(
    ("key", "value"), [(Qt.Key.Key_Up, 66), (Qt.Key.Key_Down, 62), (Qt.Key.Key_PageUp, 128), (Qt.Key.Key_PageDown, 32)]
)
def test_keys_move_the_number_in_the_field(qtbot: QtBot, key: Qt.Key, value: int) -> None:
    editor, heard = made(qtbot, D_MODEL)
    focus(field_of(editor))
    QTest.keyClick(field_of(editor), key)
    assert heard.said == [("started",), ("edited", value), ("finished",)]


def test_limits_hold_for_hand_and_keyboard(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LENGTH)
    editor.show_limits(1, 512)
    drag(editor.findChild(Slider), [267])
    write(field_of(editor), "513")
    assert editor.value() == 512
    assert error_of(editor) == "Allowed: an integer from 1 to 512"
    assert heard.names() == ["started", "edited", "finished"]


def test_wider_limits_give_the_whole_range_back(qtbot: QtBot) -> None:
    editor, _ = made(qtbot, LENGTH)
    editor.show_limits(1, 512)
    editor.show_limits(1, 10_000_000)
    write(field_of(editor), "10M")
    assert editor.value() == 10_000_000


def test_play_asks_and_waits_to_be_shown(qtbot: QtBot) -> None:
    editor, heard = made(qtbot, LENGTH)
    play = editor.findChild(PlayButton)
    play.click()
    assert (heard.said, play.isChecked()) == ([("play_toggled", True)], False)
    editor.show_playing(True)
    play.click()
    assert heard.said[-1] == ("play_toggled", False)


def test_the_play_button_is_reached_by_tab(qtbot: QtBot) -> None:
    editor, _ = made(qtbot, LENGTH)
    focus(field_of(editor))
    order = []
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(type(QApplication.focusWidget()))
    assert order == [Slider, PlayButton]


def test_undo_is_the_programs_unless_one_is_typing(qtbot: QtBot) -> None:
    editor, _ = made(qtbot, LENGTH)
    keys = QKeySequence(QKeySequence.StandardKey.Undo)[0]

    def taken() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, keys.key(), keys.keyboardModifiers())
        event.ignore()
        QApplication.sendEvent(field_of(editor), event)
        return event.isAccepted()

    focus(field_of(editor))
    assert not taken()
    QTest.keyClicks(field_of(editor), "5")
    assert taken()
