"""Presentation: a figure on the full screen, with the sentence of a lesson."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pe_desktop.document import Document, View
from pe_desktop.figure.marks import Prose
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.lessons.presentation import Presentation, without_prose
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, run, settle, state


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state(length=40, position=9))


def presented(window: MainWindow, lesson: str = "") -> Presentation:
    if lesson:
        course = window.lessons.course
        course.open(next(found for found in course.lessons if found.id == lesson))
    run(window, "present")
    shown = window.lessons.presentation
    assert shown is not None
    return shown


def test_without_a_lesson_the_figure_in_front_is_shown_with_its_title(window: MainWindow) -> None:
    window.page.fill("waves")
    shown = presented(window)
    assert shown.isFullScreen()
    assert (shown.figure, shown.sentence.text()) == ("waves", "Waves")
    assert shown.view.figure == PICTURES["waves"].build(window.model.document, window.model.view)
    assert not shown.more.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F5])
def test_it_is_left_by_escape_or_by_the_key_that_opened_it(window: MainWindow, key: Qt.Key) -> None:
    shown = presented(window)
    QTest.keyClick(shown, key)
    assert not shown.isVisible()
    assert window.lessons.presentation is None
    run(window, "present")
    assert window.lessons.presentation is not None


def test_a_clicker_goes_through_a_lesson(window: MainWindow) -> None:
    shown, course = presented(window, "offsets"), window.lessons.course
    step = course.step
    assert step is not None
    assert (shown.title.text(), shown.sentence.text()) == (step.title, step.said(step.paragraphs[0]))
    assert shown.more.text() == step.said(step.question)
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    assert shown.more.text() == step.said(step.answer)
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    assert course.place == 1
    following = course.step
    assert following is not None
    assert (shown.title.text(), shown.figure) == (following.title, "decay")
    assert shown.view.figure == PICTURES["decay"].build(following.state.document, following.state.view)
    QTest.keyClick(shown, Qt.Key.Key_PageUp)
    assert shown.title.text() == step.title


def test_leaving_the_presentation_stays_in_the_lesson(window: MainWindow) -> None:
    shown = presented(window, "offsets")
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert window.lessons.course.lesson is not None
    assert window.model.aside


def test_the_full_stop_makes_the_screen_black_and_takes_that_back(window: MainWindow) -> None:
    shown = presented(window)
    for black in (True, False):
        QTest.keyClick(shown, Qt.Key.Key_Period)
        assert shown.blank.isVisible() is black
    assert shown.blank.size() == shown.size()


def test_the_figure_follows_what_the_window_shows(window: MainWindow) -> None:
    window.page.fill("heatmap")
    shown = presented(window)
    window.model.edit(window.model.document.replace(length=20))
    assert shown.view.figure == PICTURES["heatmap"].build(window.model.document, window.model.view)


def test_a_point_that_is_picked_moves_the_cursor(window: MainWindow) -> None:
    window.page.fill("heatmap")
    shown = presented(window)
    settle(window)
    placed = shown.view.placed("heatmap")
    assert placed is not None
    shown.view.picked.emit("heatmap", 5.0, 21.0)
    assert window.model.view.position == 21


def test_space_plays(window: MainWindow) -> None:
    shown = presented(window)
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert window.pointing.player.playing
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert not window.pointing.player.playing


def test_type_is_that_of_a_slide_of_the_screens_size(window: MainWindow) -> None:
    shown = presented(window)
    sizes = []
    for side in ((960, 540), (1920, 1080)):
        shown.showNormal()
        shown.resize(*side)
        settle(window)
        sizes.append([label.font().pixelSize() for label in (shown.title, shown.sentence, shown.more)])
    assert sizes == [[16, 24, 18], [32, 48, 35]]


def test_it_takes_on_other_colours(window: MainWindow) -> None:
    shown = presented(window)
    before = shown.view.backgroundBrush().color()
    run(window, "theme-dark")
    assert shown.view.backgroundBrush().color() != before


@pytest.mark.parametrize("figure", ["attention", "addition", "naive", "similarity"])
def test_beside_the_words_of_a_step_a_figure_says_no_sentences_of_its_own(figure: str) -> None:
    built = PICTURES[figure].build(Document(), View())
    bare = without_prose(built)
    assert not any(isinstance(mark, Prose) for panel in bare.panels for mark in panel.marks)
    said = [panel.id for panel in built.panels if any(isinstance(mark, Prose) for mark in panel.marks)]
    assert [panel.id for panel in built.panels if panel.id not in said] == [panel.id for panel in bare.panels]
    assert {panel.row for panel in bare.panels} == set(range(len(bare.rows)))
    assert len(bare.rows) == len(built.rows) - len(said)
