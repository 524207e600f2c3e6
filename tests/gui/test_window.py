"""The whole window, driven as by a person."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMenu,
    QMenuBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from pe_desktop.document import Document, State
from pe_desktop.engine.encodings import ENCODINGS
from pe_desktop.engine.encodings.rope import Rope
from pe_desktop.engine.encodings.sinusoidal import Sinusoidal
from pe_desktop.engine.maybe import AutoReal
from pe_desktop.figure.figure import Figure
from pe_desktop.figure.marks import Image
from pe_desktop.gui import create_window, sweep
from pe_desktop.gui import look as looks
from pe_desktop.gui.editors import Editor
from pe_desktop.gui.editors.field import Field
from pe_desktop.gui.exports.dialog import ExportDialog
from pe_desktop.gui.files import filing
from pe_desktop.gui.help import Shortcuts
from pe_desktop.gui.kept.session import Session
from pe_desktop.gui.pages.explanation import Explanation
from pe_desktop.gui.pages.figure_view import FigureView
from pe_desktop.gui.panel.chooser import EncodingChooser
from pe_desktop.gui.widgets.controls import ToolButton
from pe_desktop.gui.widgets.slider import Slider
from pe_desktop.gui.widgets.text import Label
from pe_desktop.gui.window import MainWindow
from pe_desktop.presets import PRESETS
from tests.gui.hands import drag, mouse, wheel, write
from tests.gui.windows import (
    Dialogs,
    Opened,
    document,
    editor_of,
    encoding,
    leave,
    notices,
    panel_of,
    picture_of,
    press,
    run,
    scroll,
    settle,
    slider_of,
    state,
    view_of,
    wait_for,
    zoom_text,
)

FIGURES = ("heatmap", "waves", "similarity", "rotation")


def load(window: MainWindow, document: Document) -> None:
    """Another document, as if it was opened."""
    window.model.load(State(document))
    settle(window)


# Made for automation


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, State()),
        (Document(length=9), State(Document(length=9))),
        (state("rope", position=5, key=2), state("rope", position=5, key=2)),
    ],
)
def test_a_window_is_made_from_nothing_a_document_or_a_state(
    home: object, given: Document | State | None, expected: State
) -> None:
    window = create_window(given)
    try:
        assert isinstance(window, MainWindow)
        assert window.model.state == expected
    finally:
        leave(window)


def test_each_parameter_has_an_editor_of_its_name(opened: Opened) -> None:
    window = opened()
    for id in ENCODINGS:
        load(window, Document().showing(encoding(id), encoding(id)))
        for parameter in encoding(id).counting():
            assert editor_of(window, parameter.name).parameter == parameter, id
            assert editor_of(window, f"b.{parameter.name}").parameter == parameter, id
        assert editor_of(window, "length").value() == window.model.document.length, id


def test_each_figure_has_a_view_of_its_name(opened: Opened) -> None:
    window = opened()
    assert all(isinstance(window.findChild(FigureView, figure), FigureView) for figure in FIGURES)


# Dragging sliders


def frames(window: MainWindow, name: str, path: list[float]) -> list[Figure]:
    """Drag a slider from its handle over so many pixels to the right of it; the heatmap after each move."""
    slider = slider_of(window, name)
    start, seen = slider.handle_x(), []
    mouse(slider, QEvent.Type.MouseButtonPress, start, 12)
    for x in path:
        mouse(slider, QEvent.Type.MouseMove, start + x, 12, Qt.MouseButton.NoButton)
        settle(window)
        shown = view_of(window, "heatmap").figure
        assert shown is not None
        seen.append(shown)
    mouse(slider, QEvent.Type.MouseButtonRelease, start + path[-1], 12)
    settle(window)
    return seen


def shape(figure: Figure) -> tuple[int, ...]:
    return next(mark.field.shape for mark in figure.panel("heatmap").marks if isinstance(mark, Image))


def test_dragging_the_length_changes_every_figure_on_the_way(opened: Opened) -> None:
    window = opened()
    before = [view_of(window, id).figure for id in FIGURES]
    seen = [shape(figure)[0] for figure in frames(window, "length", [10, 25, 40, 60])]
    assert seen == sorted(seen)
    assert len(set(seen)) == 4
    assert window.model.document.length == seen[-1] > 128
    assert all(view_of(window, id).figure != was for id, was in zip(FIGURES, before, strict=True))


def test_escape_calls_a_drag_back_without_a_step_to_undo(opened: Opened) -> None:
    window = opened()
    run(window, "fill-heatmap")
    before, slider = window.model.document, slider_of(window, "d_model")
    start = slider.handle_x()
    mouse(slider, QEvent.Type.MouseButtonPress, start, 12)
    mouse(slider, QEvent.Type.MouseMove, start + 30, 12, Qt.MouseButton.NoButton)
    settle(window)
    assert window.model.document != before
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    mouse(slider, QEvent.Type.MouseButtonRelease, start + 30, 12)
    settle(window)
    assert (window.model.document, window.model.can_undo, slider.value_shown()) == (before, False, 64)
    assert window.page.filling == "heatmap"


def test_escape_brings_back_what_the_program_had_computed(opened: Opened) -> None:
    window = opened(document("rope", scaling="yarn"))
    name = next(p.name for p in window.model.document.encoding.counting() if isinstance(p.kind, AutoReal))
    slider = slider_of(window, name)
    mouse(slider, QEvent.Type.MouseButtonPress, slider.handle_x(), 12)
    mouse(slider, QEvent.Type.MouseMove, slider.handle_x() + 60, 12, Qt.MouseButton.NoButton)
    settle(window)
    assert window.model.document.encoding.values()[name] is not None
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    settle(window)
    assert window.model.document.encoding.values()[name] is None
    assert editor_of(window, name).value() is None


def test_dragging_d_model_changes_the_pixels_on_the_way(opened: Opened) -> None:
    window = opened()
    pictures = [picture_of(view_of(window, "heatmap"))]
    slider = slider_of(window, "d_model")
    start = slider.handle_x()
    mouse(slider, QEvent.Type.MouseButtonPress, start, 12)
    for x in (15, 30, 45):
        mouse(slider, QEvent.Type.MouseMove, start + x, 12, Qt.MouseButton.NoButton)
        settle(window)
        pictures.append(picture_of(view_of(window, "heatmap")))
    mouse(slider, QEvent.Type.MouseButtonRelease, start + 45, 12)
    assert len(set(pictures)) == 4
    assert window.model.document.encoding.values()["d_model"] > 64


@pytest.mark.parametrize("name", ["length", "d_model", "base"])
def test_one_drag_is_one_step_to_undo(opened: Opened, name: str) -> None:
    window = opened()
    frames(window, name, [10, 20, 30, -20, 40])
    assert window.model.document != Document()
    run(window, "undo")
    assert window.model.document == Document()
    assert not window.actions_by_id["undo"].isEnabled()
    run(window, "redo")
    assert window.model.document != Document()


def test_two_drags_are_two_steps(opened: Opened) -> None:
    window = opened()
    frames(window, "length", [20])
    between = window.model.document
    frames(window, "d_model", [20])
    run(window, "undo")
    assert window.model.document == between


def test_undo_shows_the_figures_and_the_editors_as_they_were(opened: Opened) -> None:
    window = opened()
    before = [picture_of(view_of(window, id)) for id in FIGURES]
    frames(window, "length", [40])
    run(window, "undo")
    assert [picture_of(view_of(window, id)) for id in FIGURES] == before
    assert editor_of(window, "length").value() == 128


def test_many_moves_between_two_frames_are_drawn_once(opened: Opened) -> None:
    window = opened()
    slider, seen = slider_of(window, "length"), []
    window.pace.due.connect(lambda: seen.append(window.model.document.length))
    start = slider.handle_x()
    mouse(slider, QEvent.Type.MouseButtonPress, start, 12)
    for x in range(1, 60):
        mouse(slider, QEvent.Type.MouseMove, start + x, 12, Qt.MouseButton.NoButton)
    settle(window)
    mouse(slider, QEvent.Type.MouseButtonRelease, start + 59, 12)
    assert len(seen) <= 2
    assert seen[-1] == window.model.document.length


def test_a_typed_value_is_shown_and_one_step(opened: Opened) -> None:
    window = opened()
    field = editor_of(window, "length").findChild(Field)
    assert field is not None
    write(field, "1k")
    settle(window)
    assert shape(view_of(window, "heatmap").figure)[0] == 1000
    run(window, "undo")
    assert window.model.document.length == 128


def test_a_slow_machine_draws_coarsely_while_moving_and_exactly_at_rest(opened: Opened) -> None:
    window = opened(document(length=4096, d_model=512))
    window.page.seconds = 100.0
    window._rest.setInterval(1_000_000)  # however long the frame takes, it is drawn while the hand moves
    window.editing.edit("a", "d_model", 510)
    settle(window)
    coarse = picture_of(view_of(window, "heatmap"))
    window._rest.setInterval(1)
    wait_for(lambda: not window._rest.isActive())
    settle(window)
    assert picture_of(view_of(window, "heatmap")) != coarse


# Encodings and comparison


def choose(window: MainWindow, id: str, which: int = 0) -> None:
    """Choose an encoding from its list."""
    combo = window.findChildren(EncodingChooser)[which].findChild(QComboBox)
    assert combo is not None
    place = combo.findData(id)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    settle(window)


def test_every_encoding_can_be_chosen_and_left_again(opened: Opened) -> None:
    window = opened()
    before = [picture_of(view_of(window, figure)) for figure in FIGURES]
    for id in ENCODINGS:
        choose(window, id)
        assert window.model.document.encoding.id == id
        choose(window, "sinusoidal")
        assert [picture_of(view_of(window, figure)) for figure in FIGURES] == before, id


def test_a_chosen_encoding_keeps_width_and_base(opened: Opened) -> None:
    window = opened(document("sinusoidal", d_model=96, base=500.0))
    choose(window, "rope")
    assert window.model.document.encoding == Rope(head_dim=96, base=500.0)
    assert editor_of(window, "head_dim").value() == 96


def test_a_grid_decides_the_length_and_the_old_one_returns(opened: Opened) -> None:
    window = opened(document(length=100))
    choose(window, "sincos2d")
    assert editor_of(window, "length").value() == 14 * 14
    window.editing.edit("a", "grid", (3, 5))
    settle(window)
    assert editor_of(window, "length").value() == 15
    choose(window, "sinusoidal")
    assert editor_of(window, "length").value() == 100


def test_a_learned_table_caps_the_slider_and_the_length_returns(opened: Opened) -> None:
    window = opened(document(length=4096))
    choose(window, "learned")
    assert editor_of(window, "length").value() == 512
    slider = slider_of(window, "length")
    assert slider._scale.fraction(512) == 1.0
    choose(window, "sinusoidal")
    assert editor_of(window, "length").value() == 4096


def test_compare_shows_b_beside_a_and_hides_it_again(opened: Opened) -> None:
    window = opened()
    before = picture_of(view_of(window, "heatmap"))
    window.header.compare.click()
    settle(window)
    assert panel_of(window, "heatmap", "heatmap.b").of == 1
    assert editor_of(window, "b.head_dim").isVisible()
    window.header.compare.click()
    settle(window)
    assert picture_of(view_of(window, "heatmap")) == before
    assert window.findChild(Editor, "b.head_dim") is None


def test_swap_and_copy_are_offered_only_while_comparing(opened: Opened) -> None:
    window = opened()
    actions = window.actions_by_id
    assert not actions["swap"].isEnabled()
    run(window, "compare")
    assert actions["swap"].isEnabled()
    assert actions["copy-a-to-b"].isEnabled()


def test_swap_and_copy_from_the_menu(opened: Opened) -> None:
    window = opened(Document(encoding=Sinusoidal(), compare=Rope()))
    run(window, "swap")
    assert window.model.document.encodings == (Rope(), Sinusoidal())
    run(window, "copy-a-to-b")
    assert window.model.document.encodings == (Rope(), Rope())


def test_an_editor_of_b_edits_b_alone(opened: Opened) -> None:
    window = opened(Document(encoding=Sinusoidal(), compare=Sinusoidal()))
    frames_before = window.model.document.encoding
    slider = slider_of(window, "b.d_model")
    start = slider.handle_x()
    mouse(slider, QEvent.Type.MouseButtonPress, start, 12)
    mouse(slider, QEvent.Type.MouseMove, start + 40, 12, Qt.MouseButton.NoButton)
    mouse(slider, QEvent.Type.MouseButtonRelease, start + 40, 12)
    settle(window)
    assert window.model.document.encoding == frames_before
    assert window.model.document.compare != Sinusoidal()


# Resetting


def test_a_double_click_on_a_slider_resets_one(opened: Opened) -> None:
    window = opened(document(length=500, d_model=96))
    slider = slider_of(window, "d_model")
    for send in (QTest.mousePress, QTest.mouseRelease, QTest.mouseDClick, QTest.mouseRelease):
        send(slider, Qt.MouseButton.LeftButton, pos=slider.rect().topLeft() + slider.rect().center() * 0.2)
    settle(window)
    assert window.model.document.encoding == Sinusoidal()
    assert window.model.document.length == 500


def test_reset_all_resets_all(opened: Opened) -> None:
    window = opened(document(length=500, d_model=96, layout="half-split"))
    next(b for b in window.panel.findChildren(QPushButton) if b.text() == "Reset all").click()
    assert window.model.document == Document()
    run(window, "undo")
    assert window.model.document == document(length=500, d_model=96, layout="half-split")


# Playing a slider


def play_button(window: MainWindow, name: str) -> QAbstractButton:
    return next(b for b in editor_of(window, name).findChildren(ToolButton) if b.isCheckable())


def test_a_sliders_own_button_plays_and_pauses_it_in_one_step(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "SECONDS", 1.0)
    window = opened()
    seen: set[int] = set()
    window.model.changed.connect(lambda: seen.add(window.model.document.length))
    play_button(window, "length").click()
    assert play_button(window, "length").accessibleName().startswith("Pause")
    wait_for(lambda: len(seen) > 5)
    play_button(window, "length").click()
    assert window.sweep.playing is None
    assert play_button(window, "length").accessibleName().startswith("Play")
    run(window, "undo")
    assert window.model.document == Document()
    assert not window.model.can_undo


def test_dragging_another_slider_stops_the_one_that_plays(opened: Opened) -> None:
    window = opened()
    play_button(window, "length").click()
    frames(window, "d_model", [30])
    wait_for(lambda: window.sweep.playing is None)
    assert not play_button(window, "length").isChecked()


def timers(window: MainWindow) -> list[QTimer]:
    return [timer for timer in window.findChildren(QTimer) if timer.isActive()]


def test_closing_while_everything_plays_leaves_no_timer(opened: Opened) -> None:
    window = opened()
    play_button(window, "length").click()
    window.pointing.play(True)
    wait_for(lambda: window.model.document != Document())
    assert len(timers(window)) > 2
    window.close()
    assert timers(window) == []


# Filling


@pytest.mark.parametrize(("figure", "action"), [(id, f"fill-{id}") for id in FIGURES])
def test_any_figure_fills_the_page_and_escape_leads_back(opened: Opened, figure: str, action: str) -> None:
    window = opened()
    before = [view_of(window, id).geometry() for id in FIGURES]
    run(window, action)
    assert [id for id in FIGURES if view_of(window, id).isVisible()] == [figure]
    assert view_of(window, figure).width() > 900
    assert view_of(window, figure).hasFocus()
    assert not window.page.cards[figure]._by_key
    QTest.keyClick(window, Qt.Key.Key_Escape)
    settle(window)
    assert [view_of(window, id).geometry() for id in FIGURES] == before


def test_the_button_on_a_card_fills_and_restores(opened: Opened) -> None:
    window = opened()
    window.page.cards["waves"]._fill.click()
    settle(window)
    assert not view_of(window, "heatmap").isVisible()
    assert window.page.cards["waves"]._fill.accessibleName() == "Waves: show all figures"
    window.page.cards["waves"]._fill.click()
    settle(window)
    assert view_of(window, "heatmap").isVisible()


def test_what_changed_while_a_figure_filled_the_page_is_shown_afterwards(opened: Opened) -> None:
    window = opened()
    run(window, "fill-waves")
    window.editing.edit("document", "length", 33)
    settle(window)
    run(window, "fill-none")
    assert shape(view_of(window, "heatmap").figure)[0] == 33


def test_escape_is_free_while_nothing_fills_the_page(opened: Opened) -> None:
    window = opened()
    field = editor_of(window, "length").findChild(Field)
    assert field is not None
    write(field, "77", then=Qt.Key.Key_Escape)
    assert field.text() == "128"
    assert window.model.document.length == 128


def test_the_space_bar_plays_on_a_figure_and_presses_a_button_elsewhere(opened: Opened) -> None:
    window = opened()
    press(window, "heatmap", Qt.Key.Key_Space)
    assert window.pointing.player.playing
    press(window, "rotation", Qt.Key.Key_Space)
    assert not window.pointing.player.playing
    window.header.compare.setFocus()
    QTest.keyClick(window.header.compare, Qt.Key.Key_Space)
    assert window.model.document.compare is not None
    assert not window.pointing.player.playing


# Colours and size of text


def corner(widget: QWidget, x: int = 3, y: int = 3) -> str:
    image: QImage = widget.grab().toImage()
    return image.pixelColor(x, y).name()


def test_other_colours_reach_figures_cards_and_open_editors(opened: Opened) -> None:
    window = opened()
    editor = editor_of(window, "length")
    field = editor.findChild(Field)
    parts = [view_of(window, "heatmap"), window.panel, window.header, field]
    light = [picture_of(part) for part in parts]
    run(window, "theme-dark")
    assert corner(view_of(window, "heatmap")) == "#1a1d21"
    assert all(picture_of(part) != was for part, was in zip(parts, light, strict=True))
    assert editor_of(window, "length") is editor
    run(window, "theme-light")
    assert [picture_of(part) for part in parts] == light


def test_the_chosen_colours_are_ticked_in_the_menu(opened: Opened) -> None:
    window = opened(theme="")
    for name in ("dark", "light", "system"):
        run(window, f"theme-{name}")
        ticked = [n for n in ("system", "light", "dark") if window.actions_by_id[f"theme-{n}"].isChecked()]
        assert ticked == [name]


def test_the_systems_colours_are_followed_at_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(theme="")
    assert corner(view_of(window, "heatmap")) == "#ffffff"
    monkeypatch.setattr(looks, "system_theme", lambda: looks.THEMES["dark"])
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    settle(window)
    assert corner(view_of(window, "heatmap")) == "#1a1d21"


def test_chosen_colours_stay_when_the_systems_change(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(theme="light")
    monkeypatch.setattr(looks, "system_theme", lambda: looks.THEMES["dark"])
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    settle(window)
    assert corner(view_of(window, "heatmap")) == "#ffffff"


def clipped(window: QWidget) -> list[str]:
    """The words of visible labels and buttons that have less room than they need, and no ellipsis for it."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Label | ToolButton | QToolButton):
            continue
        if isinstance(widget, QLabel) and widget.text() and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height():
                found.append(widget.text())
        elif isinstance(widget, QLabel | QPushButton) and widget.text():
            need = widget.sizeHint()
            if need.width() > widget.width() or need.height() > widget.height():
                found.append(widget.text())
    return found


