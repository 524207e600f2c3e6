"""How the window is arranged: what is folded away, and how all of it is as it was at first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pe_desktop.document import Document
from pe_desktop.gui.kept.settings import load_settings, settings_path
from pe_desktop.gui.widgets.fold import Fold
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, document, editor_of, encoding, picture_of, run, settle, state, wait_for


def fold(window: MainWindow, part: str) -> Fold:
    found = window.panel.findChild(Fold, f"fold.{part}")
    assert isinstance(found, Fold)
    return found


def press(window: MainWindow, part: str) -> None:
    QTest.mouseClick(fold(window, part), Qt.MouseButton.LeftButton)
    settle(window)


@pytest.mark.parametrize(("part", "parameter"), [("a", "base"), ("b", "b.head_dim"), ("similarity", "metric")])
def test_a_caption_folds_its_part_away_and_back(opened: Opened, part: str, parameter: str) -> None:
    window = opened(Document(compare=encoding("rope")))
    before = picture_of(window.panel)
    press(window, part)
    assert not editor_of(window, parameter).isVisible()
    assert picture_of(window.panel) != before
    assert "show" in fold(window, part).accessibleName()
    press(window, part)
    assert editor_of(window, parameter).isVisible()
    assert "hide" in fold(window, part).accessibleName()


def test_the_space_bar_folds_too(opened: Opened) -> None:
    window = opened()
    fold(window, "waves").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(fold(window, "waves"), Qt.Key.Key_Space)
    assert not editor_of(window, "dims").isVisible()


def test_the_numbers_at_the_cursor_make_room(opened: Opened) -> None:
    window = opened()
    height = window.panel.reading.height()
    press(window, "reading")
    assert window.panel.reading.height() < height / 2
    press(window, "reading")
    assert window.panel.reading.height() == height


def test_a_low_window_has_them_folded_in_any_case(opened: Opened) -> None:
    window = opened(size=(1024, 560))
    low = window.panel.reading.height()
    caption = fold(window, "reading")
    under = window.panel.reading.childAt(caption.geometry().center())
    assert (under, caption.focusPolicy()) == (None, Qt.FocusPolicy.NoFocus)  # there is nothing to press
    window.resize(1024, 900)
    settle(window)
    assert window.panel.reading.height() > low


def test_with_the_encoding_folded_the_options_come_into_sight(opened: Opened) -> None:
    window = opened(document("rope", scaling="yarn"), size=(1440, 900))
    option = editor_of(window, "metric")
    assert option.visibleRegion().isEmpty()
    press(window, "a")
    wait_for(lambda: not option.visibleRegion().isEmpty())


def test_what_is_folded_shows_the_right_values_when_it_comes_back(opened: Opened) -> None:
    window = opened()
    press(window, "a")
    window.editing.edit("a", "d_model", 32)
    settle(window)
    press(window, "a")
    assert editor_of(window, "d_model").value() == 32


def test_what_is_folded_is_so_at_the_next_start_and_on_other_pages(opened: Opened) -> None:
    window = opened(remember=True)
    press(window, "a")
    press(window, "rotation")
    run(window, "page-extend")
    assert fold(window, "rotation").isChecked()
    window.close()
    again = opened(remember=True)
    assert not editor_of(again, "base").isVisible()
    assert fold(again, "rotation").isChecked()
    assert not fold(again, "decay").isChecked()


def test_folding_is_written_a_moment_later(opened: Opened) -> None:
    window = opened(remember=True)
    press(window, "a")
    wait_for(lambda: settings_path().is_file() and load_settings(settings_path())[0].folded == ("a",))


def test_reset_layout_brings_everything_back_but_what_is_shown(opened: Opened) -> None:
    window = opened(state("rope"), size=(1440, 900))
    plain = window.panel.width()
    for part in ("a", "reading", "waves"):
        press(window, part)
    for action in ("larger", "larger", "fill-rotation", "lessons"):
        run(window, action)
    run(window, "page-extend")
    run(window, "fill-decay")
    run(window, "page-explore")
    before = window.model.state
    run(window, "reset-layout")
    QApplication.processEvents()
    assert (window.look.zoom, window.panel.width(), window.page.filling) == (1.0, plain, "")
    assert not any(one.isChecked() for one in window.panel.findChildren(Fold))
    assert editor_of(window, "head_dim").isVisible()
    assert window.session.settings.folded == ()
    assert window.lessons.panel is not None
    assert not window.lessons.panel.isVisible()
    assert window.model.state == before
    run(window, "page-extend")
    assert window.page.filling == ""
