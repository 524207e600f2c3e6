"""The slider under a person's hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.engine.scale import Continuous, Whole
from pe_desktop.gui.widgets.slider import Slider
from tests.gui.hands import Heard, Painted, drag, focus, mouse, shown, wheel
from tests.gui.windows import wait_for

LENGTH = Whole(1, 10_000_000, True)
NONE = Qt.KeyboardModifier.NoModifier
ALL = ("started", "moved", "finished", "reset_requested")


@pytest.fixture
def slider(qtbot: QtBot) -> Slider:
    made = shown(qtbot, Slider(LENGTH))
    made.show_value(128)
    return made


@pytest.fixture
def heard(slider: Slider) -> Heard:
    return Heard(slider, *ALL)


def test_showing_a_value_says_nothing(slider: Slider, heard: Heard) -> None:
    slider.show_value(10_000_000)
    assert (heard.said, slider.value_shown()) == ([], 10_000_000)


def test_a_drag_starts_once_and_finishes_once(slider: Slider, heard: Heard) -> None:
    x = slider.handle_x()
    drag(slider, [x, x + 20, x + 40, x + 60])
    assert heard.names() == ["started", "moved", "moved", "moved", "finished"]


def test_a_drag_says_only_useful_values(slider: Slider, heard: Heard) -> None:
    drag(slider, [slider.handle_x(), *range(100, 268)])
    values = [entry[1] for entry in heard.said if entry[0] == "moved"]
    assert values[-1] == 10_000_000
    assert all(float(f"{v:.1e}") == v or v & (v - 1) == 0 for v in values)
    assert values == sorted(set(values))


def test_most_powers_of_two_are_met_by_the_way(slider: Slider, heard: Heard) -> None:
    drag(slider, [slider.handle_x(), *(x / 2 for x in range(536))])
    values = {entry[1] for entry in heard.said if entry[0] == "moved"}
    assert {2**n for n in range(1, 24)} - values == set()


def test_escape_calls_a_drag_back_and_the_hand_moves_nothing_any_more(slider: Slider) -> None:
    heard, start = Heard(slider, *ALL, "called_back"), slider.handle_x()
    mouse(slider, QEvent.Type.MouseButtonPress, start, 12)
    mouse(slider, QEvent.Type.MouseMove, start + 40, 12, Qt.MouseButton.NoButton)
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    mouse(slider, QEvent.Type.MouseMove, start + 80, 12, Qt.MouseButton.NoButton)
    mouse(slider, QEvent.Type.MouseButtonRelease, start + 80, 12)
    assert heard.names() == ["started", "moved", "called_back", "finished"]


def test_escape_is_left_to_others_while_nothing_is_dragged(slider: Slider) -> None:
    heard, escape = Heard(slider, *ALL, "called_back"), QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, NONE)
    escape.ignore()
    QApplication.sendEvent(slider, escape)
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    assert (escape.isAccepted(), heard.said) == (False, [])


def test_the_handle_stays_under_the_hand(slider: Slider) -> None:
    x = slider.handle_x()
    mouse(slider, QEvent.Type.MouseButtonPress, x + 5, 12)
    for moved in (0.6, 1.6, 2.6, 30.25):
        mouse(slider, QEvent.Type.MouseMove, x + 5 + moved, 12, Qt.MouseButton.NoButton)
        assert slider.handle_x() == pytest.approx(x + moved, abs=1e-6)
    mouse(slider, QEvent.Type.MouseButtonRelease, x + 35.25, 12)


def test_a_click_on_the_handle_changes_nothing(slider: Slider, heard: Heard) -> None:
    slider.show_value(131_073)  # no value that the hand can pick
    drag(slider, [slider.handle_x() + 4] * 2)
    assert heard.names() == ["started", "finished"]


def test_a_press_on_the_groove_moves_there(slider: Slider, heard: Heard) -> None:
    drag(slider, [268.0])
    assert heard.said == [("started",), ("moved", 10_000_000), ("finished",)]


def test_a_press_on_the_marks_does_nothing(slider: Slider, heard: Heard) -> None:
    drag(slider, [268.0], y=34)
    assert heard.said == []


def test_a_double_click_asks_for_the_default(slider: Slider, heard: Heard) -> None:
    mouse(slider, QEvent.Type.MouseButtonDblClick, slider.handle_x(), 12)
    assert heard.said == [("reset_requested",)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Right, 129),
        (Qt.Key.Key_Up, 129),
        (Qt.Key.Key_Left, 127),
        (Qt.Key.Key_Down, 127),
        (Qt.Key.Key_PageUp, 256),
        (Qt.Key.Key_PageDown, 64),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_End, 10_000_000),
    ],
)
def test_a_key_moves_in_one_step(slider: Slider, heard: Heard, key: Qt.Key, expected: int) -> None:
    focus(slider)
    QTest.keyClick(slider, key)
    assert heard.said == [("started",), ("moved", expected), ("finished",)]


def test_a_held_key_is_one_change(slider: Slider, heard: Heard) -> None:
    focus(slider)
    for _ in range(3):
        QTest.keyPress(slider, Qt.Key.Key_Right)
    QTest.keyRelease(slider, Qt.Key.Key_Right)
    assert heard.names() == ["started", "moved", "moved", "moved", "finished"]


def test_delete_asks_for_the_default(slider: Slider, heard: Heard) -> None:
    focus(slider)
    QTest.keyClick(slider, Qt.Key.Key_Delete)
    assert heard.said == [("reset_requested",)]


def test_the_wheel_moves_by_useful_values_when_focused(slider: Slider, heard: Heard) -> None:
    focus(slider)
    assert wheel(slider, 2)
    assert heard.said == [("started",), ("moved", 140)]


def test_a_turn_of_the_wheel_is_one_change(slider: Slider, heard: Heard, qtbot: QtBot) -> None:
    focus(slider)
    wheel(slider, 1)
    wheel(slider, 1)
    wait_for(lambda: "finished" in heard.names())
    assert heard.names() == ["started", "moved", "moved", "finished"]


def test_the_wheel_is_left_to_the_page_without_focus(slider: Slider, heard: Heard) -> None:
    slider.clearFocus()
    assert not wheel(slider, 1)
    assert heard.said == []


def test_a_change_ends_when_the_focus_leaves(slider: Slider, heard: Heard) -> None:
    focus(slider)
    QTest.keyPress(slider, Qt.Key.Key_Right)
    slider.clearFocus()
    assert heard.names() == ["started", "moved", "finished"]


def test_other_limits_move_the_handle_and_say_nothing(slider: Slider, heard: Heard) -> None:
    before = slider.handle_x()
    slider.show_scale(Whole(1, 512, True))
    assert slider.handle_x() > before
    assert (heard.said, slider.value_shown()) == ([], 128)


def test_a_billion_is_no_overflow(qtbot: QtBot) -> None:
    slider = shown(qtbot, Slider(Continuous(1.0, 1e9, True)))
    heard = Heard(slider, "moved")
    drag(slider, [11.0, 268.0])
    assert heard.said[-1] == ("moved", 1e9)


def test_a_screen_reader_finds_a_slider_that_it_can_move(slider: Slider, heard: Heard) -> None:
    found = QAccessible.queryAccessibleInterface(slider)
    assert found.role() == QAccessible.Role.Slider
    slider.setValue(slider.maximum())
    assert heard.said == [("started",), ("moved", 10_000_000), ("finished",)]


@pytest.mark.parametrize("fraction", [0.0, 0.3, 1.0])
def test_the_handle_is_never_cut(slider: Slider, fraction: float) -> None:
    slider.show_value(LENGTH.pick(fraction))
    assert 11 <= slider.handle_x() <= slider.width() - 11


def test_without_marks_it_is_lower(slider: Slider, qtbot: QtBot) -> None:
    bare: QWidget = shown(qtbot, Slider(LENGTH, marks=False))
    assert bare.sizeHint().height() == slider.sizeHint().height() - 16


def test_another_value_leaves_the_marks_as_they_are_and_other_limits_paint_them_anew(slider: Slider) -> None:
    QApplication.processEvents()
    painted = Painted(slider)
    slider.show_value(5000)
    QApplication.processEvents()
    assert 0 < painted.region.boundingRect().bottom() < slider.height() / 2 + 8
    slider.show_scale(Whole(1, 512, True))
    QApplication.processEvents()
    assert painted.region.boundingRect().bottom() == slider.height() - 1
