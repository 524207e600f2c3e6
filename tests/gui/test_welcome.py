"""The welcome page: at the first start, and whenever it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pe_desktop.gui.exports.dialog import ExportDialog
from pe_desktop.gui.finding.gallery import Gallery
from pe_desktop.gui.welcome.welcome import Welcome
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Dialogs, Opened, document, run, settle, state, wait_for, zoom_text

LEFT = Qt.MouseButton.LeftButton
TITLES = ("Why sines and cosines?", "Turn a pair: RoPE", "Open a model's config.json", "Put a figure on a slide")


@pytest.fixture
def window(opened: Opened, tmp_path: Path) -> MainWindow:
    made = opened(state())
    made.session.add_recent(Path(__file__))
    made.session.add_recent(tmp_path / "gone.json")
    return made


@pytest.fixture
def welcome(window: MainWindow) -> Welcome:
    run(window, "welcome")
    found = page(window)
    assert found is not None
    return found


def page(window: MainWindow) -> Welcome | None:
    return window.findChild(Welcome)


def press(window: MainWindow, title: str) -> None:
    shown = page(window)
    assert shown is not None
    button = next(one for one in (*shown.cards, *shown.rows, *shown.files) if one.text() == title)
    QTest.mouseClick(button, LEFT)
    settle(window)


def test_it_has_four_things_to_try_each_with_its_figure(welcome: Welcome) -> None:
    assert tuple(card.text() for card in welcome.cards) == TITLES
    wait_for(lambda: welcome.thumbnails.settled)
    pictures = [card.picture for card in welcome.cards]
    assert all(picture is not None and not picture.isNull() for picture in pictures)


def test_a_lesson_is_one_of_them(welcome: Welcome, window: MainWindow) -> None:
    press(window, TITLES[0])
    lesson = window.lessons.course.lesson
    assert lesson is not None
    assert (lesson.id, page(window)) == ("sines", None)
    run(window, "lessons")


def test_rope_turns_on_the_page_extend(welcome: Welcome, window: MainWindow) -> None:
    press(window, TITLES[1])
    assert (window.model.document.page, window.model.document.encoding.id) == ("extend", "rope")
    assert window.pointing.player.playing
    window.pointing.play(False)
    run(window, "undo")
    assert window.model.document == state().document


def test_a_file_is_asked_for(welcome: Welcome, window: MainWindow, dialogs: Dialogs) -> None:
    press(window, TITLES[2])
    assert (dialogs.asked, page(window)) == (["Open"], None)


def test_a_figure_is_exported(welcome: Welcome, window: MainWindow) -> None:
    press(window, TITLES[3])
    dialog = next(d for d in window.findChildren(ExportDialog) if d.isVisible())
    dialog.reject()
    assert page(window) is None


def test_recent_files_are_there_and_what_is_gone_cannot_be_chosen(welcome: Welcome) -> None:
    assert [(row.text(), row.isEnabled()) for row in welcome.files] == [("gone.json", False), ("test_welcome.py", True)]


def test_more_leads_on_by_the_same_actions_as_the_menus(welcome: Welcome, window: MainWindow) -> None:
    press(window, welcome.rows[0].text())
    gallery = window.findChild(Gallery)
    assert gallery is not None
    assert gallery.isVisible()
    gallery.reject()


def test_escape_leaves_it_and_changes_nothing(window: MainWindow) -> None:
    run(window, "fill-waves")
    run(window, "welcome")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert (page(window), window.page.filling, window.model.can_undo) == (None, "waves", False)


def test_enter_chooses_the_first(welcome: Welcome, window: MainWindow) -> None:
    assert welcome.cards[0].hasFocus()
    QTest.keyClick(welcome.cards[0], Qt.Key.Key_Space)
    assert window.lessons.course.lesson is not None
    run(window, "lessons")


def test_tab_goes_round_on_the_page_alone_and_everything_has_a_name(welcome: Welcome) -> None:
    seen: list[QWidget] = []
    while len(seen) < 40 and QApplication.focusWidget() not in seen:
        seen.append(QApplication.focusWidget())
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert set(welcome.cards) | set(welcome.rows) | {welcome.at_start, welcome.files[1]} <= set(seen)
    assert all(welcome.isAncestorOf(widget) and widget.accessibleName() for widget in seen)
    QTest.keyClick(seen[0], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-1]


@pytest.mark.parametrize("action", ["preset-mae", "new", "compare", "undo"])
def test_it_goes_when_the_window_shows_another_state(window: MainWindow, action: str) -> None:
    window.model.step(document("rope"))
    window.model.mark_saved(window.model.document)
    run(window, "welcome")
    run(window, action)
    assert page(window) is None


def test_it_is_there_once(welcome: Welcome, window: MainWindow) -> None:
    run(window, "welcome")
    assert window.findChildren(Welcome) == [welcome]


@pytest.mark.parametrize(
    ("size", "zoom", "columns"), [((1440, 900), 1.0, 4), ((1024, 700), 2.0, 2), ((760, 520), 1.0, 2)]
)
def test_as_many_cards_stand_side_by_side_as_there_is_room_for(
    opened: Opened, size: tuple[int, int], zoom: float, columns: int
) -> None:
    window = opened(size=size)
    zoom_text(window, zoom)
    run(window, "welcome")
    shown = page(window)
    assert shown is not None
    QApplication.processEvents()
    assert len({card.x() for card in shown.cards}) == columns
    assert shown.geometry().bottom() <= window.height()
    assert shown.geometry().top() == window.header.height()
