"""A word that is dragged beside a matrix of attention goes to another place of its sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pe_desktop.document import State
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import (
    NO_KEYS,
    Opened,
    document,
    drag_in,
    editor_of,
    move,
    panel_of,
    run,
    settle,
    view_of,
    wait_for,
)

FIRST, SECOND = "four three two one", "one two three four"
LEFT = Qt.MouseButton.LeftButton
BESIDE = 12.0  # pixels from a matrix to the middle of the names


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(State(document(length=32).replace(page="why").choosing("attention", text=FIRST, against=SECOND)))


def against(window: MainWindow) -> str:
    return str(PICTURES["attention"].options(window.model.document).against)


def name_of(view: FigureView, panel: str, axis: str, place: float) -> QPointF:
    """Where the name of a place stands."""
    placed = view.placed(panel)
    assert placed is not None
    if axis == "x":
        return QPointF(placed.to_x(place), placed.rect.bottom + BESIDE)
    return QPointF(placed.rect.x - BESIDE, placed.to_y(place))


def take(view: FigureView, panel: str, axis: str, places: list[float]) -> None:
    """Press on a name, and move over other places without letting go."""
    viewport, points = view.viewport(), [name_of(view, panel, axis, place) for place in places]
    QTest.mousePress(viewport, LEFT, NO_KEYS, points[0].toPoint())
    for before, after in pairwise(points):
        for i in range(1, 5):
            move(viewport, before + (after - before) * (i / 4), LEFT)


def let_go(viewport: QWidget, point: QPointF) -> None:
    QTest.mouseRelease(viewport, LEFT, NO_KEYS, point.toPoint())


def dragged(window: MainWindow, panel: str, axis: str, places: list[float]) -> None:
    view = view_of(window, "attention")
    take(view, panel, axis, places)
    let_go(view.viewport(), name_of(view, panel, axis, places[-1]))
    settle(window)


@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_word_that_is_dragged_goes_along_and_undo_takes_the_whole_way_back(window: MainWindow, axis: str) -> None:
    dragged(window, "attention.against", axis, [0.0, 3.0, 2.0])
    assert against(window) == "two three one four"
    assert editor_of(window, "against").value() == "two three one four"
    window.model.undo()
    assert against(window) == "one two three four"
    assert not window.model.can_undo


def test_the_figure_follows_before_the_word_is_let_go(window: MainWindow) -> None:
    view = view_of(window, "attention")
    take(view, "attention.against", "x", [0.0, 1.0])
    point = name_of(view, "attention.against", "x", 1.0)

    def follows() -> bool:
        move(view.viewport(), point, LEFT)
        return panel_of(window, "attention", "attention.against").x.names == ("two", "one", "three", "four")

    wait_for(follows)
    let_go(view.viewport(), name_of(view, "attention.against", "x", 1.0))


def test_a_word_of_the_first_sentence_moves_there(window: MainWindow) -> None:
    dragged(window, "attention", "x", [0.0, 3.0])
    assert PICTURES["attention"].options(window.model.document).text == "three two one four"
    assert against(window) == "one two three four"


def test_beyond_the_ends_a_word_is_the_first_or_the_last(window: MainWindow) -> None:
    dragged(window, "attention.against", "x", [2.0, -1.5])
    assert against(window) == "three one two four"


def test_the_right_button_and_a_click_move_nothing_nor_does_a_drag_in_the_matrix(window: MainWindow) -> None:
    view = view_of(window, "attention")
    names = [name_of(view, "attention.against", "x", place).toPoint() for place in (0.0, 2.0)]
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, names[0])
    right = Qt.MouseButton.RightButton
    QTest.mousePress(view.viewport(), right, NO_KEYS, names[0])
    move(view.viewport(), QPointF(names[1]), right)
    QTest.mouseRelease(view.viewport(), right, NO_KEYS, names[1])
    drag_in(window, "attention", (0.0, 1.0), (2.0, 1.0))
    assert against(window) == "one two three four"
    assert window.model.view.key == 2


def form_at(view: FigureView, point: QPointF) -> Qt.CursorShape:
    move(view.viewport(), point)
    return view.viewport().cursor().shape()


def test_the_mouse_over_a_name_is_a_hand_and_elsewhere_it_is_not(window: MainWindow) -> None:
    view = view_of(window, "attention")
    assert form_at(view, name_of(view, "attention.against", "x", 1.0)) == Qt.CursorShape.OpenHandCursor
    assert form_at(view, name_of(view, "attention.difference", "x", 1.0)) != Qt.CursorShape.OpenHandCursor
    assert form_at(view, QPointF(QPoint(2, 2))) != Qt.CursorShape.OpenHandCursor


def test_words_can_be_moved_in_a_presentation(window: MainWindow) -> None:
    window.page.fill("attention")
    run(window, "present")
    shown = window.lessons.presentation
    assert shown is not None
    settle(window)
    take(shown.view, "attention.against", "x", [0.0, 3.0])
    let_go(shown.view.viewport(), name_of(shown.view, "attention.against", "x", 3.0))
    assert against(window) == "two three four one"
    shown.close()