@pytest.mark.parametrize("id", ["sinusoidal", "rope", "learned"])
def test_no_words_are_cut_off_at_any_size_of_text(opened: Opened, id: str) -> None:
    window = opened(document(id))
    for zoom in (1.0, 1.3, 2.0):
        zoom_text(window, zoom)
        assert clipped(window) == [], zoom


def test_text_grows_and_shrinks_from_the_menu(opened: Opened) -> None:
    window = opened()
    run(window, "larger")
    assert window.look.zoom == 1.15
    assert view_of(window, "heatmap")._medium.type.body == pytest.approx(1.15 * 12)
    run(window, "smaller")
    assert window.look.zoom == 1.0


def test_text_grows_to_twice_its_size_and_no_further(home: object, qapp: object) -> None:
    look = looks.Look(Session())
    for steps, size in ((20, 2.0), (1, 2.0), (-20, 0.85), (-1, 0.85)):
        look.zoom_text(steps)
        assert look.zoom == size


@pytest.mark.parametrize("size", [(760, 520), (1024, 700), (1440, 900), (2560, 1440)])
def test_cards_are_of_one_size_and_nothing_is_cut_off(opened: Opened, size: tuple[int, int]) -> None:
    window = opened(size=size)
    cards = [card.size() for card in window.page.cards.values()]
    assert max(c.width() for c in cards) - min(c.width() for c in cards) <= 1
    assert clipped(window) == []
    area = window.page.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0


