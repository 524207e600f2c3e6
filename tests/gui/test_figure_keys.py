"""Keys on a figure zoom and pan it, turn it, move the key, and put its words in another order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from pe_desktop.document import Document, State, View
from pe_desktop.figure.figure import Axis
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import (
    NO_KEYS,
    Opened,
    click,
    document,
    drag_in,
    encoding,
    panel_of,
    place_of,
    press,
    settle,
    state,
    view_of,
)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLUS, MINUS, ALL = Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0
UP, DOWN, LEFT, RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right


def ends(axis: Axis) -> tuple[float, float]:
    return axis.low, axis.high


def both(window: MainWindow, figure: str, panel: str = "") -> tuple[tuple[float, float], tuple[float, float]]:
    found = panel_of(window, figure, panel)
    return ends(found.x), ends(found.y)


# Zoom


@pytest.mark.parametrize("key", [PLUS, Qt.Key.Key_Equal])
def test_plus_zooms_in_about_the_cursor_and_0_shows_all_again(opened: Opened, key: Qt.Key) -> None:
    window = opened(State(document(length=128), View(position=96, dimension=16)))
    whole = both(window, "heatmap")
    press(window, "heatmap", key)
    across, up = both(window, "heatmap")
    assert (across[1] - across[0], up[1] - up[0]) == (32.0, 64.0)
    assert (16 - across[0]) / 32 == pytest.approx((16 - whole[0][0]) / 64)
    assert (96 - up[0]) / 64 == pytest.approx((96 - whole[1][0]) / 128)
    assert both(window, "waves") != across, "another figure stays as it is"
    press(window, "heatmap", MINUS)
    assert both(window, "heatmap") == whole
    press(window, "heatmap", key)
    press(window, "heatmap", ALL)
    assert both(window, "heatmap") == whole
    assert not window.model.can_undo


def test_the_keys_are_heard_after_a_click_and_after_the_menu(opened: Opened) -> None:
    window = opened(state())
    whole = both(window, "heatmap")
    click(window, "heatmap", 20, 40)
    QTest.keyClick(QApplication.focusWidget(), PLUS)
    settle(window)
    assert both(window, "heatmap") != whole
    QTest.keyClick(QApplication.focusWidget(), ALL)
    settle(window)
    assert both(window, "heatmap") == whole
    viewport, point = place_of(window, "heatmap", 30, 60)
    QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=point.toPoint())  # the menu takes the release
    drag_in(window, "heatmap", (20, 40), (30, 90))
    assert window.model.view.position == 90
    assert both(window, "heatmap") == whole


def test_it_zooms_no_closer_than_a_few_cells_and_no_farther_than_all(opened: Opened) -> None:
    window = opened(state())
    whole = both(window, "heatmap")
    press(window, "heatmap", MINUS)
    assert both(window, "heatmap") == whole
    for _ in range(12):
        press(window, "heatmap", PLUS)
    across, up = both(window, "heatmap")
    assert across[1] - across[0] == pytest.approx(4)
    assert up[1] - up[0] == pytest.approx(4)
    assert across[0] <= 12 <= across[1]
    assert up[0] <= 37 <= up[1]


def test_values_stay_as_high_as_they_are(opened: Opened) -> None:
    window = opened(state())
    before = both(window, "waves")
    press(window, "waves", PLUS)
    after = both(window, "waves")
    assert after[0][1] - after[0][0] == pytest.approx((before[0][1] - before[0][0]) / 2)
    assert after[1] == before[1]


def test_both_encodings_are_zoomed_together(opened: Opened) -> None:
    window = opened(Document(encoding=encoding("sinusoidal"), compare=encoding("sinusoidal", base=100.0)))
    press(window, "heatmap", PLUS)
    assert both(window, "heatmap") == both(window, "heatmap", "heatmap.b")
    press(window, "heatmap", ALL)
    assert both(window, "heatmap", "heatmap.b")[1] == (-0.5, 127.5)


def test_shift_and_arrows_pan_and_stop_at_the_ends(opened: Opened) -> None:
    window = opened(State(document(length=128), View(position=0, dimension=0)))
    whole = both(window, "heatmap")
    press(window, "heatmap", RIGHT, SHIFT)
    assert both(window, "heatmap") == whole
    press(window, "heatmap", PLUS)
    press(window, "heatmap", RIGHT, SHIFT)
    press(window, "heatmap", DOWN, SHIFT)
    across, up = both(window, "heatmap")
    assert across == pytest.approx((7.75, 39.75))
    assert up == pytest.approx((15.75, 79.75))
    for _ in range(9):
        press(window, "heatmap", LEFT, SHIFT)
        press(window, "heatmap", DOWN, SHIFT)
    across, up = both(window, "heatmap")
    assert across == pytest.approx((-0.5, 31.5))
    assert up == pytest.approx((63.5, 127.5))
    assert window.model.view.position == 0


def test_shift_and_arrows_turn_what_is_seen_in_three_dimensions(opened: Opened) -> None:
    window = opened(State(document("learned").replace(page="doctor")))
    before = window.model.view
    press(window, "helix", RIGHT, SHIFT)
    assert window.model.view.azimuth < before.azimuth
    press(window, "helix", DOWN, SHIFT)
    assert window.model.view.elevation > before.elevation
    assert window.model.view.position == before.position


def test_in_a_figure_of_keys_left_and_right_move_the_key(opened: Opened) -> None:
    window = opened(state(position=37, key=30))
    press(window, "similarity", RIGHT)
    press(window, "similarity", RIGHT, Qt.KeyboardModifier.AltModifier)
    press(window, "similarity", DOWN)
    view = window.model.view
    assert (view.key, view.position, view.dimension) == (31.1, 38, 12)
    for _ in range(2):
        press(window, "similarity", LEFT)
    assert window.model.view.key == 29.1


def test_keys_mean_nothing_where_there_is_nothing_to_zoom(opened: Opened) -> None:
    window = opened(State(document("rope").replace(page="extend")))
    before = window.model.state
    for key in (PLUS, MINUS, ALL):
        press(window, "frequencies", key)
    press(window, "frequencies", RIGHT, SHIFT)
    press(window, "frequencies", RIGHT, CTRL)
    assert window.model.state == before


# Words

FIRST, SECOND = "four three two one", "one two three four"


@pytest.fixture
def words(opened: Opened) -> MainWindow:
    shown = document(length=32).replace(page="why").choosing("attention", text=FIRST, against=SECOND)
    return opened(State(shown, View(position=0, key=1)))


def order(window: MainWindow) -> tuple[str, str]:
    options = PICTURES["attention"].options(window.model.document)
    return options.text, options.against


@pytest.mark.parametrize(
    ("key", "modifiers", "first", "second", "at"),
    [
        (RIGHT, CTRL, FIRST, "one three two four", (0, 2)),
        (LEFT, CTRL, FIRST, "two one three four", (0, 0)),
        (DOWN, CTRL, FIRST, "two one three four", (1, 1)),
        (UP, CTRL, FIRST, SECOND, (0, 1)),
        (RIGHT, CTRL | SHIFT, "four two three one", SECOND, (0, 2)),
        (Qt.Key.Key_PageDown, CTRL, FIRST, SECOND, (0, 1)),
    ],
)
def test_ctrl_and_arrows_move_the_word_at_the_cursor_which_goes_along(
    words: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier, first: str, second: str, at: tuple[int, int]
) -> None:
    press(words, "attention", key, modifiers)
    assert order(words) == (first, second)
    assert (words.model.view.position, words.model.view.key) == at
    if (first, second) != (FIRST, SECOND):
        words.model.undo()
        assert order(words) == (FIRST, SECOND)
    assert not words.model.can_undo


def test_a_word_goes_to_the_end_and_no_farther(words: MainWindow) -> None:
    for _ in range(5):
        press(words, "attention", RIGHT, CTRL)
    assert order(words) == (FIRST, "one three four two")
    assert words.model.view.key == 3


# The wheel


def turn(window: MainWindow, point: QPointF, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
    """One notch towards oneself over a point of the screen, which goes on to what lies behind."""
    QTest.wheelEvent(window.windowHandle(), window.mapFromGlobal(point), QPoint(0, -120), QPoint(), modifiers)
    settle(window)


def test_on_a_page_that_scrolls_the_wheel_zooms_a_figure_only_after_a_click(opened: Opened) -> None:
    window = opened(State(document("learned", length=64).replace(page="doctor")), size=(1024, 700))
    view = view_of(window, "similarity")
    area = view.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    bar, placed = area.verticalScrollBar(), view.placed("similarity")
    assert bar.maximum() > 0
    assert placed is not None
    window.pointing.zoom("similarity", (8.0, 40.0, 8.0, 40.0))
    settle(window)
    before = window.model.view.ranges
    point = QPointF(view.mapToGlobal(QPointF(placed.to_x(40), placed.to_y(8))))
    window.header.export.setFocus()
    turn(window, point)
    assert bar.value() > 0
    assert window.model.view.ranges == before
    scrolled = bar.value()
    turn(window, point, CTRL)
    assert bar.value() == scrolled
    zoomed = window.model.view.ranges
    assert zoomed != before
    view.setFocus()
    turn(window, point)
    assert bar.value() == scrolled
    assert window.model.view.ranges != zoomed
