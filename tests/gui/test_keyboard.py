"""Everything by the keyboard: Tab reaches every control in the order in which it stands, and each has a name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from pe_desktop.document import State
from pe_desktop.figure.pages import PAGES
from pe_desktop.figure.pictures import PICTURES
from pe_desktop.gui.exports.preview import Preview
from pe_desktop.gui.needs import reduce_motion
from pe_desktop.gui.pages.explanation import Explanation
from pe_desktop.gui.widgets.controls import QuietButton, ToolButton
from pe_desktop.gui.widgets.focus import order_focus
from pe_desktop.gui.widgets.notice import Notice
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.window import MainWindow
from tests.gui.windows import Opened, document, encoding, press, run, settle, state, view_of, wait_for
from tests.sources.configs import CONFIGS

TAB, BACK = Qt.Key.Key_Tab, Qt.Key.Key_Backtab


def stops(root: QWidget) -> list[QWidget]:
    """What Tab has to reach: whatever can be reached so by its own account."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.window() is root.window()
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def walked(root: QWidget, key: Qt.Key = TAB) -> list[QWidget]:
    """Where the focus goes by pressing a key again and again, until it comes back to where it began."""
    first = QApplication.focusWidget()
    assert first is not None
    seen: list[QWidget] = []
    here = first
    while here not in seen:
        seen.append(here)
        QTest.keyClick(here, key)
        focused = QApplication.focusWidget()
        assert focused is not None
        here = focused
        assert len(seen) < 400
    assert here is first, f"{here} keeps the focus to itself"
    return seen