def test_a_narrow_window_shows_the_figures_below_each_other(opened: Opened) -> None:
    window = opened(size=(760, 700))
    tops = [card.y() for card in window.page.cards.values()]
    assert tops == sorted(set(tops))
    window.resize(1440, 900)
    settle(window)
    assert len({card.y() for card in window.page.cards.values()}) == 2


# For everybody


def focusable(window: QWidget) -> list[QWidget]:
    return [w for w in window.findChildren(QWidget) if w.isVisible() and w.focusPolicy() != Qt.FocusPolicy.NoFocus]


def check_names(root: QWidget) -> None:
    for widget in focusable(root):
        accessible = QAccessible.queryAccessibleInterface(widget)
        assert accessible is not None
        assert accessible.text(QAccessible.Text.Name), f"{widget!r} has no accessible name"


def test_everything_that_takes_the_focus_has_a_name(opened: Opened) -> None:
    window = opened()
    for id in ENCODINGS:
        load(window, Document().showing(encoding(id), encoding("rope")))
        check_names(window)


def test_tab_leads_to_every_control_and_back_to_the_first(opened: Opened) -> None:
    window = opened()
    window.header.setFocus()
    reached: list[QWidget] = []
    for _ in range(200):
        window.focusNextChild()
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.append(now)
    wanted = {*FIGURES, "length", "d_model", "base"}
    names = {w.objectName() for w in reached} | {p.objectName() for w in reached if (p := w.parentWidget())}
    assert wanted <= names


