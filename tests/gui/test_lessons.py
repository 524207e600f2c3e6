"""Lessons in the window: shown aside of the work, by buttons and by the keys of a clicker."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from pe_desktop.document import State, View, from_json
from pe_desktop.gui.lessons.course import Course
from pe_desktop.gui.lessons.memory import Memory, memory_from, memory_text
from pe_desktop.gui.lessons.panel import LessonsPanel
from pe_desktop.gui.lessons.sheet import LessonSheet
from pe_desktop.gui.window import MainWindow
from pe_desktop.lessons.library import bundled
from tests.gui.windows import Opened, leave, press, run, settle, state, wait_for, zoom_text

NEXT, BACK = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened(state(length=40, position=9))


def course_of(window: MainWindow) -> Course:
    return window.lessons.course


def panel_of(window: MainWindow) -> LessonsPanel:
    assert window.lessons.panel is not None
    return window.lessons.panel


def opened_lesson(window: MainWindow, id: str = "offsets") -> LessonSheet:
    run(window, "lessons")
    row = next(row for row in panel_of(window).rows if row.lesson.id == id)
    row.click()
    settle(window)
    return panel_of(window).sheet


def button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def key(widget: QWidget, *keys: Qt.Key) -> None:
    for each in keys:
        QTest.keyClick(widget, each)


def test_the_panel_is_not_there_until_it_is_asked_for_and_goes_again(window: MainWindow) -> None:
    assert window.findChildren(LessonsPanel) == []
    run(window, "lessons")
    assert panel_of(window).isVisible()
    assert [row.lesson for row in panel_of(window).rows] == list(bundled().values())
    run(window, "lessons")
    assert not panel_of(window).isVisible()


def test_a_lesson_shows_its_words_and_fills_the_page_with_its_figure(window: MainWindow) -> None:
    sheet = opened_lesson(window)
    step = course_of(window).step
    assert step is not None
    assert window.model.state == step.state
    assert window.page.filling == step.figure == "similarity"
    assert step.said(step.paragraphs[0]) in words(sheet)
    assert step.said(step.question) in words(sheet)
    assert step.said(step.answer) not in words(sheet)


def test_the_answer_comes_on_demand(window: MainWindow) -> None:
    sheet = opened_lesson(window)
    step = course_of(window).step
    assert step is not None
    button(sheet, "Show the answer").click()
    settle(window)
    assert step.said(step.answer) in words(sheet)
    assert not button(sheet, "Show the answer").isVisible()


def test_buttons_go_forth_and_back_and_the_last_leads_to_the_list(window: MainWindow) -> None:
    sheet = opened_lesson(window)
    places = []
    for text in ("Next", "Back", "Next", "Next"):
        button(sheet, text).click()
        places.append(course_of(window).place)
    assert places == [1, 0, 1, 2]
    button(sheet, "Finish").click()
    assert course_of(window).lesson is None
    assert not sheet.isVisible()


def test_a_clicker_gets_the_answer_before_the_next_step_and_stays_at_the_end(window: MainWindow) -> None:
    sheet, course = opened_lesson(window), course_of(window)
    seen = []
    for each in (NEXT, NEXT, Qt.Key.Key_Right, NEXT, NEXT, NEXT, BACK, Qt.Key.Key_Left, BACK):
        key(sheet, each)
        seen.append((course.place, course.revealed))
    assert seen == [
        (0, True),
        (1, False),
        (2, False),
        (2, True),
        (2, True),
        (2, True),
        (1, False),
        (0, False),
        (0, False),
    ]


def test_the_keys_stay_with_the_lesson_while_figures_come_and_go(window: MainWindow) -> None:
    sheet = opened_lesson(window)
    key(sheet, NEXT, NEXT)
    settle(window)
    assert window.focusWidget() is sheet


def test_the_work_is_as_it_was_after_a_lesson(window: MainWindow) -> None:
    window.model.edit(window.model.document.replace(length=50))
    window.page.fill("waves")
    before = window.model.state
    sheet = opened_lesson(window)
    window.editing.edit("document", "length", 17)
    key(sheet, NEXT, NEXT)
    button(sheet, "All lessons").click()
    settle(window)
    assert window.model.state == before
    assert window.page.filling == "waves"
    run(window, "undo")
    assert window.model.document.length == 40
    assert not window.model.can_undo


def test_a_step_can_be_undone_only_as_far_as_what_was_changed_in_it(window: MainWindow) -> None:
    window.model.edit(window.model.document.replace(length=50))
    opened_lesson(window)
    shown = window.model.document
    assert not window.model.can_undo
    window.editing.edit("document", "length", 17)
    run(window, "undo")
    assert window.model.document == shown


def test_what_was_changed_in_a_step_goes_when_it_is_shown_again(window: MainWindow) -> None:
    sheet = opened_lesson(window)
    shown = window.model.state
    window.editing.edit("document", "length", 17)
    button(sheet, "Show again").click()
    assert window.model.state == shown


def test_what_a_lesson_shows_can_be_kept_as_a_step_of_the_work(window: MainWindow) -> None:
    before = window.model.document
    sheet = opened_lesson(window)
    window.editing.edit("document", "length", 17)
    shown = window.model.state
    button(sheet, "Keep as my work").click()
    settle(window)
    assert window.model.state == shown
    assert course_of(window).lesson is None
    run(window, "undo")
    assert window.model.document == before


def test_another_document_ends_the_lesson(window: MainWindow) -> None:
    opened_lesson(window)
    run(window, "new")
    assert course_of(window).lesson is None
    assert not window.model.aside


def test_the_work_is_what_is_saved_while_a_lesson_is_open(window: MainWindow, tmp_path: Path, home: Path) -> None:
    before = window.model.state
    opened_lesson(window)
    window.editing.edit("document", "length", 17)
    assert window.filing.save_as(tmp_path / "mine.json")
    assert from_json((tmp_path / "mine.json").read_text("utf-8")) == before
    assert not window.model.modified


def test_the_session_keeps_the_work_and_how_far_lessons_were_read(opened: Opened) -> None:
    first = opened(remember=True)
    before = first.model.state
    sheet = opened_lesson(first)
    key(sheet, NEXT, NEXT)
    leave(first)
    again = opened(remember=True)
    assert again.model.state == before
    run(again, "lessons")
    row = next(row for row in panel_of(again).rows if row.lesson.id == "offsets")
    assert row.accessibleName() == "Relative offsets and Mₖ, 2 of 3"
    row.click()
    assert course_of(again).place == 1


def test_a_lesson_that_was_read_to_its_end_begins_anew(window: MainWindow) -> None:
    sheet = opened_lesson(window)
    for text in ("Next", "Next", "Finish"):
        button(sheet, text).click()
    row = next(row for row in panel_of(window).rows if row.lesson.id == "offsets")
    assert row.accessibleName().endswith(", read")
    row.click()
    assert course_of(window).place == 0


def test_nothing_goes_on_playing_in_the_next_step(window: MainWindow) -> None:
    sheet = opened_lesson(window, "rope")
    run(window, "play")
    assert window.pointing.player.playing
    button(sheet, "Next").click()
    assert not window.pointing.player.playing


def test_keys_of_a_figure_are_its_own(window: MainWindow) -> None:
    opened_lesson(window)
    press(window, "similarity", NEXT)
    assert course_of(window).place == 0
    assert not course_of(window).revealed


def test_the_panel_grows_with_the_text(window: MainWindow) -> None:
    window.resize(1800, 900)  # wide enough for both side by side
    opened_lesson(window)
    before = panel_of(window).width()
    zoom_text(window, 1.5)
    assert panel_of(window).width() == pytest.approx(1.5 * before, abs=4)


# Lessons of one's own

OWN = "# My own\n\n## A step\nshow: heatmap --length 12\n\nThe table has {columns()} columns.\n\ncheck: columns() = 3\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "mine"
    made.mkdir()
    (made / "own.md").write_text(OWN, "utf-8")
    (made / "broken.md").write_text("# Broken\n\n## A step\nshow: heatmop\n\nWords.\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made))
    return made


def test_own_lessons_come_from_a_folder_with_a_line_for_each_broken_one(window: MainWindow, folder: Path) -> None:
    run(window, "lessons")
    button(panel_of(window), "Open a folder…").click()
    settle(window)
    assert [row.lesson.id for row in panel_of(window).rows][-1] == "own/own"
    shown = next(text for text in words(panel_of(window)) if text.startswith("broken.md, line 4: "))
    assert "did you mean heatmap?" in shown


def test_a_claim_of_ones_own_that_does_not_hold_is_said_with_its_line(window: MainWindow, folder: Path) -> None:
    run(window, "lessons")
    course_of(window).open_folder(folder)
    panel_of(window).rows[-1].click()
    settle(window)
    assert "The table has 64 columns." in words(panel_of(window).sheet)
    assert "own.md, line 8: columns() = 3 does not hold: 64 and 3" in words(panel_of(window).sheet)


def test_the_folder_is_remembered_and_may_be_gone(opened: Opened, folder: Path) -> None:
    first = opened(remember=True)
    course_of(first).open_folder(folder)
    leave(first)
    assert [lesson.title for lesson in course_of(opened(remember=True)).own.lessons] == ["My own"]
    for path in folder.iterdir():
        path.unlink()
    assert course_of(opened(remember=True)).own.errors == (
        "mine: no lessons; allowed: a folder of files that end in .md",
    )


# What is remembered


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "[" * 10_000, '{"seen": 3, "places": {"a": "b", "c": -1}, "folder": 7}']
)
def test_a_memory_that_cannot_be_read_is_empty(text: str) -> None:
    assert memory_from(text) == Memory()


def test_a_memory_is_written_and_read_again() -> None:
    memory = Memory(folder="/mine")
    memory.visit("rope", 2)
    memory.visit("rope", 1)
    again = memory_from(memory_text(memory))
    assert (again.places, again.seen, again.folder) == ({"rope": 1}, {"rope": 3}, "/mine")


def test_numbers_that_take_long_are_said_when_they_are_there(window: MainWindow, home: Path) -> None:
    show = "training --task distance --step 1200 --model-width 4 --seed 3210 --no-all-three"
    (home / "slow.md").write_text(f"# Slow\n\n## Learned\nshow: {show}\n\nAfter {{scalar(steps)}} steps.\n")
    run(window, "lessons")
    course = course_of(window)
    course.open_folder(home)
    course.open(course.own.lessons[0])
    assert "After … steps." in words(panel_of(window).sheet)
    wait_for(lambda: "After 1,200 steps." in words(panel_of(window).sheet))


def test_a_presentation_follows_what_is_computed(window: MainWindow) -> None:
    chosen = {"model_width": 4, "seed": 3211, "all_three": False}
    document = window.model.document.replace(page="why").choosing("training", **chosen)
    window.model.load(State(document, View(step=60)))
    settle(window)
    window.page.fill("training")
    run(window, "present")
    shown = window.lessons.presentation
    assert shown is not None
    wait_for(lambda: "step 60: " in shown.view.figure.subtitle if shown.view.figure else False)
    shown.close()


def test_in_a_narrow_window_the_lessons_stand_below_the_figures(window: MainWindow) -> None:
    opened_lesson(window)
    panel, pages = panel_of(window), window.pages
    assert panel.x() >= pages.geometry().right()
    window.resize(1024, 700)
    settle(window)
    assert panel.y() >= pages.geometry().bottom()
    assert panel.width() == pages.width() > 600
    window.resize(1440, 900)
    settle(window)
    assert panel.x() >= pages.geometry().right()
    assert panel.height() == pages.height()
