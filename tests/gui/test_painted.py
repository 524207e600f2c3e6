"""Buttons that paint themselves: when they are outlined, what presses them, and how they answer the mouse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from pe_desktop.figure.pages import PAGES
from pe_desktop.gui.editors.segmented import Segment, Segmented
from pe_desktop.gui.lessons.row import LessonRow
from pe_desktop.gui.rail import RailButton
from pe_desktop.gui.welcome.parts import WelcomeCard, WelcomeRow
from pe_desktop.gui.widgets.controls import Switch, ToolButton
from pe_desktop.gui.widgets.fold import Fold
from pe_desktop.gui.widgets.painted import Painted
from pe_desktop.lessons.library import bundled
from tests.gui.hands import Heard, shown
from tests.gui.windows import picture_of

Make = Callable[[], Painted]
Reason = Qt.FocusReason


def lesson_row() -> LessonRow:
    return LessonRow(next(iter(bundled().values())), 0)


PRESSED: dict[str, Make] = {
    "tool": partial(ToolButton, "play", "Play"),
    "fold": partial(Fold, "Angles"),
    "card": partial(WelcomeCard, "Waves", "Turn a knob"),
    "row": partial(WelcomeRow, "Open", "Ctrl+O"),
    "lesson": lesson_row,
}
OPTIONS: dict[str, Make] = {"segment": partial(Segment, "log", "Scale"), "rail": partial(RailButton, PAGES["explore"])}
VALUES: dict[str, Make] = {"switch": partial(Switch, "on"), **OPTIONS}
ALL = PRESSED | VALUES


def every(kinds: dict[str, Make]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("make", kinds.values(), ids=kinds.keys())


def made(qtbot: QtBot, make: Make) -> Painted:
    """On the screen, without the focus, and without the mouse, which may happen to stand there."""
    button = make()
    shown(qtbot, button, button.sizeHint().width())
    button.clearFocus()
    leave(button)
    return button


def enter(button: QWidget) -> None:
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    middle = QPointF(button.rect().center())
    QApplication.sendEvent(button, QEnterEvent(middle, middle, QPointF(button.mapToGlobal(middle))))


def leave(button: QWidget) -> None:
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))


def brought(button: QWidget, reason: Reason) -> None:
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusIn, reason))


def test_every_button_that_paints_itself_is_tried_here() -> None:
    def leaves(kind: type) -> set[type]:
        return {kind}.union(*map(leaves, kind.__subclasses__()))

    here = {kind for kind in leaves(Painted) if not kind.__name__.startswith(("Painted", "_"))}
    tried = {getattr(make, "func", LessonRow) for make in ALL.values()}
    assert {kind for kind in here if not any(issubclass(kind, each) for each in tried)} == set()


@every(ALL)
@pytest.mark.parametrize("reason", [Reason.TabFocusReason, Reason.BacktabFocusReason, Reason.ShortcutFocusReason])
def test_the_keyboards_focus_is_outlined(qtbot: QtBot, make: Make, reason: Reason) -> None:
    button = made(qtbot, make)
    plain = picture_of(button)
    button.setFocus(reason)
    assert (button.outlined, picture_of(button) != plain) == (True, True)
    button.clearFocus()
    assert (button.outlined, picture_of(button) == plain) == (False, True)


@every(ALL)
def test_the_focus_of_a_click_is_not_outlined(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    button.setFocus(Reason.MouseFocusReason)
    assert (button.hasFocus(), button.outlined) == (True, False)


@every(ALL)
@pytest.mark.parametrize("back", [Reason.ActiveWindowFocusReason, Reason.PopupFocusReason, Reason.MenuBarFocusReason])
@pytest.mark.parametrize("first", [Reason.TabFocusReason, Reason.MouseFocusReason])
def test_a_focus_that_comes_back_looks_as_before(qtbot: QtBot, make: Make, first: Reason, back: Reason) -> None:
    button = made(qtbot, make)
    button.setFocus(first)
    before = button.outlined
    brought(button, back)
    assert button.outlined == before


@every(OPTIONS)
def test_an_option_that_an_arrow_key_reaches_is_outlined(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    button.setFocus(Reason.OtherFocusReason)
    assert button.outlined


@every(PRESSED)
def test_a_button_that_the_program_gives_the_focus_is_not_outlined(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    button.setFocus(Reason.OtherFocusReason)
    assert not button.outlined


def test_an_arrow_key_goes_to_the_option_beside_and_outlines_it(qtbot: QtBot) -> None:
    slot = Segmented(("lin", "log"), "Scale")
    slot.show_value("lin")
    shown(qtbot, slot)
    first, second = slot.findChildren(Segment)
    first.setFocus(Reason.MouseFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert (slot.value(), second.outlined) == ("log", True)


@every(PRESSED)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button(qtbot: QtBot, make: Make, key: Qt.Key) -> None:
    button = made(qtbot, make)
    heard = Heard(button, "clicked")
    button.setFocus(Reason.TabFocusReason)
    QTest.keyClick(button, key)
    assert heard.names() == ["clicked"]


@every(VALUES)
def test_enter_is_left_to_the_dialog_by_what_holds_a_value(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    heard = Heard(button, "clicked")
    button.setFocus(Reason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert heard.names() == []


@every(ALL)
def test_all_of_it_can_be_pressed(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    inside = button.rect().adjusted(1, 1, -1, -1)
    for corner in (inside.topLeft(), inside.bottomRight()):
        heard = Heard(button, "clicked")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner)
        assert heard.names() == ["clicked"]


@every(PRESSED)
def test_a_button_shows_that_the_mouse_is_over_it(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    plain = picture_of(button)
    enter(button)
    over = picture_of(button)
    leave(button)
    assert (over != plain, picture_of(button) == plain) == (True, True)


@every(ALL)
@pytest.mark.parametrize("moves", [enter, leave])
def test_the_mouse_has_it_painted_anew(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, make: Make, moves: Callable[[QWidget], None]
) -> None:
    button, painted = made(qtbot, make), []
    QApplication.processEvents()
    monkeypatch.setattr(type(button), "draw", lambda *_: painted.append(True))
    moves(button)
    qtbot.waitUntil(lambda: bool(painted))


@every(ALL)
def test_a_screen_reader_hears_its_name_and_that_it_is_a_button(qtbot: QtBot, make: Make) -> None:
    button = made(qtbot, make)
    interface = QAccessible.queryAccessibleInterface(button)
    assert isinstance(button, QAbstractButton)
    assert interface.text(QAccessible.Text.Name)
    assert interface.role() in (QAccessible.Role.PushButton, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton)