def test_a_figure_is_outlined_when_the_keyboard_brings_the_focus(opened: Opened) -> None:
    window = opened()
    card = window.page.cards["waves"]
    before = picture_of(card)
    card.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert picture_of(card) != before
    view_of(window, "heatmap").setFocus(Qt.FocusReason.TabFocusReason)
    assert picture_of(card) == before
    card.view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert picture_of(card) == before


# Menus and dialogs


def test_every_preset_is_shown_and_undo_leads_back(opened: Opened) -> None:
    window = opened(state("binary", length=40))
    for id, preset in PRESETS.items():
        run(window, f"preset-{id}")
        assert window.model.state == preset.state, id
        assert preset.figure in (*window.page.cards, "offset-similarity"), id
        assert preset.label in window.statusBar().currentMessage(), id
        run(window, "undo")
        assert window.model.document == document("binary", length=40), id
        assert not window.model.can_undo, id


def test_every_menu_opens_with_entries(opened: Opened) -> None:
    window = opened()
    titles = {}
    for action in window.header.menus.actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        titles[action.text().replace("&", "")] = len(menu.actions())
    assert set(titles) == {"File", "Edit", "View", "Presets", "Help"}
    assert min(titles.values()) >= 1


def test_no_two_entries_share_a_shortcut(opened: Opened) -> None:
    window = opened()
    keys = [key.toString() for action in window.actions_by_id.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("open_", "kind"),
    [
        (lambda window: window.actions_by_id["shortcuts"].trigger(), Shortcuts),
        (lambda window: window.actions_by_id["about"].trigger(), QDialog),
        (lambda window: window.actions_by_id["export"].trigger(), ExportDialog),
        (lambda window: window.filing.failed.emit("x.npy: is not a file; choose an .npy file"), QDialog),
    ],
)
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_dialog_opens_uncut_and_escape_closes_it(
    opened: Opened, open_: Callable[[MainWindow], None], kind: type[QDialog], zoom: float
) -> None:
    window = opened()
    zoom_text(window, zoom)
    open_(window)
    QApplication.processEvents()
    (dialog,) = [d for d in window.findChildren(kind) if d.isVisible()]
    assert clipped(dialog) == []
    check_names(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("figure", "zoom"), [*((id, 2.0) for id in FIGURES), ("rotation", 1.0)])
