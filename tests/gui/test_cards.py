"""Cards: their heads, the room that they take on a page, and what a right click on them offers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from pe_desktop.document import State
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.pages.card_head import CardHead
from pe_desktop.gui.pages.explanation import Explanation
from pe_desktop.gui.pages.page_view import rows_of
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.window import MainWindow
from tests.gui.hands import shown
from tests.gui.windows import Opened, document, editor_of, place_of, run, settle, state, zoom_text

# The head


def test_a_subtitle_takes_a_line_of_its_own_when_it_has_no_room_and_keeps_it(qtbot: QtBot) -> None:
    head = shown(qtbot, CardHead("Title", [ToolButton("help", "Help", size=24)]), 300)
    head.show_words("short", sampled=False)
    assert not head.below
    low = head.sizeHint().height()
    head.show_words("words that stand beside it only by 10,000,000 · 10⁻¹⁶", sampled=False)
    assert head.below
    assert head.sizeHint().height() > low
    head.show_words("words that stand beside it only by −1", sampled=False)
    assert head.below, "it does not jump while its numbers change"
    head.show_words("short", sampled=False)
    assert not head.below
    head.show_words("words that stand beside it only by 10,000,000 · 10⁻¹⁶", sampled=False)
    head.resize(600, head.height())
    QApplication.processEvents()
    assert not head.below


def test_of_a_narrow_card_more_of_the_subtitle_is_seen(opened: Opened) -> None:
    window = opened(state(), size=(1024, 700))
    for id, card in window.page.cards.items():
        words = card.head.subtitle
        assert words.elided() == words.text() or card.head.below, id
        assert words.width() >= 0.6 * card.width() or words.elided() == words.text(), id


# The page


def test_figures_stand_two_a_row_but_wide_ones_alone():
    names = "abcd"
    for wide, rows in (("", ["ab", "cd"]), ("a", ["a", "bc", "d"]), ("b", ["a", "b", "cd"]), ("abcd", list(names))):
        assert rows_of({name: name in wide for name in names}) == [list(row) for row in rows]


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
@pytest.mark.parametrize("page", PAGES)
def test_every_figure_has_the_room_that_it_needs(opened: Opened, page: str, size: tuple[int, int]) -> None:
    window = opened(state(), size=size)
    run(window, f"page-{page}")
    settle(window)
    for id, card in window.page.cards.items():
        figure = card.view.figure
        assert figure is not None
        wide, high = figure.least
        assert card.view.width() >= wide, id
        assert card.view.height() >= high, id


def test_a_wide_window_has_two_columns_and_needs_no_scrolling(opened: Opened) -> None:
    window = opened(state())
    for page in PAGES.values():
        run(window, f"page-{page.id}")
        settle(window)
        assert window.page.height() <= window.pages.height(), page.id
        tops = {card.y() for card in window.page.cards.values()}
        assert len(tops) == -(-len(page.figures) // 2), page.id


def test_rows_of_a_page_can_have_other_heights(opened: Opened) -> None:
    window = opened(State(document("sincos2d", length=196).replace(page="images")))
    cards = window.page.cards
    first, second = cards["patches"].height(), cards["heatmap"].height()
    assert pytest.approx(first / second, abs=0.06) == 3 / 4


def test_a_comparison_makes_room_for_itself_in_a_narrow_window(opened: Opened) -> None:
    window = opened(state(), size=(1024, 700))
    alone = window.page.cards["similarity"].width()
    run(window, "compare")
    settle(window)
    assert window.page.cards["similarity"].width() > 1.8 * alone
    run(window, "compare")
    settle(window)
    assert window.page.cards["similarity"].width() == alone


def test_larger_text_takes_more_room(opened: Opened) -> None:
    window = opened(state(), size=(1440, 900))
    for page in PAGES:
        run(window, f"page-{page}")
        zoom_text(window, 2.0)
        for card in window.page.cards.values():
            figure = card.view.figure
            assert figure is not None
            assert card.view.height() >= 2 * figure.least[1]
        assert window.page.width() <= window.pages.width(), "nothing stands beyond the edge"
        zoom_text(window, 1.0)


# The tools


def test_a_figures_options_are_brought_into_sight(opened: Opened) -> None:
    window = opened(State(document("rope").replace(page="extend")))
    card = window.page.cards["decay"]
    first = next(p.name for p in PICTURES["decay"].Options.parameters())
    editor = editor_of(window, first)
    assert not window.panel.rect().contains(editor.mapTo(window.panel, QPoint(0, editor.height())))
    button = next(b for b in card.findChildren(ToolButton) if b.accessibleName() == "Decay: its options")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.panel.rect().contains(editor.mapTo(window.panel, editor.rect().center()))
    assert editor.isAncestorOf(QApplication.focusWidget() or window)


def test_a_figure_without_options_offers_none(opened: Opened) -> None:
    window = opened(state())
    names = [button.accessibleName() for button in window.page.cards["heatmap"].findChildren(ToolButton)]
    assert names == [f"Encoding: {what}" for what in ("what am I looking at?", "fill the window", "export")]


# The menu


def ask(window: MainWindow, figure: str, reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse) -> QMenu:
    viewport, point = place_of(window, figure, 5, 5)
    QTest.mousePress(viewport, Qt.MouseButton.RightButton, pos=point.toPoint())
    event = QContextMenuEvent(reason, point.toPoint(), viewport.mapToGlobal(point.toPoint()))
    QApplication.sendEvent(viewport, event)
    QTest.mouseRelease(viewport, Qt.MouseButton.RightButton, pos=point.toPoint())
    menus = [menu for menu in window.findChildren(QMenu) if menu.accessibleName().endswith("what can be done")]
    return next(menu for menu in menus if menu.isVisible())


def texts(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().replace("&", "") == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_a_right_click_offers_what_can_be_done_with_the_figure(opened: Opened) -> None:
    window = opened(state())
    before = window.model.view
    menu = ask(window, "similarity")
    assert texts(menu)[:4] == ["Copy figure", "Copy data", "Export figure…", "Add to deck"]
    assert texts(menu)[4:] == ["Fill with Similarity", "Reset zoom", "Its options", "What am I looking at?"]
    assert window.page.figure == "similarity", "the entries are about this figure"
    assert window.model.view == before, "and it points at nothing"
    choose(menu, "Copy data")
    settle(window)
    assert QGuiApplication.clipboard().text().startswith("position 0\tposition 1")
    menu = ask(window, "similarity")
    choose(menu, "Fill with Similarity")
    settle(window)
    assert window.page.filling == "similarity"
    menu = ask(window, "similarity", QContextMenuEvent.Reason.Keyboard)
    choose(menu, "Show all figures")
    settle(window)
    assert not window.page.filling


def test_the_menu_explains_and_brings_the_options(opened: Opened, qtbot: QtBot) -> None:
    window = opened(state())
    choose(ask(window, "similarity"), "What am I looking at?")
    qtbot.waitUntil(lambda: bool(window.findChildren(Explanation)))
    window.findChild(Explanation).close()  # type: ignore[union-attr]
    choose(ask(window, "similarity"), "Its options")
    settle(window)
    assert editor_of(window, "metric").isAncestorOf(window.focusWidget())
    menu = ask(window, "heatmap")
    assert "Its options" not in texts(menu)
    menu.close()