def words(widget: QWidget) -> str:
    """What a screen reader calls it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or (interface.text(QAccessible.Text.Name) if interface else "")


def container(widget: QWidget) -> QWidget:
    """The nearest part around it that has a name of its own; else its window."""
    parent = widget.parentWidget()
    while parent is not None and not (parent.accessibleName() and parent.focusPolicy() == Qt.FocusPolicy.NoFocus):
        if parent.isWindow():
            return parent
        parent = parent.parentWidget()
    assert parent is not None
    return parent


def check_names(root: QWidget) -> None:
    found = [(container(widget), words(widget), widget) for widget in stops(root)]
    for _, name, widget in found:
        assert name.strip(), f"{widget} has no name"
        assert name not in {kind.__name__ for kind in type(widget).__mro__}, f"{widget} is called by its class"
        assert "&" not in name
    twice = [key for key, count in Counter((id(part), name) for part, name, _ in found).items() if count > 1]
    assert not twice, twice


def both() -> State:
    """As many different controls as there can be: two encodings, one with a scaling."""
    made = document("sinusoidal").replace(compare=encoding("rope", scaling="yarn"))
    return State(made)


# The window


def test_tab_goes_through_the_whole_window_and_comes_back(opened: Opened) -> None:
    window = opened(both())
    for page in PAGES:
        window.editing.show_page(page)
        settle(window)
        next(iter(window.page.cards.values())).view.setFocus()
        assert set(walked(window)) == set(stops(window)), page


def test_shift_and_tab_goes_the_same_way_back(opened: Opened) -> None:
    window = opened(both())
    there = walked(window)
    back = walked(window, BACK)
    assert back == [there[0], *reversed(there[1:])]


@pytest.mark.parametrize("change", ["none", "compare", "page", "encoding", "lessons"])
def test_the_way_is_that_of_the_eye(opened: Opened, change: str) -> None:
    """The header, the pages, the parameters, the figures, and the lessons; after any change of what is there."""
    window = opened(state())
    if change == "compare":
        run(window, "compare")
    elif change == "page":
        window.editing.show_page("extend")
    elif change == "encoding":
        window.editing.choose_encoding(0, "rope")
    elif change == "lessons":
        run(window, "lessons")
    settle(window)
    (window.header.undo if window.header.undo.isEnabled() else window.header.compare).setFocus()
    parts = [window.header, window.rail, window.panel, window.pages]
    parts += [window.lessons.panel] if window.lessons.panel is not None else []
    order = [next(i for i, part in enumerate(parts) if part.isAncestorOf(widget)) for widget in walked(window)]
    assert order == sorted(order)
    assert set(order) == set(range(len(parts)))


def test_the_controls_of_the_panel_are_reached_from_top_to_bottom(opened: Opened) -> None:
    window = opened(both())
    steps = [w for w in walked(window) if window.panel.isAncestorOf(w) and isinstance(w, Slider)]
    heights = [widget.mapTo(window, QPoint(0, 0)).y() for widget in steps]
    assert len(heights) > 8
    assert heights == sorted(heights)


def test_every_control_of_the_window_has_a_name(opened: Opened) -> None:
    window = opened(both())
    run(window, "lessons")
    for page in PAGES:
        window.editing.show_page(page)
        settle(window)
        check_names(window)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_seen_on_everything(opened: Opened, theme: str) -> None:
    reduce_motion(True)  # no text cursor that comes and goes
    window = opened(both(), theme=theme)
    unseen = []
    for widget in walked(window):
        other = window.header.export if widget is not window.header.export else window.header.compare
        pictures = []
        for area in window.findChildren(QScrollArea):
            if area.isAncestorOf(widget):
                area.ensureWidgetVisible(widget)
        for focused in (widget, other):
            focused.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            place = QRect(widget.mapTo(window, QPoint(-24, -64)), widget.size().grownBy(QMargins(24, 64, 24, 24)))
            pictures.append(window.grab(place).toImage())
        if pictures[0] == pictures[1]:
            unseen.append(words(widget))
    reduce_motion(False)
    assert not unseen


@pytest.mark.parametrize(("part", "key"), [("rail", Qt.Key.Key_Down), ("panel", Qt.Key.Key_Left)])
def test_of_choices_side_by_side_tab_reaches_the_chosen_one(opened: Opened, part: str, key: Qt.Key) -> None:
    window = opened(state(layout="half-split"))
    window.editing.show_page("extend")
    settle(window)
    radios = [b for b in getattr(window, part).findChildren(QRadioButton) if b.isVisible()]
    reached = [widget for widget in walked(window) if widget in radios]
    assert reached
    assert all(button.isChecked() for button in reached)
    assert sum(button.isChecked() for button in radios) == len(reached)
    reached[0].setFocus()
    QTest.keyClick(reached[0], key)
    focused = QApplication.focusWidget()
    assert focused is not reached[0]
    assert focused in radios


def test_a_figure_says_what_it_shows(opened: Opened) -> None:
    window = opened(state(position=37, key=30))
    for id in ("heatmap", "waves", "similarity", "rotation"):
        view = view_of(window, id)
        assert PICTURES[id].title in view.accessibleName()
        said = view.accessibleDescription()
        assert "at the cursor: " in said
        assert "position 37" in said
        assert PICTURES[id].explanation.rstrip(".") in said
    before = view_of(window, "waves").accessibleDescription()
    press(window, "waves", Qt.Key.Key_Down)
    assert view_of(window, "waves").accessibleDescription() != before
    assert "position 38" in window.panel.reading.accessibleDescription()


def test_a_figure_that_cannot_be_drawn_says_so(opened: Opened) -> None:
    window = opened(State(document("alibi")))
    window.pointing.read()
    view = view_of(window, "heatmap")
    assert view.figure is not None
    assert view.figure.note.rstrip(".") in view.accessibleDescription()


# Keys that press and leave


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_every_kind_of_button(opened: Opened, key: Qt.Key) -> None:
    window = opened(state())
    buttons = [b for b in stops(window) if isinstance(b, ToolButton | QuietButton)] + [window.header.compare]
    assert len(buttons) > 10
    for button in buttons:
        button.blockSignals(True)  # that it is pressed is enough
    for button in buttons:
        pressed: list[bool] = []
        button.blockSignals(False)
        button.clicked.disconnect()  # type: ignore[attr-defined]
        button.clicked.connect(lambda *_, pressed=pressed: pressed.append(True))  # type: ignore[attr-defined]
        button.setFocus()
        QTest.keyClick(button, key)
        assert pressed == [True], words(button)


def test_escape_closes_an_explanation(opened: Opened) -> None:
    window = opened(state())
    window.page.cards["waves"].explain()
    (sheet,) = window.findChildren(Explanation)
    assert sheet.accessibleName()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


# Dialogs


def of_export(window: MainWindow, folder: Path) -> None:
    window.ask_export("rotation")


def of_film(window: MainWindow, folder: Path) -> None:
    window.ask_export("rotation")
    dialog = shown_dialog(window)
    dialog.form._format.show_text("gif")  # type: ignore[attr-defined]
    dialog.form._format.changed.emit()  # type: ignore[attr-defined]
    preview = dialog.findChild(Preview)
    assert preview is not None
    wait_for(lambda: preview.settled and len(preview.frames) > 1)


def of_deck(window: MainWindow, folder: Path) -> None:
    run(window, "add-to-deck")
    run(window, "add-to-deck")
    run(window, "deck")


def of_keys(window: MainWindow, folder: Path) -> None:
    run(window, "shortcuts")


def of_about(window: MainWindow, folder: Path) -> None:
    run(window, "about")


def of_notice(window: MainWindow, folder: Path) -> None:
    Notice("Save the changes?", ("They are lost otherwise.",), window, ("Cancel", "Discard", "Save")).open()


def of_model(window: MainWindow, folder: Path) -> None:
    (folder / "gemma.json").write_text(json.dumps(CONFIGS["gemma-3-4b-local"][0]))
    assert window.filing.open(folder / "gemma.json")


def of_tensors(window: MainWindow, folder: Path) -> None:
    np.savez(folder / "two.npz", one=np.ones((20, 6)), two=np.ones((20, 6)))
    window.filing.open(folder / "two.npz")


OPENERS: list[Callable[[MainWindow, Path], None]] = [
    of_export,
    of_film,
    of_deck,
    of_keys,
    of_about,
    of_notice,
    of_model,
    of_tensors,
]


def shown_dialog(window: MainWindow) -> QDialog:
    (dialog,) = (dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
    return dialog


@pytest.fixture(params=OPENERS, ids=[opener.__name__ for opener in OPENERS])
def dialog(request: pytest.FixtureRequest, opened: Opened, tmp_path: Path) -> QDialog:
    window = opened(state())
    request.param(window, tmp_path)
    settle(window)
    shown = shown_dialog(window)
    shown.activateWindow()
    wait_for(shown.isActiveWindow)
    return shown


def test_a_dialog_begins_with_the_focus_tab_goes_through_its_controls_with_names_and_escape_closes_it(
    dialog: QDialog,
) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    assert dialog.isAncestorOf(focused)
    assert stops(dialog)
    assert set(walked(dialog)) == set(stops(dialog))
    check_names(dialog)
    assert dialog.windowTitle()
    for preview in dialog.findChildren(Preview):
        assert preview.accessibleDescription()
    words = {button.text() for button in dialog.findChildren(QPushButton)}
    assert words & {"Close", "Cancel"} or not words  # one word for each way out
    assert words & {"OK", "Done", "Dismiss", "Quit"} == set()
    assert QApplication.focusWidget() is focused
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    wait_for(lambda: not dialog.isVisible())


def layout_items() -> set[int]:
    """Those of layouts that PySide knows: it would take one that is kept too long for what is made at its address."""
    found = (one for one in getAllValidWrappers() if isinstance(one, QLayoutItem) and not isinstance(one, QLayout))
    return {id(one) for one in found}


def test_the_order_of_tab_leaves_no_item_of_a_layout_behind(qtbot: QtBot) -> None:
    widget, outer, inner = QWidget(), QVBoxLayout(), QHBoxLayout()
    qtbot.addWidget(widget)
    widget.setLayout(outer)
    outer.addLayout(inner)
    last, first = QPushButton("last"), QPushButton("first")
    inner.addWidget(first)
    outer.addWidget(last)
    before = layout_items()
    order_focus(widget)
    assert layout_items() <= before
    assert first.nextInFocusChain() is last