def test_an_explanation_is_shown_whole_and_inside_the_window(opened: Opened, figure: str, zoom: float) -> None:
    window = opened()
    zoom_text(window, zoom)
    card = window.page.cards[figure]
    next(b for b in card.findChildren(ToolButton) if b.accessibleName().endswith("what am I looking at?")).click()
    (sheet,) = card.findChildren(Explanation)
    assert clipped(sheet) == []
    assert window.geometry().contains(sheet.geometry())
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_failure_is_said_as_plain_text(opened: Opened) -> None:
    window = opened()
    window.filing.failed.emit("<b>x</b>.npy: is not a file")
    (notice,) = notices(window)
    label = notice.findChildren(QLabel)[1]
    assert label.text() == "<b>x</b>.npy: is not a file"
    assert label.textFormat() == Qt.TextFormat.PlainText
    notice.reject()


def test_a_refused_edit_is_said_in_the_status_line(opened: Opened) -> None:
    window = opened()
    window.editing.edit("a", "d_model", 0)
    assert window.statusBar().currentMessage().startswith("d_model: 0 given")


def test_the_status_line_says_how_much_is_drawn(opened: Opened) -> None:
    window = opened()
    assert window._status.drawn.startswith("4 views · ")
    assert window._status.drawn.endswith("· exact")
    run(window, "fill-heatmap")
    assert window._status.drawn.startswith("1 view · ")


