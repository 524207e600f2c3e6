"""The rail of pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from pe_desktop.figure.pages import Page
from pe_desktop.figure.style import LIGHT, SCREEN
from pe_desktop.gui.rail import Rail
from pe_desktop.gui.widgets.theme import apply_theme
from tests.gui.hands import Heard, focus, shown

PAGES = [Page(id, id.capitalize(), id, (), "sinusoidal") for id in ("explore", "relative", "extend")]


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    made: Rail = shown(qtbot, Rail(PAGES), 72)
    made.resize(72, 400)
    made.show_page("explore")
    return made


def test_showing_a_page_marks_it_and_says_nothing(rail: Rail) -> None:
    heard = Heard(rail, "page_chosen")
    rail.show_page("extend")
    assert [b.isChecked() for b in rail.findChildren(QRadioButton)] == [False, False, True]
    assert heard.said == []


def test_a_click_chooses_a_page(rail: Rail) -> None:
    heard = Heard(rail, "page_chosen")
    QTest.mouseClick(rail.findChildren(QRadioButton)[1], Qt.MouseButton.LeftButton)
    assert heard.said == [("page_chosen", "relative")]


def test_arrow_keys_choose_a_page(rail: Rail) -> None:
    heard = Heard(rail, "page_chosen")
    focus(rail.findChildren(QRadioButton)[0])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert heard.said == [("page_chosen", "relative")]


def test_each_button_is_named_after_its_page(rail: Rail) -> None:
    assert [b.accessibleName() for b in rail.findChildren(QRadioButton)] == ["Explore", "Relative", "Extend"]


def test_it_is_72_wide_and_grows_with_the_text(rail: Rail, look: QApplication) -> None:
    assert rail.width() == 72
    apply_theme(look, LIGHT, SCREEN.scaled(2))
    assert rail.width() == 144


def test_a_single_page_is_shown_too(qtbot: QtBot) -> None:
    rail = shown(qtbot, Rail(PAGES[:1]), 72)
    assert len(rail.findChildren(QRadioButton)) == 1


def test_many_pages_scroll_and_ask_for_no_height(rail: Rail) -> None:
    assert rail.minimumSizeHint().height() < 3 * 56