def test_ctrl_r_resets_the_zoom(opened: Opened) -> None:
    window = opened()
    scroll(window, "heatmap", 10, 10, 3)
    assert window.model.view.ranges
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert not window.model.view.ranges


@pytest.mark.parametrize(
    ("keys", "length"),
    [([(Qt.Key.Key_Z, False)], 10), ([(Qt.Key.Key_Z, False), (Qt.Key.Key_Z, True)], 20)],
)
def test_undo_and_redo_by_keys(opened: Opened, keys: list[tuple[Qt.Key, bool]], length: int) -> None:
    window = opened(document(length=10))
    window.editing.edit("document", "length", 20)
    settle(window)
    for key, shift in keys:
        modifiers = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(window, key, modifiers | Qt.KeyboardModifier.ShiftModifier if shift else modifiers)
        settle(window)
    assert window.model.document.length == length


# Anybody


KEYS = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Delete, Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_Comma),
)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_a_person_tries_can_be_undone(
    opened: Opened, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(filing, "ask", lambda *_: "Cancel")
    window, chance = opened(), random.Random(seed)
    before, seen = window.model.document, set()
    window.model.changed.connect(lambda: seen.add(window.model.state))
    for _ in range(250):
        targets = [w for w in focusable(window) if w.isEnabled() and not isinstance(w, QMenuBar)]
        target = chance.choice([w for w in targets if not w.rect().isEmpty()])
        point = QPoint(chance.randrange(target.width()), chance.randrange(target.height()))
        act = chance.choice(("click", "double", "key", "key", "wheel", "drag"))
        if act == "key":
            QTest.keyClick(target, chance.choice(KEYS))
        elif act == "wheel":
            wheel(target, chance.choice((-3, -1, 1, 3)))
        elif act == "drag":
            drag(target, [point.x(), point.x() + chance.randrange(-60, 60)], point.y())
        else:
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=point)
        for popup in (QApplication.activePopupWidget(), *window.findChildren(QDialog)):
            if popup is not None:
                popup.close()
        QApplication.processEvents()
    window.sweep.stop()
    window.pointing.play(False)
    settle(window)
    window.editing.show_page("explore")  # the only one with a heatmap for certain
    settle(window)
    run(window, "fill-none")
    settle(window)
    assert shape(view_of(window, "heatmap").figure)[0] == window.model.document.length
    assert len(seen) > 20
    while window.model.can_undo:
        window.model.undo()
    assert window.model.document == before


# The toolkit


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_void_calls_of_qt_do_not_consume_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 drops a reference in each, and aborts after a few thousand."""
    widget = QWidget()
    colour = QColor()
    before = sys.getrefcount(None)
    for _ in range(500):
        widget.update()
        colour.setAlpha(3)
    assert abs(sys.getrefcount(None) - before) < 50
    widget.deleteLater()


def test_many_windows_leave_nothing_behind(opened: Opened) -> None:
    before = len(QApplication.allWidgets())
    for _ in range(5):
        window = opened()
        leave(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(QApplication.allWidgets()) == before


def test_a_slider_is_what_the_editor_of_a_number_holds(opened: Opened) -> None:
    assert isinstance(slider_of(opened(), "length"), Slider)
